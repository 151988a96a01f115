/**
 * @file Random numbers for the laws: a separate generator, so that data follow from one small integer.
 *
 * fast-check draws (and shrinks) shapes and a seed; the entries of tensors come from here. A failing example is then
 * as short as its seed, and shrinking does not walk through arrays.
 */

/** A stream of numbers that a seed determines. */
export interface Random {
  /** The next number, from [0, 1). */
  readonly unit: () => number
  /** The next whole number from 0 to `bound - 1`. */
  readonly below: (bound: number) => number
}

/**
 * The stream of a seed: mulberry32, whose 32-bit words pass the usual tests of randomness.
 *
 * @example
 * ```ts
 * import { randomOf } from 'cotangent/laws'
 *
 * randomOf(7).below(10) === randomOf(7).below(10) // => true
 * ```
 */
export const randomOf = (seed: number): Random => {
  let state = seed | 0
  const unit = (): number => {
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), state | 1)
    const again = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61))
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32
  }
  return { unit, below: (bound) => Math.floor(unit() * bound) }
}

/**
 * The whole numbers from 0 to `count - 1` in random order.
 *
 * @example
 * ```ts
 * import { randomOf, shuffled } from 'cotangent/laws'
 *
 * [...shuffled(4, randomOf(7))].sort() // => [0, 1, 2, 3]
 * ```
 */
export const shuffled = (count: number, random: Random): readonly number[] => {
  const order = Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last--) {
    const chosen = random.below(last + 1)
    const kept = order[last] ?? 0
    order[last] = order[chosen] ?? 0
    order[chosen] = kept
  }
  return order
}
