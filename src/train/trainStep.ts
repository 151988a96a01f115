/**
 * @file One training step as a pure function: the gradient of an objective, and an update by an optimizer.
 *
 *     (value, g) = valueAndGrad(objective)(params);   (u, o') = update(g, o, params);   params' = params + u
 *
 * Nothing is computed here: a step is an expression, for a runtime to run or a program to compile.
 */
import type { Key } from '../core/Key.ts'
import { split } from '../core/Key.ts'
import { notPromised } from '../core/notPromised.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { LikeOptions, Tree } from '../core/Tree.ts'
import { checkTree, leaves, leavesLike, rebuild } from '../core/Tree.ts'
import { valueAndGradWithAux } from '../diff/index.ts'
import { add } from '../ops/add.ts'
import { mul } from '../ops/mul.ts'
import type { AnyOptimizer, StateFunctionOf, StateOf } from '../optim/index.ts'
import { ofOneState } from '../optim/Optimizer.ts'
import { applyUpdates } from '../optim/index.ts'

/** All state that changes in training: a tree, so that `saveTree` saves it whole and `loadTree` restores it. */
export interface Training<P, S, O> {
  readonly params: P
  /** The layers' state, such as the statistics of batch normalization. */
  readonly state: S
  readonly optimizer: O
}

/** The result of an objective: the loss to minimize, the layers' next state, and other measures. */
export interface Measured<S, M> {
  readonly loss: Tensor<readonly []>
  readonly state: S
  readonly metrics: M
}

/** A function of parameters to minimize, on one batch; the key is for random draws, such as dropout. */
export type Objective<P, S, B, M> = (params: P, state: S, batch: B, key: Key) => Measured<S, M>

const answered = <Y>(value: Y): Y => notPromised('train', 'train on the objective', value)

const likeFirst: LikeOptions = {
  operation: 'train',
  phrase: 'average the metrics of batches',
  name: 'the metrics of a later batch',
}

/**
 * An objective over several batches, one after the other: the means of their losses and measures, and so of their
 * gradients. The layers' state is carried from batch to batch. Use it for a step on more examples than fit in memory at
 * once. Each batch draws from a key of its own.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { item, key, mul, sub, tensor } from 'cotangent'
 * import { sgd } from 'cotangent/optim'
 * import { accumulated, startTraining, trainStep } from 'cotangent/train'
 *
 * const distance = (x: Tensor<readonly []>, state: object, goal: number) =>
 *   ({ loss: mul(sub(x, goal), sub(x, goal)), state, metrics: {} }) as const
 * const descent = sgd({ learningRate: 0.5 })
 * const step = trainStep(accumulated(distance), descent)
 * item(step(startTraining(descent, tensor(0, []), {}), [2, 4], key(0)).training.params) // => 3
 * ```
 */
export const accumulated =
  <P, S, B, M extends Readonly<Record<string, Tensor<readonly []>>>>(
    objective: Objective<P, S, B, M>,
  ): Objective<P, S, readonly B[], M> =>
  (params, state, batches, key) => {
    const keys = split(key, batches.length)
    const all = batches.reduce<readonly Measured<S, M>[]>((made, batch, k) => {
      const before = made.at(-1)?.state ?? state
      return [...made, answered(objective(params, before, batch, keys[k] ?? key))]
    }, [])
    const [first, last] = [all[0], all.at(-1)]
    if (first === undefined || last === undefined)
      return refuse('train', [], { expected: 'at least one batch', found: 'none' })
    const rows = all.map(({ metrics }) => leavesLike(first.metrics, metrics, likeFirst))
    const meanOf = (column: number): Tensor =>
      mul(
        rows.flatMap((row) => row[column] ?? []).reduce((a, b) => add(a, b)),
        1 / all.length,
      )
    const metrics = rebuild(
      first.metrics,
      leaves(first.metrics).map((_, column) => meanOf(column)),
    )
    const loss = mul(
      all.map((measured) => measured.loss).reduce((a, b) => add(a, b)),
      1 / all.length,
    )
    return { loss, state: last.state, metrics }
  }

/** The result of a step. */
export interface StepResult<T, M> {
  readonly training: T
  readonly loss: Tensor<readonly []>
  readonly metrics: M
}

/**
 * The initial training state: parameters, layer states, and the optimizer's state for them. The optimizer may be one of
 * several, chosen at run time.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { momentum } from 'cotangent/optim'
 * import { startTraining } from 'cotangent/train'
 *
 * const { optimizer } = startTraining(momentum(0.9), tensor([1, 2], [2]), {})
 * toNested(optimizer.velocity) // => [0, 0]
 * ```
 */
export const startTraining = <P, S, O extends AnyOptimizer>(
  optimizer: O,
  params: P & Tree<P>,
  state: S,
): Training<P, S, StateOf<StateFunctionOf<O>, P>> => ({
  params,
  state,
  optimizer: ofOneState(optimizer).init<P>(params),
})

/** The gradient of an objective on a batch, with what the objective measured; of the loss times a weight, if there is one. */
export const gradientOf =
  <P, S, B, M>(objective: Objective<P, S, B, M>, weight?: Tensor<readonly []>) =>
  (params: P, layers: S, batch: B, key: Key): Measured<S, M> & { readonly gradient: P } => {
    const descend = valueAndGradWithAux((variables: P) => {
      const measured = answered(objective(variables, layers, batch, key))
      return [weight === undefined ? measured.loss : mul(measured.loss, weight), measured] as const
    })
    const [loss, gradient, { state, metrics }] = descend(checkTree(params))
    return { loss, gradient, state, metrics }
  }

/** The training after an update by the optimizer's rule, with the layers' next state. */
export const descended = <P, S, O extends AnyOptimizer>(
  optimizer: O,
  training: Training<P, S, StateOf<StateFunctionOf<O>, P>>,
  gradient: P,
  state: S,
): Training<P, S, StateOf<StateFunctionOf<O>, P>> => {
  const params = checkTree(training.params)
  const [updates, next] = ofOneState(optimizer).update<P>(checkTree(gradient), training.optimizer, params)
  return { params: applyUpdates<P>(params, updates), state, optimizer: next }
}

/**
 * One training step: descends the objective's gradient on a batch by the optimizer's rule.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { item, key, mul, sub, tensor } from 'cotangent'
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
  <P, S, B, M, O extends AnyOptimizer>(objective: Objective<P, S, B, M>, optimizer: O) =>
  (
    training: Training<P, S, StateOf<StateFunctionOf<O>, P>>,
    batch: B,
    key: Key,
  ): StepResult<Training<P, S, StateOf<StateFunctionOf<O>, P>>, M> => {
    const { loss, gradient, state, metrics } = gradientOf(objective)(training.params, training.state, batch, key)
    return { training: descended(optimizer, training, gradient, state), loss, metrics }
  }
