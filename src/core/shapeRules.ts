/**
 * @file The shape rules that many operations share, with what they refuse: axes and broadcasting.
 *
 * Laws: broadcasting is commutative, associative, and has `[]` as unit.
 */
import type { Shape } from './Shape.ts'
import { isList, sizeOf } from './Shape.ts'
import { refuse } from './TensorError.ts'

/**
 * Refuses dimensions that are not whole numbers from 0 on, more entries than a number can count, and what is no list. Every
 * tensor that is made passes here.
 */
export const checkShape = <S extends Shape>(operation: string, shape: S): S => {
  if (!isList(shape)) return refuse(operation, [], `a shape is a list of numbers, not ${String(shape)}`)
  if (!shape.every(isWhole)) return refuse(operation, [shape], 'every dimension is a whole number, 0 or more')
  return Number.isSafeInteger(sizeOf(shape))
    ? shape
    : refuse(operation, [shape], 'it would have more than 2^53 - 1 entries')
}

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

/** Refuses what is no whole number, `least` or more: a count, a size, a number of channels. */
export const checkCount = <N extends number>(operation: string, what: string, count: N, least = 1): N =>
  isWhole(count) && count >= least
    ? count
    : refuse(operation, [], `${what} is a whole number, ${String(least)} or more, not ${String(count)}`)

/** Refuses what is no whole number: a shift, the place of a diagonal. */
export const checkInteger = (operation: string, what: string, value: number): number =>
  Number.isSafeInteger(value) ? value : refuse(operation, [], `${what} is a whole number, not ${String(value)}`)

/** The same as {@link checkCount} for one number, or one for each side. */
export const checkCounts = (
  operation: string,
  what: string,
  counts: number | readonly unknown[] | undefined,
  least = 1,
): void => {
  const all = Array.isArray(counts) ? counts.flat() : counts === undefined ? [] : [counts]
  all.forEach((count) => checkCount(operation, what, count as number, least))
}

/** Refuses sizes that are no whole numbers above 0, by the names of their options; passes over those that are not given. */
export const checkSizes = (
  operation: string,
  sizes: Readonly<Record<string, number | readonly number[] | undefined>>,
): void => Object.entries(sizes).forEach(([name, size]) => checkCounts(operation, `'${name}'`, size))

/** An axis counted from the front; negative ones count from the back, as in NumPy. Refuses an axis outside the rank. */
export const resolveAxis = (operation: string, shape: Shape, axis: number): number =>
  Number.isInteger(axis) && axis >= -shape.length && axis < shape.length
    ? axis < 0
      ? axis + shape.length
      : axis
    : refuse(operation, [shape], `axis ${String(axis)} is outside the ${String(shape.length)} axes`)

/** Several axes, resolved, in ascending order; all of them when none are named. Refuses an axis named twice. */
export const resolveAxes = (
  operation: string,
  shape: Shape,
  axes: number | readonly number[] | undefined,
): readonly number[] => {
  if (axes === undefined) return shape.map((_, axis) => axis)
  const resolved = (isList(axes) ? axes : [axes]).map((axis) => resolveAxis(operation, shape, axis))
  return new Set(resolved).size === resolved.length
    ? [...resolved].sort((a, b) => a - b)
    : refuse(operation, [shape], `axes [${resolved.join(', ')}] name an axis twice`)
}

/** NumPy's broadcasting: shapes are aligned at the back, and a dimension of 1 stretches. */
export const broadcastShapes = (operation: string, a: Shape, b: Shape): Shape => {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, axis) => {
    const m = a[axis - rank + a.length] ?? 1
    const n = b[axis - rank + b.length] ?? 1
    return m === n || n === 1
      ? m
      : m === 1
        ? n
        : refuse(
            operation,
            [a, b],
            `axis ${String(axis - rank)} has ${String(m)} entries in one and ${String(n)} in the other`,
          )
  })
}
