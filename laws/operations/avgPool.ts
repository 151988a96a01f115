/**
 * @file Sum and average pooling.
 *
 *     meaning                                y = the sum, the average of the cells under each window
 *     linearity                              of the sum
 *     even spreading                         of an average each cell of the window has the same share
 *     conservation                           without padding the pullback keeps the sum of the cotangent
 *     a constant image keeps its value       where padding does not count
 */
import type { Tensor } from '../../src/core/Tensor.ts'
import { applyPrimitive } from '../../src/core/Tensor.ts'
import { vjp } from '../../src/diff/vjp.ts'
import { avgPool, sumPool, sumPoolInputPrimitive } from '../../src/ops/avgPool.ts'
import { constant } from '../../src/ops/constant.ts'
import * as ops from '../../src/ops/index.ts'
import type { Equation } from '../framework/Equation.ts'
import { conservation, linearity, rounding } from '../framework/equations/algebra.ts'
import type { Place } from '../framework/equations/indices.ts'
import { fromPlaces, placesOf, reader, scatter } from '../framework/equations/indices.ts'
import type { Law } from '../framework/Law.ts'
import { direction, operation } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'
import type { PoolGeometry } from './pooling.ts'
import { outputOf, poolGeometry, poolOptions, poolOutput, poolWindow, pooled, windowAt } from './pooling.ts'

const exact = true

/** Primitives. */
export const averagePooling = {
  sumPool: pooled('sumPool', ops.sumPool, { exact }),
  sumPoolInput: operation('sumPoolInput', {
    exact,
    geometry: poolGeometry(),
    inputs: (geometry) => [{ shape: poolOutput(geometry), domain: 'real' }],
    f: (geometry) => (dy) => applyPrimitive(sumPoolInputPrimitive, poolWindow(geometry), [dy]),
  }),
} as const

/** Operations made of them. */
export const averagePoolingComposites = {
  avgPool: pooled('avgPool', ops.avgPool, { exact }),
  'avgPool without padding': pooled(
    'avgPool without padding',
    (options) => ops.avgPool({ ...options, countIncludePad: false }),
    { exact },
  ),
} as const

/** y is the sum of the cells under each window. */
export const sumPoolMeaning = (geometry: PoolGeometry, x: Tensor): Equation => {
  const read = reader(x)
  return {
    left: sumPool(poolOptions(geometry))(x),
    right: fromPlaces(outputOf(geometry), (output) =>
      windowAt(geometry, output).reduce((total, cell) => total + read(cell), 0),
    ),
    tolerance: rounding,
  }
}

/** What an average divides by: the window's cells inside the input, or inside the padded input. */
const divisorOf = (geometry: PoolGeometry, output: Place, countIncludePad: boolean): number => {
  const lengths = geometry.input.slice(2)
  return windowAt(geometry, output).filter(([, , ...cell]) =>
    cell.every((at, k) => {
      const [low, high] = countIncludePad ? (geometry.padding[k] ?? [0, 0]) : [0, 0]
      return at >= -low && at < (lengths[k] ?? 0) + high
    }),
  ).length
}

/** y is the sum under each window divided by the number of its cells. */
export const avgPoolMeaning = (
  geometry: PoolGeometry,
  x: Tensor,
  countIncludePad: boolean,
  average: (options: ops.AvgPoolOptions) => (x: Tensor) => Tensor = avgPool,
): Equation => {
  const read = reader(x)
  return {
    left: average({ ...poolOptions(geometry), countIncludePad })(x),
    right: fromPlaces(
      outputOf(geometry),
      (output) =>
        windowAt(geometry, output).reduce((total, cell) => total + read(cell), 0) /
        divisorOf(geometry, output, countIncludePad),
    ),
    tolerance: rounding,
  }
}

/** Each cotangent is spread evenly over the cells of its window. */
export const evenSpreading = (geometry: PoolGeometry, x: Tensor, u: Tensor, countIncludePad: boolean): Equation => {
  const read = reader(u)
  return {
    left: vjp(avgPool({ ...poolOptions(geometry), countIncludePad }))(x)[1](u),
    right: scatter(
      x.shape,
      placesOf(outputOf(geometry)).flatMap((output) => {
        const share = read(output) / divisorOf(geometry, output, countIncludePad)
        return windowAt(geometry, output).map((cell) => [cell, share] as const)
      }),
    ),
    tolerance: rounding,
  }
}

/** The average of a constant image is the constant, where padding does not count. */
export const constantImage = (geometry: PoolGeometry, value: number): Equation => {
  const pooled = avgPool({ ...poolOptions(geometry), countIncludePad: false })(constant(value, geometry.input))
  return { left: pooled, right: constant(value, pooled.shape), tolerance: rounding }
}

/** Average pooling without padding, which keeps the sum. */
const unpadded = operation('avgPool unpadded', {
  geometry: poolGeometry({ padded: false }),
  inputs: ({ input }: PoolGeometry) => [{ shape: input, domain: 'real' as const }],
  f: (geometry) => avgPool(poolOptions(geometry)),
})

const averaging = [true, false].flatMap((countIncludePad) => {
  const average = countIncludePad
    ? averagePoolingComposites.avgPool
    : averagePoolingComposites['avgPool without padding']
  return [
    lawOf(average, 'meaning', ([x], { geometry }) => avgPoolMeaning(geometry, x, countIncludePad)),
    lawOf(average, 'even spreading', ([x], { geometry, f, seed }) =>
      evenSpreading(geometry, x, direction(f(x).shape, seed, 1), countIncludePad),
    ),
  ]
})

/** Identities of sum and average pooling, by name. */
export const averagePoolingIdentities = {
  sumPool: [
    lawOf(averagePooling.sumPool, 'meaning', ([x], { geometry }) => sumPoolMeaning(geometry, x)),
    lawOf(averagePooling.sumPool, 'linearity', ([x], { f, seed }) => linearity(f, x, direction(x.shape, seed, 1))),
  ],
  avgPool: [
    ...averaging,
    lawOf(unpadded, 'conservation', ([x], { f, seed }) => conservation(f, x, (y) => direction(y.shape, seed, 1))),
    lawOf(averagePoolingComposites.avgPool, 'a constant image keeps its value', (_, { geometry, seed }) =>
      constantImage(geometry, (seed % 19) - 9),
    ),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
