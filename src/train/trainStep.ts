/**
 * @file One step of training as a pure function: gradient of an objective, update by an optimizer.
 *
 *     (value, g) = valueAndGrad(objective)(params);   (u, o') = update(g, o, params);   params' = params + u
 *
 * Nothing is computed here: a step is an expression, for a runtime to run or a program to compile.
 */
import { type Key } from '../core/Key.ts'
import { type Tensor } from '../core/Tensor.ts'
import * as Tree from '../core/Tree.ts'
import { valueAndGradWithAux } from '../diff/index.ts'
import { add } from '../ops/add.ts'

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

/** What a step asks of an optimizer: a state for these parameters, and updates to add to them. */
export interface Updates<P, O> {
  readonly init: (params: P) => O
  readonly update: (gradient: P, state: O, params: P) => readonly [updates: P, state: O]
}

/** Parameters and layer states to begin with, and the optimizer's state for them. */
export const startTraining = <P, S, O>(optimizer: Updates<P, O>, params: P, state: S): Training<P, S, O> => ({
  params,
  state,
  optimizer: optimizer.init(params),
})

/**
 * One step: descends the objective's gradient on a batch by the optimizer's rule.
 *
 * @example
 * ```ts
 * import { key, item, mul, sub, tensor, type Tensor } from 'cotangent'
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
  <P, S, B, M, O>(objective: Objective<P, S, B, M>, optimizer: Updates<P, O>) =>
  (training: Training<P, S, O>, batch: B, key: Key): StepResult<Training<P, S, O>, M> => {
    const descend = valueAndGradWithAux((params: P) => {
      const measured = objective(params, training.state, batch, key)
      return [measured.loss, measured] as const
    })
    const [loss, gradient, { state, metrics }] = descend(training.params as P & Tree.Tree<P>)
    const [updates, optimizerState] = optimizer.update(gradient, training.optimizer, training.params)
    const params = Tree.zipWith(add)<P>(training.params as P & Tree.Tree<P>, updates)
    return { training: { params, state, optimizer: optimizerState }, loss, metrics }
  }
