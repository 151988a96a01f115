/** @file Damage to bytes: single bits and bytes, numbers of extreme size, pieces left out, repeated, put in, taken from another. */
import type { Random } from './random.ts'

const extremes: readonly bigint[] = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffn,
  0x7fffn,
  0xffffn,
  2n ** 31n - 1n,
  2n ** 32n - 1n,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
]

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

const written = (bytes: Uint8Array, at: number, value: bigint, width: number, isLittle: boolean): Uint8Array => {
  const copy = bytes.slice()
  for (let k = 0; k < width && at + k < copy.length; k++) {
    copy[at + k] = Number((value >> BigInt(8 * (isLittle ? k : width - 1 - k))) & 0xffn)
  }
  return copy
}

type Damage = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array

const damages: readonly Damage[] = [
  (bytes, { below }) => {
    const [copy, at] = [bytes.slice(), below(bytes.length)]
    copy[at] = (copy[at] ?? 0) ^ (1 << below(8))
    return copy
  },
  (bytes, { below }) => written(bytes, below(bytes.length), BigInt(below(256)), 1, true),
  (bytes, { below, oneOf, once }) => written(bytes, below(bytes.length), oneOf(extremes), oneOf([1, 2, 4, 8]), once(2)),
  (bytes, { below }) => bytes.slice(0, below(bytes.length + 1)),
  (bytes, { below }) => {
    const at = below(bytes.length)
    return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + below(16)))
  },
  (bytes, { below }) => {
    const [at, length] = [below(bytes.length), 1 + below(64)]
    return joined(bytes.subarray(0, at + length), bytes.subarray(at))
  },
  (bytes, { below, bytes: some }) => {
    const at = below(bytes.length)
    return joined(bytes.subarray(0, at), some(1 + below(8)), bytes.subarray(at))
  },
  (bytes, { below }, other) => {
    const at = below(bytes.length)
    return joined(bytes.subarray(0, at), other.subarray(below(other.length)))
  },
]

/** A sample with one to four damages. */
export const mutated = (samples: readonly Uint8Array[], random: Random): Uint8Array => {
  let bytes = random.oneOf(samples)
  for (let left = 1 + random.below(4); left > 0 && bytes.length > 0; left--) {
    bytes = random.oneOf(damages)(bytes, random, random.oneOf(samples))
  }
  return bytes
}
