/** @file Layers without parameters: pooling, flatten, activations, dropout. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import {
  arange,
  avgPool2d,
  flatten,
  key,
  maxPool2d,
  ones,
  relu,
  reshape,
  sigmoid,
  softmax,
  tanh,
  tensor,
  zeros,
} from 'cotangent'
import { dropout, evalMode, trainMode } from 'cotangent/nn'
import { toArray, toNested } from '../float64.ts'

const image = reshape([1, 1, 4, 4])(arange(16))

describe('pooling layers', () => {
  it('take the largest and the mean of each window', () => {
    expect(toNested(maxPool2d({ kernel: 2 })(image))).toEqual([
      [
        [
          [5, 7],
          [13, 15],
        ],
      ],
    ])
    expect(toNested(avgPool2d({ kernel: 2 })(image))).toEqual([
      [
        [
          [2.5, 4.5],
          [10.5, 12.5],
        ],
      ],
    ])
  })

  it('refuse what are no images', () => {
    expect(() => maxPool2d({ kernel: 2 })(zeros([2, 3, 4]) as Tensor)).toThrow(
      'Cannot maxPool2d [2, 3, 4]: it expects [N, C, H, W]',
    )
  })
})

describe('flatten', () => {
  it('keeps every number, row-major', () => {
    expect(toNested(flatten(image))).toEqual([Array.from(toArray(image))])
    expect(flatten(zeros([0, 2, 3])).shape).toEqual([0, 6])
    expect(flatten(zeros([3])).shape).toEqual([3, 1])
  })

  it('refuses a scalar', () => {
    expect(() => flatten(zeros([]) as Tensor)).toThrow('a scalar has no batch axis')
  })
})

describe('activations', () => {
  it('work entry by entry', () => {
    const x = tensor([-1, 0, 2], [3])
    expect(toNested(relu(x))).toEqual([0, 0, 2])
    expect(toNested(tanh(x))).toEqual([-1, 0, 2].map(Math.tanh))
    expect(toNested(sigmoid(zeros([1])))).toEqual([0.5])
  })

  it('softmax takes an axis', () => {
    expect(toNested(softmax({ axis: 0 })(zeros([2, 1])))).toEqual([[0.5], [0.5]])
  })
})

describe('dropout', () => {
  const drawn = Array.from(toArray(dropout(0.25).apply(trainMode(key(1)))({}, {}, ones([10000]))[0]))

  it('is the identity in eval', () => {
    expect(dropout(0.25).apply(evalMode)({}, {}, image)[0]).toBe(image)
  })

  it('scales what it keeps by 1 / (1 - p)', () => {
    expect(new Set(drawn)).toEqual(new Set([0, 1 / 0.75]))
  })

  it('keeps the mean, within five standard errors', () => {
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length
    expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(0.25 / 0.75 / drawn.length))
  })

  it('drops nothing at 0 and everything at 1', () => {
    expect(dropout(0).apply(trainMode(key(1)))({}, {}, image)[0]).toBe(image)
    expect(toNested(dropout(1).apply(trainMode(key(1)))({}, {}, ones([2]))[0])).toEqual([0, 0])
  })

  it('refuses what is no probability', () => {
    expect(() => dropout(1.5)).toThrow('Cannot dropout: a probability is from 0 to 1, not 1.5')
    expect(() => dropout(NaN)).toThrow('not NaN')
  })
})
