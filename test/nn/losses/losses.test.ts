/** @file Losses at extreme scores, their reductions, and what they refuse. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { grad, logSoftmax, mul, oneHot, sigmoid, tensor } from 'cotangent'
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  cosineEmbedding,
  crossEntropy,
  euclideanLoss,
  hinge,
  klDivergence,
  meanSquaredError,
  multilabelMargin,
  multiMargin,
  negativeLogLikelihood,
  softCrossEntropy,
  tripletMargin,
} from 'cotangent/nn'
import { item, toNested } from '../../float64.ts'

describe('crossEntropy', () => {
  it('is finite at scores of ±1e4, and its gradient too', () => {
    const scores: Tensor = tensor([1e4, -1e4, 0, -1e4, 1e4, 0], [2, 3])
    const loss = (x: Tensor): Tensor => crossEntropy(x, tensor([0, 0], [2]))
    expect(item(loss(scores))).toBe(1e4)
    expect(toNested(grad(loss)(scores))).toEqual([
      [0, 0, 0],
      [-0.5, 0.5, 0],
    ])
  })

  it('leaves out classes whose score is -Infinity', () => {
    const scores: Tensor = tensor([0, -Infinity, 0], [1, 3])
    const loss = (x: Tensor): Tensor => crossEntropy(x, tensor([0], [1]))
    expect(item(loss(scores))).toBeCloseTo(Math.log(2), 15)
    expect(toNested(grad(loss)(scores))).toEqual([[-0.5, 0, 0.5]])
  })

  it('does not change when a number is added to all scores', () => {
    const at = (shift: number): number =>
      item(crossEntropy(tensor([1 + shift, 2 + shift, 4 + shift], [1, 3]), tensor([1], [1])))
    expect(at(1e4)).toBeCloseTo(at(0), 10)
  })

  it('refuses shapes that do not fit', () => {
    expect(() => crossEntropy(tensor([1, 2], [2]) as Tensor, tensor([0], [1]))).toThrow(
      'scores are [N, C] with labels [N]',
    )
    expect(() => crossEntropy(tensor([1, 2], [1, 2]) as Tensor, tensor([0, 1], [2]))).toThrow(
      'Cannot take the cross-entropy of [1, 2] with 2 labels: scores are [N, C] with labels [N]',
    )
  })

  it('refuses a label outside the classes when the numbers are computed', () => {
    expect(() => item(crossEntropy(tensor([1, 2], [1, 2]), tensor([2], [1])))).toThrow('2')
    expect(() => item(crossEntropy(tensor([1, 2], [1, 2]), tensor([-1], [1])))).toThrow('-1')
  })
})

describe('meanSquaredError', () => {
  it('refuses shapes that differ, even where they would broadcast', () => {
    expect(() => meanSquaredError(tensor([1, 2], [2, 1]) as Tensor, tensor([1, 2], [2]))).toThrow(
      'output and target have one shape',
    )
  })
})

describe('euclideanLoss', () => {
  it('has the derivative (y - t) / N', () => {
    const y: Tensor = tensor([1, 2, 3, 4], [2, 2])
    const t: Tensor = tensor([0, 0, 1, 1], [2, 2])
    expect(item(euclideanLoss(y, t))).toBe((1 + 4 + 4 + 9) / 4)
    expect(toNested(grad((output: Tensor): Tensor => euclideanLoss(output, t))(y))).toEqual([
      [0.5, 1],
      [1, 1.5],
    ])
  })

  it('is zero with a zero gradient where output and target are equal', () => {
    const y: Tensor = tensor([1, 2], [1, 2])
    expect(item(euclideanLoss(y, y))).toBe(0)
    expect(toNested(grad((output: Tensor): Tensor => mul(euclideanLoss(output, y), 1))(y))).toEqual([[0, 0]])
  })

  it('refuses an empty batch', () => {
    expect(() => euclideanLoss(tensor([], [0, 2]), tensor([], [0, 2]))).toThrow('at least one')
  })
})

describe('reductions', () => {
  const [y, t]: readonly [Tensor, Tensor] = [tensor([1, 2, 3], [3]), tensor([1, 0, 0], [3])]

  it('leave, add or average single losses', () => {
    expect(toNested(meanSquaredError(y, t, { reduction: 'none' }))).toEqual([0, 4, 9])
    expect(item(meanSquaredError(y, t, { reduction: 'sum' }))).toBe(13)
    expect(item(meanSquaredError(y, t))).toBeCloseTo(13 / 3, 15)
  })

  it('of nothing: the sum is 0, the mean NaN', () => {
    const none = tensor([], [0])
    expect(item(meanSquaredError(none, none, { reduction: 'sum' }))).toBe(0)
    expect(item(meanSquaredError(none, none))).toBeNaN()
  })
})

describe('what follows from each other', () => {
  const scores: Tensor = tensor([0.5, -1, 2, 0, 3, 1], [2, 3])
  const labels: Tensor = tensor([2, 0], [2])

  it('crossEntropy is softCrossEntropy of indicators, and negativeLogLikelihood of logSoftmax', () => {
    const expected = item(crossEntropy(scores, labels))
    expect(item(softCrossEntropy(scores, oneHot(3)(labels)))).toBeCloseTo(expected, 14)
    expect(item(negativeLogLikelihood(logSoftmax({ axis: 1 })(scores), labels))).toBeCloseTo(expected, 14)
    expect(item(crossEntropy(scores, labels, { reduction: 'mean' }))).toBeCloseTo(expected, 14)
  })

  it('binaryCrossEntropyWithLogits is binaryCrossEntropy of the sigmoid', () => {
    const t: Tensor = tensor([1, 0, 0.5, 1, 0, 0.25], [2, 3])
    expect(item(binaryCrossEntropyWithLogits(scores, t))).toBeCloseTo(item(binaryCrossEntropy(sigmoid(scores), t)), 14)
  })

  it('the divergence of a distribution from itself is 0', () => {
    const log = logSoftmax({ axis: 1 })(scores)
    expect(item(klDivergence(log, log, { logTargets: true }))).toBe(0)
  })
})

describe('softCrossEntropy', () => {
  it('lets what is not wanted be impossible: 0 ln 0 is 0', () => {
    const loss = (x: Tensor): Tensor => softCrossEntropy(x, tensor([1, 0], [1, 2]))
    const scores: Tensor = tensor([3, -Infinity], [1, 2])
    expect(item(loss(scores))).toBe(0)
    expect(toNested(grad(loss)(scores))).toEqual([[0, 0]])
  })
})

describe('margins met exactly', () => {
  it('have no derivative in multiMargin, that of the loss side in hinge, as PyTorch', () => {
    const scores: Tensor = tensor([1, 0], [1, 2])
    const multi = (x: Tensor): Tensor => multiMargin(x, tensor([0], [1]))
    expect(toNested(grad(multi)(scores))).toEqual([[0, 0]])
    expect(toNested(grad((x: Tensor): Tensor => hinge(x, tensor([1], [1])))(tensor([1], [1])))).toEqual([-1])
  })
})

describe('other losses', () => {
  it('refuse shapes that do not fit', () => {
    const [matrix, vector]: readonly [Tensor, Tensor] = [tensor([1, 2], [1, 2]), tensor([1, 2], [2])]
    expect(() => multiMargin(vector, vector)).toThrow('scores are [N, C] with labels [N]')
    expect(() => multilabelMargin(vector, vector)).toThrow('scores are [N, C]')
    expect(() => cosineEmbedding(matrix, matrix, vector)).toThrow('there is one target for each pair')
    expect(() => tripletMargin(matrix, vector, matrix)).toThrow('Cannot compare [1, 2] with [2]')
    expect(() => softCrossEntropy(matrix, vector)).toThrow('output and target have one shape')
  })
})

describe('binaryCrossEntropy', () => {
  it('is NaN for a probability outside [0, 1], which PyTorch refuses', () => {
    expect(item(binaryCrossEntropy(tensor([1.5], [1]), tensor([1], [1])))).toBeNaN()
    expect(item(binaryCrossEntropy(tensor([-0.5], [1]), tensor([0.5], [1])))).toBeNaN()
  })
})
