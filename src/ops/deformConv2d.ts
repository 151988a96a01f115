/**
 * @file Deformable convolution (Dai and others, 2017; with a mask, Zhu and others, 2019): every tap of the kernel sees a place
 * of its own for each output, between cells.
 *
 *     y[n, o, i, j] = sum over c, p, q of m x[n, c, i s + p d - pad + dv, j s + q d - pad + du] w[o, c, p, q]
 *
 * (dv, du) and m are those of the tap and the output, [N, 2 G K K', ...] and [N, G K K', ...] for G groups of channels that
 * move alike. Places between cells are linear means of them, and zeros lie outside.
 * Shape rule: that of conv2d. Pullback: through the parts, to the offsets too.
 * Laws: finite differences, adjointness, pullback linearity, second order; "without offsets is conv2d".
 */
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { sameShape, showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor, leaf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { WindowAxis } from '../core/Window.ts'
import { add } from './add.ts'
import { concatAlong } from './concat.ts'
import { literal } from './constant.ts'
import type { ConvOptions } from './conv.ts'
import { conv, convParams } from './conv.ts'
import { div } from './div.ts'
import { gridSample } from './gridSample.ts'
import { mul } from './mul.ts'
import { reshapeTo } from './reshape.ts'
import { sliceAlong } from './slice.ts'
import { sub } from './sub.ts'

/** How the kernel slides; a stride, padding, dilation and groups as in conv2d. */
export type DeformConvOptions = Omit<ConvOptions, 'inputDilation'>

/** Where the taps are, and how much they count. */
export interface Deformation {
  /** Down and right, in cells, for each tap, group after group: shape [N, 2 G K K', H', W']. */
  readonly offset: Tensor
  /** [N, G K K', H', W']; ones by default. */
  readonly mask?: Tensor
}

/** The places of an axis that taps have without offsets, [1, K, K', H', W'] with the axis' own lengths above 1. */
const placesOf = ({ kernel, output, stride, dilation, low }: WindowAxis, axis: 0 | 1): Tensor =>
  leaf(
    Float64Array.from({ length: kernel * output }, (_, k) => {
      const [tap, at] = [Math.floor(k / output), k % output]
      return at * stride + tap * dilation - low
    }),
    axis === 0 ? [1, kernel, 1, output, 1] : [1, 1, kernel, 1, output],
  )

/** A place among cells as a coordinate from -1 to 1, whose ends are the edges of the outermost cells. */
const coordinate = (place: Tensor, length: number): Tensor =>
  sub(div(add(mul(place, literal(2)), literal(1)), literal(length)), literal(1))

const checkDeformation = (x: Tensor, { offset, mask }: Deformation, taps: number, sides: Shape): number => {
  const [n = 0, c = 0] = x.shape
  const count = (offset.shape[1] ?? 0) / (2 * taps)
  const isFit = Number.isSafeInteger(count) && count >= 1 && c % count === 0
  const expected = [n, 2 * taps * (isFit ? count : 1), ...sides]
  if (!isFit || !sameShape(offset.shape, expected))
    refuse('deformConv2d', [x.shape, offset.shape], {
      expected: `offsets ${showShape(expected)}, or as many for groups of channels`,
      found: showShape(offset.shape),
    })
  const masks = [n, taps * count, ...sides]
  if (mask !== undefined && !sameShape(mask.shape, masks))
    refuse('deformConv2d', [x.shape, mask.shape], {
      expected: `a mask ${showShape(masks)}`,
      found: showShape(mask.shape),
    })
  return count
}

/**
 * Deformable convolution of images [N, C, H, W] with a kernel [O, C / groups, KH, KW]. Refuses offsets and masks that are not
 * those of all taps and outputs, for a number of groups that divides the channels.
 *
 * @example
 * ```ts
 * import { deformConv2d, tensor, toNested } from 'cotangent'
 *
 * const row = tensor([1, 2, 4], [1, 1, 1, 3])
 * const offset = tensor([0, 0, 0, 0, 0.5, 1], [1, 2, 1, 3])
 * toNested(deformConv2d()(row, tensor([10], [1, 1, 1, 1]), { offset })) // => [[[[10, 30, 0]]]]
 * ```
 */
export const deformConv2d = (given: DeformConvOptions = {}) => {
  const known = { stride: true, padding: true, dilation: true, groups: true } as const
  const options = checkOptions('deformConv2d', given, known)
  const { groups = 1 } = options
  return (x: Tensor, w: Tensor, deformation: Deformation): Tensor => {
    const { window } = convParams(checkTensor(x).shape, checkTensor(w).shape, options)
    const [rows, columns] = window
    if (rows === undefined || columns === undefined)
      return refuse('deformConv2d', [x.shape], { expected: 'images [N, C, H, W]', found: showShape(x.shape) })
    const [n = 0, c = 0] = x.shape
    const [taps, sides] = [rows.kernel * columns.kernel, [rows.output, columns.output]]
    const count = checkDeformation(x, deformation, taps, sides)
    const cells = [n, rows.kernel, columns.kernel, ...sides]
    const sampled = Array.from({ length: count }, (_, group) => {
      const each = c / count
      const own = reshapeTo(sliceAlong(deformation.offset, 1, 2 * taps * group, 2 * taps * (group + 1)), [
        n,
        taps,
        2,
        ...sides,
      ])
      const along = (axis: 0 | 1, window: WindowAxis): Tensor => {
        const moved = add(reshapeTo(sliceAlong(own, 2, axis, axis + 1), cells), placesOf(window, axis))
        return reshapeTo(coordinate(moved, window.input), [n, taps, rows.output * columns.output, 1])
      }
      const grid = concatAlong([along(1, columns), along(0, rows)], 3)
      const seen = gridSample()(sliceAlong(x, 1, each * group, each * (group + 1)), grid)
      const { mask } = deformation
      const weighed =
        mask === undefined
          ? seen
          : mul(
              seen,
              reshapeTo(sliceAlong(mask, 1, taps * group, taps * (group + 1)), [
                n,
                1,
                taps,
                rows.output * columns.output,
              ]),
            )
      return reshapeTo(weighed, [n, each * taps, ...sides])
    })
    const [first = x, ...others] = sampled
    const kernel = reshapeTo(w, [w.shape[0] ?? 0, (w.shape[1] ?? 0) * taps, 1, 1])
    return conv({ groups })(concatAlong([first, ...others], 1), kernel)
  }
}
