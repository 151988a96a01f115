/**
 * @file vmap: a function of one example, applied to many at once.
 *
 *     vmap(f)(x)[b] = f(x[b])
 *
 * The function is called once, on an example without numbers; each step of its expression becomes a step for all
 * examples, by the rules of `batching/`. Whatever does not depend on the example is computed once. Derivatives,
 * compilation and other vmaps work inside and outside of it.
 *
 * Laws: "vmap is the loop", on every primitive and on random programs; "grad of vmap is vmap of grad"; "nested".
 */
import { checkOptions } from '../core/options.ts'
import { notPromised } from '../core/notPromised.ts'
import type { Key } from '../core/Key.ts'
import { keyOf, split } from '../core/Key.ts'
import { asInputs } from '../core/InstructionSet.ts'
import type { Shape } from '../core/Shape.ts'
import type { Primitive, Scope, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive, closeScope, dependsOn, ofShape, openScope, placeholder } from '../core/Tensor.ts'
import { foundList } from '../core/foundValue.ts'
import { resolveAxis } from '../core/shapeRules.ts'
import { refuse } from '../core/TensorError.ts'
import { leaves, rebuild } from '../core/Tree.ts'
import { broadcastTo } from '../ops/broadcastTo.ts'
import { concatAlong } from '../ops/concat.ts'
import { zeros } from '../ops/constant.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { transposeTo } from '../ops/transpose.ts'
import type { BatchedInput, BatchSite } from './batching/Rule.ts'
import { forEach } from './batching/Rule.ts'
import { byRule, isBatched } from './batching/rules.ts'
import type { TracedStep } from './steps.ts'
import { stepsTo } from './steps.ts'

/** A batch of trees: the tree with one more axis in front of every tensor. Plain `Tensor` stays `Tensor`. */
export type Batched<T> =
  T extends Tensor<infer S extends Shape>
    ? number extends S['length']
      ? Tensor
      : Tensor<readonly [number, ...S]>
    : T extends Key
      ? Key
      : { readonly [K in keyof T]: Batched<T[K]> }

/** The value for all examples, from the value of one example and the tensors of all. */
export const asBatched = <T>(one: T, all: readonly Tensor[]): Batched<T> =>
  // The form is that of one example, leaf by leaf, which the compiler cannot follow through an arbitrary tree.
  rebuild(one, all) as Batched<T>

/** One example of a batch, from its tensors. */
export const asExample = <T>(all: Batched<T>, one: readonly Tensor[]): T =>
  // The form is that of the batch, with one axis less in each leaf, which the compiler cannot follow either.
  rebuild(all, one) as T

/** A tree of a given form, whose tensors may have any shape. */
export type AnyShapes<T> = T extends Tensor
  ? Tensor
  : T extends Key
    ? Key
    : { readonly [K in keyof T]: AnyShapes<T[K]> }

/** Which axes are those of the examples. */
export interface VmapOptions {
  /**
   * The examples' axis per argument, negative from the back; `null` if it is shared by all. The first axis by default.
   */
  readonly axes: readonly (number | null)[]
}

/** The type of {@link vmap}: with the axes of the examples or without. */
export interface Vmap {
  <A extends readonly unknown[], Y>(
    f: (...examples: A) => Y,
  ): (...batches: { readonly [K in keyof A]: Batched<A[K]> }) => Batched<Y>
  <A extends readonly unknown[], Y>(
    f: (...examples: A) => Y,
    options: VmapOptions,
  ): (...batches: { readonly [K in keyof A]: AnyShapes<A[K]> }) => Batched<Y>
}

/** The tensors for all examples, by the tensors of one example. */
type Environment = Map<Tensor, Tensor>

const inputOf = (environment: Environment, t: Tensor): BatchedInput => {
  const own = environment.get(t)
  return own === undefined ? { t, isBatched: false } : { t: own, isBatched: true }
}

/**
 * The node of a custom pullback for all examples: its pullback is that of one example, traced once more with a
 * cotangent without numbers, and applied to all.
 */
const customForAll = (step: TracedStep, environment: Environment, scope: Scope, size: number): Tensor => {
  const inputs = step.inputs.map((input) => forEach(inputOf(environment, input), size))
  const [value, ...others] = inputs
  const primitive: Primitive<'custom'> = {
    name: 'custom',
    shape: (_, [first]) => first,
    pullback: (g) => {
      scope.open = true
      try {
        const one = placeholder(step.output.shape, scope)
        const site: Site = { params: step.params, inputs: step.inputs, output: step.output }
        const toInputs: readonly (Tensor | null)[] = step.primitive.pullback(one, site)
        const within = new Map(environment).set(one, g)
        const wanted = toInputs.flatMap((t) => (t === null ? [] : [t]))
        const all = forAll(wanted, within, scope, size)
        const forAllOf = (t: Tensor | null): Tensor | null => (t === null ? null : (all.get(t) ?? null))
        const [first = null, ...rest] = toInputs
        return [forAllOf(first), ...rest.map(forAllOf)]
      } finally {
        closeScope(scope)
      }
    },
  }
  return value === undefined ? step.output : applyPrimitive(primitive, {}, [value, ...others])
}

