/**
 * @file RAdam: Adam that does not scale until the mean of squares is reliable.
 *
 *     limit  = (1 + beta2) / (1 - beta2)        length[t] = limit - 2 t beta2^t / (1 - beta2^t)
 *     update = mean^ r sqrt(1 - beta2^t) / (sqrt(square') + epsilon)        where length[t] > 5, else mean^
 *     r      = sqrt((length - 4)(length - 2) limit / ((limit - 4)(limit - 2) length))        mean^ = mean' / (1 - beta1^t)
 *
 * Epsilon is added before the correction of the bias, as in `torch.optim.RAdam` of 1.13. The length is computed as
 * t + L(a / 2) - t L(a t / 2), with a = -ln beta2 and Langevin's function L(z) = coth z - 1 / z: the same number
 * without the difference of two large numbers, in which float32 would lose its digits.
 *
 * Laws: equals `torch.optim.RAdam` on recorded trajectories; those of optimizers.
 *
 * Liu, Jiang, He, Chen, Liu, Gao and Han, "On the variance of the adaptive learning rate and beyond", ICLR 2020.
 */
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { add } from '../ops/add.ts'
import { literal } from '../ops/constant.ts'
import { div } from '../ops/div.ts'
import { greater } from '../ops/greater.ts'
import { less } from '../ops/less.ts'
import { maximum } from '../ops/maximum.ts'
import { minimum } from '../ops/minimum.ts'
import { mul } from '../ops/mul.ts'
import { sqrt } from '../ops/sqrt.ts'
import { sub } from '../ops/sub.ts'
import { tanh } from '../ops/tanh.ts'
import { where } from '../ops/where.ts'
import type { Chained, Optimizer, Stateless } from './Optimizer.ts'
import type { Slotted } from './perTensor.ts'
import { biasOf } from './perTensor.ts'
import type { MomentOptions } from './moments.ts'
import { countingSteps, momentNames, momentsAfter, momentsOf, zeroMoments } from './moments.ts'
import type { LearningRate } from './Schedule.ts'
import type { Scheduled } from './scale.ts'
import { steppingBy } from './steppingBy.ts'

/** Below this, Langevin's function is its series to the ninth power, to 12 digits. */
const near = 0.25
const series = [2 / 93555, -1 / 4725, 2 / 945, -1 / 45, 1 / 3]

const langevin = (z: Tensor): Tensor => {
  const small: Tensor = minimum(z, literal(near))
  const large: Tensor = maximum(z, literal(near))
  const square: Tensor = mul(small, small)
  const sum = series.reduce<Tensor>((total, term) => add(mul(total, square), literal(term)), literal(0))
  const direct = sub(div(literal(1), tanh(large)), div(literal(1), large))
  return where(less(z, literal(near)), mul(sum, small), direct)
}

/** The length of the mean of squares at step t, and in the limit. */
const lengths = (beta2: number, t: Tensor): readonly [now: Tensor, limit: number] => {
  const half = -Math.log(beta2) / 2
  const limit = (1 + beta2) / (1 - beta2)
  const ofOne = limit - 1 / half
  return [sub(add(t, ofOne), mul(t, langevin(mul(t, half)))), limit]
}

/** The factor r, and 1 where the length is above 5, else 0. */
const rectification = (beta2: number, t: Tensor): readonly [factor: Tensor, adapts: Tensor] => {
  const [length, limit] = lengths(beta2, t)
  const safe: Tensor = maximum(length, literal(5))
  const ratio: Tensor = div(mul(sub(safe, literal(4)), sub(safe, literal(2))), safe)
  return [sqrt(mul(ratio, limit / ((limit - 4) * (limit - 2)))), greater(length, literal(5))]
}

/**
 * Scales gradients as RAdam does. Refuses beta1 outside [0, 1), and beta2 outside (2/3, 1), below which it would never
 * scale.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { scaleByRadam } from 'cotangent/optim'
 *
 * const step = scaleByRadam()
 * const g = tensor([0.5, -2], [2])
 * // The variance of one gradient is unknown: it is not scaled by it yet.
 * const [update] = step.update(g, step.init(g), g)
 * toNested(update) // => [0.5, -2]
 * ```
 */
export const scaleByRadam = (options: MomentOptions = {}): Optimizer<Slotted<'step', 'mean' | 'square'>> => {
  const settings = momentsOf('radam', checkOptions('scaleByRadam', options, momentNames))
  const { beta1, beta2, epsilon } = settings
  if (!(beta2 > 2 / 3))
    refuse('radam', [], { expected: 'beta2 to be above 2/3', found: String(beta2) }, 'step by radam')
  const after = momentsAfter(settings)
  return countingSteps(zeroMoments, (t) => {
    const [bias1, bias2, [factor, adapts]] = [biasOf(beta1, t), biasOf(beta2, t), rectification(beta2, t)]
    const rectified: Tensor = mul(factor, sqrt(bias2))
    return (g, held) => {
      const now = after(g, held)
      const corrected: Tensor = div(now.mean, bias1)
      const scaled: Tensor = mul(corrected, div(rectified, add(sqrt(now.square), epsilon)))
      return [where(adapts, scaled, corrected), now]
    }
  })
}

/** The settings of {@link radam}. */
export interface RadamOptions extends MomentOptions {
  /** A number, a scalar, or a schedule; 0.001 by default. */
  readonly learningRate?: LearningRate
  /** The multiple of each parameter that is added to its gradient; 0 by default. */
  readonly weightDecay?: number
}

/** The state of {@link radam}. */
export type RadamState = Chained<Chained<Stateless, Slotted<'step', 'mean' | 'square'>>, Scheduled>

/**
 * RAdam: momentum alone for the first steps, then rectified Adam.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { radam } from 'cotangent/optim'
 *
 * const optimizer = radam({ learningRate: 0.5 })
 * const w = tensor(1, [])
 * const [update] = optimizer.update(tensor(8, []), optimizer.init(w), w)
 * Math.round(item(update) * 1000) / 1000 // => -4
 * ```
 */
export const radam = ({ learningRate = 0.001, weightDecay = 0, ...others }: RadamOptions = {}): Optimizer<RadamState> =>
  steppingBy(
    scaleByRadam(checkOptions('radam', others, momentNames, ['learningRate', 'weightDecay'])),
    weightDecay,
    learningRate,
  )
