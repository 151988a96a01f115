/**
 * @file unfold and fold: the windows of an image as columns ("im2col"), and columns added up to an image ("col2im").
 *
 *     y[n, (c, p, q), (i, j)] = x[n, c, i s + p d - pad, j s + q d - pad]
 *
 * A convolution is a product of matrices with these columns; here unfold is a convolution with kernels of a single 1, and
 * fold its adjoint.
 * Shape rule: [N, C, H, W] to [N, C K K', windows], and back. Pullback: of each, the other.
 * Laws: finite differences (exact), adjointness, pullback linearity; "fold is the adjoint of unfold".
 */
import type { Shape } from '../core/Shape.ts'
import { sizeOf } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { ConvOptions } from './conv.ts'
import { conv, convInput, convParams } from './conv.ts'
import { windowOutput } from '../core/Window.ts'
import { imageSides } from './interpolate.ts'
import { reshapeTo } from './reshape.ts'

/** How windows slide. */
export interface UnfoldOptions extends Omit<ConvOptions, 'groups' | 'inputDilation'> {
  /** Cells along each side of the window. */
  readonly kernel: number | readonly [height: number, width: number]
}

/** For each channel one kernel a tap, with a 1 there: [C taps, 1, ...K]. */
const pickers = (channels: number, kernel: readonly [number, number]): Tensor => {
  const taps = sizeOf(kernel)
  const numbers = Array.from({ length: channels * taps * taps }, (_, k) =>
    Math.floor(k / taps) % taps === k % taps ? 1 : 0,
  )
  return tensor(numbers, [channels * taps, 1, ...kernel]) as Tensor
}

const sidesOf = (kernel: UnfoldOptions['kernel']): readonly [number, number] =>
  typeof kernel === 'number' ? [kernel, kernel] : kernel

/**
 * The windows of images as columns: for each window the cells of all channels, one under the other.
 *
 * @example
 * ```ts
 * import { tensor, toNested, unfold } from 'cotangent'
 *
 * toNested(unfold({ kernel: [1, 2] })(tensor([1, 2, 3], [1, 1, 1, 3]))) // => [[[1, 2], [2, 3]]]
 * ```
 */
export const unfold =
  ({ kernel, ...options }: UnfoldOptions) =>
  (x: Tensor): Tensor => {
    const [n, c] = imageSides('unfold', x)
    const y = conv({ ...options, groups: c })(x, pickers(c, sidesOf(kernel)))
    return reshapeTo(y, [n, y.shape[1] ?? 0, sizeOf(y.shape.slice(2))])
  }

/**
 * Columns, as {@link unfold} makes them, added up to images with sides `size`. Refuses other numbers of rows and columns.
 *
 * @example
 * ```ts
 * import { fold, ones, toNested } from 'cotangent'
 *
 * toNested(fold([1, 3], { kernel: [1, 2] })(ones([1, 2, 2]))) // => [[[[1, 2, 1]]]]
 * ```
 */
export const fold =
  (size: readonly [height: number, width: number], { kernel, ...options }: UnfoldOptions) =>
  (columns: Tensor): Tensor => {
    const [n = 0, rows = 0, windows] = columns.shape
    const sides = sidesOf(kernel)
    const channels = rows / sizeOf(sides)
    if (columns.shape.length !== 3 || !Number.isSafeInteger(channels)) {
      return refuse('fold', [columns.shape], `it expects [N, C * ${String(sizeOf(sides))}, windows]`)
    }
    const kernels = pickers(channels, sides)
    const image: Shape = [n, channels, ...size]
    const { window } = convParams(image, kernels.shape, { ...options, groups: channels })
    const spatial = windowOutput(window)
    return sizeOf(spatial) === windows
      ? convInput(image, { ...options, groups: channels })(reshapeTo(columns, [n, rows, ...spatial]), kernels)
      : refuse('fold', [columns.shape], `images of these sides have ${String(sizeOf(spatial))} windows`)
  }
