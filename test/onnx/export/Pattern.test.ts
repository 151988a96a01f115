import { describe, expect, it } from 'vitest'
import { direction } from '../../../laws/index.ts'
import * as ct from '../../../src/index.ts'
import type { Tensor } from '../../../src/index.ts'
import { exportOnnx } from '../../../src/onnx/index.ts'
import { toArray } from '../../float64.ts'
import { expectNear } from '../../near.ts'
import { exported, operatorsIn, outputOf } from '../roundTrip.ts'

/** Functions that have the instructions of an operator, and are another function. */
const lookalikes: Readonly<Record<string, readonly [operator: string, f: (x: Tensor) => Tensor]>> = {
  'weights along one axis, divided by their sum along another': [
    'Softmax',
    (x) => ct.exp(ct.sub(x, ct.reshape([3, 1])(ct.logsumexp({ axis: 0 })(x)))),
  ],
  'a mean along one axis that is taken from another': [
    'LayerNormalization',
    (x) => {
      const spread = (t: Tensor) => ct.broadcastTo([3, 3])(ct.reshape([3, 1])(t))
      const centred = ct.sub(x, spread(ct.mean({ axis: 0 })(x)))
      const variance = ct.mean({ axis: 0 })(ct.mul(centred, centred))
      return ct.mul(centred, spread(ct.rsqrt(ct.add(variance, 1e-5))))
    },
  ],
  'two slopes where celu has one': [
    'Celu',
    (x) => ct.where(ct.less(0, x), x, ct.mul(ct.expm1(ct.div(ct.where(ct.less(0, x), 0, x), 0.5)), 2)),
  ],
  'a bound that is compared with another one': [
    'Clip',
    (x) => {
      const raised = ct.where(ct.less(x, -0.5), -0.25, ct.where(ct.equal(x, x), x, Number.NaN))
      return ct.where(ct.less(0.75, raised), 0.75, raised)
    },
  ],
}

const byHand: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  Celu: (x) => ct.where(ct.less(0, x), x, ct.mul(ct.expm1(ct.div(ct.where(ct.less(0, x), 0, x), 0.5)), 0.5)),
  LayerNormalization: (x) => {
    const spread = (t: Tensor) => ct.broadcastTo([3, 3])(ct.reshape([3, 1])(t))
    const centred = ct.sub(x, spread(ct.mean({ axis: 1 })(x)))
    const variance = ct.mean({ axis: 1 })(ct.mul(centred, centred))
    return ct.mul(centred, spread(ct.rsqrt(ct.add(variance, 1e-3))))
  },
}

describe('findPattern', () => {
  it.each(Object.entries(byHand))('finds %s in what a caller has written', (operator, f) => {
    const x = direction([3, 3], 19, 0)
    const bytes = exported(exportOnnx(f, [x], { type: 'double' }))
    expect(operatorsIn(bytes).at(-1)).toBe(operator)
    expectNear(outputOf(bytes, [x]), Array.from(toArray(f(x))), 6)
  })

  it.each(Object.entries(lookalikes))('tells from an operator %s', (_, [operator, f]) => {
    const x = direction([3, 3], 11, 0)
    const bytes = exported(exportOnnx(f, [x], { type: 'double' }))
    expect(operatorsIn(bytes)).not.toContain(operator)
    expectNear(outputOf(bytes, [x]), Array.from(toArray(f(x))), 6)
  })
})
