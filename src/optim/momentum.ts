/**
 * @file Momentum: a velocity that the gradients push, and weight decay.
 *
 *     velocity' = momentum * velocity + gradient
 *     update    = velocity'                          (Polyak)
 *     update    = gradient + momentum * velocity'    (Nesterov)
 *
 * Laws: "momentum 0 is identity"; "a constant gradient brings the velocity to g / (1 - momentum)".
 *
 * Polyak, "Some methods of speeding up the convergence of iteration methods", 1964; Sutskever, Martens, Dahl and Hinton,
 * "On the importance of initialization and momentum in deep learning", ICML 2013. As `torch.optim.SGD`.
 */
import type { Tensor } from '../core/Tensor.ts'
import type { Tree } from '../core/Tree.ts'
import { map, zipWith } from '../core/Tree.ts'
import { add } from '../ops/add.ts'
import { zeros } from '../ops/constant.ts'
import { mul } from '../ops/mul.ts'
import type { Optimizer, StateFunction, Stateless, StateOf } from './Optimizer.ts'
import { stateless } from './Optimizer.ts'

/** What momentum remembers: a velocity of the form of the parameters. */
export interface VelocityState<P> {
  readonly velocity: P
}

/** The state of momentum, by the form of the parameters. */
export interface Velocity extends StateFunction {
  readonly out: VelocityState<this['in']>
}

/** How momentum looks ahead. */
export interface MomentumOptions {
  /** Whether the update is taken as if the velocity had moved already; false by default. */
  readonly nesterov?: boolean
}

/**
 * Replaces gradients by a velocity that they push.
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
export const momentum = (factor: number, { nesterov = false }: MomentumOptions = {}): Optimizer<Velocity> => ({
  init: <P>(parameters: P & Tree<P>) =>
    ({ velocity: map((t) => zeros(t.shape))<P>(parameters) }) as StateOf<Velocity, P>,
  update: <P>(gradients: P & Tree<P>, state: StateOf<Velocity, P>) => {
    const { velocity } = state as VelocityState<P>
    const next = zipWith((g, v): Tensor => add(mul(v, factor), g))<P>(gradients, velocity)
    const updates = nesterov ? zipWith((g, v): Tensor => add(g, mul(v, factor)))<P>(gradients, next) : next
    return [updates, { velocity: next } as StateOf<Velocity, P>]
  },
})

/** Adds a multiple of each parameter to its gradient: the gradient of an L2 penalty of half that multiple. */
export const addDecayedWeights = (decay: number): Optimizer<Stateless> =>
  stateless((gradient, parameter): Tensor => add(gradient, mul(parameter, decay)))
