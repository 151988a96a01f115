/** @file Layers side by side, and around. */
import { key, normal, ones, relu, tensor } from 'cotangent'
import { batchNorm, branches, conv2d, dropout, evalMode, parallel, residual, sequential, trainMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'

describe('branches', () => {
  it('is parallel, with names for its parameters', () => {
    const layer = branches({ point: conv2d({ in: 1, out: 1, kernel: 1 }), same: relu })
    const params = { point: { weight: tensor([3], [1, 1, 1, 1]), bias: tensor([1], [1]) }, same: {} }
    const [y] = layer.apply(evalMode)(params, { point: {}, same: {} }, tensor([2, -2], [1, 1, 1, 2]))
    expect(toNested(y)).toEqual([[[[7, -5]], [[2, 0]]]])
  })
})

describe('parallel', () => {
  it('joins its branches along the channels, each with its parameters and state', () => {
    const layer = parallel(
      conv2d({ in: 2, out: 3, kernel: 1 }),
      sequential(conv2d({ in: 2, out: 4, kernel: 1 }), batchNorm(4)),
    )
    const [params, state] = layer.init(key(0))
    const [y, next] = layer.apply(trainMode(key(1)))(params, state, normal([2, 2, 3, 3])(key(2)))
    expect(y.shape).toEqual([2, 7, 3, 3])
    expect(toNested(next[1][1].runningMean)).not.toEqual([0, 0, 0, 0])
  })

  it('gives each branch a key of its own', () => {
    const layer = parallel(dropout(0.5), dropout(0.5))
    const [y] = layer.apply(trainMode(key(3)))([{}, {}], [{}, {}], ones([1, 64]))
    const drawn = Array.from(toArray(y))
    expect(drawn.slice(0, 64)).not.toEqual(drawn.slice(64))
  })
})

describe('residual', () => {
  it('adds the input, and refuses another shape', () => {
    const [params, state] = residual(batchNorm(1)).init(key(0))
    expect(toNested(residual(batchNorm(1)).apply(evalMode)(params, state, tensor([2], [1, 1]))[0])[0]![0]).toBeCloseTo(
      4,
      4,
    )
    const narrowing = residual(conv2d({ in: 1, out: 1, kernel: 3 }))
    const [weights, none] = narrowing.init(key(0))
    expect(() => narrowing.apply(evalMode)(weights, none, ones([1, 1, 5, 5]) as never)).toThrow(
      'expected a layer that keeps the shape [1, 1, 5, 5], found [1, 1, 3, 3]',
    )
  })
})
