/**
 * @file The cells of boxes of images, resampled to one size (He and others, "Mask R-CNN", 2017).
 *
 *     y[r, c, i, j] = the mean, or the maximum, of x[b[r], c] at places that divide cell (i, j) of box r evenly
 *
 * Boxes are [left, top, right, bottom] in pixels, and multiplied by a scale. Places are linear means of the cells around
 * them; up to one cell outside, they are those of the border, and zeros beyond. Where their number adapts to a box, places
 * up to the greatest number are computed, and those beyond the box's own number count for nothing.
 * Shape rule: x [N, C, H, W] and R boxes to [R, C, H', W']. Pullback: through the parts, to x and to the boxes.
 * Laws: finite differences, adjointness, pullback linearity, second order; "a box of cells gives these"; "adapted places
 * are those of their number".
 */
import { checkOptions } from '../core/options.ts'
import { isList, showShape } from '../core/Shape.ts'
import { checkCounts } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { add } from './add.ts'
import { broadcastTo } from './broadcastTo.ts'
import { ceil } from './ceil.ts'
import { concatAlong } from './concat.ts'
import { arange, literal, one, two, zero } from './constant.ts'
import { div } from './div.ts'
import { floor } from './floor.ts'
import { take } from './gather.ts'
import { gridSample } from './gridSample.ts'
import { imageSides } from './interpolate.ts'
import { less } from './less.ts'
import { lessEqual } from './lessEqual.ts'
import { max } from './max.ts'
import { maximum } from './maximum.ts'
import { minimum } from './minimum.ts'
import { mul } from './mul.ts'
import { reshapeTo } from './reshape.ts'
import { sliceAlong } from './slice.ts'
import { sub } from './sub.ts'
import { mean, sum } from './sum.ts'
import { where } from './where.ts'

/** The size of the result, and how cells are sampled. */
export interface RoiAlignOptions {
  /** The sides of the result. */
  readonly size: number | readonly [height: number, width: number]
  /** Places along each side of a cell; 2 by default. */
  readonly samples?: number | readonly [down: number, right: number]
  /** Whether a cell has only as many places along a side as it has pixels, rounded up; false by default. */
  readonly adaptive?: boolean
  /** The factor of the boxes' coordinates; 1 by default. */
  readonly scale?: number
  /** Whether pixel k is the area around k + 1/2, so that boxes are moved by half a cell; true by default. */
  readonly aligned?: boolean
  /**
   * 'mean' by default. 'maxTerm' is the greatest of the weighed pixels that places are sums of, which is what ONNX calls the
   * maximum.
   */
  readonly mode?: 'mean' | 'max' | 'maxTerm'
}

const known = {
  size: true,
  samples: true,
  adaptive: true,
  scale: true,
  aligned: true,
  mode: { mean: true, max: true, maxTerm: true },
} as const

type Pair<T> = readonly [down: T, right: T]

const pair = (given: number | Pair<number>): Pair<number> => (isList(given) ? given : [given, given])

/** The places along an axis, [R, cells * samples], and which of them count. */
interface Places {
  readonly at: Tensor
  readonly counts: Tensor
}

/** A cell of `span / cells` pixels has `samples` places, or as many as it has pixels, at equal distances. */
const placesIn = (low: Tensor, span: Tensor, cells: number, samples: number, adaptive: boolean): Places => {
  const [rows = 0] = low.shape
  const side = reshapeTo(div(span, literal(cells)), [rows, 1, 1])
  const count = adaptive ? minimum(ceil(side), literal(samples)) : literal(samples)
  const tap = reshapeTo(arange(samples), [1, 1, samples])
  const part = div(add(tap, literal(0.5)), maximum(count, one))
  const at = add(reshapeTo(low, [rows, 1, 1]), mul(add(reshapeTo(arange(cells), [1, cells, 1]), part), side))
  const flat = [rows, cells * samples]
  return {
    at: reshapeTo(at, flat),
    counts: reshapeTo(broadcastTo([rows, cells, samples])(less(tap, count)), flat),
  }
}

/** What boxes are, along both axes: the numbers of their places are not part of any derivative. */
const placesOf = (
  boxes: Tensor,
  sides: Pair<number>,
  samples: Pair<number>,
  { scale = 1, aligned = true, adaptive = false }: RoiAlignOptions,
): Pair<Places> => {
  const along = (axis: 0 | 1): Places => {
    const edge = (k: number): Tensor =>
      sub(mul(sliceAlong(boxes, 1, k, k + 1), literal(scale)), literal(aligned ? 0.5 : 0))
    const [low, high] = [edge(1 - axis), edge(3 - axis)]
    const span = aligned ? sub(high, low) : maximum(sub(high, low), one)
    return placesIn(low, span, sides[axis], samples[axis], adaptive)
  }
  return [along(0), along(1)]
}

