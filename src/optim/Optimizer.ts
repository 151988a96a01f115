/**
 * @file Optimizers: pure functions from gradients to updates, with a state that is a tree.
 *
 *     update(gradients, state, parameters) = [updates, next state]        parameters' = parameters + updates
 *
 * An optimizer is a transformation of gradients; transformations chain, and named optimizers are chains. Everything
 * that changes from step to step, including the step counter, is in the state, so that a compiled step never goes
 * stale.
 *
 * Laws: `chain` is associative up to the nesting of states, with `unchanged` as unit; "the updates have the form of the
 * parameters"; "gradients of zero and a fresh state give no update" (without weight decay).
 */
import { refuse } from '../core/TensorError.ts'
import { isRecord } from '../core/isRecord.ts'
import { foundList } from '../core/foundValue.ts'
import type { Tensor } from '../core/Tensor.ts'
import type { LikeOptions, Tree } from '../core/Tree.ts'
import { checkTree, leavesLike, rebuild, zipWith } from '../core/Tree.ts'
import { add } from '../ops/add.ts'

/** A state as a function of the parameters: declare `out` in terms of `this['in']`; see {@link StateOf}. */
export interface StateFunction {
  readonly in: unknown
  readonly out: unknown
}

/** The state of an optimizer for parameters of form `P`. */
export type StateOf<F extends StateFunction, P> = (F & { readonly in: P })['out']

/** A transformation of gradients, with its state. */
export interface Optimizer<F extends StateFunction = StateFunction> {
  /** The state before the first step. */
  readonly init: <P>(parameters: P & Tree<P>) => StateOf<F, P>
  /** The updates to add to the parameters, and the next state. */
  readonly update: <P>(
    gradients: P & Tree<P>,
    state: StateOf<F, P>,
    parameters: NoInfer<P>,
  ) => readonly [updates: P, state: StateOf<F, P>]
}

/** An optimizer with any state. */
export interface AnyOptimizer {
  /** As in {@link Optimizer}. */
  readonly init: (parameters: never) => unknown
  /** As in {@link Optimizer}. */
  readonly update: (gradients: never, state: never, parameters: never) => readonly [updates: unknown, state: unknown]
}

/**
 * The state function of an optimizer; for a union of optimizers, such as `quick ? adam() : sgd({ learningRate: 1 })`,
 * that of one of them.
 */
export type StateFunctionOf<O> = O extends Optimizer<infer F> ? F : never

/**
 * The optimizer that a value is at run time, even if its type is a union of optimizers or its state a union of forms:
 * it takes the state that it has made itself.
 */
export const ofOneState = <O extends AnyOptimizer>(optimizer: O): Optimizer<StateFunctionOf<O>> => {
  const some: AnyOptimizer = optimizer
  // The compiler would require each optimizer of a union to take the states of all.
  return some as Optimizer<StateFunctionOf<O>>
}

/** A state that holds nothing. */
export interface Stateless extends StateFunction {
  readonly out: Readonly<Record<never, never>>
}

/**
 * A stateless transformation of gradients, tensor by tensor, which may also read each gradient's parameter and path.
 *
 * @example
 * ```ts
 * import { sign, tensor, toNested } from 'cotangent'
 * import { perTensorUpdate } from 'cotangent/optim'
 *
 * const signed = perTensorUpdate((gradient) => sign(gradient))
 * const g = tensor([0.5, -2], [2])
 * const [update] = signed.update(g, signed.init(g), g)
 * toNested(update) // => [1, -1]
 * ```
 */
export const perTensorUpdate = (
  f: (gradient: Tensor, parameter: Tensor, path: string) => Tensor,
): Optimizer<Stateless> => ({
  init: () => ({}),
  update: <P>(gradients: P & Tree<P>, state: StateOf<Stateless, P>, parameters: NoInfer<P>) => [
    zipWith(f)<P>(gradients, parameters),
    state,
  ],
})

/**
 * The transformation that changes nothing: the unit of {@link chain}.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { unchanged } from 'cotangent/optim'
 *
 * const step = unchanged
 * const g = tensor([0.5, -2], [2])
 * const [update] = step.update(g, step.init(g), g)
 * toNested(update) // => [0.5, -2]
 * ```
 */
export const unchanged: Optimizer<Stateless> = perTensorUpdate((gradient) => gradient)

/** The states of a chain, one after another. */
export interface Chained<F extends StateFunction, G extends StateFunction> extends StateFunction {
  readonly out: readonly [StateOf<F, this['in']>, StateOf<G, this['in']>]
}

/** Refuses what is no pair of transformations: the compiler does too, where it is asked. */
const checkPair = (given: readonly unknown[]): void => {
  if (given.length === 2 && given.every((one) => isRecord(one) && 'init' in one && 'update' in one)) return
  const found = given.length === 2 ? foundList(given) : String(given.length)
  const advice = 'write chain(chain(first, second), third) for three'
  refuse('chain', [], { expected: 'two transformations', found, advice }, 'chain transformations')
}

/**
 * Chains two transformations: the first takes the gradients, the second takes the first's result. For more, chain a chain.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { addDecayedWeights, chain, scale } from 'cotangent/optim'
 *
 * const decay = chain(addDecayedWeights(0.1), scale(-1))
 * const w = tensor([10, 20], [2])
 * const [updates] = decay.update(tensor([1, 1], [2]), decay.init(w), w)
 * toNested(updates) // => [-2, -3]
 * ```
 */
export const chain = <A extends AnyOptimizer, B extends AnyOptimizer>(
  ...both: readonly [first: A, second: B]
): Optimizer<Chained<StateFunctionOf<A>, StateFunctionOf<B>>> => {
  checkPair(both)
  const [first, second] = both
  return chained(ofOneState(first), ofOneState(second))
}

/** As {@link chain}, with known types of the states. */
export const chained = <F extends StateFunction, G extends StateFunction>(
  first: Optimizer<F>,
  second: Optimizer<G>,
): Optimizer<Chained<F, G>> => ({
  init: <P>(parameters: P & Tree<P>) => [first.init<P>(parameters), second.init<P>(parameters)],
  update: <P>(gradients: P & Tree<P>, state: StateOf<Chained<F, G>, P>, parameters: NoInfer<P>) => {
    const [ofFirst, ofSecond] = state
    const [between, nextFirst] = first.update<P>(gradients, ofFirst, parameters)
    const [updates, nextSecond] = second.update<P>(checkTree(between), ofSecond, parameters)
    return [updates, [nextFirst, nextSecond]]
  },
})

const likeParameters: LikeOptions = {
  operation: 'applyUpdates',
  phrase: 'update parameters',
  name: 'the tree of updates',
  shaped: true,
}

/**
 * The parameters after a step: parameters + updates, tensor by tensor. Refuses updates whose form or shapes differ from
 * the parameters', so that a step never changes the shape of a parameter.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { applyUpdates, sgd } from 'cotangent/optim'
 *
 * const optimizer = sgd({ learningRate: 0.5 })
 * const w = tensor([1, 2], [2])
 * const [updates] = optimizer.update(tensor([2, 2], [2]), optimizer.init(w), w)
 * toNested(applyUpdates(w, updates)) // => [0, 1]
 * ```
 */
export const applyUpdates = <P>(parameters: P & Tree<P>, updates: NoInfer<P>): P =>
  zipWith((parameter, update): Tensor => add(parameter, update))<P>(
    parameters,
    rebuild<P>(parameters, leavesLike(parameters, updates, likeParameters)),
  )
