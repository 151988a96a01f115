import { describe, expect, it } from 'vitest'
import { direction } from '../../../../laws/index.ts'
import * as ct from '../../../../src/index.ts'
import type { Tensor } from '../../../../src/index.ts'
import { exportOnnx } from '../../../../src/onnx/index.ts'
import { toArray } from '../../../float64.ts'
import { expectNear } from '../../../near.ts'
import { exported, outputOf } from '../../roundTrip.ts'

const options = { kernel: 3, stride: 2, ceilMode: true } as const

/** Poolings of images of 4 cells a side, whose second window reaches one cell behind them. */
const poolings: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  'max pooling': ct.maxPool(options),
  'max pooling with padding in front': ct.maxPool({
    ...options,
    kernel: 2,
    padding: [
      [1, 0],
      [1, 0],
    ],
  }),
  'average pooling': ct.avgPool({ ...options, countIncludePad: false }),
  'average pooling that counts padding': ct.avgPool({ ...options, padding: 1 }),
  'a gradient of max pooling': ct.grad((x: Tensor) => ct.sum()(ct.mul(ct.maxPool(options)(x), 3))),
  'a gradient of average pooling': ct.grad((x: Tensor) => ct.sum()(ct.exp(ct.avgPool(options)(x)))),
}

describe('maxPoolRule', () => {
  it.each(Object.entries(poolings))('keeps the window that overhangs, of %s', (_, f) => {
    const x = direction([2, 2, 4, 4], 13, 0)
    const found = outputOf(exported(exportOnnx(f, [x], { type: 'double' })), [x])
    expect(found.shape).toEqual(f(x).shape)
    expectNear(found, Array.from(toArray(f(x))), 6)
  })
})