/** The results for all examples. */
const forAll = (
  results: readonly Tensor[],
  environment: Environment,
  scope: Scope,
  size: number,
): ReadonlyMap<Tensor, Tensor> => {
  if (size === 0) return new Map(results.map((result) => [result, zeros([0, ...result.shape])]))
  for (const step of stepsTo(results, scope, new Set(environment.keys()))) {
    const { primitive, params, output } = step
    const tensors: readonly Tensor[] = step.inputs
    const inputs = tensors.map((input) => inputOf(environment, input))
    if (!inputs.some((input) => input.isBatched)) continue
    const site: BatchSite = { primitive, params, inputs: asInputs(inputs), shape: output.shape, size }
    environment.set(output, isBatched(site) ? byRule(site) : customForAll(step, environment, scope, size))
  }
  return new Map(results.map((result) => [result, forEach(inputOf(environment, result), size)]))
}

const sizeOfBatch = (tensors: readonly Tensor[]): number => {
  const [first] = tensors
  const size = first?.shape[0]
  const phrase = 'map over examples'
  if (first === undefined || size === undefined) {
    const found = first === undefined ? 'no tensors' : 'a scalar'
    return refuse('vmap', first === undefined ? [] : [first.shape], { expected: 'an axis of examples', found }, phrase)
  }
  const other = tensors.find(({ shape }) => shape[0] !== size)
  return other === undefined
    ? size
    : refuse(
        'vmap',
        [first.shape, other.shape],
        { expected: 'as many examples in all arguments', found: `${String(size)} and ${String(other.shape[0] ?? 0)}` },
        phrase,
      )
}

const toFront = (t: Tensor, axis: number): Tensor => {
  if (axis === 0) return t
  const along = resolveAxis('vmap', t.shape, axis)
  return transposeTo(t, [along, ...Array.from(t.shape.keys()).filter((other) => other !== along)])
}

/** Refuses anything but an axis or `null` for each argument. */
const checkAxes = (axes: VmapOptions['axes'], count: number): void => {
  const given: unknown = axes
  if (Array.isArray(given) && given.length === count) return
  refuse(
    'vmap',
    [],
    { expected: `'axes' to be a list of ${String(count)}, one per argument`, found: foundList(given) },
    'map over examples',
  )
}

/** An argument: its tensors for all examples, with their axis in front; `null` if it is shared by all. */
const batchOf = (batch: unknown, axis: number | null): readonly Tensor[] | null =>
  axis === null ? null : leaves(batch).map((t) => toFront(t, axis))

/**
 * Turns a function of one example into a function of a batch: every tensor of its arguments and of its value gets an
 * additional first axis of examples. Arguments and value are trees. Close over whatever is the same for all examples,
 * or give it `null` in `axes`, which also names axes other than the first. Keys come in batches, as {@link keyBatch}
 * makes them. Inside, an example has no numbers, as inside `compile`. Refuses arguments without the axis, and arguments
 * with different numbers of examples.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { grad, mul, sum, tensor, toNested, vmap } from 'cotangent'
 *
 * const square = (x: Tensor<readonly [2]>) => sum()(mul(x, x))
 * const batch = tensor([1, 2, 3, 4], [2, 2])
 * toNested(vmap(square)(batch)) // => [5, 25]
 * toNested(vmap((x: Tensor<readonly [2]>) => grad(square)(x))(batch)) // => [[2, 4], [6, 8]]
 * toNested(vmap(square, { axes: [1] })(batch)) // => [10, 20]
 * ```
 */
export const vmap: Vmap = <A extends readonly unknown[], Y>(f: (...examples: A) => Y, options?: VmapOptions) => {
  if (options !== undefined) checkOptions('vmap', options, { axes: true })
  return (...batches: readonly unknown[]): Batched<Y> => {
    if (options !== undefined) checkAxes(options.axes, batches.length)
    const axisAt = (k: number): number | null => (options?.axes[k] === undefined ? 0 : options.axes[k])
    const rows = batches.map((batch, k) => batchOf(batch, axisAt(k)))
    const given = rows.flatMap((row) => row ?? [])
    const size = sizeOfBatch(given)
    const scope = openScope('vmap')
    try {
      const environment: Environment = new Map()
      const exampleOf = (all: Tensor): Tensor => {
        const one = placeholder(all.shape.slice(1), scope)
        environment.set(one, all)
        return one
      }
      const examples: readonly unknown[] = batches.map((batch, k) => {
        const row = rows[k] ?? null
        return row === null ? batch : rebuild(batch, row.map(exampleOf))
      })
      // Each argument is its batch with other leaves.
      const value = notPromised('vmap', 'map over a batch', f(...(examples as A)))
      const results = leaves(value)
      const all = forAll(results, environment, scope, size)
      return asBatched(
        value,
        results.map((result) =>
          dependsOn(result, scope) ? (all.get(result) ?? result) : broadcastTo([size, ...result.shape])(result),
        ),
      )
    } finally {
      closeScope(scope)
    }
  }
}

/**
 * Splits a key into a batch of keys for {@link vmap}, one per example.
 *
 * @example
 * ```ts
 * import type { Key } from 'cotangent'
 * import { key, keyBatch, uniform, vmap } from 'cotangent'
 *
 * vmap((k: Key) => uniform([3])(k))(keyBatch(key(1), 5)).shape // => [5, 3]
 * ```
 */
export const keyBatch = (key: Key, count: number): Key => {
  const [first, ...others] = split(key, count).map(({ words }) => reshapeTo(words, [1, 4]))
  return first === undefined
    ? refuse('vmap', [], { expected: 'at least one example', found: 'none' }, 'make keys of a key')
    : keyOf(ofShape<readonly [4]>(concatAlong([first, ...others], 0)))
}
