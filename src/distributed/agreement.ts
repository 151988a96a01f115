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

/** A number that is almost certainly different for different lists of words: 52 bits of two polynomials. */
export const digestOf = (words: Uint8Array | Uint32Array): number => {
  let [low, high] = [7, 1]
  for (const word of words) {
    low = (Math.imul(low, 31) + word) | 0
    high = (Math.imul(high, 0x01000193) + word) | 0
  }
  return (low >>> 0) * 2 ** 20 + (high >>> 12)
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

/** Refuses, on every rank, unless all ranks make the same call. Returns whether any of them raised its flag. */
export const agree = (wire: Wire, { operation, form }: Call, flag: boolean): boolean => {
  if (wire.size === 1) return flag
  const text = `${operation}\n${form}`
  const digest = digestOf(new TextEncoder().encode(text))
  const words = new Float64Array([digest, -digest, flag ? 1 : 0])
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
