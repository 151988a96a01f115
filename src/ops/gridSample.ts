/**
 * @file Sampling of images and volumes at places that a grid names (Jaderberg and others, "Spatial transformer networks",
 * 2015), and the grid of an affine map.
 *
 *     y[n, c, i, j] = sum over cells p, q near (u, v) of h(u - p) h(v - q) x[n, c, q, p]
 *     u = ((g[n, i, j, 0] + 1) W - 1) / 2, or (g + 1) (W - 1) / 2 with aligned corners; v of g[.., 1] likewise
 *     affineGrid: g[n, i, j] = theta[n] (a, b, 1) for cell centres (a, b) from -1 to 1
 *
 * Coordinates of the last axis come first, as in PyTorch. h is that of `taps.ts`.
 * Shape rule: x [N, C, H, W] and a grid [N, H', W', 2] to [N, C, H', W'], and likewise with a depth and three coordinates.
 * Pullback: through the parts, to x and to the grid, which has none where the nearest cell is taken.
 * Laws: finite differences, adjointness, pullback linearity, second order; "the grid of the identity gives the image";
 * values of ONNX.
 */
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape, sizeOf } from '../core/Shape.ts'
import { checkCounts, checkTabled } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor, leaf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { abs } from './abs.ts'
import { add } from './add.ts'
import { broadcastTo } from './broadcastTo.ts'
import { literal, one, zero } from './constant.ts'
import { div } from './div.ts'
import { equal } from './equal.ts'
import { floor } from './floor.ts'
import { fmod } from './fmod.ts'
import { gatherNamed } from './gather.ts'
import { lessEqual } from './lessEqual.ts'
import { matmul } from './matmul.ts'
import { maximum } from './maximum.ts'
import { minimum } from './minimum.ts'
import { mul } from './mul.ts'
import { reshapeTo } from './reshape.ts'
import { round } from './round.ts'
import { sliceAlong } from './slice.ts'
import { sub } from './sub.ts'
import { transposeMatrix } from './transpose.ts'
import { where } from './where.ts'

/** How a place between cells is computed, and what lies outside. */
export interface GridSampleOptions {
  /** 'bilinear' by default, which is trilinear on volumes; 'bicubic' is for images alone. */
  readonly mode?: 'nearest' | 'bilinear' | 'bicubic'
  /** Outside are zeros, which is the default, the cells of the border again, or the image mirrored at its border. */
  readonly padding?: 'zeros' | 'border' | 'reflection'
  /** Whether -1 and 1 are the centres of the outermost cells, or their outer edges, which is the default. */
  readonly alignCorners?: boolean
}

/** A cell along an axis that has a part in a place, and its weight. */
interface Tap {
  readonly cell: Tensor
  readonly weight: Tensor
}

/** Keys' kernel with PyTorch's coefficient, at the distances 1 + t, t, 1 - t and 2 - t. */
const cubicTaps = (place: Tensor): readonly Tap[] => {
  const first = floor(place)
  const t = sub(place, first)
  const a = -0.75
  const near = (d: Tensor): Tensor => mul(sub(one, d), sub(add(one, d), mul(literal(a + 2), mul(d, d))))
  const far = (d: Tensor): Tensor => mul(mul(literal(a), sub(d, one)), mul(sub(d, literal(2)), sub(d, literal(2))))
  return [far(add(one, t)), near(t), near(sub(one, t)), far(sub(literal(2), t))].map((weight, k) => ({
    cell: add(first, literal(k - 1)),
    weight,
  }))
}

/** 1, and NaN for a place that is no number, which takes a cell all the same. */
const numberOnly = (place: Tensor): Tensor => where(equal(place, place), one, literal(Number.NaN))

const tapsAt = (place: Tensor, mode: Required<GridSampleOptions>['mode']): readonly Tap[] => {
  if (mode === 'bicubic') return cubicTaps(place)
  if (mode === 'nearest') return [{ cell: round(place), weight: numberOnly(place) }]
  const first = floor(place)
  const t = sub(place, first)
  return [
    { cell: first, weight: sub(one, t) },
    { cell: add(first, one), weight: t },
  ]
}

