/**
 * @file fp-ts instances of tensors that read numbers.
 *
 * Laws: `Eq` is reflexive (NaN equals NaN), symmetric and transitive; equal tensors show alike.
 */
import type { Eq } from 'fp-ts/lib/Eq.js'
import type { Show } from 'fp-ts/lib/Show.js'
import type { Runtime } from '../compile/Runtime.ts'
import { sameShape, showShape } from '../core/Shape.ts'
import { showValues } from '../core/showValues.ts'
import type { Tensor } from '../core/Tensor.ts'
import { defaultRuntime } from './defaultRuntime.ts'
import { toArray } from './evaluate.ts'

const sameNumbers = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.from(a).every((x, index) => x === b[index] || Object.is(x, b[index]))

/**
 * Equality of shape and of every number, as a runtime computes them. NaN equals NaN, and 0 equals -0.
 *
 * @example
 * ```ts
 * import { add, getEq, tensor } from 'cotangent'
 *
 * getEq().equals(add(tensor([1, 2], [2]), 1), tensor([2, 3], [2])) // => true
 * ```
 */
export const getEq = (runtime: Runtime = defaultRuntime): Eq<Tensor> => ({
  equals: (a, b) => sameShape(a.shape, b.shape) && sameNumbers(toArray(a, runtime), toArray(b, runtime)),
})

/**
 * Shape and first values, as `console.log` prints them.
 *
 * @example
 * ```ts
 * import { getShow, tensor } from 'cotangent'
 *
 * getShow().show(tensor([1, 2], [2])) // => 'Tensor [2] [1, 2]'
 * ```
 */
export const getShow = (runtime: Runtime = defaultRuntime): Show<Tensor> => ({
  show: (t) => `Tensor ${showShape(t.shape)} ${showValues(toArray(t, runtime), t.shape)}`,
})
