/** @file Margin losses. Recorded values beside PyTorch are in the conformance suite. */
import type { Tensor } from 'cotangent'
import { grad, tensor } from 'cotangent'
import {
  hinge,
  hingeEmbedding,
  marginRanking,
  multilabelMargin,
  multilabelSoftMargin,
  multiMargin,
  softMargin,
} from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { item, toNested } from '../../float64.ts'
import { expectNear } from '../../near.ts'

const [x, targets]: readonly [Tensor, Tensor] = [tensor([0.5, 0.5, 3], [3]), tensor([1, -1, 1], [3])]

describe('hinge', () => {
  it('is what is missing to the margin', () => {
    expectNear(hinge(x, targets, { reduction: 'none' }), [0.5, 1.5, 0])
  })

  it('has the derivative of the loss side where the margin is met exactly, as PyTorch', () => {
    expect(toNested(grad((y: Tensor): Tensor => hinge(y, tensor([1], [1])))(tensor([1], [1])))).toEqual([-1])
  })
})

describe('hingeEmbedding', () => {
  it('is the distance where the target is 1, and what is missing to the margin where it is -1', () => {
    expectNear(hingeEmbedding(x, targets, { reduction: 'none' }), [0.5, 0.5, 3])
  })
})

describe('softMargin', () => {
  it('is ln(1 + e^(-t x))', () => {
    expectNear(softMargin(x, targets, { reduction: 'none' }), [
      Math.log1p(Math.exp(-0.5)),
      Math.log1p(Math.exp(0.5)),
      Math.log1p(Math.exp(-3)),
    ])
  })
})

describe('marginRanking', () => {
  it('is how far the one that ought to be first is behind', () => {
    const [a, b]: readonly [Tensor, Tensor] = [tensor([1, 1], [2]), tensor([3, 3], [2])]
    expectNear(marginRanking(a, b, tensor([1, -1], [2]), { reduction: 'none' }), [2, 0])
  })
})

describe('multiMargin', () => {
  it('is the mean of what others lack to stay behind the label', () => {
    expect(item(multiMargin(tensor([1, 0.5, 3], [1, 3]), tensor([0], [1])))).toBeCloseTo((0.5 + 3) / 3, 14)
  })

  it('has no derivative where the margin is met exactly, as PyTorch', () => {
    const loss = (scores: Tensor): Tensor => multiMargin(scores, tensor([0], [1]))
    expect(toNested(grad(loss)(tensor([1, 0], [1, 2])))).toEqual([[0, 0]])
  })

  it('refuses shapes that do not fit', () => {
    expect(() => multiMargin(x, x)).toThrow('expected scores [N, C] with labels [N], found [3] and [3]')
  })
})

describe('multilabelMargin', () => {
  it('compares each label with each other class', () => {
    // PyTorch's example: labels 3 and 0 of four, the list ended by -1.
    const scores = tensor([0.1, 0.2, 0.4, 0.8], [1, 4])
    expect(item(multilabelMargin(scores, tensor([3, 0, -1, 1], [1, 4])))).toBeCloseTo(0.85, 14)
  })

  it('refuses shapes that do not fit', () => {
    expect(() => multilabelMargin(x, x)).toThrow('expected scores [N, C], found [3]')
  })
})

describe('multilabelSoftMargin', () => {
  it('is the mean over classes of binary cross-entropy', () => {
    const loss = item(multilabelSoftMargin(tensor([0, Math.log(3)], [1, 2]), tensor([1, 0], [1, 2])))
    expect(loss).toBeCloseTo((Math.log(2) + Math.log(4)) / 2, 14)
  })
})
