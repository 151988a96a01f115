/**
 * @file NAdam: Adam that looks ahead as Nesterov's momentum does, with a momentum that warms up.
 *
 *     mu[t]  = beta1 (1 - 0.96^(t momentumDecay) / 2)        product[t] = mu[1] ... mu[t]
 *     update = ((1 - mu[t]) g / (1 - product[t]) + mu[t+1] mean' / (1 - product[t+1])) / (sqrt(square' / (1 - beta2^t)) + epsilon)
 *
 * As documented for `torch.optim.NAdam` and computed by later versions; the code of PyTorch 1.13 multiplies mu[t] into
 * the second product twice.
 *
 * Laws: equals the documented form on recorded trajectories; those of optimizers.
 *
 * Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop 2016.
 */
import type { OptionNames } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { add } from '../ops/add.ts'
import { div } from '../ops/div.ts'
import { exp } from '../ops/exp.ts'
import { mul } from '../ops/mul.ts'
import { sqrt } from '../ops/sqrt.ts'
import { sub } from '../ops/sub.ts'
import type { Chained, Optimizer, Stateless } from './Optimizer.ts'
import type { Slotted } from './perTensor.ts'
import { biasOf, perTensor } from './perTensor.ts'
import type { MomentOptions } from './moments.ts'
import { momentNames, momentsAfter, momentsOf, zeroMoments } from './moments.ts'
import type { LearningRate } from './Schedule.ts'
import type { Scheduled } from './scale.ts'
import { steppingBy } from './steppingBy.ts'

/** The settings by which NAdam scales gradients. */
export interface NadamScaling extends MomentOptions {
  /** How fast the momentum rises from half of beta1 to beta1; 0.004 by default. */
  readonly momentumDecay?: number
}

const scaling: OptionNames<NadamScaling> = { ...momentNames, momentumDecay: true }

/**
 * Scales gradients as NAdam does. Refuses decays outside [0, 1).
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { scaleByNadam } from 'cotangent/optim'
 *
 * const step = scaleByNadam()
 * const g = tensor([0.5, -2], [2])
 * const [update] = step.update(g, step.init(g), g)
 * toNested(update) // => [1.0564518, -1.0564518]
 * ```
 */
export const scaleByNadam = (options: NadamScaling = {}): Optimizer<Slotted<'step' | 'product', 'mean' | 'square'>> => {
  const { momentumDecay = 0.004, ...others } = checkOptions('scaleByNadam', options, scaling)
  const settings = momentsOf('nadam', others)
  const { beta1, beta2, epsilon } = settings
  const after = momentsAfter(settings)
  const momentumAt = (t: Tensor<readonly []>): Tensor<readonly []> =>
    mul(sub(1, mul(exp(mul(t, momentumDecay * Math.log(0.96))), 0.5)), beta1)
  return perTensor({
    scalars: { step: 0, product: 1 },
    slots: zeroMoments,
    rule: ({ step, product }) => {
      const t = add(step, 1)
      const [mu, ahead, bias] = [momentumAt(t), momentumAt(add(t, 1)), biasOf(beta2, t)]
      const next: Tensor<readonly []> = mul(product, mu)
      const ofGradient: Tensor = div(sub(1, mu), sub(1, next))
      const ofMean: Tensor = div(ahead, sub(1, mul(next, ahead)))
      return [
        { step: t, product: next },
        (g, held) => {
          const { mean, square } = after(g, held)
          const direction: Tensor = add(mul(g, ofGradient), mul(mean, ofMean))
          return [div(direction, add(sqrt(div(square, bias)), epsilon)), { mean, square }]
        },
      ]
    },
  })
}

/** The settings of {@link nadam}. */
export interface NadamOptions extends NadamScaling {
  /** A number, a scalar, or a schedule; 0.002 by default. */
  readonly learningRate?: LearningRate
  /** The multiple of each parameter that is added to its gradient; 0 by default. */
  readonly weightDecay?: number
}

/** The state of {@link nadam}. */
export type NadamState = Chained<Chained<Stateless, Slotted<'step' | 'product', 'mean' | 'square'>>, Scheduled>

/**
 * NAdam, as documented for `torch.optim.NAdam`. PyTorch 1.13 itself takes slightly other steps; later versions take these.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { nadam } from 'cotangent/optim'
 *
 * const optimizer = nadam({ learningRate: 0.1 })
 * const w = tensor(1, [])
 * const [update] = optimizer.update(tensor(1000, []), optimizer.init(w), w)
 * item(update) < 0 // => true
 * ```
 */
export const nadam = ({ learningRate = 0.002, weightDecay = 0, ...others }: NadamOptions = {}): Optimizer<NadamState> =>
  steppingBy(
    scaleByNadam(checkOptions('nadam', others, scaling, ['learningRate', 'weightDecay'])),
    weightDecay,
    learningRate,
  )
