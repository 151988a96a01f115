/**
 * @file The laws of fp-ts instances: `Eq`, `Monoid`, `Ring`. Elements are compared with an `Eq`, or as data.
 *
 *     Eq       reflexivity, symmetry, transitivity
 *     Monoid   associativity, left and right unit
 *     Ring     addition a commutative group, multiplication a monoid, distributivity on both sides
 */
import type { Eq } from 'fp-ts/lib/Eq.js'
import type { Monoid } from 'fp-ts/lib/Monoid.js'
import type { Ring } from 'fp-ts/lib/Ring.js'
import fc from 'fast-check'
import type { Equation } from '../framework/Equation.ts'
import { rounding } from '../framework/equations/algebra.ts'
import type { Law } from '../framework/Law.ts'
import { law } from '../framework/property.ts'

const same = (left: unknown, right: unknown): Equation => ({ left, right, tolerance: rounding })

const triples = <A>(samples: fc.Arbitrary<A>) => fc.tuple(samples, samples, samples)

/**
 * The laws of an equality.
 *
 * @example
 * ```ts
 * import { getEq } from 'cotangent'
 * import { laws, trees } from 'cotangent/laws'
 * import fc from 'fast-check'
 * import { eqNumber } from 'fp-ts/lib/Eq.js'
 *
 * laws.eq('numbers', eqNumber, fc.integer()).map((law) => law.run({ runs: 5 })._tag) // => ['passed', 'passed', 'passed']
 * ```
 */
export const eqLaws = <A>(name: string, { equals }: Eq<A>, samples: fc.Arbitrary<A>): readonly Law[] => {
  // Two of three elements are often equal; otherwise symmetry and transitivity would hold vacuously.
  const often = fc.oneof(
    triples(samples),
    triples(samples).map(([a, b]) => [a, b, a] as const),
    triples(samples).map(([a, , c]) => [a, a, c] as const),
  )
  return [
    law(`${name}: reflexivity`, samples, (a) => ({ left: equals(a, a), right: true })),
    law(`${name}: symmetry`, often, ([a, b]) => ({ left: equals(a, b), right: equals(b, a) })),
    law(`${name}: transitivity`, often, ([a, b, c]) => ({
      left: !(equals(a, b) && equals(b, c)) || equals(a, c),
      right: true,
    })),
  ]
}

/** The laws of a monoid, up to rounding. */
export const monoidLaws = <A>(name: string, { concat, empty }: Monoid<A>, samples: fc.Arbitrary<A>): readonly Law[] => [
  law(`${name}: associativity`, triples(samples), ([a, b, c]) =>
    same(concat(concat(a, b), c), concat(a, concat(b, c))),
  ),
  law(`${name}: left unit`, samples, (a) => same(concat(empty, a), a)),
  law(`${name}: right unit`, samples, (a) => same(concat(a, empty), a)),
]

/** The laws of a ring, up to rounding. */
export const ringLaws = <A>(name: string, ring: Ring<A>, samples: fc.Arbitrary<A>): readonly Law[] => {
  const { add, mul, sub, zero, one } = ring
  const at = (title: string, equation: (a: A, b: A, c: A) => Equation): Law =>
    law(`${name}: ${title}`, triples(samples), ([a, b, c]) => equation(a, b, c))
  return [
    ...monoidLaws(`${name}, addition`, { concat: add, empty: zero }, samples),
    ...monoidLaws(`${name}, multiplication`, { concat: mul, empty: one }, samples),
    at('addition commutes', (a, b) => same(add(a, b), add(b, a))),
    at('subtraction undoes addition', (a, b) => same(sub(add(a, b), b), a)),
    at('multiplication distributes on the left', (a, b, c) => same(mul(a, add(b, c)), add(mul(a, b), mul(a, c)))),
    at('multiplication distributes on the right', (a, b, c) => same(mul(add(a, b), c), add(mul(a, c), mul(b, c)))),
  ]
}
