/**
 * @file Resizing of images: every row and column of the result is a weighted sum of rows and columns of the image, so the
 * whole is two products with matrices of weights.
 *
 *     y = R x C^T        R [H', H], C [W', W]
 *
 * Where a result's cell looks in the image, s = from / to (or 1 / scale):
 *
 *     nearest         floor(i s)
 *     nearestExact    floor((i + 1/2) s)
 *     bilinear        between two cells around (i + 1/2) s - 1/2, or around i (from - 1) / (to - 1) with aligned corners
 *     bicubic         four cells around the same places, with Keys' kernel of a = -3/4
 *     area            the mean of the cells from floor(i from / to) to ceil((i + 1) from / to): adaptive average pooling
 *
 * Shape rule: [N, C, H, W] to [N, C, H', W']. Pullback: the products with the transposed matrices.
 * Laws: finite differences (exact: it is linear), adjointness, pullback linearity; "weights of a cell sum to 1"; PyTorch's values.
 */
import type { Tensor } from '../core/Tensor.ts'
import { tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { matmul } from './matmul.ts'
import { reshapeTo } from './reshape.ts'
import { transposeMatrix } from './transpose.ts'

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

const weightsOf = (
  i: number,
  from: number,
  to: number,
  step: number,
  mode: InterpolationMode,
  aligned: boolean,
): readonly Weight[] => {
  const inside = (cell: number): number => Math.min(from - 1, Math.max(0, cell))
  if (mode === 'nearest') return [[inside(Math.floor(i * step)), 1]]
  if (mode === 'nearestExact') return [[inside(Math.floor((i + 0.5) * step)), 1]]
  if (mode === 'area') {
    const [low, high] = [Math.floor((i * from) / to), Math.ceil(((i + 1) * from) / to)]
    return Array.from({ length: high - low }, (_, k) => [low + k, 1 / (high - low)] as const)
  }
  const place = aligned ? (to > 1 ? (i * (from - 1)) / (to - 1) : 0) : (i + 0.5) * step - 0.5
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

/** The matrix [to, from] of weights along a side. */
export const sideWeights = (
  from: number,
  to: number,
  mode: InterpolationMode,
  { step = from / to, aligned = false }: { readonly step?: number; readonly aligned?: boolean } = {},
): Tensor => {
  const rows = Array.from({ length: to }, (_, i) => weightsOf(i, from, to, step, mode, aligned))
  const numbers = rows.flatMap((row) =>
    Array.from({ length: from }, (_, cell) => row.reduce((sum, [at, weight]) => (at === cell ? sum + weight : sum), 0)),
  )
  return tensor(numbers, [to, from]) as Tensor
}

/** Images [N, C, H, W], refused where they are none. */
export const imageSides = (operation: string, { shape }: Tensor): readonly [number, number, number, number] => {
  const [n, c, h, w, ...others] = shape
  return n === undefined || c === undefined || h === undefined || w === undefined || others.length > 0 || h * w === 0
    ? refuse(operation, [shape], 'it expects [N, C, H, W]')
    : [n, c, h, w]
}

/** Two products: with the weights of the rows and with those of the columns. */
export const weighSides = (x: Tensor, rows: Tensor, columns: Tensor): Tensor => {
  const [n = 0, c = 0, h = 0] = x.shape
  const [height = 0, width = 0] = [rows.shape[0], columns.shape[0]]
  const across = matmul(x, transposeMatrix(columns) as never) as Tensor
  const down = matmul(rows, reshapeTo(across, [n * c, h, width]) as never) as Tensor
  return reshapeTo(down, [n, c, height, width])
}

const pairOf = (value: number | readonly [number, number]): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : value

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
    const weights = (from: number, to: number, factor: number): Tensor =>
      sideWeights(from, to, mode, { step: size === undefined ? 1 / factor : from / to, aligned: alignCorners })
    return weighSides(x, weights(h, height, vertical), weights(w, width, horizontal))
  }
