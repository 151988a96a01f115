/** @file Operations by index. Derivatives hold indices fixed. */
import fc from 'fast-check'
import { resolveAxis } from '../../src/core/shapeRules.ts'
import { applyPrimitive } from '../../src/core/Tensor.ts'
import * as ops from '../../src/ops/index.ts'
import { argmax, less, lessEqual, mul, scatterAdd, slice, sum, zeros } from '../../src/ops/index.ts'
import { lastOccurrencePrimitive } from '../../src/ops/maxPool.ts'
import { integers } from '../framework/arbitraries/Domain.ts'
import { shape, shapeWithAxis } from '../framework/arbitraries/shape.ts'
import * as equations from '../framework/equations/algebra.ts'
import type { Law } from '../framework/Law.ts'
import { direction, operation } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'

const exact = true

/** A tensor, an axis, and the number of entries picked along it. */
const picks = shapeWithAxis({ empty: false }).chain(({ shape: drawn, axis }) =>
  fc.nat({ max: 4 }).map((count) => {
    const along = resolveAxis('draw', drawn, axis)
    return {
      shape: drawn,
      axis,
      picked: drawn.map((d, index) => (index === along ? count : d)),
      size: drawn[along] ?? 1,
    }
  }),
)

/** Primitives. */
export const indexing = {
  gather: operation('gather', {
    exact,
    held: [1],
    geometry: picks,
    inputs: ({ shape, picked, size }) => [
      { shape, domain: 'real' },
      { shape: picked, domain: integers(0, size - 1) },
    ],
    f:
      ({ axis }) =>
      (x, indices) =>
        ops.gather({ axis })(x, indices),
  }),
  scatterAdd: operation('scatterAdd', {
    exact,
    held: [0],
    geometry: picks,
    inputs: ({ picked, size }) => [
      { shape: picked, domain: integers(0, size - 1) },
      { shape: picked, domain: 'real' },
    ],
    f:
      ({ axis, size }) =>
      (indices, updates) =>
        ops.scatterAdd({ axis, size })(indices, updates),
  }),
  lastOccurrence: operation('lastOccurrence', {
    order: 0,
    geometry: shapeWithAxis({ empty: false }),
    inputs: ({ shape }) => [{ shape, domain: integers(0, 2) }],
    f:
      ({ shape, axis }) =>
      (indices) =>
        applyPrimitive(lastOccurrencePrimitive, { axis: resolveAxis('draw', shape, axis) }, [indices]),
  }),
} as const

/** Operations made of them. */
export const indexingComposites = {
  take: operation('take', {
    exact,
    held: [1],
    geometry: shapeWithAxis({ empty: false, maxRank: 3 }).chain(({ shape: drawn, axis }) =>
      fc.record({ shape: fc.constant(drawn), axis: fc.constant(axis), picked: shape({ maxRank: 2 }) }),
    ),
    inputs: ({ shape, axis, picked }) => [
      { shape, domain: 'real' },
      { shape: picked, domain: integers(0, (shape.at(axis) ?? 1) - 1) },
    ],
    f:
      ({ axis }) =>
      (x, indices) =>
        ops.take({ axis })(x, indices),
  }),
  oneHot: operation('oneHot', {
    order: 0,
    geometry: fc.record({ shape: shape({ maxRank: 3, empty: false }), classes: fc.integer({ min: 1, max: 4 }) }),
    inputs: ({ shape }) => [{ shape, domain: integers(-1, 4) }],
    f:
      ({ classes }) =>
      (labels) =>
        ops.oneHot(classes)(labels),
  }),
} as const

/** Identities of operations by index, by name. */
export const indexingIdentities = {
  gather: [
    lawOf(indexing.gather, 'gather and scatterAdd are adjoint', ([x, indices], { f, geometry, seed }) =>
      equations.adjoint(
        (v) => f(v, indices),
        (y) => scatterAdd({ axis: geometry.axis, size: geometry.size })(indices, y),
        x,
        direction(indices.shape, seed, 1),
      ),
    ),
  ],
  scatterAdd: [
    lawOf(indexing.scatterAdd, 'repeated indices add', ([, updates], { geometry: { axis, size } }) => {
      const everything = scatterAdd({ axis, size })(zeros(updates.shape), updates)
      const along = axis < 0 ? axis + updates.shape.length : axis
      const first = slice(updates.shape.map((_, index) => (index === along ? { stop: 1 } : {})))(everything)
      return { left: first, right: sum({ axis, keepDims: true })(updates), tolerance: 1e-12 }
    }),
  ],
  oneHot: [
    lawOf(
      indexingComposites.oneHot,
      'each row sums to 1 where the label is one of the classes',
      ([labels], { f, geometry }) => ({
        left: sum({ axis: -1 })(f(labels)),
        right: mul(lessEqual(0, labels), less(labels, geometry.classes)),
      }),
    ),
    lawOf(indexingComposites.oneHot, 'argmax of oneHot is the label', ([labels], { f, geometry }) => {
      const known = mul(lessEqual(0, labels), less(labels, geometry.classes))
      return { left: argmax({ axis: -1 })(f(labels)), right: mul(labels, known) }
    }),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
