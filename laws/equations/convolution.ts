/**
 * @file Equations of convolution. Along each axis let s be the stride, d the dilation, e the input's dilation, H, K, I
 * the lengths of input, kernel and output.
 *
 *     meaning                 y[n, o, i] = sum over c, p of x[n, c, (i s + p d - low) / e] w[o, c, p]
 *     bilinearity             in x and in w
 *     translation             x moved by s cells moves y by e outputs
 *     padding                 is a border of zeros; dilation of the input and of the kernel are zeros between cells
 *     groups                  are convolutions of their own, side by side
 *     rotated kernel          convInput is dy, s - 1 zeros between its entries and d (K - 1) - low in front, correlated
 *                             with w rotated by 180 degrees, its channels exchanged in every group
 *     filter is correlation   convFilter is x correlated with dy, batch and channels exchanged, stride and dilation too
 *     adjoint of conv         <conv(x, w), y> = <x, convTranspose(y, w)>, padded alike
 *     transposition           <conv(x, w), y> = <x, convInput(y, w)> = <w, convFilter(x, y)>
 */
import type { Shape } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { innerProduct } from '../../src/diff/jvp.ts'
import { concat } from '../../src/ops/concat.ts'
import { conv, convFilter, convInput } from '../../src/ops/conv.ts'
import type { ConvTransposeOptions } from '../../src/ops/convTranspose.ts'
import { convTranspose } from '../../src/ops/convTranspose.ts'
import { flip } from '../../src/ops/flip.ts'
import { reshapeTo } from '../../src/ops/reshape.ts'
import { padZeros, slice, sliceAlong } from '../../src/ops/slice.ts'
import { transposeTo } from '../../src/ops/transpose.ts'
import type { ConvGeometry } from '../arbitraries/window.ts'
import type { Equation } from '../framework/Equation.ts'
import { bilinearity, rounding } from '../framework/equations/algebra.ts'
import type { Place } from '../framework/equations/indices.ts'
import { fromPlaces, placesOf, reader } from '../framework/equations/indices.ts'

interface Axis {
  readonly input: number
  readonly kernel: number
  readonly output: number
  readonly stride: number
  readonly dilation: number
  readonly inputDilation: number
  readonly low: number
  readonly high: number
}

/** The spatial axes; the number of outputs by the formula of the field. */
const axesOf = (geometry: ConvGeometry): readonly Axis[] =>
  geometry.stride.map((stride, k) => {
    const [input, kernel] = [geometry.input[k + 2] ?? 1, geometry.kernel[k + 2] ?? 1]
    const [low, high] = geometry.padding[k] ?? [0, 0]
    const [dilation, inputDilation] = [geometry.dilation[k] ?? 1, geometry.inputDilation[k] ?? 1]
    const room = inputDilation * (input - 1) + 1 + low + high - (dilation * (kernel - 1) + 1)
    return { input, kernel, stride, low, high, dilation, inputDilation, output: Math.floor(room / stride) + 1 }
  })

const optionsOf = ({ stride, padding, dilation, inputDilation, groups }: ConvGeometry) => ({
  stride,
  padding,
  dilation,
  inputDilation,
  groups,
})

const at = (shape: Shape, axis: number): number => shape[axis] ?? 1

/** Convolution as a sum over indices: as slow as it is plain. */
export const convByDefinition = (geometry: ConvGeometry, x: Tensor, w: Tensor): Tensor => {
  const axes = axesOf(geometry)
  const [read, weigh] = [reader(x), reader(w)]
  const perGroup = at(w.shape, 1)
  const outputsPerGroup = at(w.shape, 0) / geometry.groups
  const cellOf = (outputs: Place, taps: Place): Place =>
    axes.map(
      (axis, k) => ((outputs[k] ?? 0) * axis.stride + (taps[k] ?? 0) * axis.dilation - axis.low) / axis.inputDilation,
    )
  const shape = [at(x.shape, 0), at(w.shape, 0), ...axes.map((axis) => axis.output)]
  const taps = placesOf(w.shape.slice(1))
  return fromPlaces(shape, ([n = 0, o = 0, ...outputs]) => {
    const firstChannel = Math.floor(o / outputsPerGroup) * perGroup
    return taps.reduce(
      (total, [c = 0, ...tap]) => total + read([n, firstChannel + c, ...cellOf(outputs, tap)]) * weigh([o, c, ...tap]),
      0,
    )
  })
}

/** conv is the sum that its header says. */
export const convMeaning = (geometry: ConvGeometry, x: Tensor, w: Tensor): Equation => ({
  left: conv(optionsOf(geometry))(x, w),
  right: convByDefinition(geometry, x, w),
  tolerance: rounding,
})

/** conv is linear in the input and in the kernel. */
export const convBilinearity = (
  geometry: ConvGeometry,
  inputs: readonly [Tensor, Tensor],
  kernels: readonly [Tensor, Tensor],
): Equation => bilinearity(conv(optionsOf(geometry)), inputs, kernels)

const onAxis = (x: Tensor, axis: number, value: number): readonly number[] =>
  x.shape.map((_, index) => (index === axis ? value : 0))

const none = (x: Tensor): readonly number[] => x.shape.map(() => 0)

