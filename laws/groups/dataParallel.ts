/**
 * @file The laws of training on several ranks, on a simulated group.
 *
 *     allReduce is the fold over the ranks      of the monoids of sum, max and min; the mean is the sum over their number
 *     broadcast gives the tree of the root
 *     allGather gives every tree, by rank
 *     n ranks on n parts are one rank ...       on the whole, in parameters, states, loss and metrics after some steps:
 *                                               exactly where all sums are exact, and with the same bits on every rank
 */
import fc from 'fast-check'
import type { Key } from '../../src/core/Key.ts'
import { key, split } from '../../src/core/Key.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { leaf } from '../../src/core/Tensor.ts'
import { checkTree, leaves } from '../../src/core/Tree.ts'
import { mapTensors } from '../../src/core/treeWalk.ts'
import type { Runtime } from '../../src/compile/Runtime.ts'
import { dataParallel } from '../../src/distributed/dataParallel.ts'
import type { Group, GroupReduction } from '../../src/distributed/Group.ts'
import type { AnyOptimizer } from '../../src/optim/Optimizer.ts'
import { sliceAlong } from '../../src/ops/slice.ts'
import { compile } from '../../src/runtime/compile.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import type { Metrics } from '../../src/train/train.ts'
import type { Objective } from '../../src/train/trainStep.ts'
import { startTraining, trainStep } from '../../src/train/trainStep.ts'
import { treeForms, treeOf } from '../framework/arbitraries/tree.ts'
import type { Equation } from '../framework/Equation.ts'
import { rounding } from '../framework/equations/algebra.ts'
import type { Law } from '../framework/Law.ts'
import { seeds, streamOf } from '../framework/Operation.ts'
import { law } from '../framework/property.ts'
import type { Simulated } from './simulated.ts'
import { simulated } from './simulated.ts'

/** What is trained, and how closely ranks on parts must follow one rank on the whole. */
export interface DataParallelSpec<P, S, B, M extends Metrics<M>, O extends AnyOptimizer> {
  readonly objective: Objective<P, S, B, M>
  readonly optimizer: O
  /** Parameters and layers' state to begin with. */
  readonly start: (key: Key) => readonly [params: P, state: S]
  /** A batch of so many examples: a tree whose tensors have one along their first axis each. */
  readonly batch: (key: Key, examples: number) => B
  /** How many steps are taken; 3 by default. */
  readonly steps?: number
  /**
   * How far numbers may differ, relative to the largest entry of their tensor or to 1; by default as far as rounding in
   * float64. 0 asks for equal parameters and states, on batches whose number of examples is a power of two.
   */
  readonly tolerance?: number
  /** Whether metrics are means over the examples or sums; means by default. */
  readonly metrics?: 'mean' | 'sum'
  /** Computes the steps; the reference by default. */
  readonly runtime?: Runtime
}

type Parts = readonly number[]

/** Numbers of examples by rank. Sums over these parts are exact if those over examples are. */
const even: readonly Parts[] = [
  [1, 1],
  [2, 2],
  [1, 1, 2],
  [2, 1, 1],
  [1, 3, 4],
  [4, 4],
]
const uneven: readonly Parts[] = [
  [1, 2],
  [3, 1, 1],
  [2, 5],
]

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

/** The examples of a rank. */
const partOf = <B>(whole: B, parts: Parts, rank: number): B => {
  const from = sum(parts.slice(0, rank))
  return mapTensors(whole, (t) => sliceAlong(t, 0, from, from + (parts[rank] ?? 0)))
}

const asNumbers = (tree: unknown, runtime: Runtime): readonly (readonly number[])[] =>
  runtime.evaluate(leaves(tree)).map((numbers) => Array.from(numbers))

/** What a training came to. */
interface Outcome {
  readonly training: unknown
  readonly measured: unknown
}

