/**
 * @file Convolution of volumes, by that of images: the slices under the taps of a kernel's depth become channels.
 *
 *     conv3d: y[n, o, l, i, j] = sum over c, r, p, q of x[n, c, l s + r d - pad, ..] w[o, c, r, p, q]
 *     convTranspose3d: y[n, o, l s + r d - pad, ..] += x[n, c, l, ..] w[c, o, r, ..]
 *
 * A kernel [O, C / groups, D, KH, KW] is one of images, [O, C / groups * D, KH, KW], with the same numbers in the same
 * order.
 * Shape rule: that of `conv.ts` and `convTranspose.ts`, with three spatial axes. Pullback: through the parts.
 * Laws: finite differences, adjointness, pullback linearity, second order; "is the sum over its taps"; of convTranspose3d
 * "adjoint of conv3d"; PyTorch's values.
 */
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor, leaf, ofShape } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { WindowAxis, WindowCaller } from '../core/Window.ts'
import { onAxis, windowOf } from '../core/Window.ts'
import { broadcastTo } from './broadcastTo.ts'
import type { ConvOptions } from './conv.ts'
import { checkGroups, conv, convOptionNames } from './conv.ts'
import type { ConvTransposeOptions } from './convTranspose.ts'
import { convTranspose, outputAxis, transposedOptionNames } from './convTranspose.ts'
import { scatterAdd, takeNamed } from './gather.ts'
import { reshapeTo } from './reshape.ts'
import { padZeros, sliceAlong } from './slice.ts'
import { transposeTo } from './transpose.ts'

/** Volumes as many as those of a shape [N, C, D, H, W], with other channels and sides. */
export type VolumeShape<X extends Shape, C> = X extends readonly [
  infer N extends number,
  number,
  number,
  number,
  number,
]
  ? C extends number
    ? readonly [N, C, number, number, number]
    : Shape
  : Shape

type Volume = readonly [number, number, number, number, number]

const isVolume = (shape: readonly number[]): shape is Volume => shape.length === 5

/** The sizes of a volume and of a kernel that takes its number of channels. */
const volumesOf = (
  { operation, phrase }: WindowCaller,
  { shape: x }: Tensor,
  { shape: w }: Tensor,
  channelsOf: (kernel: Volume) => number,
): readonly [x: Volume, w: Volume] => {
  if (!isVolume(x) || !isVolume(w)) {
    return refuse(
      operation,
      [x, w],
      {
        expected: 'three spatial axes in both, [N, C, D, H, W]',
        found: `ranks ${String(x.length)} and ${String(w.length)}`,
      },
      phrase,
    )
  }
  return x[1] === channelsOf(w)
    ? [x, w]
    : refuse(
        operation,
        [x, w],
        { expected: `${String(channelsOf(w))} channels, as the kernel`, found: String(x[1]) },
        phrase,
      )
}

const callerOf = (operation: string, x: Tensor, w: Tensor, word: string): WindowCaller => ({
  operation,
  shapes: [x.shape, w.shape],
  phrase: `convolve ${showShape(x.shape)} ${word} ${showShape(w.shape)}`,
})

/** The slice under each tap of each window; where there is none, a slice of zeros behind the last. */
const slicesUnder = ({ input, kernel, stride, low, dilation, inputDilation, output }: WindowAxis): Tensor =>
  leaf(
    Float64Array.from({ length: output * kernel }, (_, k) => {
      const place = (Math.floor(k / kernel) * stride + (k % kernel) * dilation - low) / inputDilation
      return Number.isInteger(place) && place >= 0 && place < input ? place : input
    }),
    [output, kernel],
  )

/**
 * Convolution of volumes: input [N, C, D, H, W], kernel [O, C / groups, KD, KH, KW], result [N, O, D', H', W']. Refuses
 * what {@link conv} refuses.
 *
 * @example
 * ```ts
 * import { conv3d, ones } from 'cotangent'
 *
 * conv3d({ stride: 2, padding: 1 })(ones([1, 2, 4, 6, 8]), ones([5, 2, 3, 3, 3])).shape // => [1, 5, 2, 3, 4]
 * ```
 */