/** A cell inside; any one for NaN, whose weight is NaN. */
const within = (cell: Tensor, length: number): Tensor =>
  where(equal(cell, cell), minimum(maximum(cell, zero), literal(length - 1)), zero)

/** A cell outside is that which it mirrors: about the outermost centres, or about the outer edges. */
const mirrored = (cell: Tensor, length: number, alignCorners: boolean): Tensor => {
  if (length === 1) return mul(cell, zero)
  const [shift, span] = alignCorners ? [0, length - 1] : [0.5, length]
  const along = fmod(abs(add(cell, literal(shift))), literal(2 * span))
  return sub(minimum(along, sub(literal(2 * span), along)), literal(shift))
}

interface Checked {
  readonly mode: Required<GridSampleOptions>['mode']
  readonly padding: Required<GridSampleOptions>['padding']
  readonly alignCorners: boolean
}

/** The coordinates of one axis as places among its cells. */
const placesAlong = (coordinates: Tensor, length: number, alignCorners: boolean): Tensor => {
  const whole = add(coordinates, one)
  return alignCorners ? mul(whole, literal((length - 1) / 2)) : div(sub(mul(whole, literal(length)), one), literal(2))
}

/** Cells of all axes with their weights: a place in the plane, and whether it is inside. */
interface Corner {
  readonly index: Tensor
  readonly weight: Tensor
  readonly isInside: Tensor
}

const cornersOf = (grid: Tensor, lengths: Shape, { mode, padding, alignCorners }: Checked): readonly Corner[] => {
  const rank = lengths.length
  const start: readonly Corner[] = [{ index: zero, weight: one, isInside: one }]
  return lengths.reduce((corners, length, axis) => {
    const column = sliceAlong(grid, 2, rank - 1 - axis, rank - axis)
    const coordinates = reshapeTo(column, grid.shape.slice(0, 2))
    return corners.flatMap(({ index, weight, isInside }) =>
      tapsAt(placesAlong(coordinates, length, alignCorners), mode).map((tap) => {
        const seen = padding === 'reflection' ? mirrored(tap.cell, length, alignCorners) : tap.cell
        const isIn = mul(lessEqual(zero, tap.cell), lessEqual(tap.cell, literal(length - 1)))
        return {
          index: add(mul(index, literal(length)), within(seen, length)),
          weight: mul(weight, tap.weight),
          isInside: mul(isInside, isIn),
        }
      }),
    )
  }, start)
}

/**
 * Samples images [N, C, H, W] at the places of a grid [N, H', W', 2], or volumes [N, C, D, H, W] at those of [N, D', H', W',
 * 3]. A coordinate of -1 is the left or upper end, and 1 the right or lower one; NaN gives NaN. Refuses grids that do not fit.
 *
 * @example
 * ```ts
 * import { gridSample, tensor, toNested } from 'cotangent'
 *
 * const image = tensor([1, 2, 3, 4], [1, 1, 2, 2])
 * toNested(gridSample()(image, tensor([0, 0], [1, 1, 1, 2]))) // => [[[[2.5]]]]
 * toNested(gridSample({ alignCorners: true })(image, tensor([1, -1], [1, 1, 1, 2]))) // => [[[[2]]]]
 * ```
 */
