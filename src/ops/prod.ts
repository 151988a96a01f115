/**
 * @file prod: the product along axes, as a balanced tree.
 *
 *     y = product of x along the axes
 *
 * The tree halves the axis and multiplies the halves until one entry is left, so that every derivative is a sum of
 * products of the *other* entries, right at zeros too, where dividing y by x would give NaN.
 *
 * Shape rule: the axes disappear, or stay with length 1. Pullback: through `mul` and `slice`.
 * Laws: finite differences, second order; "has the right derivatives at zeros": with one zero only its entry has a derivative; "the
 * exponential of the sum of logarithms".
 */
import type { Tensor } from '../core/Tensor.ts'
import { constant } from './constant.ts'
import { concatAlong } from './concat.ts'
import { mul } from './mul.ts'
import { reduction } from './reductions.ts'
import { reshapeTo } from './reshape.ts'
import { sliceAlong } from './slice.ts'
import { transposeTo } from './transpose.ts'

/** The product along the last axis, which disappears. */
const lastProduct = (x: Tensor): Tensor => {
  const lines = x.shape.slice(0, -1)
  const count = x.shape.at(-1) ?? 1
  if (count === 0) return constant(1, lines)
  if (count === 1) return reshapeTo(x, lines)
  const half = Math.floor(count / 2)
  const axis = lines.length
  const pairs = mul(sliceAlong(x, axis, 0, half), sliceAlong(x, axis, half, 2 * half))
  return lastProduct(count % 2 === 0 ? pairs : concatAlong([pairs, sliceAlong(x, axis, 2 * half, count)], axis))
}

const prodAxes = (x: Tensor, axes: readonly number[]): Tensor => {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis))
  const lines = kept.map((axis) => x.shape[axis] ?? 1)
  const count = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1)
  return lastProduct(reshapeTo(transposeTo(x, [...kept, ...axes]), [...lines, count]))
}

/**
 * The product along axes; along all axes if none are named. The product of no entries is 1. Its derivatives are right
 * at zeros.
 *
 * @example
 * ```ts
 * import { grad, prod, tensor, toNested } from 'cotangent'
 *
 * const x = tensor([2, 0, 5], [3])
 * toNested(prod()(x)) // => 0
 * toNested(grad(prod())(x)) // => [0, 10, 0]
 * ```
 */
export const prod = reduction('prod', prodAxes)
