/**
 * @file Rearrangements of channels and cells: pixel shuffle, which enlarges an image by moving channels to cells (Shi
 * et al., "Real-time single image and video super-resolution", 2016), its inverse, and channel shuffle between groups
 * (Zhang et al., "ShuffleNet", 2018).
 *
 *     pixelShuffle: y[n, c, h r + i, w r + j] = x[n, c r r + i r + j, h, w]
 *
 * Shape rule: [N, C r r, H, W] to [N, C, H r, W r], and back; channel shuffle keeps the shape. Pullback: the rearrangement back.
 * Laws: finite differences (exact), adjointness, pullback linearity; "undoes pixelShuffle".
 */
import { checkSizes } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { imageSides } from './interpolate.ts'
import { reshapeTo } from './reshape.ts'
import { transposeTo } from './transpose.ts'

const parts = (operation: string, { shape }: Tensor, whole: number, by: number): number =>
  Number.isSafeInteger(by) && by >= 1 && whole % by === 0
    ? whole / by
    : refuse(operation, [shape], { expected: `${String(whole)} in equal parts`, found: `parts of ${String(by)}` })

/**
 * Moves channels to cells: images become `factor` times as high and as wide.
 *
 * @example
 * ```ts
 * import { pixelShuffle, tensor, toNested } from 'cotangent'
 *
 * toNested(pixelShuffle(2)(tensor([1, 2, 3, 4], [1, 4, 1, 1]))) // => [[[[1, 2], [3, 4]]]]
 * ```
 */
export const pixelShuffle = (factor: number) => {
  checkSizes('pixelShuffle', { factor })
  return (x: Tensor): Tensor => {
    const [n, c, h, w] = imageSides('pixelShuffle', x)
    const channels = parts('pixelShuffle', x, c, factor * factor)
    const split = reshapeTo(x, [n, channels, factor, factor, h, w])
    return reshapeTo(transposeTo(split, [0, 1, 4, 2, 5, 3]), [n, channels, h * factor, w * factor])
  }
}

/**
 * Moves cells to channels: the inverse of {@link pixelShuffle}.
 *
 * @example
 * ```ts
 * import { pixelUnshuffle, tensor, toNested } from 'cotangent'
 *
 * toNested(pixelUnshuffle(2)(tensor([1, 2, 3, 4], [1, 1, 2, 2]))) // => [[[[1]], [[2]], [[3]], [[4]]]]
 * ```
 */
export const pixelUnshuffle = (factor: number) => {
  checkSizes('pixelUnshuffle', { factor })
  return (x: Tensor): Tensor => {
    const [n, c, h, w] = imageSides('pixelUnshuffle', x)
    const [high, wide] = [parts('pixelUnshuffle', x, h, factor), parts('pixelUnshuffle', x, w, factor)]
    const split = reshapeTo(x, [n, c, high, factor, wide, factor])
    return reshapeTo(transposeTo(split, [0, 1, 3, 5, 2, 4]), [n, c * factor * factor, high, wide])
  }
}

/**
 * Interleaves groups of channels: the first channel of every group, then the second of every group, and so on.
 *
 * @example
 * ```ts
 * import { channelShuffle, tensor, toNested } from 'cotangent'
 *
 * toNested(channelShuffle(2)(tensor([1, 2, 3, 4], [1, 4, 1, 1]))) // => [[[[1]], [[3]], [[2]], [[4]]]]
 * ```
 */
export const channelShuffle = (groups: number) => {
  checkSizes('channelShuffle', { groups })
  return (x: Tensor): Tensor => {
    const [n, c, h, w] = imageSides('channelShuffle', x)
    const each = parts('channelShuffle', x, c, groups)
    return reshapeTo(transposeTo(reshapeTo(x, [n, groups, each, h * w]), [0, 2, 1, 3]), x.shape)
  }
}
