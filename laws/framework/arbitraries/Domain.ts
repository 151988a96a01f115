/**
 * @file Domains: ranges for the entries of a tensor in which a law's premise is true and its numbers are well
 * conditioned.
 *
 * Every domain is bounded: no entry is huge, tiny or not a number. Where a function has kinks, a domain keeps entries
 * apart by more than twice the largest step of a finite difference (see `gradient.ts`).
 */
import type { Random } from './random.ts'
import { shuffled } from './random.ts'

/** Draws the entries of a tensor. */
export interface Domain {
  readonly name: string
  /** The requested number of entries; the same for the same random numbers. */
  readonly draw: (count: number, random: Random) => Float64Array
}

const each =
  (entry: (random: Random) => number) =>
  (count: number, random: Random): Float64Array =>
    Float64Array.from({ length: count }, () => entry(random))

/**
 * Entries drawn evenly from [low, high).
 *
 * @example
 * ```ts
 * import { randomOf, within } from 'cotangent/laws'
 *
 * const entries = within(0, 0.5).draw(100, randomOf(7))
 * entries.every((x) => x >= 0 && x < 0.5) // => true
 * ```
 */
export const within = (low: number, high: number): Domain => ({
  name: `within(${String(low)}, ${String(high)})`,
  draw: each((random) => low + (high - low) * random.unit()),
})

/**
 * Whole numbers from `low` to `high`, both included.
 *
 * @example
 * ```ts
 * import { integers, randomOf } from 'cotangent/laws'
 *
 * const entries = integers(1, 6).draw(100, randomOf(7))
 * entries.every((x) => [1, 2, 3, 4, 5, 6].includes(x)) // => true
 * ```
 */
export const integers = (low: number, high: number): Domain => ({
  name: `integers(${String(low)}, ${String(high)})`,
  draw: each((random) => low + random.below(high - low + 1)),
})

/**
 * Entries of either sign, at least `distance` from 0.
 *
 * @example
 * ```ts
 * import { awayFromZero, randomOf } from 'cotangent/laws'
 *
 * const entries = awayFromZero(0.5).draw(100, randomOf(7))
 * entries.every((x) => Math.abs(x) >= 0.5) // => true
 * ```
 */
export const awayFromZero = (distance = 0.2): Domain => ({
  name: `awayFromZero(${String(distance)})`,
  draw: each((random) => (random.below(2) === 0 ? -1 : 1) * (distance + 2 * random.unit())),
})

/** Entries at least 0.05 from every multiple of 1/2: where rounding has its kinks. */
const betweenHalves: Domain = {
  name: 'betweenHalves',
  draw: each((random) => (random.below(12) - 6) / 2 + 0.05 + 0.4 * random.unit()),
}

const gap = 0.1

/**
 * Entries of which no two are closer than 0.075, in shuffled order. If one of two tensors has `offset` 0.5, no entry of
 * one is closer than 0.025 to an entry of the other.
 *
 * @example
 * ```ts
 * import { distinct, randomOf } from 'cotangent/laws'
 *
 * const [a = 0, b = 0] = distinct().draw(2, randomOf(7))
 * Math.abs(a - b) >= 0.075 // => true
 * ```
 */
export const distinct = (offset = 0): Domain => ({
  name: `distinct(${String(offset)})`,
  draw: (count, random) =>
    Float64Array.from(
      shuffled(count, random).map(
        (place) => gap * (place - Math.floor(count / 2) + offset + 0.25 * (random.unit() - 0.5)),
      ),
    ),
})

/** A random key as a tensor holds it: 16-bit words. */
const words: Domain = integers(0, 0xffff)

/**
 * The domains on which operations are tested.
 *
 * @example
 * ```ts
 * import { domains, randomOf } from 'cotangent/laws'
 *
 * domains.positive.draw(100, randomOf(7)).every((x) => x >= 0.2 && x < 3) // => true
 * ```
 */
export const domains = {
  /** From -2 to 2. */
  real: within(-2, 2),
  /** From 0.2 to 3. */
  positive: within(0.2, 3),
  /** From 0 to 1. */
  unitInterval: within(0, 1),
  /** Of either sign, at least 0.2 from 0. */
  awayFromZero: awayFromZero(),
  /** At least 0.05 from multiples of 1/2. */
  betweenHalves,
  /** No two closer than 0.075. */
  distinct: distinct(),
  /** No two closer than 0.075, nor closer than 0.025 to an entry of `distinct`. */
  distinctBetween: distinct(0.5),
  /** Whole numbers from -3 to 3. */
  integers: integers(-3, 3),
  /** 0 or 1. */
  flags: integers(0, 1),
  words,
} as const satisfies Readonly<Record<string, Domain>>

/** The name of a domain. */
export type DomainName = keyof typeof domains
