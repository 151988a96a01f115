/** @file Cross-entropy at extreme scores, and what it refuses. Recorded values beside PyTorch are in the conformance suite. */
import type { Tensor } from 'cotangent'
import { full, grad, logSoftmax, oneHot, ones, tensor, zeros } from 'cotangent'
import { crossEntropy, negativeLogLikelihood, softCrossEntropy } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { item, toNested } from '../../float64.ts'

const scores: Tensor = tensor([0.5, -1, 2, 0, 3, 1], [2, 3])
const labels: Tensor = tensor([2, 0], [2])

describe('crossEntropy', () => {
  it('is minus the logarithm of the probability of the label', () => {
    const uniform = tensor([5, 5, 5, 5], [1, 4])
    expect(item(crossEntropy(uniform, tensor([2], [1])))).toBeCloseTo(Math.log(4), 14)
    expect(item(crossEntropy(tensor([0, Math.log(3)], [1, 2]), tensor([1], [1])))).toBeCloseTo(Math.log(4 / 3), 14)
  })

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
      'expected scores [N, C] with labels [N], or [N, C, ...] with labels [N, ...], found [2] and [1]',
    )
    expect(() => crossEntropy(tensor([1, 2], [1, 2]) as Tensor, tensor([0, 1], [2]))).toThrow(
      'Cannot take the cross-entropy of [1, 2] with 2 labels: expected scores [N, C] with labels [N], or [N, C, ...] with labels [N, ...], found [1, 2] and [2]',
    )
  })

  it('refuses a label outside the classes when the numbers are computed', () => {
    expect(() => item(crossEntropy(tensor([1, 2], [1, 2]), tensor([2], [1])))).toThrow('2')
    expect(() => item(crossEntropy(tensor([1, 2], [1, 2]), tensor([-1], [1])))).toThrow('-1')
  })
})

describe('what the options of cross-entropies may be', () => {
  const [logits, labels, targets] = [zeros([2, 3]), tensor([0, 1], [2]), full([2, 3], 1 / 3)]

  it.each([-1, 2, Number.NaN])('a smoothing of %d is refused', (labelSmoothing) => {
    expect(() => crossEntropy(logits, labels, { labelSmoothing })).toThrow(
      "'labelSmoothing' to be a number from 0 to 1",
    )
    expect(() => softCrossEntropy(logits, targets, { labelSmoothing })).toThrow('a number from 0 to 1')
  })

  it.each([[[1]], [[4]], [[2, 3]]])('weights of shape %j for 3 classes are refused', (shape) => {
    const weights = ones(shape) as Tensor
    const says = "expected 'weights' of shape [3]"
    expect(() => crossEntropy(logits, labels, { weights })).toThrow(says)
    expect(() => negativeLogLikelihood(logits, labels, { weights })).toThrow(says)
    expect(() => softCrossEntropy(logits, targets, { weights })).toThrow(says)
  })
})

describe('negativeLogLikelihood', () => {
  it('is minus the entry of the label, crossEntropy of logSoftmax', () => {
    expect(item(negativeLogLikelihood(tensor([-1, -2], [1, 2]), tensor([1], [1])))).toBe(2)
    const expected = item(crossEntropy(scores, labels))
    expect(item(negativeLogLikelihood(logSoftmax({ axis: 1 })(scores), labels))).toBeCloseTo(expected, 14)
  })
})

describe('softCrossEntropy', () => {
  it('of indicators is crossEntropy', () => {
    expect(() => item(crossEntropy(scores, tensor([2, -100])))).toThrow(
      'found -100; labels that are to be left out are named by ignoreIndex',
    )
    expect(item(softCrossEntropy(scores, oneHot(3)(labels)))).toBeCloseTo(item(crossEntropy(scores, labels)), 14)
  })

  it('lets what is not wanted be impossible: 0 ln 0 is 0', () => {
    const loss = (x: Tensor): Tensor => softCrossEntropy(x, tensor([1, 0], [1, 2]))
    const scores: Tensor = tensor([3, -Infinity], [1, 2])
    expect(item(loss(scores))).toBe(0)
    expect(toNested(grad(loss)(scores))).toEqual([[0, 0]])
  })

  it('refuses shapes that differ', () => {
    const [matrix, vector]: readonly [Tensor, Tensor] = [tensor([1, 2], [1, 2]), tensor([1, 2], [2])]
    expect(() => softCrossEntropy(matrix, vector)).toThrow(
      'expected predictions and targets of one shape, found [1, 2] and [2]',
    )
  })
})
