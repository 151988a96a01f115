/** @file Identities of operations by index. */
import type { Tensor } from '../../src/core/Tensor.ts'
import { argmax, less, lessEqual, mul, scatterAdd, slice, sum, zeros } from '../../src/ops/index.ts'
import * as equations from '../equations/algebra.ts'
import type { Law } from '../Law.ts'
import { direction } from '../Operation.ts'
import { composites, operations } from '../operations/index.ts'
import { lawOf } from '../property.ts'

/** Identities of operations by index, by name. */
export const indexingIdentities = {
  gather: [
    lawOf(operations.gather, 'gather and scatterAdd are adjoint', ([x, indices], { f, geometry, seed }) =>
      equations.adjoint(
        (v) => f(v, indices),
        (y) => scatterAdd({ axis: geometry.axis, size: geometry.size })(indices, y),
        x,
        direction(indices.shape, seed, 1),
      ),
    ),
  ],
  scatterAdd: [
    lawOf(operations.scatterAdd, 'repeated indices add', ([, updates], { geometry: { axis, size } }) => {
      const everything = scatterAdd({ axis, size })(zeros(updates.shape), updates)
      const along = axis < 0 ? axis + updates.shape.length : axis
      const first = slice(updates.shape.map((_, index) => (index === along ? { stop: 1 } : {})))(everything)
      return { left: first, right: sum({ axis, keepDims: true })(updates) as Tensor, tolerance: 1e-12 }
    }),
  ],
  oneHot: [
    lawOf(
      composites.oneHot,
      'each row sums to 1 where the label is one of the classes',
      ([labels], { f, geometry }) => ({
        left: sum({ axis: -1 })(f(labels)),
        right: mul(lessEqual(0, labels) as Tensor, less(labels, geometry.classes) as Tensor),
      }),
    ),
    lawOf(composites.oneHot, 'argmax of oneHot is the label', ([labels], { f, geometry }) => {
      const known = mul(lessEqual(0, labels) as Tensor, less(labels, geometry.classes) as Tensor)
      return { left: argmax({ axis: -1 })(f(labels)), right: mul(labels, known) }
    }),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
