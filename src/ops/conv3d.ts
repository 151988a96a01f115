/**
 * @file Convolution of volumes, by that of images: the slices under the taps of a kernel's depth become channels.
 *
 *     conv3d: y[n, o, l, i, j] = sum over c, r, p, q of x[n, c, l s + r d - pad, ..] w[o, c, r, p, q]
 *     convTranspose3d: y[n, o, l s + r d - pad, ..] += x[n, c, l, ..] w[c, o, r, ..]
 *
 * A kernel [O, C / groups, D, KH, KW] is one of images, [O, C / groups * D, KH, KW], with the same numbers in the same
 * order. Near the padding it has fewer taps, so each part of the depth with the same taps is a convolution of its own.
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
import { add } from './add.ts'
import { broadcastTo } from './broadcastTo.ts'
import { concatAlong } from './concat.ts'
import { zeros } from './constant.ts'
import type { ConvOptions } from './conv.ts'
import { checkGroups, conv, convOptionNames } from './conv.ts'
import type { ConvTransposeOptions } from './convTranspose.ts'
import { convTranspose, outputAxis, transposedOptionNames } from './convTranspose.ts'
import { scatterAdd, takeNamed } from './gather.ts'
import { reshapeTo } from './reshape.ts'
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

/** Places along the depth that the same taps of the kernel concern. */
interface Layer {
  readonly places: readonly number[]
  readonly taps: readonly number[]
}

/**
 * The places along the depth, by the taps that concern them. A tap that falls into the padding is left out, as in `conv`: it
 * adds nothing, even if its weight is infinite.
 */
const layersOf = (
  places: number,
  taps: number,
  concerns: (place: number, tap: number) => boolean,
): readonly Layer[] => {
  const all = Array.from({ length: taps }, (_, tap) => tap)
  const own = Array.from({ length: places }, (_, place) => all.filter((tap) => concerns(place, tap)))
  const names = own.map((tapsHere) => tapsHere.join())
  return [...new Map(names.map((name, place) => [name, own[place] ?? []]))].map(([name, tapsThere]) => ({
    places: names.flatMap((one, place) => (one === name ? [place] : [])),
    taps: tapsThere,
  }))
}

/** The input slice under a tap of a window along the depth; not whole, or outside, where there is none. */
const sliceUnder =
  ({ stride, low, dilation, inputDilation }: WindowAxis) =>
  (place: number, tap: number): number =>
    (place * stride + tap * dilation - low) / inputDilation

const numbersIn = (numbers: readonly number[], shape: Shape): Tensor => leaf(Float64Array.from(numbers), shape)

/** The entries of an axis at some places; the tensor itself where they are all of it, in order. */
const takenAt = (x: Tensor, places: readonly number[], axis: number): Tensor =>
  places.length === x.shape[axis] && places.every((place, k) => place === k)
    ? x
    : takeNamed(x, numbersIn(places, [places.length]), axis)

/** A function that convolves volumes. */
export type ConvolveVolumes = <const X extends Shape, const W extends Shape>(
  x: Tensor<X>,
  w: Tensor<W>,
) => Tensor<VolumeShape<X, W[0]>>

