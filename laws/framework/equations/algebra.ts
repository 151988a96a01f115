/**
 * @file Equations of algebra, for any operation:
 *
 *     commutativity   f(a, b) = f(b, a)                 linearity     f(s a + t b) = s f(a) + t f(b)
 *     associativity   f(f(a, b), c) = f(a, f(b, c))     adjointness   <f(x), y> = <x, g(y)>
 *     unit            f(a, e) = a                       inverse       g(f(x)) = x
 *     conservation    the sum of J^T u is the sum of u
 */
import type { Operand, Tensor } from '../../../src/core/Tensor.ts'
import { innerProduct } from '../../../src/diff/jvp.ts'
import { vjp } from '../../../src/diff/vjp.ts'
import { add } from '../../../src/ops/add.ts'
import { mul } from '../../../src/ops/mul.ts'
import { sum } from '../../../src/ops/sum.ts'
import type { Equation } from '../Equation.ts'

type Unary = (x: Tensor) => Tensor
type Binary = (a: Tensor, b: Tensor) => Tensor

/** The tolerance for rounding in a sum of products of a few numbers. */
export const rounding = 1e-12

/** f(a, b) = f(b, a). */
export const commutativity = (f: Binary, a: Tensor, b: Tensor): Equation => ({ left: f(a, b), right: f(b, a) })

/** f(f(a, b), c) = f(a, f(b, c)), up to rounding. */
export const associativity = (f: Binary, a: Tensor, b: Tensor, c: Tensor): Equation => ({
  left: f(f(a, b), c),
  right: f(a, f(b, c)),
  tolerance: rounding,
})

/** f(a, e) = a. */
export const unit = (f: (a: Tensor, b: Operand) => Tensor, e: Operand, a: Tensor): Equation => ({
  left: f(a, e),
  right: a,
})

/** g(f(x)) = x. */
export const inverse = (f: Unary, g: Unary, x: Tensor, tolerance = 0): Equation => ({
  left: g(f(x)),
  right: x,
  tolerance,
})

const combined = (s: number, a: Tensor, t: number, b: Tensor): Tensor => add(mul(a, s), mul(b, t))

/** f(s a + t b) = s f(a) + t f(b), for a few s and t. */
export const linearity = (f: Unary, a: Tensor, b: Tensor): Equation => ({
  left: f(combined(2, a, -0.75, b)),
  right: combined(2, f(a), -0.75, f(b)),
  tolerance: rounding,
})

/** Linearity in each of two arguments. */
export const bilinearity = (
  f: Binary,
  [a, b]: readonly [Tensor, Tensor],
  [c, d]: readonly [Tensor, Tensor],
): Equation => {
  const first = linearity((x) => f(x, c), a, b)
  const second = linearity((y) => f(a, y), c, d)
  return { left: [first.left, second.left], right: [first.right, second.right], tolerance: rounding }
}

/** <f(x), y> = <x, g(y)>. */
export const adjoint = (f: Unary, g: Unary, x: Tensor, y: Tensor): Equation => ({
  left: innerProduct(f(x), y),
  right: innerProduct(x, g(y)),
  tolerance: rounding,
})

/** A pullback keeps the sum of the cotangent. */
export const conservation = (f: Unary, x: Tensor, u: (like: Tensor) => Tensor): Equation => {
  const [y, pullback] = vjp(f)(x)
  const cotangent = u(y)
  return { left: sum()(pullback(cotangent)), right: sum()(cotangent), tolerance: rounding }
}
