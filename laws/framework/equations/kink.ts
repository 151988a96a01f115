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

/** How the slopes on two sides are judged. */
export interface KinkOptions {
  readonly step: number
  readonly tolerance: number
  /** The least size that jumps are judged relative to. */
  readonly least: number
  /** By how much each value may be off: a jump that this explains is none. */
  readonly noise: readonly number[]
}

/** For each number, the kink that it has near x along v, or `null`. Steps are twice and a quarter of `step`. */
export const kinksAlong = (
  along: Along,
  weigh: Weigh,
  analytic: readonly number[],
  { step, tolerance, least, noise }: KinkOptions,
): readonly (Kink | null)[] => {
  const wide = slopesAt(along, weigh, 2 * step)
  const narrow = slopesAt(along, weigh, (2 * step) / shrinkage)
  return wide.map((far, k) => {
    const near = narrow[k] ?? far
    const [jump, rest] = [Math.abs(far.right - far.left), Math.abs(near.right - near.left)]
    const scale = Math.max(least, Math.abs(far.left), Math.abs(far.right))
    // What rounding may add to either jump: the difference of slopes takes four values.
    const [coarse, fine] = [2, 2 / shrinkage].map((times) => (4 * (noise[k] ?? 0)) / (times * step))
    const sure = Math.max(jump - (coarse ?? 0), rest - (fine ?? 0))
    if (!Number.isFinite(jump + rest) || sure <= 10 * tolerance * scale) return null
    const smooth =
      rest + (fine ?? 0) > (0.5 / shrinkage) * jump && rest - (fine ?? 0) < (2 / shrinkage) * (jump + (coarse ?? 0))
    const { left, right } = rest > jump / 4 ? near : far
    return smooth ? null : { left, right, analytic: analytic[k] ?? Number.NaN }
  })
}

/**
 * Whether the slopes on two sides differ as they do at a kink: no less over a longer way, or in a line with it, where
 * what is smooth beside a small kink counts too. Those beside a pole differ more over a shorter way, and so do those of
 * values that are rounded.
 */
export const isKinked = (along: Along, weigh: Weigh, step: number): readonly boolean[] => {
  const jumps = (times: number) => slopesAt(along, weigh, times * step).map(({ left, right }) => right - left)
  const [fars, farthers] = [jumps(2), jumps(4)]
  return jumps(0.25).map((near, k) => {
    const [far, farther] = [fars[k] ?? Number.NaN, farthers[k] ?? Number.NaN]
    const grows = Math.abs(near) <= 1.1 * Math.abs(far) && Math.abs(far) <= 1.1 * Math.abs(farther)
    const inLine = far - ((2 - 0.25) / (4 - 2)) * (farther - far)
    return grows || Math.abs(near - inLine) <= 0.1 * Math.abs(near)
  })
}
