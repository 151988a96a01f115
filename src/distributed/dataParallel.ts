/**
 * @file Data parallelism: every rank computes the gradient on its part of a batch, and all descend along the mean.
 *
 *     n[r] examples on rank r:   g = sum over r of n[r] g[r] / sum over r of n[r];   params' = params + update(g)
 *
 * The mean of means, weighted by examples, is the mean over the whole batch, so n ranks on n parts take the step of one
 * rank on the whole, up to rounding. Every rank computes the same update from the same numbers, so that parameters that
 * begin equal stay equal, bit for bit.
 *
 * Laws: "n ranks on n parts are one rank on the whole"; "parameters stay equal".
 */
import type { Runtime } from '../compile/Runtime.ts'
import type { Key } from '../core/Key.ts'
import { checkOptions } from '../core/options.ts'
import { checkSizes } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { scalar } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { mapTensors, pathsOf } from '../core/treeWalk.ts'
import { div } from '../ops/div.ts'
import { mul } from '../ops/mul.ts'
import type { AnyOptimizer, StateFunctionOf, StateOf } from '../optim/index.ts'
import { compile, defaultRuntime } from '../runtime/index.ts'
import { inParts } from '../train/inParts.ts'
import type { Metrics } from '../train/train.ts'
import type { Objective, StepResult, Training } from '../train/trainStep.ts'
import { descended, gradientOf } from '../train/trainStep.ts'
import type { Group } from './Group.ts'

/** Settings of data parallelism. */
export interface DataParallelOptions {
  /**
   * After how many steps the ranks compare their parameters, which must be equal; 100 by default. A rank that differs is
   * refused, with the step and the path.
   */
  readonly checkEvery?: number
  /** Computes the parts of a step; the default runtime by default. */
  readonly runtime?: Runtime
}

/** A step of an objective and an optimizer. */
type StepOf<P, S, B, M, O extends AnyOptimizer> = (
  training: Training<P, S, StateOf<StateFunctionOf<O>, P>>,
  batch: B,
  key: Key,
) => StepResult<Training<P, S, StateOf<StateFunctionOf<O>, P>>, M>

/** Makes the step of a rank, as `trainStep` makes that of a process alone. */
export type DataParallel = <P, S, B, M extends Metrics<M>, O extends AnyOptimizer>(
  objective: Objective<P, S, B, M>,
  optimizer: O,
) => StepOf<P, S, B, M, O>

/** The number of examples in a batch: the length of the first axis of its first tensor. */
const examplesIn = (batch: unknown): number => {
  const [first] = pathsOf(batch)
  return first?.[1].shape[0] ?? 0
}

/** Multiplies every tensor of a tree by a number. */
const scaled = <T>(tree: T, factor: Tensor<readonly []>): T => mapTensors(tree, (t) => mul(t, factor))

const dividedBy = <T>(tree: T, total: Tensor<readonly []>): T => mapTensors(tree, (t) => div(t, total))

/** Refuses parameters that are not the same on every rank. */
const checkEqual = (group: Group, runtime: Runtime, params: unknown, step: number): void => {
  const [most, least] = [group.reduce('max')(params), group.reduce('min')(params)].map((reduced) => pathsOf(reduced))
  const different = most?.find(([, t], k) => {
    const other = least?.[k]?.[1]
    const numbers = other === undefined ? [] : runtime.toArray(other)
    return runtime.toArray(t).some((value, at) => !Object.is(value, numbers[at]))
  })
  if (different === undefined) return
  const [path] = different
  refuse(
    'dataParallel',
    [],
    {
      expected: `the same parameters on every rank after step ${String(step)}`,
      found: `different numbers at '${path}'`,
    },
    'train on several ranks',
  )
}

/**
 * A training step on several ranks, for `train`: each rank passes its own part of the batch. Loss, gradient, metrics and
 * the layers' state are means over the ranks, weighted by their examples: the lengths of the first axis of the first
 * tensor in the batch. Let all ranks begin with the parameters of one: `group.broadcast()(startTraining(...))`.
 *
 * Refuses a part without examples, and parameters that differ between ranks.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { key, mean, mul, sub, tensor, toNested } from 'cotangent'
 * import { alone, dataParallel } from 'cotangent/distributed'
 * import { sgd } from 'cotangent/optim'
 * import { startTraining } from 'cotangent/train'
 *
 * const distance = (x: Tensor<readonly []>, state: object, goals: Tensor<readonly [2]>) =>
 *   ({ loss: mean()(mul(sub(x, goals), sub(x, goals))), state, metrics: {} }) as const
 * const descent = sgd({ learningRate: 0.5 })
 * const step = dataParallel(alone)(distance, descent)
 * const start = alone.broadcast()(startTraining(descent, tensor(0, []), {}))
 * toNested(step(start, tensor([2, 4], [2]), key(0)).training.params) // => 3
 * ```
 */
export const dataParallel = (group: Group, options: DataParallelOptions = {}): DataParallel => {
  const known = { checkEvery: true, runtime: true } as const
  const { checkEvery = 100, runtime = defaultRuntime } = checkOptions('dataParallel', options, known)
  checkSizes('dataParallel', { checkEvery })
  return <P, S, B, M extends Metrics<M>, O extends AnyOptimizer>(
    objective: Objective<P, S, B, M>,
    optimizer: O,
  ): StepOf<P, S, B, M, O> => {
    type T = Training<P, S, StateOf<StateFunctionOf<O>, P>>
    const part = compile(
      (training: T, batch: B, key: Key, count: Tensor<readonly []>) => ({
        count,
        sums: scaled(gradientOf(objective)(training.params, training.state, batch, key), count),
      }),
      { runtime },
    )
    const descend = compile(
      (training: T, { count, sums }: ReturnType<typeof part>): StepResult<T, M> => {
        const { loss, gradient, state, metrics } = dividedBy(sums, count)
        return { training: descended(optimizer, training, gradient, state), loss, metrics }
      },
      { runtime },
    )
    let steps = 0
    return inParts((training: T, batch: B, key: Key): StepResult<T, M> => {
      const examples = examplesIn(batch)
      if (examples === 0)
        refuse(
          'dataParallel',
          [],
          { expected: 'at least one example on every rank', found: `none on rank ${String(group.rank)}` },
          'train on several ranks',
        )
      const own = part(training, batch, key, scalar(examples))
      const result = descend(training, group.reduce('sum')(own))
      steps += 1
      if (steps % checkEvery === 0) checkEqual(group, runtime, result.training.params, steps)
      return result
    })
  }
}
