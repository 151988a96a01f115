/**
 * @file Functions other than transforms that pair trees by name: optimizers, weight averages, training steps,
 * checkpoints.
 */
import * as E from 'fp-ts/lib/Either.js'
import { loadNetwork } from '../../src/checkpoint/torchvision.ts'
import { loadTree, namedTensors, saveTree, treeFromTensors } from '../../src/checkpoint/treeCheckpoint.ts'
import { key } from '../../src/core/Key.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { refuse } from '../../src/core/TensorError.ts'
import { zipWith } from '../../src/core/Tree.ts'
import type { Runtime } from '../../src/compile/Runtime.ts'
import { innerProduct } from '../../src/diff/jvp.ts'
import { add } from '../../src/ops/add.ts'
import { compile } from '../../src/runtime/compile.ts'
import type { WeightAverage } from '../../src/optim/average.ts'
import { exponentialMovingAverage, polyakAverage } from '../../src/optim/average.ts'
import type { Optimizer, StateFunction } from '../../src/optim/Optimizer.ts'
import { applyUpdates } from '../../src/optim/Optimizer.ts'
import { adam } from '../../src/optim/adam.ts'
import { accumulated, startTraining, trainStep } from '../../src/train/trainStep.ts'
import { permuted } from '../framework/arbitraries/named.ts'
import type { AnyTree } from '../framework/arbitraries/tree.ts'
import type { Law } from '../framework/Law.ts'
import type { Through } from '../kinds/treeOrder.ts'
import { treeOrderLaws } from '../kinds/treeOrder.ts'

type Step = (gradients: AnyTree, state: unknown, params: AnyTree) => readonly [AnyTree, unknown]

/** An optimizer whose state has an unknown type. */
interface Erased {
  readonly init: (params: AnyTree) => unknown
  readonly update: Step
}

const applied = applyUpdates as (params: AnyTree, updates: AnyTree) => AnyTree
const sums = zipWith((a, b): Tensor => add(a, b)) as (a: AnyTree, b: AnyTree) => AnyTree

/** Two steps; the gradients of each have their own key order, and the state has that of the previous step. */
const twoSteps =
  ({ init }: Erased, update: Step): Through =>
  (params, first, second) => {
    const [updates, state] = update(first, init(params), params)
    const next = applied(params, updates)
    return [updates, next, ...update(second, state, next)]
  }

/** The laws that, on a runtime, an optimizer pairs parameters, gradients and states by name, compiled or not. */
export const optimizerOrderLaws = <F extends StateFunction>(
  name: string,
  optimizer: Optimizer<F>,
  runtime: Runtime,
): readonly Law[] => {
  const erased = optimizer as Erased
  return [
    ...treeOrderLaws(name, twoSteps(erased, erased.update), { trees: 3, pairs: true, runtime }),
    ...treeOrderLaws(`${name}, compiled`, twoSteps(erased, compile(erased.update, { runtime })), { trees: 3, runtime }),
  ]
}

const averagedBy =
  (given: WeightAverage): Through =>
  (first, second, third) => {
    const average = given as {
      readonly init: (weights: AnyTree) => unknown
      readonly update: (state: unknown, weights: AnyTree) => unknown
      readonly read: (state: unknown) => AnyTree
    }
    return average.read(
      [second, third].reduce<unknown>((state, weights) => average.update(state, weights), average.init(first)),
    )
  }

/** A step on two batches, with one metric per entry of a batch, in the order of the batch. */
const trained: Through = (params, first, second) => {
  const entryOf = (tree: AnyTree, name: string): AnyTree => (tree as Readonly<Record<string, AnyTree>>)[name] ?? []
  const metricsOf = (at: AnyTree, towards: AnyTree) =>
    Object.fromEntries(
      Object.keys(towards).map((name) => [name, innerProduct(entryOf(at, name), entryOf(towards, name))] as const),
    )
  const objective = (at: AnyTree, state: AnyTree, towards: AnyTree) => ({
    loss: innerProduct(at, sums(at, towards)),
    state: permuted(sums(state, towards), 1),
    metrics: metricsOf(at, towards),
  })
  const descent = adam({ learningRate: 0.1 })
  const start = startTraining<Tensor, AnyTree, never>(descent as never, params as Tensor, first)
  const step = trainStep(accumulated(objective), descent)
  return { ...step(start, [first, second], key(1)) }
}

const loaded = <A>(read: E.Either<unknown, A>): A => {
  return E.isRight(read)
    ? read.right
    : refuse('load', [], { expected: 'a file that loads', found: JSON.stringify(read.left) })
}

const asTree = (tree: AnyTree): Tensor => tree as Tensor

/** A tree saved in one key order, and loaded into a template with another. */
const saved: Readonly<Record<string, Through>> = {
  loadTree: (tree, template) => loaded(loadTree(asTree(template))(saveTree(asTree(tree)))),
  treeFromTensors: (tree, template) => loaded(treeFromTensors(asTree(template))(namedTensors(tree))),
  loadNetwork: (tree, template) => [...loaded(loadNetwork([template, {}])(namedTensors(tree)))],
}

/** The laws that weight averages, training steps and checkpoints pair trees by name. */
export const storeOrderLaws = (runtime: Runtime): readonly Law[] => [
  ...treeOrderLaws('exponentialMovingAverage', averagedBy(exponentialMovingAverage(0.5)), {
    trees: 3,
    pairs: true,
    runtime,
  }),
  ...treeOrderLaws('polyakAverage', averagedBy(polyakAverage), { trees: 3, pairs: true, runtime }),
  ...treeOrderLaws('trainStep', trained, { trees: 3, pairs: true, runtime }),
  ...Object.entries(saved).flatMap(([name, through]) => treeOrderLaws(name, through, { trees: 2, runtime })),
]
