/**
 * @file Threefry-2x32 with 20 rounds: a counter-based random function, the same numbers on every machine and backend.
 *
 * `threefry(key, counter)` encrypts a 64-bit counter under a 64-bit key; each output bit depends on every input bit.
 * Law: the Random123 known answers.
 *
 * Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */

const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const
const parity = 0x1bd11bda

/** A pair of unsigned 32-bit words. */
export type Words = readonly [number, number]

/** The Threefry-2x32-20 block of a counter under a key, all unsigned 32-bit words. */
export const threefry = (key: Words, counter: Words): Words => {
  const [k0, k1] = key
  const k2 = parity ^ k0 ^ k1
  const schedule = [k0, k1, k2]
  let a = (counter[0] + k0) | 0
  let b = (counter[1] + k1) | 0
  for (let round = 0; round < 20; round++) {
    const r = rotations[round % 8] ?? 0
    a = (a + b) | 0
    b = ((b << r) | (b >>> (32 - r))) ^ a
    if (round % 4 === 3) {
      const turn = (round + 1) / 4
      a = (a + (schedule[turn % 3] ?? 0)) | 0
      b = (b + (schedule[(turn + 1) % 3] ?? 0) + turn) | 0
    }
  }
  return [a >>> 0, b >>> 0]
}

/** What a block is drawn for. This is the second counter word, so that the streams of one key never overlap. */
export const purpose = { split: 0, foldIn: 1, bits: 2 } as const

/** The key that four 16-bit words spell, high word first. */
export const keyOfWords = (words: ArrayLike<number>): Words => [
  (((words[0] ?? 0) << 16) | (words[1] ?? 0)) >>> 0,
  (((words[2] ?? 0) << 16) | (words[3] ?? 0)) >>> 0,
]

/** Four 16-bit words that spell a key, high word first. */
export const wordsOfKey = ([high, low]: Words): readonly [number, number, number, number] => [
  high >>> 16,
  high & 0xffff,
  low >>> 16,
  low & 0xffff,
]
