/**
 * @file Max pooling, part by part, of planes that are too large to index. The winners of a part are indexed in the
 * part's own plane, so indices stay exact in float32. Derivatives of every order are those of slices, of the parts and
 * of their concatenation.
 */
import { mostIndexed } from '../core/exactIndices.ts'
import { sizeOf } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import type { Window, WindowAxis } from '../core/Window.ts'
import { span, windowInput } from '../core/Window.ts'
import { concatAlong } from './concat.ts'
import { sliceAlong } from './slice.ts'

/** The windows `from` to `to` of an axis, as an axis of the cells that they see, and the first of these cells. */
const partOf = (axis: WindowAxis, from: number, to: number): { readonly start: number; readonly part: WindowAxis } => {
  const first = from * axis.stride - axis.low
  const end = (to - 1) * axis.stride - axis.low + span(axis)
  const [start, stop] = [Math.max(0, first), Math.min(axis.input, end)]
  const part = { ...axis, input: stop - start, low: start - first, high: end - stop, output: to - from }
  return { start, part }
}

/** Pools in halves, recursively, until a plane has at most `most` cells or one window. */
export const poolParts = (
  pool: (x: Tensor, window: Window) => Tensor,
  x: Tensor,
  window: Window,
  most = mostIndexed,
): Tensor => {
  const outputs = Math.max(...window.map(({ output }) => output))
  if (sizeOf(windowInput(window)) <= most || outputs < 2) return pool(x, window)
  const longest = window.findIndex(({ output }) => output === outputs)
  const half = Math.ceil(outputs / 2)
  const pooled = (from: number, to: number): Tensor => {
    const parts = window.map((axis, k) => (k === longest ? partOf(axis, from, to) : { start: 0, part: axis }))
    const cells = parts.reduce((of, { start, part }, k) => sliceAlong(of, k + 2, start, start + part.input), x)
    return poolParts(
      pool,
      cells,
      parts.map(({ part }) => part),
      most,
    )
  }
  return concatAlong([pooled(0, half), pooled(half, outputs)], longest + 2)
}
