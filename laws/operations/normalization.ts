/** @file Norms, and normalization by them. */
import * as ops from '../../src/ops/index.ts'
import { one } from './fixed.ts'

/** Operations made of primitives. */
export const normalization = {
  groupNorm: one('groupNorm', [2, 4, 3], ops.groupNorm({ groups: 2 })),
  layerNorm: one('layerNorm', [2, 3, 4], ops.layerNorm({ axes: 2 })),
  localResponseNorm: one('localResponseNorm', [2, 3, 5, 5], ops.localResponseNorm({ size: 3, alpha: 1 })),
  localResponseNormOfPaper: one(
    'localResponseNormOfPaper',
    [2, 3, 5, 5],
    ops.localResponseNormOfPaper({ size: 2, alpha: 1 }),
  ),
  norm: one('norm', [3, 4], (x) => ops.norm({ axis: 1 })(x), { domain: 'awayFromZero' }),
  'norm, p 3': one('norm, p 3', [3, 4], (x) => ops.norm({ p: 3, axis: 0 })(x), {
    domain: 'awayFromZero',
  }),
  rmsNorm: one('rmsNorm', [2, 3, 4], ops.rmsNorm()),
  unitNorm: one('unitNorm', [3, 4], ops.unitNorm()),
} as const
