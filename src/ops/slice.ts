/**
 * @file slice and its adjoint, zero padding with interior zeros: each is the other's pullback.
 *
 *     slice: y[i] = x[start + i step]        pad: y[low + i (interior + 1)] = x[i], 0 elsewhere
 *
 * Shape rule: ceil((stop - start) / step) entries; low + (n - 1)(interior + 1) + 1 + high entries.
 * Pullback: of slice, the cotangent padded back to its places; of pad, the cotangent sliced out of them.
 * Laws: finite differences, adjointness, pullback linearity, second order; "slicing undoes padding"; "takes the entries
 * that NumPy takes".
 */
import { ownOptions } from '../core/own.ts'
import { foundValue, kindOf } from '../core/foundValue.ts'
import type { Shape } from '../core/Shape.ts'
import { countOf } from '../core/Shape.ts'
import { checkOptions } from '../core/options.ts'
import type { ShapedFunction } from '../core/ShapedFunction.ts'
import { shaped } from '../core/ShapedFunction.ts'
import type { AtShape, ShapeFunction, SliceShape } from '../core/ShapeTypes.ts'
import { resolveAxis } from '../core/shapeRules.ts'
import type { Primitive, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive, isTensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { flipAxes } from './flip.ts'
import { reshapeTo } from './reshape.ts'

const lengthOf = (start: number, stop: number, step: number): number => Math.max(0, Math.ceil((stop - start) / step))

const paddedLength = (length: number, low: number, high: number, interior: number): number =>
  low + high + (length === 0 ? 0 : (length - 1) * (interior + 1) + 1)

const slicePullback = (g: Tensor, { inputs: [x], params: { start, step } }: Site<'slice'>): readonly [Tensor] => {
  const high = x.shape.map((length, axis) => {
    const [first, stride] = [start[axis] ?? 0, step[axis] ?? 1]
    return length - paddedLength(g.shape[axis] ?? 0, first, 0, stride - 1)
  })
  return [
    padZeros(
      g,
      start,
      high,
      step.map((stride) => stride - 1),
    ),
  ] as const
}

const padPullback = (g: Tensor, { inputs: [x], params: { low, interior } }: Site<'pad'>): readonly [Tensor] => {
  const stop = x.shape.map((length, axis) => paddedLength(length, low[axis] ?? 0, 0, interior[axis] ?? 0))
  return [
    sliceTo(
      g,
      low,
      stop,
      interior.map((zeros) => zeros + 1),
    ),
  ] as const
}

export const slicePrimitive: Primitive<'slice'> = {
  name: 'slice',
  shape: ({ start, stop, step }, [x]) =>
    x.map((length, axis) => {
      const [from = 0, to = 0] = [start[axis], stop[axis]]
      return from >= 0 && to <= length
        ? lengthOf(from, to, step[axis] ?? 1)
        : refuse('slice', [x], {
            expected: `bounds of axis ${String(axis)} from 0 to ${String(length)}`,
            found: `${String(from)} to ${String(to)}`,
          })
    }),
  pullback: slicePullback,
}

export const padPrimitive: Primitive<'pad'> = {
  name: 'pad',
  shape: ({ low, high, interior }, [x]) =>
    x.map((length, axis) => paddedLength(length, low[axis] ?? 0, high[axis] ?? 0, interior[axis] ?? 0)),
  pullback: padPullback,
}

const same = (values: readonly number[], value: number): boolean => values.every((v) => v === value)

/** Pads with zeros along each axis: `low` in front, `high` behind and `interior` between neighbours. */
export const padZeros = (
  x: Tensor,
  low: readonly number[],
  high: readonly number[],
  interior: readonly number[],
): Tensor =>
  same(low, 0) && same(high, 0) && same(interior, 0) ? x : applyPrimitive(padPrimitive, { low, high, interior }, [x])

/** Slices by bounds that lie inside. Refuses any others. */
const sliceTo = (x: Tensor, start: readonly number[], stop: readonly number[], step: readonly number[]): Tensor =>
  same(start, 0) && same(step, 1) && stop.every((end, axis) => end === x.shape[axis])
    ? x
    : applyPrimitive(slicePrimitive, { start, stop, step }, [x])

/** The entries from `from` to before `to` along one resolved axis. */
export const sliceAlong = (x: Tensor, axis: number, from: number, to: number): Tensor =>
  sliceTo(
    x,
    x.shape.map((_, index) => (index === axis ? from : 0)),
    x.shape.map((length, index) => (index === axis ? to : length)),
    x.shape.map(() => 1),
  )

/** Which entries of one axis to take, as NumPy's `start:stop:step`; negative bounds count from the back. */
export interface SliceRange {
  /** The first entry; 0 by default, the last one where the step is negative. */
  readonly start?: number
  /** The entry to stop before; by default the range goes on to the end. */
  readonly stop?: number
  /** The distance between entries; 1 by default. A negative step goes backwards; 0 is refused. */
  readonly step?: number
}

const clamp = (bound: number, length: number): number =>
  Math.min(Math.max(bound < 0 ? bound + length : bound, 0), length)

const ranged = { start: true, stop: true, step: true } as const

interface Range {
  readonly start: number
  readonly stop: number
  /** Above 0. */
  readonly step: number
  /** Whether the entries are read from the last to the first. */
  readonly isBackward: boolean
}

const rangeOf = (x: Tensor, axis: number, range: SliceRange): Range => {
  const { start, stop, step = 1 } = checkOptions('slice', range, ranged)
  const length = x.shape[axis] ?? 0
  if (![start ?? 0, stop ?? 0, step].every(Number.isInteger) || step === 0) {
    return refuse('slice', [x.shape], {
      expected: `whole bounds for axis ${String(axis)}, and a step other than 0`,
      found: `${String(start ?? 0)} to ${String(stop ?? length)} by ${String(step)}`,
    })
  }
  if (step > 0) {
    const first = clamp(start ?? 0, length)
    return { start: first, stop: Math.max(first, clamp(stop ?? length, length)), step, isBackward: false }
  }
  // From `first` down to above `bound`: the same entries upwards, to be read backwards.
  const back = (value: number): number => Math.min(Math.max(value < 0 ? value + length : value, -1), length - 1)
  const first = start === undefined ? length - 1 : back(start)
  const bound = stop === undefined ? -1 : back(stop)
  const count = lengthOf(bound, first, -step)
  return {
    start: count === 0 ? 0 : first + (count - 1) * step,
    stop: count === 0 ? 0 : first + 1,
    step: -step,
    isBackward: true,
  }
}

/** The rule of {@link slice}. */
export interface SliceRule<R extends readonly SliceRange[]> extends ShapeFunction {
  readonly out: this['in'] extends infer S extends Shape ? SliceShape<S, R> : Shape
}

/**
 * A part of a tensor: one range per axis; axes without a range are taken whole. Bounds beyond the ends are clamped to
 * them, as in NumPy. A negative step reads backwards. Refuses more ranges than axes, steps of 0, and options that a
 * range does not have.
 *
 * @example
 * ```ts
 * import { slice, tensor, toNested } from 'cotangent'
 *
 * const x = tensor([1, 2, 3, 4, 5, 6], [2, 3])
 * toNested(slice([{}, { start: 0, step: 2 }])(x)) // => [[1, 3], [4, 6]]
 * toNested(slice([{ start: -1 }])(x)) // => [[4, 5, 6]]
 * toNested(slice([{ start: 0, stop: 1 }, { step: -1 }])(x)) // => [[3, 2, 1]]
 * ```
 */
export const slice = <const R extends readonly SliceRange[]>(ranges: R): ShapedFunction<SliceRule<R>> => {
  const own = ownOptions(ranges)
  return shaped((x) => part(x, own))
}

/** Whether ranges are a list: callers from JavaScript may pass a single range by mistake. */
const isList = (ranges: unknown): boolean => Array.isArray(ranges)

const part = (x: Tensor, ranges: readonly SliceRange[]): Tensor => {
  if (!isList(ranges))
    return refuse('slice', [x.shape], { expected: 'a list of ranges, one per axis', found: kindOf(ranges) })
  if (ranges.length > x.shape.length) {
    return refuse('slice', [x.shape], {
      expected: `at most one range for each of ${countOf(x.shape.length, 'axis', 'axes')}`,
      found: String(ranges.length),
    })
  }
  const all = x.shape.map((_, axis) => rangeOf(x, axis, ranges[axis] ?? {}))
  const taken = sliceTo(
    x,
    all.map((range) => range.start),
    all.map((range) => range.stop),
    all.map((range) => range.step),
  )
  const backward = all.flatMap(({ isBackward }, axis) => (isBackward ? [axis] : []))
  return flipAxes(taken, backward)
}

/** The axis along which {@link at} takes an entry. */
export interface AtOptions<A extends number = number> {
  /** 0 by default; negative from the back. */
  readonly axis?: A
}

/** The rule of {@link at}. */
export interface AtRule<A extends number> extends ShapeFunction {
  readonly out: this['in'] extends infer S extends Shape ? AtShape<S, A> : Shape
}

/**
 * The entry at an index along an axis; the axis disappears. Negative indices count from the back. Refuses an index
 * outside the axis.
 *
 * @example
 * ```ts
 * import { at, tensor, toNested } from 'cotangent'
 *
 * toNested(at(1, { axis: 1 })(tensor([1, 2, 3, 4], [2, 2]))) // => [2, 4]
 * ```
 */
export const at = <const A extends number = 0>(index: number, options: AtOptions<A> = {}): ShapedFunction<AtRule<A>> =>
  shaped((x) => entryOf(x, index, checkOptions('at', options, { axis: true })))

const entryOf = (x: Tensor, index: number, { axis = 0 }: AtOptions<number>): Tensor => {
  if (isTensor(index)) {
    const found = 'a tensor, or an argument of a compiled function'
    return refuse('index', [x.shape], { expected: 'a number', found, advice: 'use take' })
  }
  const along = resolveAxis('index', x.shape, axis)
  const length = x.shape[along] ?? 0
  const place = index < 0 ? index + length : index
  if (!Number.isInteger(place) || place < 0 || place >= length) {
    return refuse('index', [x.shape], {
      expected: length === 0 ? 'an axis with entries' : `an index from ${String(-length)} to ${String(length - 1)}`,
      found: foundValue(index),
    })
  }
  return dropAxis(sliceAlong(x, along, place, place + 1), along)
}

const dropAxis = (x: Tensor, axis: number): Tensor => reshapeTo(x, withoutAxis(x.shape, axis))

const withoutAxis = (shape: Shape, axis: number): Shape => shape.filter((_, index) => index !== axis)
