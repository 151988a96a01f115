/**
 * @file Resizing of images: every row and column of the result is a weighted sum of a few rows and columns of the image.
 *
 *     y[i, j] = sum over rows p seen by i and columns q seen by j of r[i, p] c[j, q] x[p, q]
 *
 *     nearest         one cell, by default floor(i s)
 *     nearestExact    floor((i + 1/2) s)
 *     bilinear        the cells on both sides of a place
 *     bicubic         two cells on either side, with Keys' kernel
 *     area            the mean of the cells from floor(i from / to) to ceil((i + 1) from / to): adaptive average pooling
 *
 * Where places are, and the weights of cells around them: see `taps.ts`.
 * Shape rule: [N, C, H, W] to [N, C, H', W']. Pullback: each cotangent to the cells that were seen, times the weights.
 * Laws: finite differences (exact: it is linear), adjointness, pullback linearity, locality; "keeps what is constant"; values of
 * PyTorch, ONNX and Pillow.
 */
import { checkListed, checkSizes } from '../core/shapeRules.ts'
import type { OptionNames } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import { isList, showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { leaf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { sumAxes } from './broadcastTo.ts'
import { zero } from './constant.ts'
import { takeNamed } from './gather.ts'
import { mul } from './mul.ts'
import { notEqual } from './notEqual.ts'
import type { Coordinates, Rounding, Side, Taps, Weight } from './taps.ts'
import { areaTaps, cubic, fractionOf, nearestTaps, triangle, weighedTaps } from './taps.ts'
import { where } from './where.ts'

/** Which cells of the image a cell of the result is computed from. */
export type InterpolationMode = 'nearest' | 'nearestExact' | 'bilinear' | 'bicubic' | 'area'

/** The size of the result, and how it is computed. */
export interface InterpolateOptions {
  /** Height and width of the result, or one number for both. Give either this or `scale`. */
  readonly size?: number | readonly [height: number, width: number]
  /**
   * The ratio of the result's size to the image's; sides are rounded down. Mode 'nearest' takes cell floor(i / scale) always;
   * PyTorch copies where a side keeps its length, and repeats each cell twice where it doubles.
   */
  readonly scale?: number | readonly [vertical: number, horizontal: number]
  /** 'nearest' by default. */
  readonly mode?: InterpolationMode
  /** Whether the outermost cells of image and result coincide, as `coordinates: 'alignCorners'`; false by default. */
  readonly alignCorners?: boolean
  /**
   * How cells of the result are placed on the image, by ONNX's names: `(i + 1/2) s - 1/2` for 'halfPixel', `i s` for
   * 'asymmetric'. The default is 'asymmetric' for mode 'nearest', as in PyTorch, and 'halfPixel' otherwise. Not for
   * modes 'nearestExact' and 'area'.
   */
  readonly coordinates?: Coordinates
  /**
   * Which cell is taken for a place between two, in mode 'nearest': 'preferFloor' and 'preferCeil' take the nearest
   * cell, and of two equally near ones the first or the second. The default is 'floor' where coordinates are
   * 'asymmetric', and 'preferFloor' otherwise.
   */
  readonly rounding?: Rounding
  /**
   * Whether each cell of a smaller result averages all cells that it covers, by a kernel that is widened by the same
   * factor, as in Pillow. For modes 'bilinear' and 'bicubic'; false by default. With `alignCorners` the kernels stand on cells
   * that coincide at the corners, which PyTorch does not do.
   */
  readonly antialias?: boolean
  /**
   * The coefficient of Keys' kernel, for mode 'bicubic'; -0.75 by default as in PyTorch, and -0.5 with `antialias` as
   * in Pillow.
   */
  readonly cubic?: number
  /**
   * What a window sees outside the image, for modes 'bilinear' and 'bicubic': the cell at the edge again, or nothing,
   * so that the cells inside weigh more. 'edge' by default, and 'none' with `antialias`.
   */
  readonly outside?: 'edge' | 'none'
}

const names: OptionNames<InterpolateOptions> = {
  size: true,
  scale: true,
  mode: { nearest: true, nearestExact: true, bilinear: true, bicubic: true, area: true },
  alignCorners: true,
  coordinates: { halfPixel: true, asymmetric: true, alignCorners: true, halfPixelSymmetric: true },
  rounding: { floor: true, ceil: true, preferFloor: true, preferCeil: true },
  antialias: true,
  cubic: true,
  outside: { edge: true, none: true },
}

/** The modes that each option applies to. */
const modesOf: readonly (readonly [option: keyof InterpolateOptions, modes: readonly InterpolationMode[]])[] = [
  ['alignCorners', ['nearest', 'bilinear', 'bicubic']],
  ['coordinates', ['nearest', 'bilinear', 'bicubic']],
  ['rounding', ['nearest']],
  ['antialias', ['bilinear', 'bicubic']],
  ['cubic', ['bicubic']],
  ['outside', ['bilinear', 'bicubic']],
]

/**
 * Weighted sums along an axis. Cells are picked by index, so that a cell that is not seen takes no part in the sum: an
 * infinite cell times a weight of 0 would be NaN.
 */
const weighAxis = (x: Tensor, axis: number, taps: Taps): Tensor => {
  const most = taps.reduce((count, weights) => Math.max(count, weights.length), 1)
  const table = (entry: (weight: Weight) => number, otherwise: (weights: readonly Weight[]) => number): Float64Array =>
    Float64Array.from({ length: taps.length * most }, (_, k) => {
      const weights = taps[Math.floor(k / most)] ?? []
      const weight = weights[k % most]
      return weight === undefined ? otherwise(weights) : entry(weight)
    })
  const cells = table(
    ([cell]) => cell,
    ([first]) => first?.[0] ?? 0,
  )
  const numbers = table(
    ([, weight]) => weight,
    () => 0,
  )
  if (most === 1 && numbers.every((weight) => weight === 1)) return takeNamed(x, leaf(cells, [taps.length]), axis)
  const seen = takeNamed(x, leaf(cells, [taps.length, most]), axis)
  const weights = leaf(numbers, [taps.length, most, ...x.shape.slice(axis + 1).map(() => 1)])
  const products: Tensor = mul(seen, weights)
  const parts = numbers.every((weight) => weight !== 0) ? products : where(notEqual(weights, zero), products, zero)
  return sumAxes(parts, [axis + 1])
}

/** Refuses everything but images [N, C, H, W] with pixels. */
export const imageSides = (operation: string, { shape }: Tensor): readonly [number, number, number, number] => {
  const [n, c, h, w, ...others] = shape
  return n === undefined || c === undefined || h === undefined || w === undefined || others.length > 0 || h * w === 0
    ? refuse(operation, [shape], { expected: 'images [N, C, H, W] with pixels', found: showShape(shape) })
    : [n, c, h, w]
}

/** Weighted sums of the rows of images, and of their columns. */
export const weighSides = (x: Tensor, rows: Taps, columns: Taps): Tensor => weighAxis(weighAxis(x, 3, columns), 2, rows)

const pairOf = (value: number | readonly [number, number]): readonly [number, number] =>
  isList(value) ? value : [value, value]

/** Refuses options that do not apply to the mode, and options that contradict each other. */
const checkModes = (options: InterpolateOptions, mode: InterpolationMode): void => {
  const astray = modesOf.find(([name, modes]) => (options[name] ?? false) !== false && !modes.includes(mode))
  const phrase = 'set the options of interpolate'
  if (astray !== undefined) {
    const modes = astray[1].map((one) => `'${one}'`).join(', ')
    refuse('interpolate', [], { expected: `'${astray[0]}' with mode ${modes}`, found: `mode '${mode}'` }, phrase)
  }
  const { alignCorners, coordinates } = options
  if (alignCorners !== undefined && coordinates !== undefined && alignCorners !== (coordinates === 'alignCorners')) {
    refuse(
      'interpolate',
      [],
      {
        expected: 'one kind of coordinates',
        found: `'alignCorners' set to ${String(alignCorners)} and '${coordinates}'`,
      },
      phrase,
    )
  }
}

/** The taps along a side, by mode. */
const tapsIn = (options: InterpolateOptions, mode: InterpolationMode): ((side: Side) => Taps) => {
  if (mode === 'area') return ({ from, to }) => areaTaps(from, to)
  if (mode === 'nearestExact') return (side) => nearestTaps(side, 'halfPixel', 'preferCeil')
  const { alignCorners = false, antialias = false, outside = antialias ? 'none' : 'edge' } = options
  const usual = alignCorners ? 'alignCorners' : mode === 'nearest' ? 'asymmetric' : 'halfPixel'
  const { coordinates = usual, cubic: a = antialias ? -0.5 : -0.75 } = options
  const { rounding = coordinates === 'asymmetric' ? 'floor' : 'preferFloor' } = options
  if (mode === 'nearest') return (side) => nearestTaps(side, coordinates, rounding)
  const falloff = mode === 'bilinear' ? triangle : cubic(a)
  return (side) => weighedTaps(side, { coordinates, falloff, antialias, outside })
}

const reaches: Readonly<Record<InterpolationMode, number>> = {
  nearest: 1,
  nearestExact: 1,
  bilinear: 2,
  bicubic: 4,
  area: 2,
}

/** Refuses sides whose taps would fill the memory, before they are made. */
export const checkTaps = (operation: string, x: Tensor, sides: readonly number[], mode: InterpolationMode): void =>
  sides.forEach((side, axis) => {
    checkListed(operation, x.shape, (side + (x.shape[axis + 2] ?? 0)) * reaches[mode])
  })

/** Resizes images along sides whose steps are given, by the options' mode. */
export const resizeSides = (x: Tensor, rows: Side, columns: Side, options: InterpolateOptions): Tensor => {
  const tapsOf = tapsIn(options, options.mode ?? 'nearest')
  return weighSides(x, tapsOf(rows), tapsOf(columns))
}

/**
 * Resizes images. Refuses sides that are not whole numbers above 0 or too long for memory, options that give both or neither of size and
 * scale, and options that do not apply to the mode.
 *
 * @example
 * ```ts
 * import { interpolate, tensor, toNested } from 'cotangent'
 *
 * const image = tensor([1, 3], [1, 1, 1, 2])
 * toNested(interpolate({ size: [1, 4] })(image)) // => [[[[1, 1, 3, 3]]]]
 * toNested(interpolate({ size: [1, 4], mode: 'bilinear' })(image)) // => [[[[1, 1.5, 2.5, 3]]]]
 * toNested(interpolate({ size: [1, 3], mode: 'bilinear', alignCorners: true })(image)) // => [[[[1, 2, 3]]]]
 *
 * const row = tensor([0, 0, 8, 0], [1, 1, 1, 4])
 * toNested(interpolate({ size: [1, 2], mode: 'bilinear' })(row)) // => [[[[0, 4]]]]
 * toNested(interpolate({ size: [1, 1], mode: 'bilinear' })(row)) // => [[[[4]]]]
 * toNested(interpolate({ size: [1, 1], mode: 'bilinear', antialias: true })(row)) // => [[[[2.33333…]]]]
 * ```
 */
export const interpolate = (given: InterpolateOptions): ((x: Tensor) => Tensor) => {
  const options = checkOptions('interpolate', given, names)
  const { size, scale, mode = 'nearest' } = options
  checkSizes('interpolate', { size })
  checkModes(options, mode)
  const tapsOf = tapsIn(options, mode)
  return (x) => {
    const [, , h, w] = imageSides('interpolate', x)
    if ((size === undefined) === (scale === undefined)) {
      return refuse('interpolate', [x.shape], {
        expected: 'either the size or the scale',
        found: size === undefined ? 'neither' : 'both',
      })
    }
    const [vertical, horizontal] = pairOf(scale ?? 1)
    const [height, width] = size === undefined ? [Math.floor(h * vertical), Math.floor(w * horizontal)] : pairOf(size)
    if (!Number.isSafeInteger(height) || !Number.isSafeInteger(width) || height < 1 || width < 1) {
      return refuse('interpolate', [x.shape], {
        expected: 'whole sides above 0',
        found: `${String(height)} and ${String(width)}`,
      })
    }
    checkTaps('interpolate', x, [height, width], mode)
    const taps = (from: number, to: number, factor: number): Taps => {
      const [over, under] = fractionOf(factor)
      return tapsOf({ from, to, step: size === undefined ? [under, over] : [from, to] })
    }
    return weighSides(x, taps(h, height, vertical), taps(w, width, horizontal))
  }
}
