/**
 * @file Convolution and pooling of volumes.
 *
 *     is the sum over its taps     conv3d, by the definition of a convolution
 *     adjoint of conv3d            <conv3d(x, w), y> = <x, convTranspose3d(y, w)>
 *     is the loop over boxes       each output is the largest cell, or the mean, of its box
 */
import type { Tensor } from '../../src/core/Tensor.ts'
import { innerProduct } from '../../src/diff/jvp.ts'
import * as ops from '../../src/ops/index.ts'
import type { Equation } from '../framework/Equation.ts'
import { rounding } from '../framework/equations/algebra.ts'
import { fromPlaces, reader } from '../framework/equations/indices.ts'
import type { Law } from '../framework/Law.ts'
import { direction, operation } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'
import { avgPoolMeaning } from './avgPool.ts'
import type { ConvGeometry } from './convolution.ts'
import { convByDefinition, convGeometry, convOptions } from './convolution.ts'
import type { TransposedGeometry } from './convTranspose.ts'
import { transposedOptions, transposedOver } from './convTranspose.ts'
import type { PoolGeometry } from './pooling.ts'
import { insideOf, outputOf, pooled, windowAt } from './pooling.ts'

const exact = true
const choice = { minSpatialRank: 3, maxSpatialRank: 3 } as const

/** Operations on volumes. */
export const volumes = {
  conv3d: operation('conv3d', {
    exact,
    geometry: convGeometry(choice),
    inputs: ({ input, kernel }) => [
      { shape: input, domain: 'real' },
      { shape: kernel, domain: 'real' },
    ],
    f: (geometry) => ops.conv3d(convOptions(geometry)),
  }),
  convTranspose3d: operation('convTranspose3d', {
    exact,
    geometry: transposedOver(choice),
    inputs: ({ input, kernel }) => [
      { shape: input, domain: 'real' },
      { shape: kernel, domain: 'real' },
    ],
    f: (geometry) => ops.convTranspose3d(transposedOptions(geometry)),
  }),
  maxPool3d: pooled('maxPool3d', ops.maxPool3d, { distinct: true, choice }),
  avgPool3d: pooled('avgPool3d', ops.avgPool3d, { exact, choice }),
} as const

/** conv3d is the sum of a convolution's definition. */
export const volumeMeaning = (geometry: ConvGeometry, x: Tensor, w: Tensor): Equation => ({
  left: ops.conv3d(convOptions(geometry))(x, w),
  right: convByDefinition(geometry, x, w),
  tolerance: rounding,
})

/** <conv3d(x, w), y> = <x, convTranspose3d(y, w)>, of the same padding. */
export const adjointOfConv3d = (geometry: TransposedGeometry, y: Tensor, w: Tensor, x: Tensor): Equation => {
  const { stride, padding, dilation, groups } = geometry
  return {
    left: innerProduct(ops.conv3d({ stride, padding, dilation, groups })(x, w), y),
    right: innerProduct(x, ops.convTranspose3d(transposedOptions(geometry))(y, w)),
    tolerance: rounding,
  }
}

/** Each maximum is the largest of the cells in its box; cells of the padding never win. */
export const maxOverBoxes = (geometry: PoolGeometry, x: Tensor, y: Tensor): Equation => {
  const read = reader(x)
  return {
    left: y,
    right: fromPlaces(outputOf(geometry), (output) =>
      Math.max(...insideOf(geometry.input, windowAt(geometry, output)).map(read)),
    ),
    tolerance: 0,
  }
}

/** Identities of operations on volumes, by name. */
export const volumeIdentities = {
  conv3d: [lawOf(volumes.conv3d, 'is the sum over its taps', ([x, w], { geometry }) => volumeMeaning(geometry, x, w))],
  convTranspose3d: [
    lawOf(volumes.convTranspose3d, 'adjoint of conv3d', ([y, w], { geometry, f, seed }) =>
      adjointOfConv3d(geometry, y, w, direction(f(y, w).shape, seed, 1)),
    ),
  ],
  maxPool3d: [
    lawOf(volumes.maxPool3d, 'is the loop over boxes', ([x], { geometry, f }) => maxOverBoxes(geometry, x, f(x))),
  ],
  avgPool3d: [true, false].map((countIncludePad) =>
    lawOf(
      volumes.avgPool3d,
      countIncludePad ? 'is the loop over boxes' : 'is the loop over boxes, without padding',
      ([x], { geometry }) => avgPoolMeaning(geometry, x, countIncludePad, ops.avgPool3d),
    ),
  ),
} as const satisfies Readonly<Record<string, readonly Law[]>>
