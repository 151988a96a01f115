import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../../../src/core/Shape.ts'
import { windowInput, windowKernel, windowOutput } from '../../../../src/core/Window.ts'
import { seed } from '../../../seed.ts'
import type { Input } from '../compute.ts'
import { compute, computePlainly, of, slide } from '../compute.ts'

const axis = fc
  .record({
    input: fc.integer({ min: 1, max: 6 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 4 }),
    low: fc.integer({ min: 0, max: 3 }),
    high: fc.integer({ min: 0, max: 3 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    inputDilation: fc.integer({ min: 1, max: 3 }),
  })
  .filter((a) => a.inputDilation * (a.input - 1) + a.low + a.high >= a.dilation * (a.kernel - 1))

const geometry = fc.record({
  axes: fc.array(axis, { minLength: 1, maxLength: 2 }),
  images: fc.integer({ min: 1, max: 2 }),
  groups: fc.integer({ min: 1, max: 2 }),
  channelsPerGroup: fc.integer({ min: 1, max: 2 }),
  featuresPerGroup: fc.integer({ min: 1, max: 2 }),
})

/** Small whole numbers, so that sums are exact in any order. */
const filled = (shape: readonly number[], salt: number): Input =>
  of(
    Array.from({ length: sizeOf(shape) }, (_, i) => ((i * 37 + salt * 11) % 15) - 7),
    shape,
  )

describe('conv, convInput and convFilter', () => {
  it('equal the plain form on any geometry', () => {
    fc.assert(
      fc.property(geometry, ({ axes, images, groups, channelsPerGroup, featuresPerGroup }) => {
        const window = slide(
          axes.map((a) => a.input),
          axes.map((a) => a.kernel),
          {
            stride: axes.map((a) => a.stride),
            padding: axes.map((a): readonly [number, number] => [a.low, a.high]),
            dilation: axes.map((a) => a.dilation),
            inputDilation: axes.map((a) => a.inputDilation),
          },
        )
        const x = filled([images, groups * channelsPerGroup, ...windowInput(window)], 1)
        const w = filled([groups * featuresPerGroup, channelsPerGroup, ...windowKernel(window)], 2)
        const y = filled([images, groups * featuresPerGroup, ...windowOutput(window)], 3)
        const params = { window, groups }
        expect(compute('conv', params, [x, w], y.shape)).toEqual(computePlainly('conv', params, [x, w], y.shape))
        expect(compute('convInput', params, [y, w], x.shape)).toEqual(
          computePlainly('convInput', params, [y, w], x.shape),
        )
        expect(compute('convFilter', params, [x, y], w.shape)).toEqual(
          computePlainly('convFilter', params, [x, y], w.shape),
        )
      }),
      { seed: seed(), numRuns: 400 },
    )
  })
})
