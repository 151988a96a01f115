/**
 * @file Backends compared with the reference: the same operation on the same inputs gives the same numbers, up to the
 * rounding of the backend's precision over as many additions as an entry may have.
 *
 *     value       f(x)
 *     gradients   J^T u
 *     second      the cotangents of  x, u -> J(x)^T u
 *     compiled    all of it, compiled
 */
import type { Runtime } from '../../src/compile/Runtime.ts'
import { sizeOf } from '../../src/core/Shape.ts'
import type { NumberArray, Tensor } from '../../src/core/Tensor.ts'
import { leaf, valueOf } from '../../src/core/Tensor.ts'
import { vjp } from '../../src/diff/vjp.ts'
import { compile } from '../../src/runtime/compile.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import type { Equation } from '../framework/Equation.ts'
import type { MultiFunction } from '../framework/equations/gradient.ts'
import { derivativeOf } from '../framework/equations/gradient.ts'
import type { Law } from '../framework/Law.ts'
import type { Operation, Sample } from '../framework/Operation.ts'
import { direction, drawInputs } from '../framework/Operation.ts'
import { law } from '../framework/property.ts'

type Tensors = readonly Tensor[]

/** Whether a backend computes in float64. */
const isDouble = ({ backend }: Runtime): boolean => backend.bytesPerNumber === 8

export const rounded = (t: Tensor, runtime: Runtime): Tensor => {
  const numbers = valueOf(t) ?? []
  return leaf(isDouble(runtime) ? new Float64Array(numbers) : new Float32Array(numbers), t.shape)
}

/** Half a unit in the last place for every addition, and a few more roundings. */
export const toleranceOf = (sample: Sample, runtime: Runtime): number => {
  const additions = sample.inputs.reduce((total, { shape }) => total + sizeOf(shape), 0)
  return (isDouble(runtime) ? 2 ** -53 : 2 ** -24) * (64 + additions)
}

/** A sample as a function of the inputs that may move, created anew each time, since a tensor keeps its numbers. */
export const functionOf = (sample: Sample, held: readonly number[], runtime: Runtime) => {
  const inputs = drawInputs(sample).map((input) => rounded(input, runtime))
  const moving = inputs.map((_, k) => k).filter((k) => !held.includes(k))
  const f: MultiFunction = (xs) => [sample.f(...inputs.map((x, k) => xs[moving.indexOf(k)] ?? x))]
  return { f, xs: moving.flatMap((k) => inputs.slice(k, k + 1)) }
}

export type Compute = (
  f: MultiFunction,
  xs: Tensors,
  cotangentLike: (ts: Tensors, stream: number) => Tensors,
) => Tensors

export const value: Compute = (f, xs) => f(xs)

export const gradients: Compute = (f, xs, like) => {
  const [ys, pullback] = vjp(f)(xs)
  return pullback(like(ys, 0))
}

const second: Compute = (f, xs, like) => {
  const xus = [...xs, ...like(f(xs), 0)]
  const [ys, pullback] = vjp(derivativeOf(f, xs.length))(xus)
  return pullback(like(ys, 1))
}

const everything: Compute = (f, xs, like) => [...value(f, xs, like), ...gradients(f, xs, like)]

const leavesOf = (values: readonly NumberArray[], like: Tensors): Tensors =>
  values.map((numbers, k) => leaf(numbers, like[k]?.shape ?? [numbers.length]))

/**
 * The laws that a runtime agrees with the reference on an operation: values, gradients and second derivatives, compiled
 * and not. Inputs are rounded to the backend's precision first, so that both compute with the same numbers.
 *
 * @example
 * ```ts
 * import { defaultRuntime } from 'cotangent'
 * import { laws, operations } from 'cotangent/laws'
 *
 * const all = laws.backendAgrees(defaultRuntime, operations.conv)
 * all.filter((law) => law.run({ runs: 5 })._tag !== 'passed') // => []
 * ```
 */
export const backendLaws = (runtime: Runtime, { name, samples, held = [], order = 2 }: Operation): readonly Law[] => {
  const at = (title: string, compute: Compute, compiled = false): Law =>
    law(`${name} on ${runtime.name}: ${title}`, samples, (sample): Equation => {
      const { f, xs } = functionOf(sample, held, runtime)
      const like = (ts: Tensors, stream: number): Tensors =>
        ts.map(({ shape }, k) => rounded(direction(shape, sample.seed, 10 * stream + k), runtime))
      const expression = (inputs: Tensors): Tensors => compute(f, inputs, like)
      const computed = compiled ? compile(expression, { runtime })(xs) : expression(xs)
      return {
        left: leavesOf(runtime.evaluate(computed), computed),
        right: leavesOf(referenceRuntime.evaluate(expression(xs)), computed),
        tolerance: (compute === second ? 4 : 1) * toleranceOf(sample, runtime),
      }
    })
  return [
    at('value', value),
    ...(order > 0 ? [at('gradients', gradients)] : []),
    ...(order > 1 ? [at('second derivatives', second)] : []),
    at('compiled', everything, true),
  ]
}
