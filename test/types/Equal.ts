/** @file Assertions about types, held by the compiler: a test that compiles has passed. */
import type { Shape, Tensor } from 'cotangent'

/** Whether two types are the same to the compiler, `any` and modifiers included. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Compiles where the argument is `true`: `assert<Equal<A, B>>()`. */
// eslint-disable-next-line @typescript-eslint/naming-convention -- the compiler takes an underscore for "not used"
export const assert = <_T extends true>(): void => undefined

/** Compiles where the value has exactly this type: `expectType<Tensor<readonly [2]>>()(x)`. */
export const expectType =
  <Expected>() =>
  <Found>(_value: Found, ..._differs: Equal<Found, Expected> extends true ? [] : [found: Found]): void =>
    undefined

/** Compiles where the tensor has exactly this shape: `expectShape<readonly [2]>()(x)`. */
export const expectShape =
  <Expected extends Shape>() =>
  <Found extends Shape>(
    _t: Tensor<Found>,
    ..._differs: Equal<Found, Expected> extends true ? [] : [found: Found]
  ): void =>
    undefined
