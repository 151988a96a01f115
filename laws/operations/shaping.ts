/** @file Operations that give the same entries another shape or order, or repeat and sum them. */
import fc from 'fast-check'
import type { Shape } from '../../src/core/Shape.ts'
import { sizeOf } from '../../src/core/Shape.ts'
import { broadcastShapes } from '../../src/core/shapeRules.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { tensor } from '../../src/core/Tensor.ts'
import * as ops from '../../src/ops/index.ts'
import { broadcastTo, reshape, squeeze, sum, sumTo, transpose } from '../../src/ops/index.ts'
import { broadcasting, shape, shapeWithOrder } from '../framework/arbitraries/shape.ts'
import * as equations from '../framework/equations/algebra.ts'
import { numbersOf } from '../framework/equations/indices.ts'
import type { Law } from '../framework/Law.ts'
import { direction, operation } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'
import { one } from './fixed.ts'

const exact = true

/** The same count of numbers in other shapes. */
const reshapes: readonly ((from: Shape) => Shape)[] = [
  () => [-1],
  (from) => [...from].reverse(),
  (from) => [1, ...from, 1],
  (from) => [from.slice(0, 1).reduce((a, b) => a * b, 1), sizeOf(from.slice(1))],
]

/** Primitives. */
export const shaping = {
  reshape: operation('reshape', {
    exact,
    geometry: fc.record({ shape: shape(), form: fc.nat({ max: reshapes.length - 1 }) }),
    inputs: ({ shape }) => [{ shape, domain: 'real' }],
    f:
      ({ shape, form }) =>
      (x) =>
        ops.reshape(reshapes[form]?.(shape) ?? shape)(x),
  }),
  transpose: operation('transpose', {
    exact,
    geometry: shapeWithOrder(),
    inputs: ({ shape }) => [{ shape, domain: 'real' }],
    f:
      ({ order }) =>
      (x) =>
        ops.transpose(order)(x),
  }),
  broadcastTo: operation('broadcastTo', {
    exact,
    geometry: broadcasting(2),
    inputs: ({ shapes: [from = []] }) => [{ shape: from, domain: 'real' }],
    f:
      ({ shapes: [from = [], other = []] }) =>
      (x) =>
        ops.broadcastTo(broadcastShapes('draw', from, other))(x),
  }),
} as const

/** Operations made of them. */
export const shapingComposites = {
  flatten: one('flatten', [2, 3, 2, 2], ops.flatten, { exact }),
  sumTo: operation('sumTo', {
    exact,
    geometry: broadcasting(2),
    inputs: ({ shapes: [to = [], other = []] }) => [{ shape: broadcastShapes('draw', to, other), domain: 'real' }],
    f:
      ({ shapes: [to = []] }) =>
      (x) =>
        ops.sumTo(to)(x),
  }),
  expandDims: operation('expandDims', {
    exact,
    geometry: shape({ maxRank: 3 }).chain((drawn) =>
      fc.record({ shape: fc.constant(drawn), axis: fc.integer({ min: -drawn.length - 1, max: drawn.length }) }),
    ),
    inputs: ({ shape }) => [{ shape, domain: 'real' }],
    f:
      ({ axis }) =>
      (x) =>
        ops.expandDims(axis)(x),
  }),
  squeeze: operation('squeeze', {
    exact,
    geometry: shape(),
    inputs: (drawn) => [{ shape: drawn, domain: 'real' }],
    f: () => (x) => ops.squeeze()(x),
  }),
} as const

/** The sum over the axes along which a tensor was repeated. */
const unstretch =
  (shape: readonly number[]) =>
  (y: Tensor): Tensor => {
    const added = y.shape.length - shape.length
    const axes = y.shape.map((_, axis) => axis).filter((axis) => axis < added || shape[axis - added] === 1)
    return reshape(shape)(sum({ axis: axes })(y))
  }

/** Identities of operations on shapes, by name. */
export const shapingIdentities = {
  reshape: [
    lawOf(shaping.reshape, 'undone by reshaping back', ([x], { f }) =>
      equations.inverse(f, (y) => reshape(x.shape)(y), x),
    ),
  ],
  transpose: [
    lawOf(shaping.transpose, 'the inverse permutation undoes it', ([x], { f, geometry: { order } }) =>
      equations.inverse(f, transpose(order.map((_, axis) => order.indexOf(axis))), x),
    ),
  ],
  broadcastTo: [
    lawOf(shaping.broadcastTo, 'broadcasting and summation are adjoint', ([x], { f, seed }) =>
      equations.adjoint(f, unstretch(x.shape), x, direction(f(x).shape, seed, 1)),
    ),
  ],
  sumTo: [
    lawOf(shapingComposites.sumTo, 'broadcasting and summation are adjoint', ([y], { f, seed }) => {
      const stretch = (x: Tensor): Tensor => broadcastTo(y.shape)(x)
      return equations.adjoint(f, stretch, y, direction(f(y).shape, seed, 1))
    }),
    lawOf(shapingComposites.sumTo, 'summing to the own shape changes nothing', ([y]) => ({
      left: sumTo(y.shape)(y),
      right: y,
    })),
  ],
  expandDims: [
    lawOf(shapingComposites.expandDims, 'undone by squeeze', ([x], { f, geometry: { axis } }) =>
      equations.inverse(f, (y) => squeeze(axis)(y), x),
    ),
  ],
  squeeze: [
    lawOf(shapingComposites.squeeze, 'keeps the numbers', ([x], { f }) => ({
      left: f(x),
      right: tensor(
        numbersOf(x),
        x.shape.filter((d) => d !== 1),
      ),
    })),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
