/**
 * @file Shapes of rank 0 to 4, with axes of length 1 and occasionally an empty axis; axes for operations; and pairs of
 * shapes that broadcast. All are made from small integers, and shrink with them.
 */
import fc from 'fast-check'
import type { Shape } from '../../../src/core/Shape.ts'

/** Which shapes to draw. */
export interface ShapeOptions {
  readonly minRank?: number
  readonly maxRank?: number
  /** Whether one axis in about thirty may have no entries; true by default. */
  readonly empty?: boolean
}

/** The longest axis that a shape of each rank may have, so that tensors stay small. */
const longest = [1, 5, 4, 3, 2]

const dimension = (rank: number, empty: boolean): fc.Arbitrary<number> =>
  fc.nat({ max: empty ? 29 : 28 }).map((n) => (n === 29 ? 0 : 1 + (n % (longest[rank] ?? 2))))

/**
 * Shapes of small tensors: an axis has 5 entries at most. What shows on longer ones only needs samples of your own.
 *
 * @example
 * ```ts
 * import { shape } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * fc.sample(shape({ minRank: 2, maxRank: 3 }), 20).every(({ length }) => length === 2 || length === 3) // => true
 * ```
 */
export const shape = ({ minRank = 0, maxRank = 4, empty = true }: ShapeOptions = {}): fc.Arbitrary<Shape> =>
  fc
    .integer({ min: minRank, max: maxRank })
    .chain((rank) => fc.array(dimension(rank, empty), { minLength: rank, maxLength: rank }))

/** A shape, and one of its axes, counted from the front or (negative) from the back. */
export interface WithAxis {
  readonly shape: Shape
  readonly axis: number
}

/**
 * Shapes with one of their axes.
 *
 * @example
 * ```ts
 * import { shapeWithAxis } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * fc.sample(shapeWithAxis(), 20).every(({ shape, axis }) => axis >= -shape.length && axis < shape.length) // => true
 * ```
 */
export const shapeWithAxis = (options: ShapeOptions = {}): fc.Arbitrary<WithAxis> =>
  shape({ minRank: 1, ...options }).chain((drawn) =>
    fc.integer({ min: -drawn.length, max: drawn.length - 1 }).map((axis) => ({ shape: drawn, axis })),
  )

/** A shape, and some of its axes; none, one, or all of them may be named. */
export interface WithAxes {
  readonly shape: Shape
  readonly axis: readonly number[] | undefined
  readonly keepDims: boolean
}

/**
 * Shapes with axes to reduce.
 *
 * @example
 * ```ts
 * import { shapeWithAxes } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * fc.sample(shapeWithAxes(), 20).every(({ shape, axis = [] }) => axis.every((one) => one < shape.length)) // => true
 * ```
 */
export const shapeWithAxes = (options: ShapeOptions = {}): fc.Arbitrary<WithAxes> =>
  shape(options).chain((drawn) =>
    fc.record({
      shape: fc.constant(drawn),
      axis: fc.option(fc.subarray(drawn.map((_, axis) => axis)), { nil: undefined, freq: 3 }),
      keepDims: fc.boolean(),
    }),
  )

/** A shape, and an order of its axes. */
export interface WithOrder {
  readonly shape: Shape
  readonly order: readonly number[]
}

/**
 * Shapes with their axes in another order.
 *
 * @example
 * ```ts
 * import { shapeWithOrder } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * fc.sample(shapeWithOrder(), 20).every(({ shape, order }) => order.length === shape.length) // => true
 * ```
 */
export const shapeWithOrder = (options: ShapeOptions = {}): fc.Arbitrary<WithOrder> =>
  shape(options).chain((drawn) =>
    fc
      .shuffledSubarray(
        drawn.map((_, axis) => axis),
        { minLength: drawn.length, maxLength: drawn.length },
      )
      .map((order) => ({ shape: drawn, order })),
  )

/** Shapes that broadcast to one another. */
export interface Broadcasting {
  readonly shapes: readonly Shape[]
}

const reduced = (full: Shape, lost: number, stretched: readonly boolean[]): Shape =>
  full.slice(Math.min(lost, full.length)).map((d, axis) => (stretched[axis] === true ? 1 : d))

/**
 * Several shapes that broadcast to a common one: some axes have length 1, and leading axes may be missing.
 *
 * @example
 * ```ts
 * import { broadcasting } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * fc.sample(broadcasting(2), 20).every(({ shapes }) => shapes.length === 2) // => true
 * ```
 */
export const broadcasting = (count: number, options: ShapeOptions = {}): fc.Arbitrary<Broadcasting> =>
  shape(options).chain((full) =>
    fc
      .array(
        fc.tuple(
          fc.nat({ max: 8 }).map((n) => (n < 6 ? 0 : n - 5)),
          fc.array(
            fc.nat({ max: 4 }).map((n) => n === 4),
            { minLength: full.length, maxLength: full.length },
          ),
        ),
        { minLength: count, maxLength: count },
      )
      .map((parts) => ({ shapes: parts.map(([lost, stretched]) => reduced(full, lost, stretched)) })),
  )
