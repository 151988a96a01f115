/**
 * @file The lines of an array along one axis: `outer` slabs of `length` entries, `inner` apart. Entry k of line
 * (o, i) lies at `(o * length + k) * inner + i`.
 */
import type { Shape } from '../../core/Shape.ts'
import { sizeOf } from '../../core/Shape.ts'

/** How lines lie in an array. */
interface Lines {
  readonly outer: number
  readonly length: number
  readonly inner: number
}

/** The lines of an array of this shape along an axis. */
export const linesOf = (shape: Shape, axis: number): Lines => ({
  outer: sizeOf(shape.slice(0, axis)),
  length: shape[axis]!,
  inner: sizeOf(shape.slice(axis + 1)),
})

/** Calls `visit` with the number of each line and where it starts. */
export const forEachLine = ({ outer, length, inner }: Lines, visit: (line: number, start: number) => void): void => {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) visit(o * inner + i, o * length * inner + i)
  }
}
