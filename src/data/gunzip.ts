/**
 * @file Gzip (RFC 1952) that trusts nothing: bytes -> `Either<DecodeError, bytes>`.
 *
 * One member a file. The size announced in the trailer is believed only up to what deflate can reach (1032 to 1) and up
 * to the caller's limit, so a hostile trailer cannot make it allocate; size and CRC-32 are then checked against the result.
 */
import { inflateSync } from 'fflate'
import * as E from 'fp-ts/lib/Either.js'
import type { DecodeError, GzipFault } from './DecodeError.ts'

const trailerBytes = 8
const highestDeflateRatio = 1032

const flagHeaderChecksum = 2
const flagExtra = 4
const flagName = 8
const flagComment = 16

const crcTable: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1
  return remainder
})

/** CRC-32 as gzip, zip and PNG use it. */
export const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

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

const inflate = (stream: Uint8Array, size: number): E.Either<DecodeError, Uint8Array> =>
  E.tryCatch(
    () => inflateSync(stream, { out: new Uint8Array(size) }),
    (thrown): DecodeError => ({
      _tag: 'CorruptGzip',
      fault: { _tag: 'BadDeflate', detail: thrown instanceof Error ? thrown.message : String(thrown) },
    }),
  )

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
    const most = highestDeflateRatio * (end - start)
    if (size > most) return corrupt({ _tag: 'WrongSize', expected: size, found: most })
    if (size > limit) return E.left({ _tag: 'TooLarge', limit, found: size })
    const inflated = inflate(bytes.subarray(start, end), size)
    if (E.isLeft(inflated)) return inflated
    const found = inflated.right.length
    if (found !== size) return corrupt({ _tag: 'WrongSize', expected: size, found })
    const expected = uint32At(bytes, end)
    const checksum = crc32(inflated.right)
    return checksum === expected ? inflated : corrupt({ _tag: 'WrongChecksum', expected, found: checksum })
  }
