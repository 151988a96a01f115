/**
 * @file Data parallelism: every rank computes the gradient on its part of a batch, and all descend along the mean.
 *
 *     n[r] examples on rank r:   g = sum over r of n[r] g[r] / sum over r of n[r];   params' = params + update(g)
 *
 * The mean of means, weighted by examples, is the mean over the whole batch, so n ranks on n parts take the step of one
 * rank on the whole, up to rounding. Layers that treat the examples of a batch together find the place of the part in
 * their key, and sums over all ranks there; the loss is weighted before it is differentiated, since its cotangents then
 * meet those of the other ranks. Every rank computes the same update from the same numbers, so that parameters that
 * begin equal stay equal, bit for bit.
 *
 * Laws: `laws.dataParallel`: "n ranks on n parts are one rank on the whole"; "every rank has the same".
 */
import type { Runtime } from '../compile/Runtime.ts'
import { makeRuntime } from '../compile/Runtime.ts'
import type { Key } from '../core/Key.ts'
import { keyOf } from '../core/Key.ts'
import { checkOptions } from '../core/options.ts'
import { checkSizes } from '../core/shapeRules.ts'
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import { leaf, scalar } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { atPath, mapTensors, pathsOf } from '../core/treeWalk.ts'
import { div } from '../ops/div.ts'
import { mul } from '../ops/mul.ts'
import { sumOverRanks } from '../ops/rankSum.ts'
import type { AnyOptimizer, StateFunctionOf, StateOf } from '../optim/index.ts'
import { compile, defaultRuntime } from '../runtime/index.ts'
import { inParts } from '../train/inParts.ts'
import type { Metrics } from '../train/train.ts'
import type { Objective, StepResult, Training } from '../train/trainStep.ts'
import { descended, gradientOf } from '../train/trainStep.ts'
import { digestOf } from './agreement.ts'
import type { Group } from './Group.ts'
import { overRanks } from './overRanks.ts'

