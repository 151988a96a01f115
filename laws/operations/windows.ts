/** @file Convolution and pooling over every geometry of windows. */
import type { Shape } from '../../src/core/Shape.ts'
import type { PoolParams } from '../../src/core/InstructionSet.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { applyPrimitive } from '../../src/core/Tensor.ts'
import { windowOutput } from '../../src/core/Window.ts'
import { sumPoolInputPrimitive } from '../../src/ops/avgPool.ts'
import type { ConvOptions } from '../../src/ops/conv.ts'
import { convParams } from '../../src/ops/conv.ts'
import * as ops from '../../src/ops/index.ts'
import type { PoolOptions } from '../../src/ops/pooling.ts'
import { poolParams } from '../../src/ops/pooling.ts'
import type { ConvChoice, ConvGeometry, PoolGeometry, TransposedGeometry } from '../arbitraries/window.ts'
import { convGeometry, poolGeometry, transposedGeometry } from '../arbitraries/window.ts'
import type { Operation } from '../framework/Operation.ts'
import { operation } from '../framework/Operation.ts'

const exact = true

/** The options of a convolution's geometry. */
export const convOptions = ({ stride, padding, dilation, inputDilation, groups }: ConvGeometry): ConvOptions => ({
  stride,
  padding,
  dilation,
  inputDilation,
  groups,
})

/** [N, O, ...S'] */
export const convOutput = (geometry: ConvGeometry): Shape => {
  const { window } = convParams(geometry.input, geometry.kernel, convOptions(geometry))
  return [geometry.input[0] ?? 1, geometry.kernel[0] ?? 1, ...windowOutput(window)]
}

/** The options of a pooling's geometry. */
export const poolOptions = ({ kernel, stride, padding, dilation, ceilMode }: PoolGeometry): PoolOptions => ({
  kernel,
  stride,
  padding,
  dilation,
  ceilMode,
})

/** The options of a transposed convolution's geometry. */
export const transposedOptions = ({
  stride,
  padding,
  outputPadding,
  dilation,
  groups,
}: TransposedGeometry): ops.ConvTransposeOptions => ({ stride, padding, outputPadding, dilation, groups })

const poolWindow = (geometry: PoolGeometry): PoolParams => poolParams('pool', geometry.input, poolOptions(geometry))

/** [N, C, ...S'] */
export const poolOutput = (geometry: PoolGeometry): Shape => [
  ...geometry.input.slice(0, 2),
  ...windowOutput(poolWindow(geometry).window),
]

/** Convolution and its two other readings. */
export const convolution = {
  conv: operation('conv', {
    exact,
    geometry: convGeometry(),
    inputs: ({ input, kernel }) => [
      { shape: input, domain: 'real' },
      { shape: kernel, domain: 'real' },
    ],
    f: (geometry) => ops.conv(convOptions(geometry)),
  }),
  convInput: operation('convInput', {
    exact,
    geometry: convGeometry(),
    inputs: (geometry) => [
      { shape: convOutput(geometry), domain: 'real' },
      { shape: geometry.kernel, domain: 'real' },
    ],
    f: (geometry) => ops.convInput(geometry.input, convOptions(geometry)),
  }),
  convFilter: operation('convFilter', {
    exact,
    geometry: convGeometry(),
    inputs: (geometry) => [
      { shape: geometry.input, domain: 'real' },
      { shape: convOutput(geometry), domain: 'real' },
    ],
    f: (geometry) => ops.convFilter(geometry.kernel, convOptions(geometry)),
  }),
} as const

const convOfRank = (name: string, rank: 1 | 2, f: typeof ops.conv, choice: ConvChoice = {}): Operation<ConvGeometry> =>
  operation(name, {
    exact,
    geometry: convGeometry({ ...choice, minSpatialRank: rank, maxSpatialRank: rank }),
    inputs: ({ input, kernel }) => [
      { shape: input, domain: 'real' },
      { shape: kernel, domain: 'real' },
    ],
    f: (geometry) => f(convOptions(geometry)),
  })

const pooled = (
  name: string,
  f: (options: PoolOptions) => (x: Tensor) => Tensor,
  options: { readonly exact?: boolean; readonly order?: 0; readonly distinct?: boolean },
): Operation<PoolGeometry> => {
  const { distinct = false, ...rest } = options
  return operation(name, {
    ...rest,
    geometry: poolGeometry(),
    inputs: ({ input }) => [{ shape: input, domain: distinct ? 'distinct' : 'real' }],
    f: (geometry) => f(poolOptions(geometry)),
  })
}

/** Pooling and the adjoint of sum pooling. */
export const pooling = {
  maxPool: pooled('maxPool', ops.maxPool, { distinct: true }),
  maxPoolIndices: pooled('maxPoolIndices', ops.maxPoolIndices, { order: 0 }),
  sumPool: pooled('sumPool', ops.sumPool, { exact }),
  sumPoolInput: operation('sumPoolInput', {
    exact,
    geometry: poolGeometry(),
    inputs: (geometry) => [{ shape: poolOutput(geometry), domain: 'real' }],
    f: (geometry) => (dy) => applyPrimitive(sumPoolInputPrimitive, poolWindow(geometry), [dy]),
  }),
} as const

/** Operations made of them. */
export const windowComposites = {
  conv1d: convOfRank('conv1d', 1, ops.conv1d),
  conv2d: convOfRank('conv2d', 2, ops.conv2d),
  'conv2d of whole vectors': convOfRank('conv2d of whole vectors', 2, ops.conv2d, {
    channels: [4, 8],
  }),
  'convTranspose, uneven': operation('convTranspose, uneven', {
    exact,
    geometry: transposedGeometry,
    inputs: ({ input, kernel }) => [
      { shape: input, domain: 'real' },
      { shape: kernel, domain: 'real' },
    ],
    f: (geometry) => ops.convTranspose(transposedOptions(geometry)),
  }),
  avgPool: pooled('avgPool', ops.avgPool, { exact }),
  'avgPool without padding': pooled(
    'avgPool without padding',
    (options) => ops.avgPool({ ...options, countIncludePad: false }),
    { exact },
  ),
  maxUnpool: operation('maxUnpool', {
    exact,
    held: [1],
    geometry: poolGeometry(),
    inputs: (geometry) => [
      { shape: poolOutput(geometry), domain: 'real' },
      { shape: geometry.input, domain: 'distinct' },
    ],
    f: (geometry) => (y, source) =>
      ops.maxUnpool(geometry.input.slice(2))(y, ops.maxPoolIndices(poolOptions(geometry))(source)),
  }),
} as const
