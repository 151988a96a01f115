/** @file Ranges of memory, allocated by best fit. */

/** Memory from which ranges are allocated. */
export interface Space {
  /** The offset of a free range of so many bytes. */
  readonly allocate: (bytes: number) => number
  readonly release: (offset: number, bytes: number) => void
  /** The most bytes that were ever needed. */
  readonly size: () => number
}

/** Memory from `start` on that is allocated by best fit. */
export const makeSpace = (start = 0): Space => {
  let free: { readonly offset: number; readonly bytes: number }[] = []
  let end = start
  let size = start
  const allocate = (bytes: number): number => {
    let best: (typeof free)[number] | undefined
    for (const hole of free) if (hole.bytes >= bytes && (best === undefined || hole.bytes < best.bytes)) best = hole
    if (best !== undefined) {
      const { offset, bytes: room } = best
      free = free.filter((hole) => hole !== best)
      if (room > bytes) free.push({ offset: offset + bytes, bytes: room - bytes })
      return offset
    }
    const offset = end
    end += bytes
    size = Math.max(size, end)
    return offset
  }
  const release = (offset: number, bytes: number): void => {
    const before = free.find((hole) => hole.offset + hole.bytes === offset)
    const after = free.find((hole) => hole.offset === offset + bytes)
    free = free.filter((hole) => hole !== before && hole !== after)
    const hole = {
      offset: before?.offset ?? offset,
      bytes: (before?.bytes ?? 0) + bytes + (after?.bytes ?? 0),
    }
    // A hole at the end becomes the end.
    if (hole.offset + hole.bytes === end) end = hole.offset
    else free.push(hole)
  }
  return { allocate, release, size: () => size }
}
