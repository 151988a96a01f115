/**
 * @file Kinks: points where a function has different slopes on the two sides, such as 0 for |x|. No derivative is right
 * there, so a disagreement with finite differences proves nothing.
 *
 *     jump(h) = |(f(x + h v) - f(x)) / h - (f(x) - f(x - h v)) / h|
 *
 * Where f is smooth, the jump shrinks with h. At a kink it does not. If a kink lies between x and x + h v, the jump
 * vanishes abruptly once h is small enough.
 */
import type { NumberArray } from '../../../src/core/Tensor.ts'
import type { Kink } from '../Equation.ts'

/** The outputs of a function at x + by v, in float64. */
export type Along = (by: number) => readonly NumberArray[]

/** One number, or several, that stand for the outputs: all entries, or a product with a cotangent. */
export type Weigh = (outputs: readonly NumberArray[]) => readonly number[]

const slopesAt = (along: Along, weigh: Weigh, step: number) => {
  const [below, here, above] = [weigh(along(-step)), weigh(along(0)), weigh(along(step))]
  return here.map((y, k) => ({ left: (y - (below[k] ?? 0)) / step, right: ((above[k] ?? 0) - y) / step }))
}

/** How much smaller the second step is: the jump of a smooth function shrinks by as much. */
const shrinkage = 8

/** For each number, the kink that it has near x along v, or `null`. Steps are twice and a quarter of `step`. */
export const kinksAlong = (
  along: Along,
  weigh: Weigh,
  analytic: readonly number[],
  { step, tolerance }: { readonly step: number; readonly tolerance: number },
): readonly (Kink | null)[] => {
  const wide = slopesAt(along, weigh, 2 * step)
  const narrow = slopesAt(along, weigh, (2 * step) / shrinkage)
  return wide.map((far, k) => {
    const near = narrow[k] ?? far
    const [jump, rest] = [Math.abs(far.right - far.left), Math.abs(near.right - near.left)]
    const scale = Math.max(1, Math.abs(far.left), Math.abs(far.right))
    if (!Number.isFinite(jump + rest) || Math.max(jump, rest) <= 10 * tolerance * scale) return null
    const ratio = rest / jump
    const smooth = ratio > 0.5 / shrinkage && ratio < 2 / shrinkage
    const { left, right } = rest > jump / 4 ? near : far
    return smooth ? null : { left, right, analytic: analytic[k] ?? Number.NaN }
  })
}
