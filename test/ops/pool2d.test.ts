import {
  arange,
  avgPool,
  avgPool1d,
  avgPool2d,
  defaultRuntime,
  grad,
  lpPool,
  maxPool,
  maxPool1d,
  maxPool2d,
  referenceRuntime,
  reshape,
  sum,
  tensor,
  zeros,
} from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'
import { holds } from '../holds.ts'

const signal = zeros([1, 1, 4]) as Tensor
const image = zeros([1, 1, 4, 4]) as Tensor
const cells = reshape([1, 1, 4, 4])(arange(16))

describe('maxPool1d', () => {
  it('pools signals and refuses images', () => {
    expect(toNested(maxPool1d({ kernel: 2 })(tensor([1, 3, -2, -1], [1, 1, 4])))).toEqual([[[3, -1]]])
    expect(() => maxPool1d({ kernel: 2 })(image)).toThrow(
      'Cannot maxPool1d [1, 1, 4, 4]: expected [N, C, W], found [1, 1, 4, 4]',
    )
  })
})

describe('maxPool2d', () => {
  holds(laws.operation(composites.maxPool2d))

  it('pools images and refuses signals', () => {
    expect(toArray(maxPool2d({ kernel: 2 })(cells))).toEqual(Float64Array.of(5, 7, 13, 15))
    expect(() => maxPool2d({ kernel: 2 })(signal)).toThrow(
      'Cannot maxPool2d [1, 1, 4]: expected [N, C, H, W], found [1, 1, 4]',
    )
  })
})

describe('avgPool1d', () => {
  it('pools signals and refuses images', () => {
    expect(toNested(avgPool1d({ kernel: 2 })(tensor([1, 3, -2, -1], [1, 1, 4])))).toEqual([[[2, -1.5]]])
    expect(() => avgPool1d({ kernel: 2 })(image)).toThrow(
      'Cannot avgPool1d [1, 1, 4, 4]: expected [N, C, W], found [1, 1, 4, 4]',
    )
  })
})

describe('avgPool2d', () => {
  holds(laws.operation(composites.avgPool2d), laws.operation(composites['avgPool2d, padded as same']))

  it('pools images and refuses signals', () => {
    expect(toArray(avgPool2d({ kernel: 2 })(cells))).toEqual(Float64Array.of(2.5, 4.5, 10.5, 12.5))
    expect(() => avgPool2d({ kernel: 2 })(signal)).toThrow(
      'Cannot avgPool2d [1, 1, 4]: expected [N, C, H, W], found [1, 1, 4]',
    )
  })
})

describe('pooling padded as the same', () => {
  const cells = Array.from({ length: 25 }, (_, k) => k + 1)
  const five = tensor(cells, [1, 1, 5, 5])

  it("averages real cells as ONNX's SAME_UPPER and TensorFlow's SAME, and padding with them unless told not to", () => {
    expect(toNested(avgPool2d({ kernel: 3, stride: 2, padding: 'same', countIncludePad: false })(five))).toEqual([
      [
        [
          [4, 5.5, 7],
          [11.5, 13, 14.5],
          [19, 20.5, 22],
        ],
      ],
    ])
    const row = tensor([6, 12, 18], [1, 1, 3])
    expect(toNested(avgPool1d({ kernel: 2, stride: 1, padding: 'same', countIncludePad: false })(row))).toEqual([
      [[9, 15, 18]],
    ])
    expect(toNested(avgPool1d({ kernel: 2, stride: 1, padding: 'sameLower' })(row))).toEqual([[[3, 9, 15]]])
  })

  it('takes the largest of windows with an odd cell behind or in front', () => {
    const row = tensor([-5, -1, -3, -4], [1, 1, 4])
    expect(toNested(maxPool1d({ kernel: 2, stride: 1, padding: 'same' })(row))).toEqual([[[-1, -1, -3, -4]]])
    expect(toNested(maxPool1d({ kernel: 2, stride: 1, padding: 'sameLower' })(row))).toEqual([[[-5, -1, -1, -3]]])
    expect(toNested(maxPool1d({ kernel: 3, stride: 3, padding: [[2, 1]] })(row))).toEqual([[[-5, -1]]])
  })
})

describe('ceil mode over an input smaller than the window', () => {
  const small = tensor([3, 1, 2, 5], [1, 1, 2, 2])
  const over = { kernel: 3, ceilMode: true } as const
  const runtimes = [defaultRuntime, referenceRuntime]

  it('has one window, of the cells that there are', () => {
    for (const runtime of runtimes) {
      expect(Array.from(runtime.toArray(maxPool1d({ kernel: 2, ceilMode: true })(tensor([7], [1, 1, 1]))))).toEqual([7])
      expect(Array.from(runtime.toArray(maxPool2d(over)(small)))).toEqual([5])
      expect(Array.from(runtime.toArray(avgPool2d(over)(small)))).toEqual([2.75])
    }
  })

  it('has its derivatives', () => {
    const slopes = (pool: (x: Tensor) => Tensor): Tensor => grad((x: Tensor) => sum()(pool(x)))(small)
    for (const runtime of runtimes) {
      expect(Array.from(runtime.toArray(slopes((x) => maxPool(over)(x))))).toEqual([0, 0, 0, 1])
      expect(Array.from(runtime.toArray(slopes((x) => avgPool(over)(x))))).toEqual([0.25, 0.25, 0.25, 0.25])
    }
  })

  it('refuses one that is a stride too small', () => {
    expect(() => maxPool({ ...over, stride: 1 })(small)).toThrow(
      'Cannot maxPool [1, 1, 2, 2]: expected a padded input of at least 3 cells, as the window spans, found 2',
    )
    expect(() => lpPool({ ...over, p: 2, stride: 1 })(small)).toThrow(/Cannot lpPool/)
  })
})
