/**
 * @file Gzip (RFC 1952) that trusts nothing: bytes -> `Either<DecodeError, bytes>`.
 *
 * One member a file. The size announced in the trailer is believed only up to what deflate can reach (1032 to 1) and up
 * to the caller's limit, so a hostile trailer cannot make it allocate; size and CRC-32 are then checked against the result.
 */
import * as E from 'fp-ts/lib/Either.js'
import { defaultBudget, overBudget } from '../codecs/Budget.ts'
import { crc32 } from '../codecs/checksums.ts'
import { inflateTo, mostInflated } from '../codecs/inflate.ts'
import type { DecodeError, GzipFault } from './DecodeError.ts'

const trailerBytes = 8

const flagHeaderChecksum = 2
const flagExtra = 4
const flagName = 8
const flagComment = 16

/** Whether the bytes begin as a gzip file does; a name ending in `.gz` proves nothing. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

const corrupt = (fault: GzipFault): E.Either<DecodeError, never> => E.left({ _tag: 'CorruptGzip', fault })

const uint32At = (bytes: Uint8Array, offset: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset, true)

const afterZero = (bytes: Uint8Array, from: number): number => {
  const zero = bytes.indexOf(0, from)
  return zero < 0 ? Infinity : zero + 1
}

/** Where the compressed stream begins, or `Infinity` when the header does not end within the bytes. */
const headerEnd = (bytes: Uint8Array): number => {
  const flags = bytes[3] ?? 0
  let end = 10
  if (flags & flagExtra) end += 2 + (bytes[end] ?? 0) + 256 * (bytes[end + 1] ?? 0)
  if (flags & flagName) end = afterZero(bytes, end)
  if (flags & flagComment) end = afterZero(bytes, end)
  if (flags & flagHeaderChecksum) end += 2
  return end
}

/**
 * Decompresses one gzip member of at most `limit` bytes, its size and checksum verified.
 *
 * @example
 * ```ts
 * import { gunzip } from 'cotangent/data'
 * import { gzipSync } from 'node:zlib'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = gunzip(1000)(gzipSync('digits'))
 * E.isRight(read) && new TextDecoder().decode(read.right) // => 'digits'
 * ```
 */
export const gunzip =
  (limit: number) =>
  (bytes: Uint8Array): E.Either<DecodeError, Uint8Array> => {
    const start = headerEnd(bytes)
    const end = bytes.length - trailerBytes
    if (!isGzip(bytes) || bytes[2] !== 8 || start > end) return corrupt({ _tag: 'BadHeader' })
    const size = uint32At(bytes, end + 4)
    const over = overBudget({ ...defaultBudget, maxBytes: limit }, 'maxBytes', size)
    const stream = bytes.subarray(start, end)
    if (over !== null && size <= mostInflated(stream.length)) return E.left(over)
    const inflated = inflateTo(size)(stream)
    if (E.isLeft(inflated)) return corrupt(inflated.left)
    const expected = uint32At(bytes, end)
    const found = crc32(inflated.right)
    return found === expected ? inflated : corrupt({ _tag: 'WrongChecksum', expected, found })
  }
