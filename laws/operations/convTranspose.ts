/**
 * @file Transposed convolution, with even padding, uneven padding, or `'same'`.
 *
 *     adjoint of conv     <conv(x, w), y> = <x, convTranspose(y, w)>, padded alike
 */
import fc from 'fast-check'
import type { Shape } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import type { SamePadding } from '../../src/core/Window.ts'
import { innerProduct } from '../../src/diff/jvp.ts'
import { conv } from '../../src/ops/conv.ts'
import type { ConvTransposeOptions } from '../../src/ops/convTranspose.ts'
import { convTranspose } from '../../src/ops/convTranspose.ts'
import * as ops from '../../src/ops/index.ts'
import type { Equation } from '../framework/Equation.ts'
import { rounding } from '../framework/equations/algebra.ts'
import type { Law } from '../framework/Law.ts'
import { direction, operation } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'
import { mostly } from '../structures/windows.ts'
import type { ConvChoice } from './convolution.ts'
import { on } from './fixed.ts'

const exact = true

/** A transposed convolution over one or two spatial axes. */
export interface TransposedGeometry {
  /** [N, C, ...S] */
  readonly input: Shape
  /** [C, O / groups, ...K] */
  readonly kernel: Shape
  readonly stride: readonly number[]
  readonly padding: readonly (readonly [low: number, high: number])[] | SamePadding
  readonly outputPadding: readonly number[]
  readonly dilation: readonly number[]
  readonly groups: number
}

const transposedAxis = fc
  .record({
    input: fc.integer({ min: 1, max: 3 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: mostly(3),
    low: fc.nat({ max: 2 }),
    high: fc.nat({ max: 2 }),
    extra: fc.nat({ max: 2 }),
    dilation: mostly(2),
  })
  .map((axis) => ({ ...axis, extra: axis.extra % axis.stride }))
  .filter(
    ({ input, kernel, stride, low, high, extra, dilation }) =>
      (input - 1) * stride + dilation * (kernel - 1) + 1 + extra > low + high,
  )

/** Transposed convolutions over so many spatial axes. */
export const transposedOver = ({
  minSpatialRank = 1,
  maxSpatialRank = 2,
}: Pick<ConvChoice, 'minSpatialRank' | 'maxSpatialRank'> = {}): fc.Arbitrary<TransposedGeometry> =>
  fc
    .record({
      axes: fc.array(transposedAxis, { minLength: minSpatialRank, maxLength: maxSpatialRank }),
      batch: fc.integer({ min: 1, max: 2 }),
      groups: mostly(2),
      channels: fc.integer({ min: 1, max: 2 }),
      features: fc.integer({ min: 1, max: 2 }),
      same: fc.constantFrom(null, null, 'same' as const, 'sameLower' as const),
    })
    .map(({ axes, batch, groups, channels, features, same }) => ({
      input: [batch, groups * channels, ...axes.map((axis) => axis.input)],
      kernel: [groups * channels, features, ...axes.map((axis) => axis.kernel)],
      stride: axes.map((axis) => axis.stride),
      padding: same ?? axes.map(({ low, high }) => [low, high] as const),
      outputPadding: axes.map(({ extra }) => (same === null ? extra : 0)),
      dilation: axes.map((axis) => axis.dilation),
      groups,
    }))

/**
 * Transposed convolutions, with even padding, uneven padding, or `'same'`.
 *
 * @example
 * ```ts
 * import { transposedGeometry } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * fc.sample(transposedGeometry, 20).every(({ input, kernel }) => input[1] === kernel[0]) // => true
 * ```
 */
export const transposedGeometry: fc.Arbitrary<TransposedGeometry> = transposedOver()

/** The options of a transposed convolution's geometry. */
export const transposedOptions = ({
  stride,
  padding,
  outputPadding,
  dilation,
  groups,
}: TransposedGeometry): ops.ConvTransposeOptions => ({ stride, padding, outputPadding, dilation, groups })

/** Operations made of primitives. */
export const transposedConvolution = {
  'convTranspose, uneven': operation('convTranspose, uneven', {
    exact,
    geometry: transposedGeometry,
    inputs: ({ input, kernel }) => [
      { shape: input, domain: 'real' },
      { shape: kernel, domain: 'real' },
    ],
    f: (geometry) => ops.convTranspose(transposedOptions(geometry)),
  }),
  convTranspose: on(
    'convTranspose',
    [
      [2, 4, 3, 2],
      [4, 1, 2, 3],
    ],
    (x, w) => ops.convTranspose({ stride: [2, 3], padding: 1, outputPadding: [1, 2], groups: 2 })(x, w),
    { exact },
  ),
} as const

/** <conv(x, w), y> = <x, convTranspose(y, w)>, of the same padding, uneven or 'same'. */
export const adjointOfConv = (options: ConvTransposeOptions, y: Tensor, w: Tensor, x: Tensor): Equation => {
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options
  return {
    left: innerProduct(conv({ stride, padding, dilation, groups })(x, w), y),
    right: innerProduct(x, convTranspose(options)(y, w)),
    tolerance: rounding,
  }
}

/** Identities of transposed convolution, by name. */
export const transposedConvolutionIdentities = {
  'convTranspose, uneven': [
    lawOf(transposedConvolution['convTranspose, uneven'], 'adjoint of conv', ([y, w], { geometry, f, seed }) =>
      adjointOfConv(transposedOptions(geometry), y, w, direction(f(y, w).shape, seed, 1)),
    ),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
