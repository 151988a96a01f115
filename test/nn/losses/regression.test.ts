/** @file Losses of regression. Recorded values beside PyTorch are in the conformance suite. */
import type { Tensor } from 'cotangent'
import { grad, mul, tensor } from 'cotangent'
import { euclideanLoss, huber, meanAbsoluteError, meanSquaredError, smoothL1 } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { item, toArray, toNested } from '../../float64.ts'
import { expectNear } from '../../near.ts'

describe('meanSquaredError', () => {
  it('refuses shapes that differ, even where they would broadcast', () => {
    expect(() => meanSquaredError(tensor([1, 2], [2, 1]) as Tensor, tensor([1, 2], [2]))).toThrow(
      'expected predictions and targets of one shape, found [2, 1] and [2]',
    )
  })

  const [y, t]: readonly [Tensor, Tensor] = [tensor([1, 2, 3], [3]), tensor([1, 0, 0], [3])]

  it('leaves, adds or averages single losses', () => {
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

describe('meanAbsoluteError', () => {
  it('is the mean distance, without a derivative where there is none', () => {
    const loss = (y: Tensor): Tensor => meanAbsoluteError(y, tensor([1, 0], [2]))
    expect(item(loss(tensor([1, -3], [2])))).toBe(1.5)
    expect(toNested(grad(loss)(tensor([1, -3], [2])))).toEqual([0, -0.5])
  })
})

describe('smoothL1', () => {
  it('is a parabola near 0 and a line further off', () => {
    const zeros: Tensor = tensor([0, 0], [2])
    expectNear(smoothL1(tensor([0.5, -3], [2]), zeros, { reduction: 'none' }), [0.125, 2.5])
    expectNear(smoothL1(tensor([0.5, -3], [2]), zeros, { reduction: 'none', beta: 2 }), [0.0625, 2])
  })
})

describe('huber', () => {
  it('is beta times smoothL1', () => {
    const zeros: Tensor = tensor([0, 0], [2])
    expectNear(huber(tensor([0.5, -3], [2]), zeros, { reduction: 'none', delta: 2 }), [0.125, 4])
  })
})

describe('losses of infinite differences', () => {
  const slopes = (loss: (y: Tensor) => Tensor<readonly []>): readonly number[] =>
    Array.from(toArray(grad(loss)(tensor([Infinity, -Infinity, 1e30, -1e30, 0.5], [5]))))
  const t: Tensor = tensor([0, 0, 0, 0, 0], [5])

  it('and of differences that are no numbers have no slope', () => {
    for (const loss of [huber, smoothL1, meanSquaredError])
      expect(toArray(grad((y: Tensor) => loss(y, tensor([0], [1])))(tensor([NaN], [1])))[0]).toBeNaN()
  })

  it('have the slope of their line', () => {
    const reduction = 'sum' as const
    expect(slopes((y) => huber(y, t, { reduction }))).toEqual([1, -1, 1, -1, 0.5])
    expect(slopes((y) => huber(y, t, { reduction, delta: 2 }))).toEqual([2, -2, 2, -2, 0.5])
    expect(slopes((y) => smoothL1(y, t, { reduction }))).toEqual([1, -1, 1, -1, 0.5])
    expect(slopes((y) => smoothL1(y, t, { reduction, beta: 2 }))).toEqual([1, -1, 1, -1, 0.25])
    expect(slopes((y) => meanAbsoluteError(y, t, { reduction }))).toEqual([1, -1, 1, -1, 1])
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
