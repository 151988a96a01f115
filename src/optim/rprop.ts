/**
 * @file Rprop: one step size per entry, which grows while the gradient keeps its sign and shrinks when the sign
 * changes.
 *
 *     size'  = clamp(size * (grow where g before > 0, shrink where < 0, else 1), least, most)
 *     update = -sign(g) size' with g = 0, also for the next step, where the sign has changed
 *
 * For whole batches: the sign of a small batch's gradient says little.
 * Laws: equals `torch.optim.Rprop` on recorded trajectories; those of optimizers.
 *
 * Riedmiller and Braun, "A direct adaptive method for faster backpropagation learning: the RPROP algorithm", 1993.
 */
import { checkFinite, checkNotNegative } from '../core/numberRules.ts'
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { literal } from '../ops/constant.ts'
import { full } from '../ops/full.ts'
import { greater } from '../ops/greater.ts'
import { less } from '../ops/less.ts'
import { maximum } from '../ops/maximum.ts'
import { minimum } from '../ops/minimum.ts'
import { mul } from '../ops/mul.ts'
import { neg } from '../ops/neg.ts'
import { sign } from '../ops/sign.ts'
import { where } from '../ops/where.ts'
import { zeroSlot } from './moments.ts'
import type { Optimizer } from './Optimizer.ts'
import type { Slotted } from './perTensor.ts'
import { perTensor } from './perTensor.ts'

/** The settings of {@link rprop}. */
export interface RpropOptions {
  /** The first step size; 0.01 by default. */
  readonly learningRate?: number
  /** The factor of a step size where the sign has changed; 0.5 by default. */
  readonly shrink?: number
  /** The factor of a step size where the sign has stayed the same; 1.2 by default. */
  readonly grow?: number
  /** The least and the largest step size; 1e-6 and 50 by default. */
  readonly between?: readonly [least: number, most: number]
}

/** The state of {@link rprop}: the previous gradients, and one step size per entry. */
export type RpropState = Slotted<never, 'before' | 'size'>

/**
 * Rprop.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { rprop } from 'cotangent/optim'
 *
 * const optimizer = rprop({ learningRate: 0.5, grow: 1.5 })
 * const w = tensor([1, 1], [2])
 * const [, state] = optimizer.update(tensor([3, 3], [2]), optimizer.init(w), w)
 * const [second] = optimizer.update(tensor([3, -3], [2]), state, w)
 * toNested(second) // => [-0.75, -0]
 * ```
 */
export const rprop = (options: RpropOptions = {}): Optimizer<RpropState> => {
  const {
    learningRate = 0.01,
    shrink = 0.5,
    grow = 1.2,
    between: [least, most] = [1e-6, 50],
  } = checkOptions('rprop', options, {
    learningRate: checkNotNegative,
    shrink: checkFinite,
    grow: checkFinite,
    between: true,
  })
  Object.entries({ least, most }).forEach(([name, value]) => checkFinite('rprop', name, value))
  return perTensor<never, 'before' | 'size'>({
    scalars: {},
    slots: { before: zeroSlot, size: ({ shape }) => full(shape, learningRate) },
    rule: () => [
      {},
      (g, { before, size }) => {
        const turn: Tensor = mul(g, before)
        const turned: Tensor = less(turn, literal(0))
        const factor: Tensor = where(greater(turn, literal(0)), grow, where(turned, shrink, 1))
        const next: Tensor = minimum(maximum(mul(size, factor), least), most)
        const kept: Tensor = where(turned, literal(0), g)
        return [neg(mul(sign(kept), next)), { before: kept, size: next }]
      },
    ],
  })
}
