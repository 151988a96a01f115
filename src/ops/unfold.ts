/**
 * @file unfold and fold: the windows of an image as columns ("im2col"), and columns summed back to an image ("col2im").
 *
 *     y[n, (c, p, q), (i, j)] = x[n, c, i s + p d - pad, j s + q d - pad]
 *
 * A convolution is a matrix product with these columns. Unfold gathers the cells of a padded plane by index; fold adds
 * them up at the same indices.
 * Shape rule: [N, C, H, W] to [N, C K K', windows], and back. Pullback: of each, the other.
 * Laws: finite differences (exact), adjointness, pullback linearity; "is the adjoint of unfold".
 */
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { countOf, isList, showShape, sizeOf } from '../core/Shape.ts'
import { checkCounts, checkTabled } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { leaf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { ConvOptions } from './conv.ts'
import { convParams } from './conv.ts'
import { broadcastTo } from './broadcastTo.ts'
import { scatterAdd, takeNamed } from './gather.ts'
import { imageSides } from './interpolate.ts'
import { reshapeTo } from './reshape.ts'
import { padZeros, sliceAlong } from './slice.ts'

/** How windows slide. */
export interface UnfoldOptions extends Omit<ConvOptions, 'groups' | 'inputDilation'> {
  /** Cells along each side of the window. */
  readonly kernel: number | readonly [height: number, width: number]
}

/** How windows of one size slide over a padded image: the image's sides with padding, and the cells of each tap. */
interface Columns {
  readonly low: readonly number[]
  readonly high: readonly number[]
  /** The sides of the padded image. */
  readonly sides: readonly [number, number]
  /** Indices into the padded plane, by tap and window. */
  readonly cells: Tensor<readonly [number, number]>
}

const columnsOf = (
  image: Shape,
  kernel: readonly [number, number],
  options: Omit<UnfoldOptions, 'kernel'>,
): Columns => {
  const { window } = convParams(image, [image[1] ?? 1, 1, ...kernel], { ...options, groups: image[1] ?? 1 })
  const [rows, columns] = window
  if (rows === undefined || columns === undefined)
    return refuse('unfold', [image], { expected: 'images [N, C, H, W]', found: showShape(image) })
  const [height, width] = [rows.low + rows.input + rows.high, columns.low + columns.input + columns.high]
  const [taps, windows] = [sizeOf(kernel), rows.output * columns.output]
  checkTabled('unfold', image, taps * windows)
  const cells = Float64Array.from({ length: taps * windows }, (_, k) => {
    const [tap, at] = [Math.floor(k / windows), k % windows]
    const row = Math.floor(at / columns.output) * rows.stride + Math.floor(tap / kernel[1]) * rows.dilation
    const column = (at % columns.output) * columns.stride + (tap % kernel[1]) * columns.dilation
    return row * width + column
  })
  return {
    low: [0, 0, rows.low, columns.low],
    high: [0, 0, rows.high, columns.high],
    sides: [height, width],
    cells: leaf(cells, [taps, windows]),
  }
}

const sidesOf = (kernel: UnfoldOptions['kernel']): readonly [number, number] => {
  checkCounts('unfold', 'the kernel', kernel)
  return isList(kernel) ? kernel : [kernel, kernel]
}

const optionNames = { kernel: true, stride: true, padding: true, dilation: true } as const

/**
 * The windows of images as columns: one column per window, with its cells of all channels one below the other.
 *
 * @example
 * ```ts
 * import { tensor, toNested, unfold } from 'cotangent'
 *
 * toNested(unfold({ kernel: [1, 2] })(tensor([1, 2, 3], [1, 1, 1, 3]))) // => [[[1, 2], [2, 3]]]
 * ```
 */
export const unfold = (given: UnfoldOptions) => {
  const { kernel, ...options } = checkOptions('unfold', given, optionNames)
  return (x: Tensor): Tensor => {
    const [n, c] = imageSides('unfold', x)
    const { low, high, sides, cells } = columnsOf(x.shape, sidesOf(kernel), options)
    const padded = padZeros(x, low, high, [0, 0, 0, 0])
    const seen = takeNamed(reshapeTo(padded, [n, c, sizeOf(sides)]), cells, 2)
    return reshapeTo(seen, [n, c * cells.shape[0], cells.shape[1]])
  }
}

/**
 * Adds up columns, as {@link unfold} makes them, to images with sides `size`. Refuses columns that do not fit these
 * sides.
 *
 * @example
 * ```ts
 * import { fold, ones, toNested } from 'cotangent'
 *
 * toNested(fold([1, 3], { kernel: [1, 2] })(ones([1, 2, 2]))) // => [[[[1, 2, 1]]]]
 * ```
 */
export const fold = (size: readonly [height: number, width: number], given: UnfoldOptions) => {
  const { kernel, ...options } = checkOptions('fold', given, optionNames)
  return (columns: Tensor): Tensor => {
    const [n = 0, rows = 0, windows] = columns.shape
    const sides = sidesOf(kernel)
    const channels = rows / sizeOf(sides)
    if (columns.shape.length !== 3 || !Number.isSafeInteger(channels)) {
      return refuse('fold', [columns.shape], {
        expected: `[N, C * ${String(sizeOf(sides))}, windows]`,
        found: showShape(columns.shape),
      })
    }
    const { low, sides: padded, cells } = columnsOf([n, channels, ...size], sides, options)
    const [taps, count] = cells.shape
    if (count !== windows) {
      return refuse('fold', [columns.shape], {
        expected: `${countOf(count, 'window')}, as images of these sides have`,
        found: String(windows),
      })
    }
    const indices = broadcastTo([n, channels, taps * count])(reshapeTo(cells, [1, 1, taps * count]))
    const updates = reshapeTo(columns, [n, channels, taps * count])
    const planes = scatterAdd({ axis: 2, size: sizeOf(padded) })(indices, updates)
    const [top = 0, left = 0] = low.slice(2)
    const rowsOnly = sliceAlong(reshapeTo(planes, [n, channels, ...padded]), 2, top, top + size[0])
    return sliceAlong(rowsOnly, 3, left, left + size[1])
  }
}
