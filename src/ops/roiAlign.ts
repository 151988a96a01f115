/**
 * @file The cells of boxes of images, resampled to one size (He and others, "Mask R-CNN", 2017).
 *
 *     y[r, c, i, j] = the mean, or the maximum, of x[b[r], c] at places that divide cell (i, j) of box r evenly
 *
 * Boxes are [left, top, right, bottom] in pixels, and multiplied by a scale. Places are linear means of the cells around
 * them; up to one cell outside, they are those of the border, and zeros beyond.
 * Shape rule: x [N, C, H, W] and R boxes to [R, C, H', W']. Pullback: through the parts, to x and to the boxes.
 * Laws: finite differences, adjointness, pullback linearity, second order; "a box of cells gives these".
 */
import { checkOptions } from '../core/options.ts'
import { isList, showShape } from '../core/Shape.ts'
import { checkCounts } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor, leaf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { add } from './add.ts'
import { broadcastTo } from './broadcastTo.ts'
import { concatAlong } from './concat.ts'
import { literal } from './constant.ts'
import { div } from './div.ts'
import { take } from './gather.ts'
import { gridSample } from './gridSample.ts'
import { imageSides } from './interpolate.ts'
import { lessEqual } from './lessEqual.ts'
import { max } from './max.ts'
import { maximum } from './maximum.ts'
import { mul } from './mul.ts'
import { reshapeTo } from './reshape.ts'
import { sliceAlong } from './slice.ts'
import { sub } from './sub.ts'
import { mean } from './sum.ts'
import { where } from './where.ts'

/** The size of the result, and how cells are sampled. */
export interface RoiAlignOptions {
  /** The sides of the result. */
  readonly size: number | readonly [height: number, width: number]
  /** Places along each side of a cell; 2 by default. */
  readonly samples?: number
  /** The factor of the boxes' coordinates; 1 by default. */
  readonly scale?: number
  /** Whether pixel k is the area around k + 1/2, so that boxes are moved by half a cell; true by default. */
  readonly aligned?: boolean
  /** 'mean' by default. */
  readonly mode?: 'mean' | 'max'
}

/**
 * Resamples boxes [R, 4] of the images that indices [R] name. Without `aligned`, boxes have sides of at least one cell, as in
 * the first implementations. Refuses shapes that do not fit.
 *
 * @example
 * ```ts
 * import { roiAlign, tensor, toNested } from 'cotangent'
 *
 * const image = tensor([1, 2, 3, 4], [1, 1, 2, 2])
 * toNested(roiAlign({ size: 1, samples: 1 })(image, tensor([0, 0, 2, 2], [1, 4]), tensor([0], [1]))) // => [[[[2.5]]]]
 * ```
 */
export const roiAlign = (options: RoiAlignOptions) => {
  const known = { size: true, samples: true, scale: true, aligned: true, mode: { mean: true, max: true } } as const
  const { size, samples = 2, scale = 1, aligned = true, mode = 'mean' } = checkOptions('roiAlign', options, known)
  checkCounts('roiAlign', 'the size', size)
  checkCounts('roiAlign', 'the number of samples', samples)
  const sides = isList(size) ? size : ([size, size] as const)
  return (x: Tensor, boxes: Tensor, indices: Tensor): Tensor => {
    const [, c, ...lengths] = imageSides('roiAlign', checkTensor(x))
    const count = checkTensor(boxes).shape[0] ?? 0
    if (boxes.shape.length !== 2 || boxes.shape[1] !== 4 || checkTensor(indices).shape.join() !== String(count))
      return refuse('roiAlign', [x.shape, boxes.shape, indices.shape], {
        expected: 'boxes [R, 4] and indices [R]',
        found: `${showShape(boxes.shape)} and ${showShape(indices.shape)}`,
      })
    /** The places along an axis of all boxes, [R, cells of that axis * samples]. */
    const placesAlong = (axis: 0 | 1): Tensor => {
      const cells = sides[axis] * samples
      const edge = (k: number): Tensor =>
        sub(mul(sliceAlong(boxes, 1, k, k + 1), literal(scale)), literal(aligned ? 0.5 : 0))
      const [low, high] = [edge(1 - axis), edge(3 - axis)]
      const span = aligned ? sub(high, low) : maximum(sub(high, low), literal(1))
      const parts = leaf(
        Float64Array.from({ length: cells }, (_, k) => (k + 0.5) / cells),
        [1, cells],
      )
      return add(low, mul(span, parts))
    }
    const shape = [count, sides[0] * samples, sides[1] * samples, 1]
    const [down, right] = ([0, 1] as const).map((axis) => {
      const places = placesAlong(axis)
      return reshapeTo(places, axis === 0 ? [count, shape[1] ?? 0, 1, 1] : [count, 1, shape[2] ?? 0, 1])
    })
    if (down === undefined || right === undefined) return x
    const isNear = (places: Tensor, length: number): Tensor =>
      mul(lessEqual(literal(-1), places), lessEqual(places, literal(length)))
    const coordinate = (places: Tensor, length: number): Tensor =>
      broadcastTo(shape)(sub(div(add(mul(places, literal(2)), literal(1)), literal(length)), literal(1)))
    const grid = concatAlong([coordinate(right, lengths[1]), coordinate(down, lengths[0])], 3)
    const near = mul(isNear(down, lengths[0]), isNear(right, lengths[1]))
    const seen = gridSample({ padding: 'border' })(take()(x, indices), grid)
    const weighed = where(reshapeTo(near, [count, 1, ...near.shape.slice(1, 3)]), seen, literal(0))
    const apart = reshapeTo(weighed, [count, c, sides[0], samples, sides[1], samples])
    return (mode === 'max' ? max({ axis: [3, 5] }) : mean({ axis: [3, 5] }))(apart)
  }
}
