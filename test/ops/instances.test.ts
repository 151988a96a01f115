/** @file Tensors of one shape as an fp-ts ring: its laws on whole numbers, where floating point is exact. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { getEq, getRing, getSumMonoid, ones, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'

type Pair = Tensor<readonly [2]>

const pairs: fc.Arbitrary<Pair> = fc
  .tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1000, max: 1000 }))
  .map(([a, b]) => tensor([a, b], [2]))
const ring = getRing([2])
const { equals } = getEq()

const holds = (law: (a: Pair, b: Pair, c: Pair) => readonly [Pair, Pair]): void => {
  fc.assert(
    fc.property(pairs, pairs, pairs, (a, b, c) => {
      const [left, right] = law(a, b, c)
      return equals(left, right)
    }),
  )
}

describe('getRing', () => {
  it('adds associatively and commutatively, with zero as unit', () => {
    holds((a, b, c) => [ring.add(ring.add(a, b), c), ring.add(a, ring.add(b, c))])
    holds((a, b) => [ring.add(a, b), ring.add(b, a)])
    holds((a) => [ring.add(a, ring.zero), a])
  })

  it('multiplies associatively, with one as unit, and distributes', () => {
    holds((a, b, c) => [ring.mul(ring.mul(a, b), c), ring.mul(a, ring.mul(b, c))])
    holds((a) => [ring.mul(a, ring.one), a])
    holds((a, b, c) => [ring.mul(a, ring.add(b, c)), ring.add(ring.mul(a, b), ring.mul(a, c))])
  })

  it('subtracts what it adds', () => {
    holds((a, b) => [ring.add(ring.sub(a, b), b), a])
  })
})

describe('getSumMonoid', () => {
  it('has zeros as its empty element', () => {
    const { concat, empty } = getSumMonoid([2])
    expect(equals(concat(empty, ones([2])), ones([2]))).toBe(true)
  })
})
