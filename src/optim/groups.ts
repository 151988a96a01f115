/**
 * @file Groups of parameters: each group has its own optimizer, and a parameter's path determines its group.
 *
 *     groups(label, { a, b }).update = a on the tensors labelled a, b on those labelled b, joined again
 *
 * Each optimizer sees a record of its own tensors by path, so a global norm is the norm of the group.
 * Laws: those of optimizers; "one group is its optimizer".
 */
import type { Tensor } from '../core/Tensor.ts'
import { zeros } from '../ops/constant.ts'
import { namesOf, recordLike } from '../core/records.ts'
import { refuse } from '../core/TensorError.ts'
import type { Tree } from '../core/Tree.ts'
import { checkTree, map, paths } from '../core/Tree.ts'
import type { AnyOptimizer, Optimizer, StateFunction, StateFunctionOf, Stateless, StateOf } from './Optimizer.ts'
import { ofOneState, perTensorUpdate } from './Optimizer.ts'

/** The tensors of a group, by path. */
export type GroupOf = Readonly<Record<string, Tensor>>

/** The state of {@link groups}: one state per group, by name. */
export interface Grouped<G extends Readonly<Record<string, AnyOptimizer>>> extends StateFunction {
  readonly out: { readonly [K in keyof G]: StateOf<StateFunctionOf<G[K]>, GroupOf> }
}

/**
 * Replaces gradients by zeros: for parameters that must not change.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { freeze } from 'cotangent/optim'
 *
 * const step = freeze
 * const g = tensor([0.5, -2], [2])
 * const [update] = step.update(g, step.init(g), g)
 * toNested(update) // => [0, 0]
 * ```
 */
export const freeze: Optimizer<Stateless> = perTensorUpdate((gradient) => zeros(gradient.shape))

/** The update of each group. */
type Results<G extends Readonly<Record<string, AnyOptimizer>>> = {
  readonly [K in keyof G]: readonly [updates: GroupOf, state: StateOf<StateFunctionOf<G[K]>, GroupOf>]
}

/**
 * One optimizer per group of parameters: `label` gives the name of the group at a path, such as `conv1.weight`. Refuses
 * names without a group, and trees in which two tensors have the same path.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { groups, sgd } from 'cotangent/optim'
 *
 * // Biases at twice the rate and without decay.
 * const optimizer = groups((path) => (path.endsWith('bias') ? 'biases' : 'weights'), {
 *   weights: sgd({ learningRate: 0.5, weightDecay: 0.5 }),
 *   biases: sgd({ learningRate: 1 }),
 * })
 * const params = { weight: tensor([2], [1]), bias: tensor([2], [1]) }
 * const gradients = { weight: tensor([1], [1]), bias: tensor([1], [1]) }
 * const [updates] = optimizer.update(gradients, optimizer.init(params), params)
 * toNested(updates.weight) // => [-1]
 * toNested(updates.bias) // => [-1]
 * ```
 */
export const groups = <const G extends Readonly<Record<string, AnyOptimizer>>>(
  label: (path: string) => keyof G & string,
  optimizers: G,
): Optimizer<Grouped<G>> => {
  const names = namesOf(optimizers)
  const nameAt = (path: string): string => {
    const name = label(path)
    if (names.includes(name)) return name
    const expected = `a group for '${path}' among ${names.join(', ')}`
    return refuse('groups', [], { expected, found: `'${name}'` }, 'group parameters')
  }
  const split = <P>(tree: P & Tree<P>): ReadonlyMap<string, GroupOf> => {
    const labelled = paths<P>(tree).map(([path, t]) => ({ name: nameAt(path), path, t }))
    if (new Set(labelled.map(({ path }) => path)).size !== labelled.length) {
      return refuse(
        'groups',
        [],
        { expected: 'tensors of different paths', found: 'two of the same path' },
        'group parameters',
      )
    }
    return new Map(
      names.map((of) => [
        of,
        Object.fromEntries(labelled.flatMap(({ name, path, t }) => (name === of ? [[path, t] as const] : []))),
      ]),
    )
  }
  const nothing: GroupOf = {}
  const of = <N extends keyof G & string>(name: N): Optimizer<StateFunctionOf<G[N]>> =>
    ofOneState<G[N]>(optimizers[name])
  type States = StateOf<Grouped<G>, unknown>
  return {
    init: <P>(parameters: P & Tree<P>) => {
      const parts = split<P>(parameters)
      return recordLike<States>(optimizers, (name) => of(name).init<GroupOf>(parts.get(name) ?? nothing))
    },
    update: <P>(gradients: P & Tree<P>, state: StateOf<Grouped<G>, P>, parameters: NoInfer<P>) => {
      const parts = split<P>(gradients)
      const targets = split<P>(checkTree(parameters))
      const states: States = state
      const results = recordLike<Results<G>>(optimizers, (name) =>
        of(name).update<GroupOf>(parts.get(name) ?? nothing, states[name], targets.get(name) ?? nothing),
      )
      const updates: ReadonlyMap<string, Tensor> = new Map(names.flatMap((name) => Object.entries(results[name][0])))
      const merged = map((gradient, path) => updates.get(path) ?? gradient)<P>(gradients)
      return [merged, recordLike<States>(optimizers, (name) => results[name][1])]
    },
  }
}
