/**
 * @file The two gradients of a convolution: of its input and of its kernel. The letters are those of `convolution.ts`.
 *
 *     rotated-kernel recursion               convInput is dy, s - 1 zeros between its entries and d (K - 1) - low in front,
 *                                            correlated with w rotated by 180 degrees, its channels exchanged in every group
 *     filter gradient is a correlation       convFilter is x correlated with dy, batch and channels exchanged, stride and
 *                                            dilation too
 */
import type { Shape } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { windowOutput } from '../../src/core/Window.ts'
import { conv, convFilter, convInput, convParams } from '../../src/ops/conv.ts'
import { flip } from '../../src/ops/flip.ts'
import * as ops from '../../src/ops/index.ts'
import { reshapeTo } from '../../src/ops/reshape.ts'
import { padZeros, slice } from '../../src/ops/slice.ts'
import { transposeTo } from '../../src/ops/transpose.ts'
import type { Equation } from '../framework/Equation.ts'
import { rounding } from '../framework/equations/algebra.ts'
import type { Law } from '../framework/Law.ts'
import { operation } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'
import type { ConvGeometry } from './convolution.ts'
import { at, axesOf, byGroup, convGeometry, convOptions, groupOf, none, spatially } from './convolution.ts'

const exact = true

/** [N, O, ...S'] */
export const convOutput = (geometry: ConvGeometry): Shape => {
  const { window } = convParams(geometry.input, geometry.kernel, convOptions(geometry))
  return [geometry.input[0] ?? 1, geometry.kernel[0] ?? 1, ...windowOutput(window)]
}

/** Primitives. */
export const convGradients = {
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

/** w [O, C / groups, ...K] with each group's channels exchanged, rotated by 180 degrees: [C, O / groups, ...K]. */
export const rotatedKernel = (w: Tensor, groups: number): Tensor => {
  const [outputs, inputs, ...kernel] = [at(w.shape, 0) / groups, at(w.shape, 1), ...w.shape.slice(2)]
  const spatial = kernel.map((_, k) => k)
  const split = reshapeTo(w, [groups, outputs, inputs, ...kernel])
  const exchanged = transposeTo(split, [0, 2, 1, ...spatial.map((k) => k + 3)])
  return flip({ axis: spatial.map((k) => k + 2) })(reshapeTo(exchanged, [groups * inputs, outputs, ...kernel]))
}

const nonNegative = (values: readonly number[]): readonly number[] => values.map((value) => Math.max(value, 0))

/** Padding at both ends; a negative width crops. */
const border = (x: Tensor, low: readonly number[], high: readonly number[]): Tensor => {
  const padded = padZeros(x, spatially(nonNegative(low)), spatially(nonNegative(high)), none(x))
  const ranges = low.map((width, k) => {
    const length = at(padded.shape, k + 2)
    return { start: Math.max(-width, 0), stop: length - Math.max(-(high[k] ?? 0), 0) }
  })
  return slice([{}, {}, ...ranges])(padded)
}

/**
 * The error recursion: the error of the input is the error of the output, with s - 1 zeros between its entries and a
 * border, correlated with the kernel rotated by 180 degrees and its channels exchanged.
 */
export const rotatedKernelRecursion = (geometry: ConvGeometry, dy: Tensor, w: Tensor): Equation => {
  const axes = axesOf(geometry)
  const { groups, dilation, inputDilation } = geometry
  const spread = padZeros(dy, none(dy), none(dy), spatially(axes.map((axis) => axis.stride - 1)))
  const low = axes.map((axis) => axis.dilation * (axis.kernel - 1) - axis.low)
  const high = axes.map((axis, k) => {
    const needed = axis.inputDilation * (axis.input - 1) + 1 + axis.dilation * (axis.kernel - 1)
    return needed - (low[k] ?? 0) - (axis.stride * (axis.output - 1) + 1)
  })
  return {
    left: convInput(geometry.input, convOptions(geometry))(dy, w),
    right: conv({ stride: inputDilation, dilation, groups })(border(spread, low, high), rotatedKernel(w, groups)),
    tolerance: rounding,
  }
}

const exchanged = (x: Tensor): Tensor => transposeTo(x, [1, 0, ...x.shape.slice(2).map((_, k) => k + 2)])

/** The kernel gradient is the input correlated with the cotangent: batch and channels, stride and dilation swap. */
export const filterIsCorrelation = (geometry: ConvGeometry, x: Tensor, dy: Tensor): Equation => {
  const { groups, stride, dilation, padding, inputDilation } = geometry
  const correlate = conv({ stride: dilation, dilation: stride, padding, inputDilation })
  const ofGroup = (group: number): Tensor => {
    const all = correlate(exchanged(groupOf(x, 1, group, groups)), exchanged(groupOf(dy, 1, group, groups)))
    return exchanged(slice([{}, {}, ...geometry.kernel.slice(2).map((taps) => ({ stop: taps }))])(all))
  }
  return {
    left: convFilter(geometry.kernel, convOptions(geometry))(x, dy),
    right: byGroup(groups, 0, ofGroup),
    tolerance: rounding,
  }
}

/** Identities of the gradients of a convolution, by name. */
export const convGradientIdentities = {
  convInput: [
    lawOf(convGradients.convInput, 'rotated-kernel recursion', ([dy, w], { geometry }) =>
      rotatedKernelRecursion(geometry, dy, w),
    ),
  ],
  convFilter: [
    lawOf(convGradients.convFilter, 'filter gradient is a correlation', ([x, dy], { geometry }) =>
      filterIsCorrelation(geometry, x, dy),
    ),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
