/**
 * @file Ranges of memory, allocated by best fit; of equally good holes, the oldest. Holes are found by where they begin and
 * end and by their size, so that many of them do not slow down a plan.
 */

/** Memory from which ranges are allocated. */
export interface Space {
  /** The offset of a free range of so many bytes. */
  readonly allocate: (bytes: number) => number
  readonly release: (offset: number, bytes: number) => void
  /** The most bytes that were ever needed. */
  readonly size: () => number
}

/** The holes between ranges. */
interface Holes {
  readonly add: (offset: number, bytes: number) => void
  readonly remove: (offset: number, bytes: number) => void
  /** The oldest of the smallest holes that have so many bytes. */
  readonly best: (bytes: number) => readonly [offset: number, bytes: number] | undefined
  /** The hole that ends at an offset, and the bytes of the one that begins there. */
  readonly endingAt: (end: number) => number | undefined
  readonly bytesAt: (offset: number) => number | undefined
}

const makeHoles = (): Holes => {
  const bytesAt = new Map<number, number>()
  const startOf = new Map<number, number>()
  const bySize = new Map<number, Set<number>>()
  /** The sizes of holes, in ascending order. */
  const sizes: number[] = []
  /** The place of the first size of at least so many bytes. */
  const placeOf = (bytes: number): number => {
    let [low, high] = [0, sizes.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sizes[middle]! < bytes) low = middle + 1
      else high = middle
    }
    return low
  }
  const add = (offset: number, bytes: number): void => {
    bytesAt.set(offset, bytes)
    startOf.set(offset + bytes, offset)
    const same = bySize.get(bytes)
    if (same !== undefined) same.add(offset)
    else {
      bySize.set(bytes, new Set([offset]))
      sizes.splice(placeOf(bytes), 0, bytes)
    }
  }
  const remove = (offset: number, bytes: number): void => {
    bytesAt.delete(offset)
    startOf.delete(offset + bytes)
    const same = bySize.get(bytes)
    same?.delete(offset)
    if (same?.size === 0) {
      bySize.delete(bytes)
      sizes.splice(placeOf(bytes), 1)
    }
  }
  const best = (bytes: number): readonly [offset: number, bytes: number] | undefined => {
    const fitting = sizes[placeOf(bytes)]
    if (fitting === undefined) return undefined
    for (const offset of bySize.get(fitting) ?? []) return [offset, fitting]
    return undefined
  }
  return { add, remove, best, endingAt: (end) => startOf.get(end), bytesAt: (offset) => bytesAt.get(offset) }
}

/** Memory from `start` on that is allocated by best fit. */
export const makeSpace = (start = 0): Space => {
  const holes = makeHoles()
  let end = start
  let size = start
  const allocate = (bytes: number): number => {
    const best = holes.best(bytes)
    if (best !== undefined) {
      const [offset, room] = best
      holes.remove(offset, room)
      if (room > bytes) holes.add(offset + bytes, room - bytes)
      return offset
    }
    const offset = end
    end += bytes
    size = Math.max(size, end)
    return offset
  }
  const release = (offset: number, bytes: number): void => {
    const before = holes.endingAt(offset)
    const after = holes.bytesAt(offset + bytes) ?? 0
    if (before !== undefined) holes.remove(before, offset - before)
    if (after > 0) holes.remove(offset + bytes, after)
    const first = before ?? offset
    const last = offset + bytes + after
    // A hole at the end becomes the end.
    if (last === end) end = first
    else holes.add(first, last - first)
  }
  return { allocate, release, size: () => size }
}
