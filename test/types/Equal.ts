/** @file Assertions about types, held by the compiler: a test that compiles has passed. */

/** Whether two types are the same to the compiler, `any` and modifiers included. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Compiles where the argument is `true`: `assert<Equal<A, B>>()`. */
export const assert = <_T extends true>(): void => undefined

/** Compiles where the value has exactly this type: `expectType<Tensor<readonly [2]>>()(x)`. */
export const expectType =
  <Expected>() =>
  <Found>(_value: Found, ..._differs: Equal<Found, Expected> extends true ? [] : [found: Found]): void =>
    undefined
