/** @file Random numbers that a number determines: the inputs of a run can be made again one by one. */

/** A source of random numbers. */
export interface Random {
  /** A whole number from 0 up to, and without, a bound. */
  readonly below: (bound: number) => number
  readonly oneOf: <A>(all: readonly A[]) => A
  /** Whether something happens that does once in so many times. */
  readonly once: (inSoMany: number) => boolean
  readonly bytes: (length: number) => Uint8Array
}

/** A source for one place of a run (Steele and others, "Fast splittable pseudorandom number generators", 2014). */
export const randomAt = (seed: number, place: number): Random => {
  let state = Math.imul(seed, 0x9e3779b1) ^ Math.imul(place + 1, 0x85ebca6b)
  const word = (): number => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
  const below = (bound: number): number => Math.floor((word() / 2 ** 32) * bound)
  return {
    below,
    oneOf: (all) => all[below(all.length)]!,
    once: (inSoMany) => below(inSoMany) === 0,
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
  }
}