export const gridSample = (options: GridSampleOptions = {}) => {
  const {
    mode = 'bilinear',
    padding = 'zeros',
    alignCorners = false,
  } = checkOptions('gridSample', options, {
    mode: { nearest: true, bilinear: true, bicubic: true },
    padding: { zeros: true, border: true, reflection: true },
    alignCorners: true,
  })
  return (x: Tensor, grid: Tensor): Tensor => {
    const [n = 0, c = 0, ...lengths] = checkTensor(x).shape
    const [rank, places] = [lengths.length, checkTensor(grid).shape.slice(1, -1)]
    const isFit = (rank === 2 || rank === 3) && sizeOf(lengths) > 0
    if (!isFit || grid.shape.length !== rank + 2 || grid.shape[0] !== n || grid.shape.at(-1) !== rank) {
      return refuse('gridSample', [x.shape, grid.shape], {
        expected: 'images and a grid [N, H, W, 2], or volumes and a grid [N, D, H, W, 3]',
        found: `${showShape(x.shape)} and ${showShape(grid.shape)}`,
      })
    }
    if (rank === 3 && mode === 'bicubic')
      return refuse('gridSample', [x.shape], { expected: 'images for bicubic sampling', found: 'volumes' })
    const count = sizeOf(places)
    const cells = reshapeTo(x, [n, c, sizeOf(lengths)])
    const corners = cornersOf(reshapeTo(grid, [n, count, rank]), lengths, { mode, padding, alignCorners })
    const spread = (t: Tensor): Tensor =>
      broadcastTo([n, c, count])(reshapeTo(broadcastTo([n, count])(t), [n, 1, count]))
    const sum = corners.reduce<Tensor>((all, { index, weight, isInside }) => {
      const picked = gatherNamed(cells, spread(index), 2)
      const seen = padding === 'zeros' ? where(spread(isInside), picked, zero) : picked
      return add(all, mul(seen, spread(weight)))
    }, zero)
    return reshapeTo(sum, [n, c, ...places])
  }
}

/** The sides of the result of an affine grid, and where its corners are. */
export interface AffineGridOptions {
  readonly size: readonly number[]
  /** As in {@link GridSampleOptions}. */
  readonly alignCorners?: boolean
}

/**
 * The grid of an affine map: maps [N, 2, 3] to grids [N, H, W, 2] for a size [H, W], and maps [N, 3, 4] to [N, D, H, W, 3] for
 * [D, H, W], as {@link gridSample} takes them.
 *
 * @example
 * ```ts
 * import { affineGrid, tensor, toNested } from 'cotangent'
 *
 * toNested(affineGrid({ size: [1, 2] })(tensor([1, 0, 0, 0, 1, 0], [1, 2, 3]))) // => [[[[-0.5, 0], [0.5, 0]]]]
 * ```
 */
export const affineGrid = (options: AffineGridOptions) => {
  const { size, alignCorners = false } = checkOptions('affineGrid', options, { size: true, alignCorners: true })
  checkCounts('affineGrid', 'the size', size)
  const rank = size.length
  const centre = (k: number, length: number): number =>
    alignCorners ? (length > 1 ? (2 * k) / (length - 1) - 1 : 0) : (2 * k + 1) / length - 1
  const count = sizeOf(size)
  checkTabled('affineGrid', size, count * (rank + 1))
  return (theta: Tensor): Tensor => {
    const [n = 0, rows, columns] = checkTensor(theta).shape
    if (theta.shape.length !== 3 || rows !== rank || columns !== rank + 1 || rank < 1)
      return refuse('affineGrid', [theta.shape], {
        expected: `maps [N, ${String(rank)}, ${String(rank + 1)}]`,
        found: showShape(theta.shape),
      })
    // The last axis comes first, and the 1 for the shift last.
    const entry = (at: number): number => {
      const [cell, k] = [Math.floor(at / (rank + 1)), at % (rank + 1)]
      const axis = rank - 1 - k
      const inner = sizeOf(size.slice(axis + 1))
      return k === rank ? 1 : centre(Math.floor(cell / inner) % (size[axis] ?? 1), size[axis] ?? 1)
    }
    const base = leaf(
      Float64Array.from({ length: count * (rank + 1) }, (_, at) => entry(at)),
      [count, rank + 1],
    )
    return reshapeTo(matmul(base, transposeMatrix(theta)), [n, ...size, rank])
  }
}
