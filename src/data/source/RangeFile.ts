/**
 * @file A file on a disk, read by ranges. It is watched: one that changes its size while it is read is refused.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { DecodeError } from '../DecodeError.ts'
import { openRegularFile, readInto } from '../../files/regularFile.ts'
import { unreadable } from '../readMnist.ts'
import type { Found } from './SourceItem.ts'

/** An open file of a known size. */
export interface RangeFile {
  readonly size: number
  /** The bytes of a range, in memory of their own. */
  readonly read: (from: number, length: number) => Promise<Found<Uint8Array>>
  /** What has become of its size: an error where it is another. */
  readonly check: () => Promise<Found<void>>
  readonly close: () => Promise<void>
}

/** After so many reads the size is looked at again. */
const readsPerLook = 64

/** Opens a file; of the size that it had before, if it was looked at before. */
export const openRange = async (path: string, before?: number): Promise<Found<RangeFile>> => {
  try {
    const { handle, size } = await openRegularFile(path)
    const expected = before ?? size
    const changed = (found: number): DecodeError => ({ _tag: 'SizeChanged', path, expected, found })
    if (size !== expected) {
      await handle.close()
      return E.left(changed(size))
    }
    const check = async (): Promise<Found<void>> => {
      const { size: now } = await handle.stat()
      return now === expected ? E.right(undefined) : E.left(changed(now))
    }
    let reads = 0
    const read = async (from: number, length: number): Promise<Found<Uint8Array>> => {
      try {
        reads += 1
        const looked = reads % readsPerLook === 0 ? await check() : E.right(undefined)
        if (E.isLeft(looked)) return looked
        const bytes = new Uint8Array(length)
        const filled = await readInto(handle, bytes, from)
        return filled === length ? E.right(bytes) : E.left(changed(from + filled))
      } catch (thrown) {
        return E.left(unreadable(path)(thrown))
      }
    }
    return E.right({ size, read, check, close: () => handle.close() })
  } catch (thrown) {
    return E.left(unreadable(path)(thrown))
  }
}
