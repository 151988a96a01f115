/**
 * @file Gzip (RFC 1952) for untrusted input: bytes -> `Either<DecodeError, bytes>`.
 *
 * A file is one member or several, one after another, as `cat`, `bgzip` and parallel compressors write them. Only the
 * compressed stream tells where its member ends, so the file is streamed through once. The size and CRC-32 of each
 * member are checked against its trailer, and the total against the caller's limit, run by run.
 *
 * Law: "a row of members holds what they hold, in a row".
 */
import { Gunzip } from 'fflate'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { checkBytes } from '../core/checkBytes.ts'
import { checkLimit } from '../core/numberRules.ts'
import { checkOptions } from '../core/options.ts'
import type { Budget } from '../codecs/Budget.ts'
import { budgetNames, budgetWith, overBudget } from '../codecs/Budget.ts'
import { crc32 } from '../codecs/checksums.ts'
import { mostInflated } from '../codecs/inflate.ts'
import type { DecodeError, GzipFault } from './DecodeError.ts'

const trailerBytes = 8

const flagHeaderChecksum = 2
const flagExtra = 4
const flagName = 8
const flagComment = 16

/** Whether the bytes begin like a gzip file; a name that ends in `.gz` proves nothing. */
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

/** A member: its unpacked bytes, in pieces, and where in the file it ends. */
interface Member {
  readonly pieces: readonly Uint8Array[]
  readonly end: number
}

/** Bytes streamed at a time: few after a member has ended, since the rest of a run is copied for each member in it. */
const leastRun = 256
const mostRun = 16384

const streamed = (bytes: Uint8Array, budget: Budget): E.Either<DecodeError, readonly Member[]> => {
  const members: Member[] = []
  let size = 0
  let pieces: Uint8Array[] = []
  const ends = (end: number): void => {
    members.push({ pieces, end })
    pieces = []
  }
  const stream = new Gunzip((piece) => {
    size += piece.length
    if (piece.length > 0) pieces.push(piece)
  })
  stream.onmember = ends
  let run = leastRun
  for (let from = 0; from < bytes.length;) {
    const [end, before] = [Math.min(from + run, bytes.length), members.length]
    try {
      stream.push(bytes.subarray(from, end), end === bytes.length)
    } catch (thrown) {
      return corrupt({ _tag: 'BadDeflate', detail: thrown instanceof Error ? thrown.message : String(thrown) })
    }
    from = end
    run = members.length > before ? leastRun : Math.min(2 * run, mostRun)
    const over = overBudget(budget, 'maxBytes', size) ?? overBudget(budget, 'maxMembers', members.length + 1)
    if (over !== null) return E.left(over)
  }
  ends(bytes.length)
  return E.right(members)
}

const joined = (pieces: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** A member's bytes, checked against its trailer. */
const checked =
  (bytes: Uint8Array) =>
  ({ pieces, end }: Member): E.Either<DecodeError, Uint8Array> => {
    const content = joined(pieces)
    const size = uint32At(bytes, end - 4)
    if (size !== content.length) return corrupt({ _tag: 'WrongSize', expected: size, found: content.length })
    const expected = uint32At(bytes, end - trailerBytes)
    const found = crc32(content)
    return found === expected ? E.right(content) : corrupt({ _tag: 'WrongChecksum', expected, found })
  }

/** `gunzip` within a budget. */
export const gunzipWithin =
  (budget: Budget) =>
  (bytes: Uint8Array): E.Either<DecodeError, Uint8Array> => {
    const end = bytes.length - trailerBytes
    if (!isGzip(bytes) || bytes[2] !== 8 || headerEnd(bytes) > end) return corrupt({ _tag: 'BadHeader' })
    const size = uint32At(bytes, end + 4)
    const over = overBudget(budget, 'maxBytes', size)
    if (over !== null && size <= mostInflated(bytes.length)) return E.left(over)
    return pipe(
      streamed(bytes, budget),
      E.chain(E.traverseArray(checked(bytes))),
      E.map((contents) => (contents.length === 1 ? (contents[0] ?? new Uint8Array(0)) : joined(contents))),
    )
  }

/**
 * Decompresses a gzip file of one or more members, at most `limit` bytes and `maxMembers` members (2^17 by default);
 * the size and checksum of each are verified.
 *
 * @example
 * ```ts
 * import { gunzip } from 'cotangent/data'
 * import { gzipSync } from 'node:zlib'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = gunzip(1000)(Buffer.concat([gzipSync('digits'), gzipSync(' and letters')]))
 * E.isRight(read) && new TextDecoder().decode(read.right) // => 'digits and letters'
 * ```
 */
export const gunzip = (
  limit: number,
  options: Partial<Budget> = {},
): ((bytes: Uint8Array) => E.Either<DecodeError, Uint8Array>) => {
  checkOptions('gunzip', options, budgetNames)
  checkLimit('gunzip', 'limit', limit)
  const unpack = gunzipWithin(budgetWith({ ...options, maxBytes: limit }))
  return (bytes) => unpack(checkBytes('gunzip', bytes))
}
