/** @file Binary cross-entropy. Recorded values beside PyTorch are in the conformance suite. */
import type { Tensor } from 'cotangent'
import { sigmoid, tensor } from 'cotangent'
import { binaryCrossEntropy, binaryCrossEntropyWithLogits } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { item } from '../../float64.ts'

describe('binaryCrossEntropy', () => {
  it('is minus the logarithm of the probability of what is so', () => {
    expect(item(binaryCrossEntropy(tensor([0.25], [1]), tensor([1], [1])))).toBeCloseTo(Math.log(4), 14)
    expect(item(binaryCrossEntropy(tensor([0.25], [1]), tensor([0], [1])))).toBeCloseTo(Math.log(4 / 3), 14)
  })

  it('is NaN for a probability outside [0, 1], which PyTorch refuses', () => {
    expect(item(binaryCrossEntropy(tensor([1.5], [1]), tensor([1], [1])))).toBeNaN()
    expect(item(binaryCrossEntropy(tensor([-0.5], [1]), tensor([0.5], [1])))).toBeNaN()
  })
})

describe('binaryCrossEntropyWithLogits', () => {
  it('is binaryCrossEntropy of the sigmoid', () => {
    const scores: Tensor = tensor([0.5, -1, 2, 0, 3, 1], [2, 3])
    const t: Tensor = tensor([1, 0, 0.5, 1, 0, 0.25], [2, 3])
    expect(item(binaryCrossEntropyWithLogits(scores, t))).toBeCloseTo(item(binaryCrossEntropy(sigmoid(scores), t)), 14)
  })

  it('is finite at scores of ±1e4', () => {
    const loss = (x: number, t: number): number =>
      item(binaryCrossEntropyWithLogits(tensor([x], [1]), tensor([t], [1])))
    expect([loss(1e4, 0), loss(1e4, 1), loss(-1e4, 0), loss(-1e4, 1)]).toEqual([1e4, 0, 0, 1e4])
  })
})
