/**
 * @file The laws of optimizers, the library's and your own.
 *
 *     updates have the form of the parameters
 *     the state keeps its form          paths and shapes, from the first step on
 *     nothing is hidden                 the same gradients, state and parameters give the same updates and state, whatever
 *                                       steps were taken between
 *     rest                              gradients of zero and a fresh state give updates of zero
 *     a compiled step is the step       step after step: no counter of the host's goes stale
 *     descent                           reaches the minimum of a parabola
 */
import fc from 'fast-check'
import { showShape } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { leaf } from '../../src/core/Tensor.ts'
import { leaves, map, paths, rebuild, zipWith } from '../../src/core/Tree.ts'
import type { Optimizer, StateFunction } from '../../src/optim/Optimizer.ts'
import { add } from '../../src/ops/add.ts'
import { zeros } from '../../src/ops/constant.ts'
import { sub } from '../../src/ops/sub.ts'
import { compile } from '../../src/runtime/compile.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import type { TreeForm } from '../framework/arbitraries/tree.ts'
import { treeForms, treeOf } from '../framework/arbitraries/tree.ts'
import type { Equation } from '../framework/Equation.ts'
import { rounding } from '../framework/equations/algebra.ts'
import type { Law } from '../framework/Law.ts'
import { seeds, streamOf } from '../framework/Operation.ts'
import { law } from '../framework/property.ts'

/**
 * How an optimizer should descend the parabola |w - c|^2 / 2, from parameters up to a few units away. The defaults suit
 * learning rates from 0.05 up: one of 0.001 needs thousands of steps.
 */
export interface Descent {
  /** The number of steps; 300 by default. */
  readonly steps?: number
  /** The largest final distance of a parameter from the minimum; 0.05 by default. */
  readonly within?: number
}

/** An optimizer and what is expected of it. */
export interface OptimizerSpec<F extends StateFunction> {
  readonly optimizer: Optimizer<F>
  /** Whether zero gradients and a fresh state leave parameters unchanged (not with weight decay); true by default. */
  readonly rests?: boolean
  /** How it descends a parabola; `false` for a part of an optimizer, which need not descend. */
  readonly descent?: Descent | false
}

/** An optimizer whose state is of no known type. */
interface Erased {
  readonly init: (params: unknown) => unknown
  readonly update: (gradients: unknown, state: unknown, params: unknown) => readonly [unknown, unknown]
}

const pathsOf = paths as (tree: unknown) => readonly (readonly [string, Tensor])[]
const mapTree = map as (f: (t: Tensor) => Tensor) => (tree: unknown) => unknown
const zipTrees = zipWith as (f: (a: Tensor, b: Tensor) => Tensor) => (a: unknown, b: unknown) => unknown

const formOf = (tree: unknown): string =>
  pathsOf(tree)
    .map(([path, { shape }]) => `${path} ${showShape(shape)}`)
    .join(', ')

/** Parameters of some structure, and gradients for any number of steps. */
interface Run {
  readonly params: unknown
  readonly gradient: (step: number) => unknown
}

const samples = fc.record({ form: treeForms(), seed: seeds })

const runOf = ({ form, seed }: { readonly form: TreeForm; readonly seed: number }): Run => ({
  params: treeOf(form, streamOf(seed, 1)),
  gradient: (step) => treeOf(form, streamOf(seed, 2 + step)),
})

const applied = (params: unknown, updates: unknown): unknown => zipTrees((p, u): Tensor => add(p, u))(params, updates)

type Step = (gradients: unknown, state: unknown, params: unknown) => readonly [unknown, unknown]

/** Updates and states of the first steps. */
const trajectory = ({ init }: Erased, step: Step, { params, gradient }: Run, steps: number) => {
  const seen: unknown[] = []
  let [now, state] = [params, init(params)]
  for (let at = 0; at < steps; at++) {
    const [updates, next] = step(gradient(at), state, now)
    seen.push(updates, next)
    now = applied(now, updates)
    state = next
  }
  return seen
}

