import {
  groupNorm,
  key,
  layerNorm,
  localResponseNorm,
  localResponseNormOfPaper,
  normal,
  ones,
  rmsNorm,
  tensor,
  unitNorm,
} from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toArray } from '../float64.ts'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

/** 1, 2, 3 and 6 less their mean, over the root of their variance. */
const standard = [-1.0690449676496976, -0.5345224838248488, 0, 1.6035674514745464]

describe('layerNorm', () => {
  holds(laws.operation(composites.layerNorm))

  it('gives the last axes mean 0 and variance 1, each row its own', () => {
    expectNear(layerNorm({ epsilon: 0 })(tensor([1, 2, 3, 6, 10, 20, 30, 60], [2, 4])), [...standard, ...standard])
    expectNear(layerNorm({ epsilon: 0, axes: 2 })(tensor([1, 2, 3, 6], [2, 2])), standard)
  })
})

describe('groupNorm', () => {
  holds(laws.operation(composites.groupNorm))

  it('gives each group of channels mean 0 and variance 1', () => {
    expectNear(groupNorm({ groups: 2, epsilon: 0 })(tensor([1, 2, 3, 6, 10, 20, 30, 60], [1, 4, 2])), [
      ...standard,
      ...standard,
    ])
  })

  it('refuses groups of one number', () => {
    expect(() => groupNorm({ groups: 2 })(ones([1, 2]))).toThrow('expected more than one number per group, found 1')
  })
})

describe('rmsNorm', () => {
  holds(laws.operation(composites.rmsNorm))

  it('divides by the root of the mean square', () => {
    expectNear(rmsNorm({ epsilon: 0 })(tensor([1, 7], [2])), [0.2, 1.4])
    expectNear(rmsNorm({ epsilon: 24 })(tensor([1, 7], [2])), [1 / 7, 1])
  })
})

describe('unitNorm', () => {
  holds(laws.operation(composites.unitNorm))

  it('gives each row length 1, and leaves zeros', () => {
    expectNear(unitNorm()(tensor([3, 4, 0, 0], [2, 2])), [0.6, 0.8, 0, 0])
    expectNear(unitNorm({ p: 1, axis: 0 })(tensor([3, -1], [2])), [0.75, -0.25])
  })
})

describe('localResponseNorm', () => {
  holds(laws.operation(composites.localResponseNorm))

  it('divides by neighbours among the channels: a window of the size, alpha over the size', () => {
    // k = 1: 1 / (1 + 2/2 (1)), 2 / (1 + 1 + 4), 3 / (1 + 4 + 9)
    expectNear(localResponseNorm({ size: 2, alpha: 2, beta: 1 })(tensor([1, 2, 3], [1, 3])), [1 / 2, 2 / 6, 3 / 14])
  })
})

describe('localResponseNormOfPaper', () => {
  holds(laws.operation(composites.localResponseNormOfPaper))

  it("does not divide alpha by the size, and has the paper's k", () => {
    expectNear(localResponseNormOfPaper({ size: 1, alpha: 1, beta: 1 })(tensor([1, 2], [1, 2])), [1 / 3, 2 / 6])
    const x = normal([2, 6, 3])(key(1))
    const settings = { size: 5, alpha: 0.5, beta: 0.75, k: 2 }
    expectNear(localResponseNormOfPaper(settings)(x), [
      ...toArray(localResponseNorm({ ...settings, alpha: 0.5 * 5 })(x)),
    ])
  })
})