const trainings = <P, S, B, M extends Metrics<M>, O extends AnyOptimizer>(spec: DataParallelSpec<P, S, B, M, O>) => {
  const { objective, optimizer, metrics = 'mean', runtime = referenceRuntime, steps = 3 } = spec
  const alone = compile(trainStep(objective, optimizer), { runtime })
  const prepare = (parts: Parts) => {
    const { groups, run } = simulated(parts.length, runtime)
    const stepOf = new Map<Group, typeof alone>(
      groups.map((group) => [group, dataParallel(group, { checkEvery: 2, metrics, runtime })(objective, optimizer)]),
    )
    return { run, stepOf: (group: Group) => stepOf.get(group) ?? alone }
  }
  const prepared = new Map<Parts, ReturnType<typeof prepare>>()
  const preparedFor = (parts: Parts): ReturnType<typeof prepare> => {
    const known = prepared.get(parts) ?? prepare(parts)
    prepared.set(parts, known)
    return known
  }
  const materialOf = (seed: number, parts: Parts) => {
    const [forStart, forSteps] = split(key(seed))
    const [params, state] = spec.start(forStart)
    const start = runtime.run(startTraining<P, S, O>(optimizer, params as never, state))
    const batches = split(forSteps, steps).map((own) => {
      const [forBatch, forDraws] = split(own)
      return { whole: runtime.run(spec.batch(forBatch, sum(parts))), drawn: forDraws }
    })
    return { start, batches }
  }
  const onWhole = (seed: number, parts: Parts): Outcome => {
    const { start, batches } = materialOf(seed, parts)
    const measured: unknown[] = []
    const training = batches.reduce((now, { whole, drawn }) => {
      const result = alone(now, whole, drawn)
      measured.push(asNumbers([result.loss, result.metrics], runtime))
      return result.training
    }, start)
    return { training: asNumbers(training, runtime), measured }
  }
  const onParts = (seed: number, parts: Parts): readonly Outcome[] => {
    const { start, batches } = materialOf(seed, parts)
    const { run, stepOf } = preparedFor(parts)
    let now = parts.map(() => start)
    const measured = parts.map((): unknown[] => [])
    for (const { whole, drawn } of batches) {
      const results = run((group) => {
        const result = stepOf(group)(now[group.rank] ?? start, partOf(whole, parts, group.rank), drawn)
        return { ...result, numbers: asNumbers([result.loss, result.metrics], runtime) }
      })
      now = results.map(({ training }) => training)
      results.forEach(({ numbers }, rank) => measured[rank]?.push(numbers))
    }
    return now.map((training, rank) => ({ training: asNumbers(training, runtime), measured: measured[rank] }))
  }
  return { onWhole, onParts }
}

/** Numbers as text, which is equal only for equal numbers. */
const textOf = (numbers: unknown): string => JSON.stringify(numbers)

/**
 * The laws of an objective and an optimizer on several ranks: on parts of a batch, of equal sizes or not, they take the
 * steps of one rank on the whole. The group is simulated, in this process.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { mean, mul, normal, sub } from 'cotangent'
 * import { laws } from 'cotangent/laws'
 * import { sgd } from 'cotangent/optim'
 *
 * const all = laws.dataParallel('distance', {
 *   objective: (x: Tensor<readonly [2]>, state: object, goals: Tensor<readonly [number, 2]>) =>
 *     ({ loss: mean()(mul(sub(x, goals), sub(x, goals))), state, metrics: {} }) as const,
 *   optimizer: sgd({ learningRate: 0.1 }),
 *   start: (key) => [normal([2])(key), {}],
 *   batch: (key, examples) => normal([examples, 2])(key),
 * })
 * all.filter((law) => law.run({ runs: 3 })._tag !== 'passed') // => []
 * ```
 */