const asNumbers = (tree: unknown): unknown => {
  const all = leaves(tree)
  const values = referenceRuntime.evaluate(all)
  return rebuild(
    tree,
    all.map(({ shape }, k) => leaf((values[k] ?? new Float64Array(0)).slice(), shape)),
  )
}

const hides = (erased: Erased, run: Run): Equation => {
  const [, state] = erased.update(run.gradient(0), erased.init(run.params), run.params)
  const known = asNumbers(state)
  const first = erased.update(run.gradient(1), known, run.params)
  trajectory(erased, erased.update, run, 3)
  return { left: first, right: erased.update(run.gradient(1), known, run.params) }
}

const descends = (erased: Erased, { params, gradient }: Run, { steps = 300, within = 0.05 }: Descent): Equation => {
  const minimum = asNumbers(gradient(0))
  const step = compile(
    (now: unknown, state: unknown) => {
      const slope = zipTrees((w, c): Tensor => sub(w, c))(now, minimum)
      const [updates, next] = erased.update(slope, state, now)
      return [applied(now, updates), next] as const
    },
    { runtime: referenceRuntime },
  )
  let [now, state] = [params, erased.init(params)]
  for (let at = 0; at < steps; at++) [now, state] = step(now, state)
  const distances = referenceRuntime.evaluate(leaves(zipTrees((w, c): Tensor => sub(w, c))(now, minimum)))
  const farthest = distances.reduce((most, all) => Math.max(most, ...Array.from(all, Math.abs)), 0)
  const right = `within ${String(within)} of the minimum after ${String(steps)} steps, as 'descent' asks`
  return { left: farthest <= within ? right : `${String(farthest)} from it`, right }
}

/**
 * The laws of an optimizer: it is a pure function of gradients, state and parameters, on trees of any structure; its
 * steps can be compiled; it stays where the gradient is zero, and it finds the minimum of a parabola. With a small learning
 * rate it needs more steps for that than the 300 of the default: `descent: { steps: 5000 }`.
 *
 * @example
 * ```ts
 * import { laws } from 'cotangent/laws'
 * import { sgd } from 'cotangent/optim'
 *
 * const all = laws.optimizer('sgd', { optimizer: sgd({ learningRate: 0.1, momentum: 0.5 }) })
 * all.filter((law) => law.run({ runs: 3 })._tag !== 'passed') // => []
 * ```
 */
export const optimizerLaws = <F extends StateFunction>(
  name: string,
  { optimizer, rests = true, descent = {} }: OptimizerSpec<F>,
): readonly Law[] => {
  const erased = optimizer as Erased
  const at = (title: string, equation: (run: Run) => Equation): Law =>
    law(`${name}: ${title}`, samples, (sample) => equation(runOf(sample)))
  return [
    at('updates have the form of the parameters', ({ params, gradient }) => ({
      left: formOf(erased.update(gradient(0), erased.init(params), params)[0]),
      right: formOf(params),
    })),
    at('the state keeps its form', (run) => {
      const first = formOf(erased.init(run.params))
      const seen = trajectory(erased, erased.update, run, 3)
      return { left: [seen[1], seen[3], seen[5]].map(formOf), right: [first, first, first] }
    }),
    at('nothing is hidden', (run) => hides(erased, run)),
    ...(rests
      ? [
          at('rest', ({ params }) => {
            const nothing = mapTree((t): Tensor => zeros(t.shape))(params)
            return { left: erased.update(nothing, erased.init(params), params)[0], right: nothing }
          }),
        ]
      : []),
    at('a compiled step is the step', (run) => ({
      left: trajectory(erased, compile(erased.update, { runtime: referenceRuntime }), run, 4),
      right: trajectory(erased, erased.update, run, 4),
      tolerance: rounding,
    })),
    ...(descent === false ? [] : [at('descent', (run) => descends(erased, run, descent))]),
  ]
}
