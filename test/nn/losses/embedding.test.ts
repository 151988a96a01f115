/** @file Losses of embeddings. Recorded values beside PyTorch are in the conformance suite. */
import type { Tensor } from 'cotangent'
import { tensor } from 'cotangent'
import { cosineEmbedding, cosineSimilarity, pairwiseDistance, tripletMargin } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { item } from '../../float64.ts'
import { expectNear } from '../../near.ts'

const [east, north, both]: readonly [Tensor, Tensor, Tensor] = [
  tensor([2, 0], [1, 2]),
  tensor([0, 3], [1, 2]),
  tensor([1, 1], [1, 2]),
]

describe('cosineSimilarity', () => {
  it('is the cosine of the angle', () => {
    expectNear(cosineSimilarity(east, both), [Math.SQRT1_2])
    expectNear(cosineSimilarity(east, north), [0])
  })
})

describe('pairwiseDistance', () => {
  it('is the distance, a little more for epsilon', () => {
    expectNear(pairwiseDistance(east, north), [Math.sqrt(13)], 5)
  })
})

describe('cosineEmbedding', () => {
  it('asks for one direction where the target is 1, and for another where it is -1', () => {
    const loss = (target: number): number => item(cosineEmbedding(east, both, tensor([target], [1])))
    expect(loss(1)).toBeCloseTo(1 - Math.SQRT1_2, 12)
    expect(loss(-1)).toBeCloseTo(Math.SQRT1_2, 12)
  })

  it('refuses targets that do not fit', () => {
    expect(() => cosineEmbedding(east, both, tensor([1, 2], [2]))).toThrow(
      'expected one target per pair of vectors, found targets [2] for vectors [1, 2]',
    )
  })
})

describe('tripletMargin', () => {
  it('is what the negative is too near', () => {
    // The anchor is sqrt 2 from the positive and sqrt 13 from the negative.
    expectNear(tripletMargin(east, both, north, { margin: 4 }), [4 + Math.SQRT2 - Math.sqrt(13)], 5)
    expect(item(tripletMargin(east, both, north))).toBe(0)
  })

  it('refuses shapes that do not fit', () => {
    expect(() => tripletMargin(east, tensor([1, 2], [2]) as Tensor, east)).toThrow('Cannot compare [1, 2] with [2]')
  })
})
