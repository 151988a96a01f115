/**
 * @file Resizing of images: every row and column of the result is a weighted sum of a few rows and columns of the image.
 *
 *     y[i, j] = sum over rows p seen by i and columns q seen by j of r[i, p] c[j, q] x[p, q]
 *
 * Where a result's cell looks in the image, s = from / to (or 1 / scale):
 *
 *     nearest         floor(i s)
 *     nearestExact    floor((i + 1/2) s)
 *     bilinear        between two cells around (i + 1/2) s - 1/2, or around i (from - 1) / (to - 1) with aligned corners
 *     bicubic         four cells around the same places, with Keys' kernel of a = -3/4
 *     area            the mean of the cells from floor(i from / to) to ceil((i + 1) from / to): adaptive average pooling
 *
 * Shape rule: [N, C, H, W] to [N, C, H', W']. Pullback: each cotangent to the cells that were seen, times the weights.
 * Laws: finite differences (exact: it is linear), adjointness, pullback linearity, locality; PyTorch's values.
 */
import { isList } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { leaf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { sumAxes } from './broadcastTo.ts'
import { zero } from './constant.ts'
import { takeNamed } from './gather.ts'
import { mul } from './mul.ts'
import { notEqual } from './notEqual.ts'
import { where } from './where.ts'

/** How cells of the result look at cells of the image. */
export type InterpolationMode = 'nearest' | 'nearestExact' | 'bilinear' | 'bicubic' | 'area'

/** To what size, and how. */
export interface InterpolateOptions {
  /** Height and width of the result, or one number for both; this or `scale`. */
  readonly size?: number | readonly [height: number, width: number]
  /** The result's size is the image's times this, rounded down. */
  readonly scale?: number | readonly [vertical: number, horizontal: number]
  /** 'nearest' by default. */
  readonly mode?: InterpolationMode
  /** Whether the outermost cells of image and result lie on one another, for 'bilinear' and 'bicubic'; false by default. */
  readonly alignCorners?: boolean
}

/** A cell of the image, and how much of it. */
type Weight = readonly [cell: number, weight: number]

const cubic = (t: number): number => {
  const [a, x] = [-0.75, Math.abs(t)]
  return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
}

/** A side of an image and of the result, and how many cells of the image one cell of the result is worth, as a fraction. */
interface Side {
  readonly from: number
  readonly to: number
  readonly step: readonly [over: number, under: number]
  readonly mode: InterpolationMode
  readonly aligned: boolean
}

/** The whole cells before `place` steps: a quotient of whole numbers, which a product with the step would miss by one. */
const cellsBefore = (place: number, [over, under]: Side['step']): number => Math.floor((place * over) / under)

const weightsOf = (i: number, { from, to, step, mode, aligned }: Side): readonly Weight[] => {
  const inside = (cell: number): number => Math.min(from - 1, Math.max(0, cell))
  if (mode === 'nearest') return [[inside(cellsBefore(i, step)), 1]]
  if (mode === 'nearestExact') return [[inside(cellsBefore(2 * i + 1, [step[0], 2 * step[1]])), 1]]
  if (mode === 'area') {
    const [low, high] = [Math.floor((i * from) / to), Math.ceil(((i + 1) * from) / to)]
    return Array.from({ length: high - low }, (_, k) => [low + k, 1 / (high - low)] as const)
  }
  const place = aligned ? (to > 1 ? (i * (from - 1)) / (to - 1) : 0) : ((i + 0.5) * step[0]) / step[1] - 0.5
  const at = mode === 'bilinear' ? Math.max(0, place) : place
  const cell = Math.floor(at)
  const part = at - cell
  return mode === 'bilinear'
    ? [
        [inside(cell), 1 - part],
        [inside(cell + 1), part],
      ]
    : [-1, 0, 1, 2].map((k) => [inside(cell + k), cubic(part - k)] as const)
}

/** Each cell once, and only cells that count. */
const merged = (weights: readonly Weight[]): readonly Weight[] => {
  const cells = [...new Set(weights.map(([cell]) => cell))]
  const weightOf = (cell: number): number => weights.reduce((sum, [at, w]) => (at === cell ? sum + w : sum), 0)
  return cells.map((cell): Weight => [cell, weightOf(cell)]).filter(([, weight]) => weight !== 0)
}

/** For each cell along a side of the result, the cells of the image that it sees, and how much of each. */
export type Taps = readonly (readonly Weight[])[]

/** The taps along a side. */
export const sideTaps = (side: Side): Taps => Array.from({ length: side.to }, (_, i) => merged(weightsOf(i, side)))

/** The taps of the means over windows that part a side. */
export const areaTaps = (from: number, to: number): Taps =>
  sideTaps({ from, to, step: [from, to], mode: 'area', aligned: false })

/**
 * Weighted sums along an axis. Cells are picked by index, so that a cell that is not seen has no part in the sum: a product
 * with a weight of 0 would make NaN of an infinite one.
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
  return sumAxes(parts as Tensor, [axis + 1])
}

/** Images [N, C, H, W], refused where they are none. */
export const imageSides = (operation: string, { shape }: Tensor): readonly [number, number, number, number] => {
  const [n, c, h, w, ...others] = shape
  return n === undefined || c === undefined || h === undefined || w === undefined || others.length > 0 || h * w === 0
    ? refuse(operation, [shape], 'it expects [N, C, H, W]')
    : [n, c, h, w]
}

/** Weighted sums of the rows of images, and of their columns. */
export const weighSides = (x: Tensor, rows: Taps, columns: Taps): Tensor => weighAxis(weighAxis(x, 3, columns), 2, rows)

const pairOf = (value: number | readonly [number, number]): readonly [number, number] =>
  isList(value) ? value : [value, value]

/**
 * Images of another size. Refuses a size that is no whole number above 0, and options that name both or neither of size
 * and scale.
 *
 * @example
 * ```ts
 * import { interpolate, tensor, toNested } from 'cotangent'
 *
 * const image = tensor([1, 3], [1, 1, 1, 2])
 * toNested(interpolate({ size: [1, 4] })(image)) // => [[[[1, 1, 3, 3]]]]
 * toNested(interpolate({ size: [1, 4], mode: 'bilinear' })(image)) // => [[[[1, 1.5, 2.5, 3]]]]
 * toNested(interpolate({ size: [1, 3], mode: 'bilinear', alignCorners: true })(image)) // => [[[[1, 2, 3]]]]
 * ```
 */
export const interpolate =
  ({ size, scale, mode = 'nearest', alignCorners = false }: InterpolateOptions) =>
  (x: Tensor): Tensor => {
    const [, , h, w] = imageSides('interpolate', x)
    if ((size === undefined) === (scale === undefined)) {
      return refuse('interpolate', [x.shape], 'either the size or the scale is given')
    }
    const [vertical, horizontal] = pairOf(scale ?? 1)
    const [height, width] = size === undefined ? [Math.floor(h * vertical), Math.floor(w * horizontal)] : pairOf(size)
    if (!Number.isSafeInteger(height) || !Number.isSafeInteger(width) || height < 1 || width < 1) {
      return refuse(
        'interpolate',
        [x.shape],
        `the result has whole sides above 0, not ${String(height)} and ${String(width)}`,
      )
    }
    const taps = (from: number, to: number, factor: number): Taps =>
      sideTaps({ from, to, step: size === undefined ? [1, factor] : [from, to], mode, aligned: alignCorners })
    return weighSides(x, taps(h, height, vertical), taps(w, width, horizontal))
  }
