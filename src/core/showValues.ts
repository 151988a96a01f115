/**
 * @file The first values of a tensor as text, for `console.log` and messages.
 */
import type { Shape } from './Shape.ts'
import { sizeOf, stridesOf } from './Shape.ts'

const perAxis = 6

const showNumber = (value: number): string =>
  Number.isInteger(value) || !Number.isFinite(value) ? String(value) : String(Number(value.toPrecision(5)))

/** Nested brackets with at most six entries per axis: `[[1, 2], [3, 4]]`, `[0, 1, 2, 3, 4, 5, … 94 more]`. */
export const showValues = (values: ArrayLike<number>, shape: Shape): string => {
  const strides = stridesOf(shape)
  const show = (axis: number, offset: number): string => {
    if (axis === shape.length) return showNumber(values[offset] ?? Number.NaN)
    const length = shape[axis] ?? 0
    const shown = Array.from({ length: Math.min(length, perAxis) }, (_, i) =>
      show(axis + 1, offset + i * (strides[axis] ?? 1)),
    )
    return `[${[...shown, ...(length > perAxis ? [`… ${String(length - perAxis)} more`] : [])].join(', ')}]`
  }
  return sizeOf(shape) === 0 ? '[]' : show(0, 0)
}