export const conv3d =
  (options: ConvOptions = {}) =>
  <const X extends Shape, const W extends Shape>(x: Tensor<X>, w: Tensor<W>): Tensor<VolumeShape<X, W[0]>> => {
    const { groups = 1 } = checkOptions('conv3d', options, convOptionNames)
    const caller = callerOf('conv3d', checkTensor(x), checkTensor(w), 'with')
    checkGroups(caller, groups)
    const [[n, c, , height, width], [features, channels, taps, ...sides]] = volumesOf(
      caller,
      x,
      w,
      (k) => k[1] * groups,
    )
    const [depth, ...plane] = windowOf(caller, x.shape.slice(2), w.shape.slice(2), options)
    if (depth === undefined) return ofShape(x)
    const none = [0, 0, 0, 0, 0]
    const slices = takeNamed(padZeros(x, none, [0, 0, 1, 0, 0], none), slicesUnder(depth), 2)
    const images = reshapeTo(transposeTo(slices, [0, 2, 1, 3, 4, 5]), [n * depth.output, c * taps, height, width])
    const y = conv({
      groups,
      stride: plane.map(({ stride }) => stride),
      dilation: plane.map(({ dilation }) => dilation),
      inputDilation: plane.map(({ inputDilation }) => inputDilation),
      padding: plane.map(({ low, high }) => [low, high] as const),
    })(images, reshapeTo(w, [features, channels * taps, ...sides]))
    const apart = reshapeTo(y, [n, depth.output, ...y.shape.slice(1)])
    return ofShape(transposeTo(apart, [0, 2, 1, 3, 4]))
  }

/**
 * Transposed convolution of volumes: input [N, C, D, H, W], kernel [C, O / groups, KD, KH, KW], result [N, O, D', H', W']
 * with D' = (D - 1) stride - low - high + dilation (KD - 1) + outputPadding + 1. Refuses what {@link convTranspose}
 * refuses.
 *
 * @example
 * ```ts
 * import { convTranspose3d, ones } from 'cotangent'
 *
 * convTranspose3d({ stride: 2 })(ones([1, 3, 2, 2, 4]), ones([3, 5, 2, 3, 2])).shape // => [1, 5, 4, 5, 8]
 * ```
 */
export const convTranspose3d =
  (options: ConvTransposeOptions = {}) =>
  <const X extends Shape>(x: Tensor<X>, w: Tensor): Tensor<VolumeShape<X, number>> => {
    const { stride = 1, dilation = 1, groups = 1 } = checkOptions('convTranspose3d', options, transposedOptionNames)
    const caller = callerOf('convTranspose3d', checkTensor(x), checkTensor(w), 'transposed with')
    checkGroups(caller, groups)
    const [[n, c, ...lengths], [, each, taps, ...sides]] = volumesOf(caller, x, w, (k) => k[0])
    const [depth, ...plane] = lengths.map((length, axis) =>
      outputAxis(caller, [length, w.shape[axis + 2] ?? 1], options, axis),
    )
    if (depth === undefined) return ofShape(x)
    const y = convTranspose({
      groups,
      stride: plane.map((_, k) => onAxis(stride, k + 1, 1)),
      dilation: plane.map((_, k) => onAxis(dilation, k + 1, 1)),
      padding: plane.map(({ padding }) => padding),
      outputPadding: plane.map(({ extra }) => extra),
    })(
      reshapeTo(transposeTo(x, [0, 2, 1, 3, 4]), [n * lengths[0], c, ...lengths.slice(1)]),
      reshapeTo(w, [c, each * taps, ...sides]),
    )
    const [step, apart] = [onAxis(stride, 0, 1), onAxis(dilation, 0, 1)]
    const slices = reshapeTo(y, [n, lengths[0], each * groups, taps, ...y.shape.slice(2)])
    const line = reshapeTo(transposeTo(slices, [0, 2, 1, 3, 4, 5]), [
      n,
      each * groups,
      lengths[0] * taps,
      ...y.shape.slice(2),
    ])
    const places = Float64Array.from({ length: lengths[0] * taps }, (_, k) => {
      const place = Math.floor(k / taps) * step + (k % taps) * apart - depth.padding[0]
      return place >= 0 && place < depth.output ? place : depth.output
    })
    const indices = broadcastTo(line.shape)(leaf(places, [1, 1, places.length, 1, 1]))
    const whole = scatterAdd({ axis: 2, size: depth.output + 1 })(indices, line)
    return ofShape(sliceAlong(whole, 2, 0, depth.output))
  }
