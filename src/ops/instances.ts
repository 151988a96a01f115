/**
 * @file fp-ts instances of tensors that need no numbers: tensors of one shape form a commutative ring, entry by entry.
 *
 * Laws (up to the rounding of floating-point addition and multiplication): associativity and commutativity of `add`
 * and `mul`, units `zero` and `one`, distributivity, and `add(sub(a, b), b) = a`.
 */
import type { Monoid } from 'fp-ts/lib/Monoid.js'
import type { Ring } from 'fp-ts/lib/Ring.js'
import type { Shape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { ofShape } from '../core/Tensor.ts'
import { add } from './add.ts'
import { ones, zeros } from './constant.ts'
import { mul } from './mul.ts'
import { sub } from './sub.ts'

/**
 * The ring of tensors of a shape.
 *
 * @example
 * ```ts
 * import { getRing, tensor, toNested } from 'cotangent'
 *
 * const ring = getRing([2])
 * toNested(ring.add(ring.one, ring.mul(tensor([2, 3], [2]), ring.zero))) // => [1, 1]
 * ```
 */
export const getRing = <const S extends Shape>(shape: S): Ring<Tensor<S>> => {
  const lift = (f: (a: Tensor, b: Tensor) => Tensor) => (a: Tensor<S>, b: Tensor<S>) => ofShape<S>(f(a, b))
  return { zero: zeros(shape), one: ones(shape), add: lift(add), mul: lift(mul), sub: lift(sub) }
}

/**
 * Tensors of a shape under addition: what cotangents form.
 *
 * @example
 * ```ts
 * import { getSumMonoid, ones, toNested } from 'cotangent'
 * import { concatAll } from 'fp-ts/lib/Monoid.js'
 *
 * toNested(concatAll(getSumMonoid([2]))([ones([2]), ones([2]), ones([2])])) // => [3, 3]
 * ```
 */
export const getSumMonoid = <const S extends Shape>(shape: S): Monoid<Tensor<S>> => {
  const { add: concat, zero: empty } = getRing(shape)
  return { concat, empty }
}
