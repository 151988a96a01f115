/** @file What an error at an edge case may be relative to besides the number: the effect of rounding the inputs. */
import type { EdgeBound, EdgeOrder } from './EdgeBound.ts'
import type { Edge, Expected } from './Edge.ts'

/** The numbers of a row that are of an order. */
export const expectedOf = ({ expected, inputs }: Edge, order: EdgeOrder): readonly Expected[] =>
  order === 0
    ? expected.slice(0, 1)
    : order === 1
      ? expected.slice(1, 1 + inputs.length)
      : expected.slice(1 + inputs.length)

const sizesOf = (edge: Edge, order: EdgeOrder): readonly number[] =>
  expectedOf(edge, order).map((one) => Math.abs(one?.value ?? 0))

/** The indices of inputs that entries of the upper half of the Hessian are of, by rows. */
const indicesOf = ({ inputs }: Edge): readonly (readonly [number, number])[] =>
  inputs.flatMap((_, i) => inputs.flatMap((_other, j) => (j < i ? [] : [[i, j] as const])))

const hessianAt = (edge: Edge, i: number, j: number): number => {
  const at = indicesOf(edge).findIndex(([row, column]) => row === Math.min(i, j) && column === Math.max(i, j))
  return sizesOf(edge, 2)[at] ?? 0
}

/** How far the value, or an entry of the gradient, moves if each input moves by its own size. */
const swayOf = (edge: Edge, order: 0 | 1, entry: number): number =>
  Math.max(
    ...edge.inputs.map((x, j) => Math.abs(x) * (order === 0 ? (sizesOf(edge, 1)[j] ?? 0) : hessianAt(edge, entry, j))),
  )

/** Of an entry of the Hessian: first derivatives over the input that they are differentiated by, or over 1. */
const slopesOf = (edge: Edge, entry: number): number => {
  const [i, j] = indicesOf(edge)[entry] ?? [0, 0]
  const over = (slope: number, x: number): number =>
    (sizesOf(edge, 1)[slope] ?? 0) / Math.max(1, Math.abs(edge.inputs[x] ?? 0))
  return Math.max(over(i, j), over(j, i))
}

/** The order below over the largest input: what an order is where a function keeps its direction. */
const overInput = (edge: Edge, order: EdgeOrder): readonly number[] =>
  order === 0 ? [] : sizesOf(edge, order === 1 ? 0 : 1).map((size) => size / Math.max(...edge.inputs.map(Math.abs)))

/** What an error may be relative to, besides the number itself. */
export const scaleOf = (
  edge: Edge,
  order: EdgeOrder,
  entry: number,
  { absolute = 0, together = false }: EdgeBound,
): number => {
  const sizes = [
    absolute,
    ...(order === 2 ? [slopesOf(edge, entry)] : edge.inputs.length > 1 ? [swayOf(edge, order, entry)] : []),
    ...(together ? [...sizesOf(edge, order), ...overInput(edge, order)] : []),
  ]
  return Math.max(...sizes.filter(Number.isFinite))
}