/** A number for each place along an axis as one for each place of the image, [R, H'S, W'S]. */
const spread = (down: Tensor, right: Tensor): Pair<Tensor> => {
  const [[rows = 0, height = 0], [, width = 0]] = [down.shape, right.shape]
  return [reshapeTo(down, [rows, height, 1]), reshapeTo(right, [rows, 1, width])]
}

/** Whether places are within a cell of an image. */
const isNear = (at: Pair<Tensor>, lengths: Pair<number>): Tensor => {
  const [down, right] = at.map((places, axis) =>
    mul(lessEqual(literal(-1), places), lessEqual(places, literal(lengths[axis] ?? 0))),
  )
  return mul(down ?? one, right ?? one)
}

/** The pixels of images [R, C, H, W] at places in pixels, [R, C, H'S, W'S]. */
const sampled = (x: Tensor, [down, right]: Pair<Tensor>, mode: 'bilinear' | 'nearest'): Tensor => {
  const [, , height = 1, width = 1] = x.shape
  const shape = [down.shape[0] ?? 0, down.shape[1] ?? 0, right.shape[2] ?? 0]
  const coordinate = (places: Tensor, length: number): Tensor =>
    reshapeTo(broadcastTo(shape)(sub(div(add(mul(places, two), one), literal(length)), one)), [...shape, 1])
  const grid = concatAlong([coordinate(right, width), coordinate(down, height)], 3)
  return gridSample({ padding: 'border', mode })(x, grid)
}

/** The pixels before and behind places along an axis, with their shares. */
const ends = (at: Tensor, length: number): Pair<readonly [place: Tensor, share: Tensor]> => {
  const inside = minimum(maximum(at, zero), literal(length - 1))
  const before = floor(inside)
  const rest = sub(inside, before)
  return [
    [before, sub(one, rest)],
    [minimum(add(before, one), literal(length - 1)), rest],
  ]
}

/** The greatest of the four weighed pixels of each place. */
const greatestTerm = (x: Tensor, [down, right]: Pair<Tensor>, lengths: Pair<number>): Tensor => {
  const columns = ends(right, lengths[1])
  const terms = ends(down, lengths[0]).flatMap(([row, height]) =>
    columns.map(([column, width]) => {
      const share = mul(height, width)
      const [rows = 0, ...places] = share.shape
      return mul(sampled(x, [row, column], 'nearest'), reshapeTo(share, [rows, 1, ...places]))
    }),
  )
  return terms.reduce((best, term) => maximum(best, term))
}

/**
 * Resamples boxes [R, 4] of the images that indices [R] name. Without `aligned`, boxes have sides of at least one cell, as in
 * the first implementations. With `adaptive`, `samples` are the most places that a cell may have along a side, and a cell
 * without any gives 0. Refuses shapes that do not fit.
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
  const { size, samples = 2, adaptive = false, mode = 'mean' } = checkOptions('roiAlign', options, known)
  checkCounts('roiAlign', 'the size', size)
  checkCounts('roiAlign', 'the number of samples', samples)
  const [sides, taps] = [pair(size), pair(samples)]
  return (x: Tensor, boxes: Tensor, indices: Tensor): Tensor => {
    const [, c, ...lengths] = imageSides('roiAlign', checkTensor(x))
    const count = checkTensor(boxes).shape[0] ?? 0
    if (boxes.shape.length !== 2 || boxes.shape[1] !== 4 || checkTensor(indices).shape.join() !== String(count))
      return refuse('roiAlign', [x.shape, boxes.shape, indices.shape], {
        expected: 'boxes [R, 4] and indices [R]',
        found: `${showShape(boxes.shape)} and ${showShape(indices.shape)}`,
      })
    const [down, right] = placesOf(boxes, sides, taps, options)
    const at = spread(down.at, right.at)
    const images = take()(x, indices)
    const seen = mode === 'maxTerm' ? greatestTerm(images, at, lengths) : sampled(images, at, 'bilinear')
    const wide = [count, 1, sides[0] * taps[0], sides[1] * taps[1]]
    const apart = (t: Tensor, channels: number): Tensor =>
      reshapeTo(t, [count, channels, sides[0], taps[0], sides[1], taps[1]])
    const values = apart(where(reshapeTo(isNear(at, lengths), wide), seen, zero), c)
    if (!adaptive) return (mode === 'mean' ? mean : max)({ axis: [3, 5] })(values)
    const inBox = apart(reshapeTo(mul(...spread(down.counts, right.counts)), wide), 1)
    const number = sum({ axis: [3, 5] })(inBox)
    if (mode === 'mean') return div(sum({ axis: [3, 5] })(where(inBox, values, zero)), maximum(number, one))
    const greatest = max({ axis: [3, 5] })(where(inBox, values, literal(-Infinity)))
    return where(less(zero, number), greatest, zero)
  }
}
