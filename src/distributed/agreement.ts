/**
 * @file Whether all ranks are about to do the same: one small reduction before each operation. If they differ, every rank
 * learns what the others wanted, and refuses.
 */
import { refuse } from '../core/TensorError.ts'
import type { Wire } from './Wire.ts'

/** What a rank is about to do: an operation, and the form of its tree, one line per tensor. */
interface Call {
  readonly operation: string
  readonly form: string
}

/** A number that is almost certainly different for different texts: 52 bits of a polynomial. */
const digestOf = (text: string): number => {
  const hash = (start: number, factor: number): number =>
    Array.from(text).reduce((sum, letter) => (Math.imul(sum, factor) + (letter.codePointAt(0) ?? 0)) >>> 0, start)
  return hash(7, 31) * 2 ** 20 + (hash(1, 0x01000193) >>> 12)
}

const textsOf = (wire: Wire, text: string): readonly string[] => {
  const own = new TextEncoder().encode(text)
  const length = new Float64Array([own.length])
  wire.allReduce(length, 'max')
  const padded = new Uint8Array(length[0] ?? 0)
  padded.set(own)
  const all = wire.allGather(padded)
  return Array.from({ length: wire.size }, (_, rank) =>
    new TextDecoder().decode(all.subarray(rank * padded.length, (rank + 1) * padded.length)).replace(/\0+$/, ''),
  )
}

/** The first line in which a rank differs from rank 0, as both have it. */
const firstDifference = (texts: readonly string[]): readonly [rank: number, expected: string, found: string] | null => {
  const lines = texts.map((text) => text.split('\n'))
  const first = lines[0] ?? []
  const rank = texts.findIndex((text) => text !== texts[0])
  const other = lines[rank]
  if (other === undefined) return null
  const at =
    other.length > first.length
      ? other.findIndex((line, k) => line !== first[k])
      : first.findIndex((line, k) => line !== other[k])
  return [rank, first[at] ?? 'nothing', other[at] ?? 'nothing']
}

/**
 * Refuses, on every rank, unless all ranks make the same call. Returns whether any of them asked for the wide format.
 */
export const agree = (wire: Wire, { operation, form }: Call, isWide: boolean): boolean => {
  if (wire.size === 1) return isWide
  const text = `${operation}\n${form}`
  const digest = digestOf(text)
  const words = new Float64Array([digest, -digest, isWide ? 1 : 0])
  wire.allReduce(words, 'max')
  if (words[0] === -(words[1] ?? 0)) return words[2] === 1
  const [rank, expected, found] = firstDifference(textsOf(wire, text)) ?? [0, '', '']
  return refuse(
    operation,
    [],
    { expected: `the same on every rank, ${expected} as on rank 0`, found: `${found} on rank ${String(rank)}` },
    'run an operation of the group',
  )
}