/** An input moved by `stride` cells along a spatial axis moves the output by `inputDilation` entries. */
export const convTranslation = (geometry: ConvGeometry, axis: number, x: Tensor, w: Tensor): Equation => {
  const [stride, inputDilation] = [geometry.stride[axis] ?? 1, geometry.inputDilation[axis] ?? 1]
  const convolve = conv(optionsOf(geometry))
  const moved = convolve(padZeros(x, onAxis(x, axis + 2, stride), none(x), none(x)), w)
  return {
    left: sliceAlong(moved, axis + 2, inputDilation, at(moved.shape, axis + 2)),
    right: convolve(x, w),
    tolerance: rounding,
  }
}

const spatially = (values: readonly number[]): readonly number[] => [0, 0, ...values]

/** Padding and both dilations are zeros that could have been written into the input and the kernel. */
export const convPadding = (geometry: ConvGeometry, x: Tensor, w: Tensor): Equation => {
  const axes = axesOf(geometry)
  const { stride, groups } = geometry
  const written = padZeros(
    x,
    spatially(axes.map((axis) => axis.low)),
    spatially(axes.map((axis) => axis.high)),
    spatially(axes.map((axis) => axis.inputDilation - 1)),
  )
  const spread = padZeros(w, none(w), none(w), spatially(axes.map((axis) => axis.dilation - 1)))
  return {
    left: conv(optionsOf(geometry))(x, w),
    right: conv({ stride, groups })(written, spread),
    tolerance: rounding,
  }
}

/** The part of a list of channels that belongs to a group. */
const groupOf = (x: Tensor, axis: number, group: number, groups: number): Tensor => {
  const size = at(x.shape, axis) / groups
  return sliceAlong(x, axis, group * size, (group + 1) * size)
}

const byGroup = (groups: number, axis: number, f: (group: number) => Tensor): Tensor =>
  concat({ axis })(Array.from({ length: groups }, (_, group) => f(group)))

/** Each group of channels is convolved on its own. */
export const convGroups = (geometry: ConvGeometry, x: Tensor, w: Tensor): Equation => {
  const { groups } = geometry
  const alone = conv({ ...optionsOf(geometry), groups: 1 })
  return {
    left: conv(optionsOf(geometry))(x, w),
    right: byGroup(groups, 1, (group) => alone(groupOf(x, 1, group, groups), groupOf(w, 0, group, groups))),
    tolerance: rounding,
  }
}

/** w [O, C / groups, ...K] with each group's channels exchanged, rotated by 180 degrees: [C, O / groups, ...K]. */
export const rotatedKernel = (w: Tensor, groups: number): Tensor => {
  const [outputs, inputs, ...kernel] = [at(w.shape, 0) / groups, at(w.shape, 1), ...w.shape.slice(2)]
  const spatial = kernel.map((_, k) => k)
  const split = reshapeTo(w, [groups, outputs, inputs, ...kernel])
  const exchanged = transposeTo(split, [0, 2, 1, ...spatial.map((k) => k + 3)])
  return flip({ axis: spatial.map((k) => k + 2) })(reshapeTo(exchanged, [groups * inputs, outputs, ...kernel]))
}

const nonNegative = (values: readonly number[]): readonly number[] => values.map((value) => Math.max(value, 0))

/** Padding in front and behind, where a negative width cuts off. */
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
    left: convInput(geometry.input, optionsOf(geometry))(dy, w),
    right: conv({ stride: inputDilation, dilation, groups })(border(spread, low, high), rotatedKernel(w, groups)),
    tolerance: rounding,
  }
}

const exchanged = (x: Tensor): Tensor => transposeTo(x, [1, 0, ...x.shape.slice(2).map((_, k) => k + 2)])

/** The gradient of the kernel is the input correlated with the error: batch and channels, stride and dilation change places. */
export const filterIsCorrelation = (geometry: ConvGeometry, x: Tensor, dy: Tensor): Equation => {
  const { groups, stride, dilation, padding, inputDilation } = geometry
  const correlate = conv({ stride: dilation, dilation: stride, padding, inputDilation })
  const ofGroup = (group: number): Tensor => {
    const all = correlate(exchanged(groupOf(x, 1, group, groups)), exchanged(groupOf(dy, 1, group, groups)))
    return exchanged(slice([{}, {}, ...geometry.kernel.slice(2).map((taps) => ({ stop: taps }))])(all))
  }
  return {
    left: convFilter(geometry.kernel, optionsOf(geometry))(x, dy),
    right: byGroup(groups, 0, ofGroup),
    tolerance: rounding,
  }
}

/** Transposed convolution is the adjoint of convolution in its input, and convFilter in its kernel. */
export const convTransposition = (geometry: ConvGeometry, x: Tensor, w: Tensor, dy: Tensor): Equation => {
  const options = optionsOf(geometry)
  const product = innerProduct(conv(options)(x, w), dy)
  return {
    left: [product, product],
    right: [
      innerProduct(x, convInput(geometry.input, options)(dy, w)),
      innerProduct(w, convFilter(geometry.kernel, options)(x, dy)),
    ],
    tolerance: rounding,
  }
}

/** <conv(x, w), y> = <x, convTranspose(y, w)>, of the same padding, uneven or 'same'. */
export const adjointOfConv = (options: ConvTransposeOptions, y: Tensor, w: Tensor, x: Tensor): Equation => {
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options
  return {
    left: innerProduct(conv({ stride, padding, dilation, groups })(x, w), y),
    right: innerProduct(x, convTranspose(options)(y, w)),
    tolerance: rounding,
  }
}
