/** @file Gates: activations of more than one operand, or of halves of one. */
import * as ops from '../../src/ops/index.ts'
import { on, one } from './fixed.ts'

/** Operations made of primitives. */
export const gates = {
  glu: one('glu', [3, 4], ops.glu()),
  prelu: on('prelu', [[2, 3], [3]], (x, w) => ops.prelu(x, w), { domain: 'awayFromZero' }),
} as const
