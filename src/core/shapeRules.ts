/**
 * @file The shape rules that many operations share, axes and broadcasting, and what they refuse.
 *
 * Laws: broadcasting is commutative, associative, and has `[]` as unit.
 */
import { foundValue } from './foundValue.ts'
import type { Shape } from './Shape.ts'
import { isList, showShape, sizeOf } from './Shape.ts'
import { refuse } from './TensorError.ts'

/**
 * Refuses dimensions that are not whole numbers from 0 on, more entries than a number can count, and anything that is
 * not a list. Every tensor that is made passes this check.
 */
export const checkShape = <S extends Shape>(operation: string, shape: S): S => {
  if (!isList(shape)) return refuse(operation, [], { expected: 'a shape, a list of numbers', found: foundValue(shape) })
  if (!shape.every(isWhole))
    return refuse(operation, [shape], {
      expected: 'every dimension to be a whole number, 0 or more',
      found: showShape(shape),
    })
  return Number.isSafeInteger(sizeOf(shape))
    ? shape
    : refuse(operation, [shape], { expected: 'at most 2^53 - 1 entries', found: String(sizeOf(shape)) })
}

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

/** The most entries of a list, and of an array of numbers, that are made before a program runs. */
const mostListed = 2 ** 24
const mostTabled = 2 ** 28

const checkMost = (operation: string, x: Shape, count: number, most: number): void => {
  if (count <= most) return
  refuse(operation, [x], {
    expected: `a size that needs at most ${String(most)} entries at once`,
    found: String(count),
  })
}

/** Refuses a list of JavaScript values that would fill the memory, before it is made: one as long as a size that a caller names. */
export const checkListed = (operation: string, x: Shape, count: number): void =>
  checkMost(operation, x, count, mostListed)

/** As {@link checkListed}, for arrays of numbers, which are smaller. */
export const checkTabled = (operation: string, x: Shape, count: number): void =>
  checkMost(operation, x, count, mostTabled)

/** Refuses anything but a whole number of at least `least`: a count, a size, a number of channels. */
export const checkCount = <N extends number>(operation: string, what: string, count: N, least = 1): N =>
  isWhole(count) && count >= least
    ? count
    : refuse(operation, [], {
        expected: `${what} to be a whole number, ${String(least)} or more`,
        found: foundValue(count),
      })

/** Refuses anything but a whole number: a shift, the position of a diagonal. */
export const checkInteger = (operation: string, what: string, value: number): number =>
  Number.isSafeInteger(value)
    ? value
    : refuse(operation, [], { expected: `${what} to be a whole number`, found: foundValue(value) })

const areMany = <T>(counts: number | readonly T[] | undefined): counts is readonly T[] => Array.isArray(counts)

/** As {@link checkCount}, for one number or one number per side. */
export const checkCounts = (
  operation: string,
  what: string,
  counts: number | readonly (number | readonly number[])[] | undefined,
  least = 1,
): void => {
  const all = counts === undefined ? [] : areMany(counts) ? counts.flat() : [counts]
  all.forEach((count) => checkCount(operation, what, count, least))
}

/** Refuses sizes that are not whole numbers above 0, by the names of their options; skips those that are not given. */
export const checkSizes = (
  operation: string,
  sizes: Readonly<Record<string, number | readonly number[] | undefined>>,
): void => Object.entries(sizes).forEach(([name, size]) => checkCounts(operation, `'${name}'`, size))

/** As {@link checkSizes}, for options that must be given, which JavaScript may leave out. */
export const checkRequiredSizes = (operation: string, sizes: Parameters<typeof checkSizes>[1]): void =>
  Object.entries(sizes).forEach(([name, size]) =>
    size === undefined
      ? refuse(operation, [], { expected: `the option '${name}'`, found: 'none' })
      : checkCounts(operation, `'${name}'`, size),
  )

/**
 * An axis counted from the front; negative ones count from the back, as in NumPy. Refuses an axis outside the rank. `given` is
 * the shape that the message names, where `shape` is not the caller's own.
 */
export const resolveAxis = (operation: string, shape: Shape, axis: number, given: Shape = shape): number =>
  Number.isInteger(axis) && axis >= -shape.length && axis < shape.length
    ? axis < 0
      ? axis + shape.length
      : axis
    : refuse(operation, [given], {
        expected:
          shape.length === 0 ? 'an axis' : `an axis from ${String(-shape.length)} to ${String(shape.length - 1)}`,
        found: foundValue(axis),
      })

/** Several axes, resolved, in ascending order; all axes if none are named. Refuses an axis that is named twice. */
export const resolveAxes = (
  operation: string,
  shape: Shape,
  axes: number | readonly number[] | undefined,
): readonly number[] => {
  if (axes === undefined) return shape.map((_, axis) => axis)
  const resolved = (isList(axes) ? axes : [axes]).map((axis) => resolveAxis(operation, shape, axis))
  return new Set(resolved).size === resolved.length
    ? [...resolved].sort((a, b) => a - b)
    : refuse(operation, [shape], { expected: 'each axis once', found: `[${resolved.join(', ')}]` })
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
        : refuse(operation, [a, b], {
            expected: `as many entries along axis ${String(axis - rank)}, or 1`,
            found: `${String(m)} and ${String(n)}`,
          })
  })
}
