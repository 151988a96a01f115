/**
 * @file One step of training as a pure function: gradient of an objective, update by an optimizer.
 *
 *     (value, g) = valueAndGrad(objective)(params);   (u, o') = update(g, o, params);   params' = params + u
 *
 * Nothing is computed here: a step is an expression, for a runtime to run or a program to compile.
 */
import { type Key } from '../core/Key.ts'
import { type Tensor } from '../core/Tensor.ts'
import { type Tree } from '../core/Tree.ts'
import { valueAndGradWithAux } from '../diff/index.ts'
import { applyUpdates, type Optimizer, type StateFunction, type StateOf } from '../optim/index.ts'

/** All that changes while training: a tree, so `saveTree` saves it whole and `loadTree` goes on with it. */
export interface Training<P, S, O> {
  readonly params: P
  /** What layers carry from step to step, such as the statistics of batch normalisation. */
  readonly state: S
  readonly optimizer: O
}

/** What an objective comes to: the loss to descend, the layers' next state, and other measures. */
export interface Measured<S, M> {
  readonly loss: Tensor<readonly []>
  readonly state: S
  readonly metrics: M
}

/** A function of parameters to minimise, on one batch; the key is for what it draws, such as dropout. */
export type Objective<P, S, B, M> = (params: P, state: S, batch: B, key: Key) => Measured<S, M>

/** What a step comes to. */
export interface StepResult<T, M> {
  readonly training: T
  readonly loss: Tensor<readonly []>
  readonly metrics: M
}

/** Parameters and layer states to begin with, and the optimizer's state for them. */
export const startTraining = <P, S, F extends StateFunction>(
  optimizer: Optimizer<F>,
  params: P & Tree<P>,
  state: S,
): Training<P, S, StateOf<F, P>> => ({ params, state, optimizer: optimizer.init<P>(params) })

/**
 * One step: descends the objective's gradient on a batch by the optimizer's rule.
 *
 * @example
 * ```ts
 * import { item, key, mul, sub, tensor, type Tensor } from 'cotangent'
 * import { sgd } from 'cotangent/optim'
 * import { startTraining, trainStep } from 'cotangent/train'
 *
 * const distance = (x: Tensor<readonly []>, state: object, goal: number) =>
 *   ({ loss: mul(sub(x, goal), sub(x, goal)), state, metrics: {} }) as const
 * const descent = sgd({ learningRate: 0.25 })
 * const start = startTraining(descent, tensor(0, []), {})
 * const { training, loss } = trainStep(distance, descent)(start, 3, key(0))
 * item(loss) // => 9
 * item(training.params) // => 1.5
 * ```
 */
export const trainStep =
  <P, S, B, M, F extends StateFunction>(objective: Objective<P, S, B, M>, optimizer: Optimizer<F>) =>
  (training: Training<P, S, StateOf<F, P>>, batch: B, key: Key): StepResult<Training<P, S, StateOf<F, P>>, M> => {
    const params = training.params as P & Tree<P>
    const descend = valueAndGradWithAux((variables: P) => {
      const measured = objective(variables, training.state, batch, key)
      return [measured.loss, measured] as const
    })
    const [loss, gradient, { state, metrics }] = descend(params)
    const [updates, next] = optimizer.update<P>(gradient as P & Tree<P>, training.optimizer, params)
    return { training: { params: applyUpdates<P>(params, updates), state, optimizer: next }, loss, metrics }
  }