export const dataParallelLaws = <P, S, B, M extends Metrics<M>, O extends AnyOptimizer>(
  name: string,
  spec: DataParallelSpec<P, S, B, M, O>,
): readonly Law[] => {
  const { tolerance = rounding } = spec
  const { onWhole, onParts } = trainings(spec)
  const samples = fc.record({
    seed: seeds,
    parts: fc.constantFrom(...even, ...(tolerance === 0 ? [] : uneven)),
  })
  const at = (title: string, equation: (seed: number, parts: Parts) => Equation): Law =>
    law(`${name}: ${title}`, samples, ({ seed, parts }) => equation(seed, parts))
  return [
    at('n ranks on n parts are one rank on the whole, and all have the same', (seed, parts) => {
      const [whole, [first = whole, ...others]] = [onWhole(seed, parts), onParts(seed, parts)]
      const sideOf = ({ training, measured }: Outcome) => ({
        training: tolerance === 0 ? textOf(training) : training,
        measured,
      })
      return {
        left: [sideOf(first), others.map(textOf)],
        right: [sideOf(whole), others.map(() => textOf(first))],
        tolerance: tolerance === 0 ? rounding : tolerance,
      }
    }),
  ]
}

const entry = (reduction: GroupReduction, values: readonly number[]): number =>
  reduction === 'max'
    ? Math.max(...values)
    : reduction === 'min'
      ? Math.min(...values)
      : sum(values) / (reduction === 'mean' ? values.length : 1)

const reductions: readonly GroupReduction[] = ['sum', 'mean', 'max', 'min']

const trees = fc.record({ form: treeForms(), seed: seeds, size: fc.integer({ min: 1, max: 4 }) })

/** A tree whose type is of no interest. */
type Checked = ReturnType<typeof checkTree<unknown>>

interface Ranks {
  readonly own: (rank: number) => Checked
  readonly all: readonly (readonly (readonly number[])[])[]
  readonly simulation: Simulated
}

/** The laws of the operations of a group, on simulated ranks. */
export const groupLaws: readonly Law[] = (() => {
  const at = (title: string, equation: (ranks: Ranks) => Equation): Law =>
    law(`group: ${title}`, trees, ({ form, seed, size }) => {
      // Whole numbers, whose sums are exact.
      const whole = (t: Tensor): Tensor => {
        const [numbers = new Float64Array(0)] = referenceRuntime.evaluate([t])
        return leaf(
          numbers.map((value) => Math.round(16 * value)),
          t.shape,
        )
      }
      const own = (rank: number): Checked => checkTree<unknown>(mapTensors(treeOf(form, streamOf(seed, rank)), whole))
      const all = Array.from({ length: size }, (_, rank) => asNumbers(own(rank), referenceRuntime))
      return equation({ own, all, simulation: simulated(size) })
    })
  return [
    at('allReduce is the fold over the ranks', ({ own, all, simulation }) => ({
      left: reductions.map((reduction) =>
        simulation.run((group) => asNumbers(group.allReduce(reduction)<unknown>(own(group.rank)), referenceRuntime)),
      ),
      right: reductions.map((reduction) =>
        all.map(() =>
          (all[0] ?? []).map((numbers, leafAt) =>
            numbers.map((_, k) =>
              entry(
                reduction,
                all.map((tree) => tree[leafAt]?.[k] ?? Number.NaN),
              ),
            ),
          ),
        ),
      ),
    })),
    at('broadcast gives the tree of the root', ({ own, all, simulation }) => ({
      left: all.map((_, root) =>
        simulation.run((group) => asNumbers(group.broadcast(root)<unknown>(own(group.rank)), referenceRuntime)),
      ),
      right: all.map((tree) => all.map(() => tree)),
    })),
    at('allGather gives every tree, by rank', ({ own, all, simulation }) => ({
      left: simulation.run((group) =>
        group.allGather<unknown>(own(group.rank)).map((tree) => asNumbers(tree, referenceRuntime)),
      ),
      right: all.map(() => all),
    })),
    at('some is whether any rank says so', ({ all, simulation }) => ({
      left: all.map((_, one) => simulation.run((group) => [group.some(group.rank === one), group.some(false)])),
      right: all.map(() => all.map(() => [true, false])),
    })),
  ]
})()
