/**
 * @file prod: the product along axes, as a balanced tree.
 *
 *     y = product of x along the axes
 *
 * The tree halves the axis and multiplies the halves until one entry is left. A product of some entries may leave the
 * range although that of all does not, so products are kept as mantissas and exponents until the end.
 *
 * Shape rule: the axes disappear, or stay with length 1. Pullback: g times the product of the *other* entries, right at
 * zeros too, where dividing y by x would give NaN.
 * Laws: finite differences, second order; "has the right derivatives at zeros": with one zero only its entry has a derivative; "the
 * exponential of the sum of logarithms"; "is in range wherever the product is".
 */
import type { Tensor } from '../core/Tensor.ts'
import { repeatAxes } from './broadcastTo.ts'
import { concatAlong } from './concat.ts'
import { constant } from './constant.ts'
import { productOfOthers } from './cumprod.ts'
import { mul } from './mul.ts'
import { reduction } from './reductions.ts'
import { reshapeTo } from './reshape.ts'
import type { Scaled } from './scaled.ts'
import { joined, product, split } from './scaled.ts'
import { sliceAlong } from './slice.ts'
import { transposeTo } from './transpose.ts'
import { withPullback } from './withSlopes.ts'

/** The product along the last axis, which stays with length 1; there is at least one entry. */
const halved = ({ mantissa, exponent }: Scaled): Scaled => {
  const axis = mantissa.shape.length - 1
  const count = mantissa.shape[axis] ?? 1
  if (count === 1) return { mantissa, exponent }
  const half = Math.floor(count / 2)
  const part = (x: Tensor, k: number): Tensor => sliceAlong(x, axis, k * half, Math.min(count, (k + 1) * half))
  const both = (k: number): Scaled => ({ mantissa: part(mantissa, k), exponent: part(exponent, k) })
  const pairs = product(both(0), both(1))
  const rest = both(2)
  return halved(
    count % 2 === 0
      ? pairs
      : {
          mantissa: concatAlong([pairs.mantissa, rest.mantissa], axis),
          exponent: concatAlong([pairs.exponent, rest.exponent], axis),
        },
  )
}

/** The product along the last axis, which disappears. */
const lastProduct = (x: Tensor): Tensor => {
  const lines = x.shape.slice(0, -1)
  const axis = lines.length
  const count = x.shape[axis] ?? 1
  if (count === 0) return constant(1, lines)
  if (count === 1) return reshapeTo(x, lines)
  const value = reshapeTo(joined(halved(split(x))), lines)
  return withPullback(value, [x], (g) => [mul(repeatAxes(g, x.shape, [axis]), productOfOthers(x, axis))])
}

const prodAxes = (x: Tensor, axes: readonly number[]): Tensor => {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis))
  const lines = kept.map((axis) => x.shape[axis] ?? 1)
  const count = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1)
  return lastProduct(reshapeTo(transposeTo(x, [...kept, ...axes]), [...lines, count]))
}

/**
 * The product along axes; along all axes if none are named. The product of no entries is 1. Its derivatives are right
 * at zeros, and the product is right wherever those of some entries lie.
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
