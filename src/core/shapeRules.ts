/**
 * @file The shape rules that many operations share, with what they refuse: axes and broadcasting.
 *
 * Laws: broadcasting is commutative, associative, and has `[]` as unit.
 */
import type { Shape } from './Shape.ts'
import { refuse } from './TensorError.ts'

/** Refuses dimensions that are not whole numbers from 0 on. */
export const checkShape = (operation: string, shape: Shape): Shape =>
  shape.every((dimension) => Number.isSafeInteger(dimension) && dimension >= 0)
    ? shape
    : refuse(operation, [shape], 'every dimension is a whole number, 0 or more')

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
  const resolved = (typeof axes === 'number' ? [axes] : axes).map((axis) => resolveAxis(operation, shape, axis))
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
