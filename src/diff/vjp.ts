/**
 * @file Reverse-mode differentiation: a fold over the expression of a function's result.
 *
 *     vjp(f)(x) = [f(x), pullback],   pullback(u) = J^T u
 *
 * `vjp` calls the function once on variables, fresh names for its arguments, and keeps the part of the expression that
 * depends on them. The pullback walks that part once, users before inputs, and adds cotangents where paths meet. The
 * cotangents are expressions too, so a derivative can be differentiated, evaluated, or thrown away uncomputed.
 *
 * Variables are told apart by identity, so nested derivatives do not confuse each other's perturbations.
 *
 * Laws: "chain rule": vjp(g . f) is vjp(f) after vjp(g); "pullback linearity"; "a pullback may be called many times".
 */
import { notPromised } from '../core/notPromised.ts'
import type { Primitive, Scope, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive, closeScope, dependsOn, openScope } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { LikeOptions, Tree } from '../core/Tree.ts'
import { leaves, leavesLike, rebuild } from '../core/Tree.ts'
import { pathsOf } from '../core/treeWalk.ts'
import { add } from '../ops/add.ts'
import { zeros } from '../ops/constant.ts'
import type { TracedStep } from './steps.ts'
import { stepsTo } from './steps.ts'

const variablePrimitive: Primitive<'variable'> = {
  name: 'variable',
  shape: (_, [x]) => x,
  pullback: (g) => [g],
}

const accumulate = (cotangents: Map<Tensor, Tensor>, t: Tensor, cotangent: Tensor): void => {
  const sofar = cotangents.get(t)
  cotangents.set(t, sofar === undefined ? cotangent : add(sofar, cotangent))
}

/**
 * Cotangents of the variables, and of all other tensors that the steps read but did not make, given those of the
 * results.
 */
const pullBack = (
  steps: readonly TracedStep[],
  seeds: readonly (readonly [Tensor, Tensor])[],
): ((t: Tensor) => Tensor) => {
  const cotangents = new Map<Tensor, Tensor>()
  for (const [result, seed] of seeds) accumulate(cotangents, result, seed)
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index]
    const cotangent = step && cotangents.get(step.output)
    if (step === undefined || cotangent === undefined) continue
    cotangents.delete(step.output)
    const site: Site = { params: step.params, inputs: step.inputs, output: step.output }
    const toInputs: readonly (Tensor | null)[] = step.primitive.pullback(cotangent, site)
    step.inputs.forEach((input, k) => {
      const toInput = toInputs[k] ?? null
      if (toInput !== null) accumulate(cotangents, input, toInput)
    })
  }
  return (t) => cotangents.get(t) ?? zeros(t.shape)
}

/** A cotangent has the form and the shapes of the value. */
const likeValue: LikeOptions = { operation: 'pull back', phrase: 'pull back', name: 'the cotangent', shaped: true }

/** Makes a fresh variable of a scope for each tensor. Refuses keys, which have no derivative. */
const variablesOf = (tree: unknown, scope: Scope): readonly Tensor[] => {
  const tensors = leaves(tree)
  return tensors.length === pathsOf(tree).length
    ? tensors.map((t) => applyPrimitive(variablePrimitive, {}, [t], scope))
    : refuse(
        'differentiate',
        [],
        { expected: 'tensors', found: 'a key, which has no derivative', advice: 'close over it instead' },
        'differentiate by a key',
      )
}

/** A function's value, what it was made of, and its pullback. */
interface Differentiated<Y, A> {
  readonly value: Y
  /** What else the function returned, which is not differentiated. */
  readonly auxiliary: A
  readonly variables: readonly Tensor[]
  readonly steps: readonly TracedStep[]
  readonly scope: Scope
  readonly pull: (cotangent: Y) => (t: Tensor) => Tensor
}

const differentiate = <X, Y, A>(f: (x: X) => readonly [value: Y, auxiliary: A], x: X): Differentiated<Y, A> => {
  const scope = openScope()
  try {
    const variables = variablesOf(x, scope)
    const [value, auxiliary] = f(rebuild(x, variables))
    const results = leaves(value)
    const steps = stepsTo(results, scope, new Set(variables))
    const pull = (cotangent: Y): ((t: Tensor) => Tensor) => {
      const given = leavesLike(value, cotangent, likeValue)
      const seeds = results.flatMap((result, k) => {
        const seed = given[k]
        return seed === undefined ? [] : [[result, seed] as const]
      })
      return pullBack(steps, seeds)
    }
    return { value, auxiliary, variables, steps, scope, pull }
  } finally {
    closeScope(scope)
  }
}

/** Takes the cotangent of a result to the cotangent of the argument. May be called many times. */
export type Pullback<X, Y> = (cotangent: Y) => X

/**
 * A function's value together with its pullback, which takes a cotangent of the value to a cotangent of the argument.
 * Argument and value are trees. Refuses a cotangent whose form or shapes differ from the value's. Entries of a tree are
 * matched by name; the order of its keys does not matter.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { mul, tensor, toNested, vjp } from 'cotangent'
 *
 * const [y, pullback] = vjp((x: Tensor<readonly [2]>) => mul(x, x))(tensor([3, 4], [2]))
 * toNested(y) // => [9, 16]
 * toNested(pullback(tensor([1, 10], [2]))) // => [6, 80]
 * ```
 */
export const vjp =
  <X, Y>(f: (x: X) => Y) =>
  (x: X & Tree<X>): readonly [value: Y, pullback: Pullback<X, Y>] =>
    vjpAt<X, Y>(f, x)

const alone =
  <X, Y>(f: (x: X) => Y) =>
  (x: X): readonly [value: Y, auxiliary: null] => [
    notPromised('differentiate', 'differentiate the function', f(x)),
    null,
  ]

/** As {@link vjp}, for a function that returns an auxiliary value too, at a value that is known to be a tree. */
export const vjpWithAux = <X, Y, A>(
  f: (x: X) => readonly [value: Y, auxiliary: A],
  x: X,
): readonly [value: Y, pullback: Pullback<X, Y>, auxiliary: A] => {
  const { value, auxiliary, variables, pull } = differentiate(f, x)
  return [value, (cotangent) => rebuild(x, variables.map(pull(cotangent))), auxiliary]
}

/** As {@link vjp}, at a value that is known to be a tree. */
export const vjpAt = <X, Y>(f: (x: X) => Y, x: X): readonly [value: Y, pullback: Pullback<X, Y>] => {
  const [value, pullback] = vjpWithAux(alone(f), x)
  return [value, pullback]
}

/** A value, what the function closed over, and the pullback to the argument's tensors and to these. */
interface Closure<Y> {
  readonly value: Y
  /** Tensors that the function read but did not make from its argument, in the order of its expression. */
  readonly closedOver: readonly Tensor[]
  readonly pullback: (cotangent: Y) => readonly Tensor[]
}

/** As {@link vjp}, for a function together with what it closes over. */
export const vjpOfClosure = <X, Y>(f: (x: X) => Y, x: X): Closure<Y> => {
  const { value, variables, steps, scope, pull } = differentiate(alone(f), x)
  const read = [...steps.flatMap(({ inputs }) => inputs), ...leaves(value)]
  const closedOver = [...new Set(read.filter((t) => !dependsOn(t, scope)))]
  return { value, closedOver, pullback: (cotangent) => [...variables, ...closedOver].map(pull(cotangent)) }
}
