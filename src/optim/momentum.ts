/**
 * @file Momentum: a velocity that the gradients push, and weight decay.
 *
 *     velocity' = momentum * velocity + (1 - dampening) * gradient        at the first step: gradient
 *     update    = velocity'                          (Polyak)
 *     update    = gradient + momentum * velocity'    (Nesterov)
 *
 * Laws: "momentum 0 is identity"; "a constant gradient brings the velocity to g / (1 - momentum)".
 *
 * Polyak, "Some methods of speeding up the convergence of iteration methods", 1964; Sutskever, Martens, Dahl and Hinton,
 * "On the importance of initialization and momentum in deep learning", ICML 2013. As `torch.optim.SGD`.
 */
import { checkFinite, checkNotNegative } from '../core/numberRules.ts'
import { checkOptions } from '../core/options.ts'
import type { Operand, Tensor } from '../core/Tensor.ts'
import { add } from '../ops/add.ts'
import { zeros } from '../ops/constant.ts'
import { equal } from '../ops/equal.ts'
import { mul } from '../ops/mul.ts'
import { where } from '../ops/where.ts'
import type { Optimizer, StateFunction, Stateless } from './Optimizer.ts'
import { ofOneState, perTensorUpdate } from './Optimizer.ts'
import type { TensorRule } from './perTensor.ts'
import { perTensor } from './perTensor.ts'
import type { Schedule } from './Schedule.ts'
import type { StepState } from './scale.ts'

/** The velocity that momentum keeps, of the form of the parameters. */
export interface VelocityState<P> {
  readonly velocity: P
}

/** The state of momentum, by the form of the parameters, with a step counter if a schedule or dampening needs it. */
export interface Velocity extends StateFunction {
  readonly out: VelocityState<this['in']> | (VelocityState<this['in']> & StepState)
}

/** The settings of momentum. */
export interface MomentumOptions {
  /** Whether to use Nesterov's momentum, which looks one step ahead; false by default. */
  readonly nesterov?: boolean
  /** The share of each gradient that is left out, except at the first step; 0 by default. */
  readonly dampening?: number
}

const push =
  (factor: Operand, share: Operand | null, nesterov: boolean): TensorRule<'velocity'> =>
  (gradient, { velocity }) => {
    const next: Tensor = add(mul(velocity, factor), share === null ? gradient : mul(gradient, share))
    return [nesterov ? add(gradient, mul(next, factor)) : next, { velocity: next }]
  }

const slots = { velocity: ({ shape }: Tensor): Tensor => zeros(shape) }

/**
 * Replaces gradients by a velocity that accumulates them. The factor is a number or a schedule, such as that of
 * `oneCycle`.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { momentum } from 'cotangent/optim'
 *
 * const heavy = momentum(0.5)
 * const g = tensor([8], [1])
 * const [, state] = heavy.update(g, heavy.init(g), g)
 * const [second] = heavy.update(g, state, g)
 * toNested(second) // => [12]
 * ```
 */
export const momentum = (factor: number | Schedule, options: MomentumOptions = {}): Optimizer<Velocity> => {
  const { nesterov = false, dampening = 0 } = checkOptions('momentum', options, {
    nesterov: true,
    dampening: checkFinite,
  })
  if (typeof factor !== 'function') checkFinite('momentum', 'factor', factor)
  const fixed = (share: number) =>
    perTensor<never, 'velocity'>({
      scalars: {},
      slots,
      rule: () => [{}, push(share, null, nesterov)],
    })
  const counted = perTensor<'step', 'velocity'>({
    scalars: { step: 0 },
    slots,
    rule: ({ step }) => {
      const share = dampening === 0 ? null : where(equal(step, 0), 1, 1 - dampening)
      return [{ step: add(step, 1) }, push(typeof factor === 'number' ? factor : factor(step), share, nesterov)]
    },
  })
  return ofOneState(typeof factor === 'number' && dampening === 0 ? fixed(factor) : counted)
}

/** Which parameters decay. */
export interface DecayOptions {
  /** Whether the parameter at a path, such as `conv1.weight`, decays; all do by default. */
  readonly where?: (path: string) => boolean
}

/**
 * Adds a multiple of each parameter to its gradient: the gradient of an L2 penalty of half that multiple. Placed after a
 * transformation that scales gradients, it is decoupled weight decay, as in AdamW. Refuses a multiple below 0.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { addDecayedWeights } from 'cotangent/optim'
 *
 * const decay = addDecayedWeights(0.5, { where: (path) => path.endsWith('weight') })
 * const params = { weight: tensor([4], [1]), bias: tensor([4], [1]) }
 * const gradients = { weight: tensor([1], [1]), bias: tensor([1], [1]) }
 * const [updates] = decay.update(gradients, decay.init(params), params)
 * toNested(updates.weight) // => [3]
 * toNested(updates.bias) // => [1]
 * ```
 */
export const addDecayedWeights = (decay: number, options: DecayOptions = {}): Optimizer<Stateless> => {
  const { where: applies = () => true } = checkOptions('addDecayedWeights', options, { where: true })
  checkNotNegative('addDecayedWeights', 'decay', decay)
  return perTensorUpdate((gradient, parameter, path): Tensor =>
    applies(path) ? add(gradient, mul(parameter, decay)) : gradient,
  )
}
