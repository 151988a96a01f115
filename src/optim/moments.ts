/**
 * @file What Adam and its variants share: a step counter, a running mean of gradients and one of their squares.
 *
 *     t       = 1, 2, 3, ...
 *     mean'   = beta1 * mean   + (1 - beta1) * g
 *     square' = beta2 * square + (1 - beta2) * g^2
 *
 * Both means start at zero and are too small at first; `biasOf` gives the factor.
 */
import { checkNotNegative } from '../core/numberRules.ts'
import type { OptionNames } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { add } from '../ops/add.ts'
import { zeros } from '../ops/constant.ts'
import { mul } from '../ops/mul.ts'
import type { Optimizer } from './Optimizer.ts'
import type { PerTensor, Slotted, TensorRule } from './perTensor.ts'
import { checkDecay, perTensor } from './perTensor.ts'
import { running } from './rmsprop.ts'

/** The decays of the two running means, and the guard against division by zero. */
export interface MomentOptions {
  /** The share of the mean of gradients that is kept from step to step; 0.9 by default. */
  readonly beta1?: number
  /** The share of the mean of squares that is kept from step to step; 0.999 by default. */
  readonly beta2?: number
  /** Added to the root; 1e-8 by default. */
  readonly epsilon?: number
}

/** The names of the options. */
export const momentNames: OptionNames<MomentOptions> = { beta1: true, beta2: true, epsilon: checkNotNegative }

/** The options with their defaults. Refuses decays outside [0, 1). */
export const momentsOf = (
  operation: string,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: MomentOptions,
): Required<MomentOptions> => {
  checkDecay(operation, 'beta1', beta1)
  checkDecay(operation, 'beta2', beta2)
  return { beta1, beta2, epsilon }
}

/** The two running means of a tensor. */
type Moments = Readonly<Record<'mean' | 'square', Tensor>>

/** A slot of zeros. */
export const zeroSlot = ({ shape }: Tensor): Tensor => zeros(shape)

/** The slots of the two means. */
export const zeroMoments = { mean: zeroSlot, square: zeroSlot } as const

/** The means after one more gradient. */
export const momentsAfter =
  ({ beta1, beta2 }: Required<MomentOptions>) =>
  (g: Tensor, held: Moments): Moments => ({
    mean: running(beta1, held.mean, g),
    square: running(beta2, held.square, mul(g, g)),
  })

/** A transformation that counts its steps, from 1, and whose rule for each tensor depends on the count. */
export const countingSteps = <Slots extends string>(
  slots: PerTensor<'step', Slots>['slots'],
  ruleAt: (t: Tensor) => TensorRule<Slots>,
): Optimizer<Slotted<'step', Slots>> =>
  perTensor({
    scalars: { step: 0 },
    slots,
    rule: ({ step }) => {
      const t = add(step, 1)
      return [{ step: t }, ruleAt(t)]
    },
  })