/** As {@link conv3d}, with options that nobody can change. */
const convolvedBy =
  (options: ConvOptions): ConvolveVolumes =>
  <const X extends Shape, const W extends Shape>(x: Tensor<X>, w: Tensor<W>): Tensor<VolumeShape<X, W[0]>> => {
    const { groups = 1 } = options
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
    const under = sliceUnder(depth)
    const isSlice = (place: number): boolean => Number.isInteger(place) && place >= 0 && place < depth.input
    const layers = layersOf(depth.output, taps, (place, tap) => isSlice(under(place, tap)))
    const convolve = conv({
      groups,
      stride: plane.map(({ stride }) => stride),
      dilation: plane.map(({ dilation }) => dilation),
      inputDilation: plane.map(({ inputDilation }) => inputDilation),
      padding: plane.map(({ low, high }) => [low, high] as const),
    })
    const parts = layers.map(({ places, taps: own }): Tensor => {
      const outer = [n, places.length] as const
      if (own.length === 0) return zeros([...outer, features, ...plane.map(({ output }) => output)])
      const found = places.flatMap((place) => own.map((tap) => under(place, tap)))
      const slices = takeNamed(x, numbersIn(found, [places.length, own.length]), 2)
      const images = reshapeTo(transposeTo(slices, [0, 2, 1, 3, 4, 5]), [
        n * places.length,
        c * own.length,
        height,
        width,
      ])
      const y = convolve(images, reshapeTo(takenAt(w, own, 2), [features, channels * own.length, ...sides]))
      return reshapeTo(y, [...outer, ...y.shape.slice(1)])
    })
    const [first, ...others] = parts
    if (first === undefined) return ofShape(x)
    const order = layers.flatMap(({ places }) => places)
    const places = new Map(order.map((place, k) => [place, k]))
    const back = order.map((_, place) => places.get(place) ?? 0)
    return ofShape(transposeTo(takenAt(concatAlong([first, ...others], 1), back, 1), [0, 2, 1, 3, 4]))
  }

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
export const conv3d = (options: ConvOptions = {}): ConvolveVolumes =>
  convolvedBy(checkOptions('conv3d', options, convOptionNames))

/** A function that convolves volumes, transposed. */
export type TransposeVolumes = <const X extends Shape>(x: Tensor<X>, w: Tensor) => Tensor<VolumeShape<X, number>>

/** As {@link convTranspose3d}, with options that nobody can change. */
const transposedBy =
  (options: ConvTransposeOptions): TransposeVolumes =>
  <const X extends Shape>(x: Tensor<X>, w: Tensor): Tensor<VolumeShape<X, number>> => {
    const { stride = 1, dilation = 1, groups = 1 } = options
    const caller = callerOf('convTranspose3d', checkTensor(x), checkTensor(w), 'transposed with')
    checkGroups(caller, groups)
    const [[n, c, ...lengths], [, each, taps, ...sides]] = volumesOf(caller, x, w, (k) => k[0])
    const [depth, ...plane] = lengths.map((length, axis) =>
      outputAxis(caller, [length, w.shape[axis + 2] ?? 1], options, axis),
    )
    if (depth === undefined) return ofShape(x)
    const [step, apart] = [onAxis(stride, 0, 1), onAxis(dilation, 0, 1)]
    const placeOf = (slice: number, tap: number): number => slice * step + tap * apart - depth.padding[0]
    const isPlace = (place: number): boolean => place >= 0 && place < depth.output
    const spread = convTranspose({
      groups,
      stride: plane.map((_, k) => onAxis(stride, k + 1, 1)),
      dilation: plane.map((_, k) => onAxis(dilation, k + 1, 1)),
      padding: plane.map(({ padding }) => padding),
      outputPadding: plane.map(({ extra }) => extra),
    })
    const size = [n, each * groups, depth.output, ...plane.map(({ output }) => output)]
    const layers = layersOf(lengths[0], taps, (slice, tap) => isPlace(placeOf(slice, tap)))
    return ofShape(
      layers.reduce<Tensor>((sum, { places: slices, taps: own }) => {
        if (own.length === 0) return sum
        const images = transposeTo(takenAt(x, slices, 2), [0, 2, 1, 3, 4])
        const y = spread(
          reshapeTo(images, [n * slices.length, c, ...lengths.slice(1)]),
          reshapeTo(takenAt(w, own, 2), [c, each * own.length, ...sides]),
        )
        const apiece = reshapeTo(y, [n, slices.length, each * groups, own.length, ...y.shape.slice(2)])
        const count = slices.length * own.length
        const line = reshapeTo(transposeTo(apiece, [0, 2, 1, 3, 4, 5]), [n, each * groups, count, ...y.shape.slice(2)])
        const places = slices.flatMap((slice) => own.map((tap) => placeOf(slice, tap)))
        const indices = broadcastTo(line.shape)(numbersIn(places, [1, 1, count, 1, 1]))
        return add(sum, scatterAdd({ axis: 2, size: depth.output })(indices, line))
      }, zeros(size)),
    )
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
export const convTranspose3d = (options: ConvTransposeOptions = {}): TransposeVolumes =>
  transposedBy(checkOptions('convTranspose3d', options, transposedOptionNames))
