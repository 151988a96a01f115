/**
 * @file Evaluation in float64 for tests that compare with exact numbers, whatever the default runtime is.
 */
import * as evaluation from '../src/runtime/evaluate.ts'
import { referenceRuntime } from '../src/runtime/referenceRuntime.ts'
import type { Nested } from '../src/runtime/evaluate.ts'
import type { Shape } from '../src/core/Shape.ts'
import type { NumberArray, Tensor } from '../src/core/Tensor.ts'
import type { Tree } from '../src/core/Tree.ts'

export const toArray = (t: Tensor): NumberArray => evaluation.toArray(t, referenceRuntime)
export const toNested = <S extends Shape>(t: Tensor<S>): Nested<S> => evaluation.toNested(t, referenceRuntime)
export const item = (t: Tensor): number => evaluation.item(t, referenceRuntime)
export const force = <T>(tree: T & Tree<T>): T => evaluation.force<T>(tree, referenceRuntime)
