/**
 * @file Evaluation: from tensors to numbers. Only these functions compute; all others build expressions.
 */
import type { Runtime } from '../compile/Runtime.ts'
import { stridesOf } from '../core/Shape.ts'
import type { Shape } from '../core/Shape.ts'
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import type { Tree } from '../core/Tree.ts'
import { defaultRuntime } from './defaultRuntime.ts'

/**
 * The numbers of a tensor, row-major, in a new array.
 *
 * @example
 * ```ts
 * import { mul, tensor, toArray } from 'cotangent'
 *
 * toArray(mul(tensor([1, 2, 3], [3]), 2)) // => Float64Array(3) [ 2, 4, 6 ]
 * ```
 */
export const toArray = (t: Tensor, runtime: Runtime = defaultRuntime): NumberArray => runtime.toArray(t)

const none = new Float64Array(0)

/** Arrays nested to the rank of the shape; a plain number for a scalar. */
export type Nested<S extends Shape> = number extends S['length']
  ? NestedNumbers
  : S extends readonly [number, ...infer Rest extends Shape]
    ? readonly Nested<Rest>[]
    : number

/** Numbers in arrays of any depth. */
export type NestedNumbers = number | readonly NestedNumbers[]

/**
 * The numbers of a tensor as nested arrays.
 *
 * @example
 * ```ts
 * import { tensor, toNested, transpose } from 'cotangent'
 *
 * toNested(transpose(tensor([1, 2, 3, 4], [2, 2]))) // => [[1, 3], [2, 4]]
 * ```
 */
export const toNested = <S extends Shape>(t: Tensor<S>, runtime: Runtime = defaultRuntime): Nested<S> => {
  const [values = none] = runtime.evaluate([t])
  const strides = stridesOf(t.shape)
  const nest = (axis: number, offset: number): NestedNumbers =>
    axis === t.shape.length
      ? (values[offset] ?? Number.NaN)
      : Array.from({ length: t.shape[axis] ?? 0 }, (_, i) => nest(axis + 1, offset + i * (strides[axis] ?? 1)))
  // The nesting equals the rank, which the compiler cannot check.
  return nest(0, 0) as Nested<S>
}

/**
 * The number of a tensor that has exactly one entry. Refuses other tensors.
 *
 * @example
 * ```ts
 * import { item, sum, tensor } from 'cotangent'
 *
 * item(sum()(tensor([1, 2, 3], [3]))) // => 6
 * ```
 */
export const item = (t: Tensor, runtime: Runtime = defaultRuntime): number => runtime.item(t)

/**
 * Computes every tensor and key of a tree, in one program, and returns the tree.
 *
 * @example
 * ```ts
 * import { add, force, ones, toNested } from 'cotangent'
 *
 * // Both are computed in one program; what reads them later computes nothing again.
 * const { a, b } = force({ a: add(ones([2]), 1), b: add(ones([1]), 2) })
 * toNested(a) // => [2, 2]
 * toNested(b) // => [3]
 * ```
 */
export const force = <T>(tree: T & Tree<T>, runtime: Runtime = defaultRuntime): T => runtime.force<T>(tree)