/** Settings of data parallelism. */
export interface DataParallelOptions {
  /**
   * After how many steps the ranks compare their parameters, which must be equal; 100 by default. A rank that differs is
   * refused, with the step and the path.
   */
  readonly checkEvery?: number
  /**
   * Whether the metrics of an objective are means over examples, or sums such as the number that `classify` counts; means
   * by default.
   */
  readonly metrics?: 'mean' | 'sum'
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

const wordsOf = (numbers: NumberArray): Uint32Array => {
  const { buffer, byteOffset, byteLength } = numbers instanceof Float32Array ? numbers : new Float64Array(numbers)
  return new Uint32Array(buffer, byteOffset, byteLength / 4)
}

/** Refuses parameters that are not the same on every rank. Only a digest of each tensor is sent. */
const checkEqual = (group: Group, runtime: Runtime, params: unknown, step: number): void => {
  const paths = pathsOf(params)
  const numbers = runtime.evaluate(paths.map(([, t]) => t))
  const digests = Float64Array.from(numbers.map((own) => digestOf(wordsOf(own))))
  const [most, least] = [
    leaf(digests, [digests.length]),
    leaf(
      digests.map((digest) => -digest),
      [digests.length],
    ),
  ]
  const reduced = group.allReduce('max')({ most, least })
  const [greatest, smallest] = [runtime.toArray(reduced.most), runtime.toArray(reduced.least)]
  const different = greatest.findIndex((digest, k) => digest !== -(smallest[k] ?? 0))
  if (different < 0) return
  refuse(
    'dataParallel',
    [],
    {
      expected: `the same parameters on every rank after step ${String(step)}`,
      found: `different numbers at ${atPath(paths[different]?.[0] ?? '')}`,
    },
    'train on several ranks',
  )
}

/** Where a rank's part of a batch is in the whole: text, since a compiled function takes numbers for inputs. */
interface Part {
  readonly from: string
  readonly count: string
  readonly of: string
}

/** The part of a rank that has so many examples. Refuses, on every rank, a part without examples. */
const partOf = (group: Group, runtime: Runtime, examples: number): Part => {
  const counts = group.allGather({ examples: scalar(examples) }).map((tree) => runtime.item(tree.examples))
  const empty = counts.indexOf(0)
  if (empty >= 0)
    refuse(
      'dataParallel',
      [],
      { expected: 'at least one example on every rank', found: `none on rank ${String(empty)}` },
      'train on several ranks',
    )
  const total = (all: readonly number[]): string => String(all.reduce((sum, count) => sum + count, 0))
  return { from: total(counts.slice(0, group.rank)), count: String(examples), of: total(counts) }
}

/** The key of a part. Its sums are numbered in the order in which the objective makes them. */
const keyIn = ({ from, count, of }: Part, key: Key): Key => {
  let sums = 0
  const sum = (t: Tensor): Tensor => sumOverRanks(t, ++sums)
  return keyOf(key.words, { place: { from: Number(from), count: Number(count), of: Number(of), sum } })
}

/** Sums of a step come after those of its objective. */
const afterObjective = 1 << 20

/** The sum of each tensor of a tree over the ranks, in the order of their paths. Keys are kept. */
const summed = <T>(tree: T): T => {
  const places = new Map(
    pathsOf(tree)
      .map(([path]) => path)
      .toSorted()
      .map((path, k) => [path, afterObjective + k]),
  )
  return mapTensors(tree, (t, path) => sumOverRanks(t, places.get(path) ?? afterObjective))
}

/** Refuses the runtime of a graphics card, which callers from JavaScript may pass. */
const checkRuntime = ({ backend }: { readonly backend?: { readonly compile?: unknown } }): void => {
  if (typeof backend?.compile === 'function') return
  refuse(
    'dataParallel',
    [],
    {
      expected: 'a runtime that computes at once, such as defaultRuntime or one of nativeRuntime',
      found: 'one that answers with tasks, as on a graphics card',
    },
    'train on several ranks',
  )
}

/**
 * A training step on several ranks, for `train`: each rank passes its own part of the batch. Loss, gradient, metrics and
 * the layers' state are means over the ranks, weighted by their examples: the lengths of the first axis of the first
 * tensor in the batch. Batch normalization uses the statistics of the whole batch, and dropout drops what one rank would,
 * as long as the first axis of their inputs is that of the examples. Let all ranks begin with the parameters of one:
 * `group.broadcast()(startTraining(...))`.
 *
 * Refuses a part without examples, parameters that differ between ranks, and a runtime that answers with tasks.
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
  const known = { checkEvery: true, metrics: { mean: true, sum: true }, runtime: true } as const
  const {
    checkEvery = 100,
    metrics: reduction = 'mean',
    runtime = defaultRuntime,
  } = checkOptions('dataParallel', options, known)
  checkSizes('dataParallel', { checkEvery })
  checkRuntime(runtime)
  const across = makeRuntime(overRanks(group, runtime.backend))
  return <P, S, B, M extends Metrics<M>, O extends AnyOptimizer>(
    objective: Objective<P, S, B, M>,
    optimizer: O,
  ): StepOf<P, S, B, M, O> => {
    type T = Training<P, S, StateOf<StateFunctionOf<O>, P>>
    const step = compile(
      (training: T, batch: B, key: Key, count: Tensor<readonly []>, place: Part | null): StepResult<T, M> => {
        const { params, state } = training
        const of = gradientOf(objective, count)(params, state, batch, place === null ? key : keyIn(place, key))
        const part = {
          count,
          metrics: reduction === 'sum' ? of.metrics : scaled(of.metrics, count),
          means: { loss: of.loss, gradient: of.gradient, state: scaled(of.state, count) },
        }
        const whole = place === null ? part : summed(part)
        const means = dividedBy(whole.means, whole.count)
        return {
          training: descended(optimizer, training, means.gradient, means.state),
          loss: means.loss,
          metrics: reduction === 'sum' ? whole.metrics : dividedBy(whole.metrics, whole.count),
        }
      },
      { runtime: across },
    )
    let steps = 0
    return inParts((training: T, batch: B, key: Key): StepResult<T, M> => {
      const examples = examplesIn(batch)
      const place = partOf(group, runtime, examples)
      const result = step(training, batch, key, scalar(examples), group.size === 1 ? null : place)
      const taken = steps + 1
      if (taken % checkEvery === 0) checkEqual(group, runtime, result.training.params, taken)
      steps = taken
      return result
    })
  }
}
