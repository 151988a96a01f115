/**
 * @file Walks two arrays together over one box of indices, each with its own strides, and yields runs along the last
 * axis:
 *
 *     a[a.offset + sum over k of i[k] * a.strides[k]]   beside   b[b.offset + sum over k of i[k] * b.strides[k]]
 *
 * A stride of 0 stays in place: it repeats what is read, or accumulates what is written. A negative one walks
 * backwards.
 */
import type { Shape } from '../../core/Shape.ts'

/** Where the entries of a box lie in an array. */
export interface RunLayout {
  readonly strides: readonly number[]
  readonly offset: number
}

/** `length` entries of `a` from `i` by `aStep`, beside as many of `b` from `j` by `bStep`. */
export type Run = (i: number, j: number, length: number, aStep: number, bStep: number) => void

export const forEachRun = (shape: Shape, a: RunLayout, b: RunLayout, run: Run): void => {
  const last = shape.length - 1
  const length = shape[last] ?? 1
  const aStep = a.strides[last] ?? 0
  const bStep = b.strides[last] ?? 0
  const visit = (axis: number, i: number, j: number): void => {
    if (axis >= last) run(i, j, length, aStep, bStep)
    else for (let k = 0; k < shape[axis]!; k++) visit(axis + 1, i + k * a.strides[axis]!, j + k * b.strides[axis]!)
  }
  visit(0, a.offset, b.offset)
}

/** Copies the box of entries that `from` finds in `x` to where `to` puts them in `y`. */
export const copyBox = (shape: Shape, x: Float64Array, from: RunLayout, y: Float64Array, to: RunLayout): void => {
  forEachRun(shape, from, to, (i, j, length, xStep, yStep) => {
    for (let k = 0; k < length; k++) y[j + k * yStep] = x[i + k * xStep]!
  })
}
