/**
 * @file Arithmetic on dimensions, in types: exact on literals, `number` as soon as one dimension is a `number`.
 *
 * Dimensions are whole numbers from 0 on; differences may be negative. The digits are added and divided by
 * `ts-arithmetic`, which also uses `number` for "unknown"; this file adds the constraints that the compiler needs to
 * see.
 */
import type { Add, Divide, Lt, Mod, Multiply, Subtract } from 'ts-arithmetic'

/**
 * Both conditions at once, without distribution over unions. In generic code the compiler compares `readonly` lists at once, and
 * finds a type parameter the same as itself; it would leave the condition open for other lists.
 */
export type Same<A, B> = readonly [A] extends readonly [B] ? (readonly [B] extends readonly [A] ? true : false) : false

/** A + B. */
export type Plus<A extends number, B extends number> = Add<A, B> extends infer R extends number ? R : number

/** A - B. */
export type Minus<A extends number, B extends number> = Subtract<A, B> extends infer R extends number ? R : number

/** A * B; 0 times `number` is 0. */
export type Times<A extends number, B extends number> = B extends 1
  ? A
  : Multiply<A, B> extends infer R extends number
    ? R
    : number

/** The remainder of A / B, with the sign of A. */
export type Remainder<A extends number, B extends number> = B extends 1
  ? 0
  : Mod<A, B> extends infer R extends number
    ? R
    : number

/** The whole part of A / B, for A from 0 on and B from 1 on. */
export type Quotient<A extends number, B extends number> = B extends 1
  ? A
  : number extends A | B
    ? number
    : Divide<Minus<A, Remainder<A, B>>, B> extends infer R extends number
      ? R
      : number

/** Whether A < B; `false` if a dimension is unknown. */
export type Less<A extends number, B extends number> = number extends A | B ? false : Lt<A, B> extends 1 ? true : false

/** Whether N < 0. */
export type IsNegative<N extends number> = `${N}` extends `-${string}` ? true : false

/**
 * Whether two dimensions cannot be the same. A dimension that is a type parameter may be any: the first condition is the one
 * that the compiler holds to be true for it.
 */
export type Clash<A extends number, B extends number> = readonly [A] extends readonly [B]
  ? false
  : [A & B] extends [never]
    ? true
    : false

/** The common value of two dimensions that do not clash: of a literal and `number`, the literal. */
export type Agreed<A extends number, B extends number> = A & B

/** A count and a noun in agreement, as in run-time messages: `1 channel`, `3 channels`. */
export type CountOf<N extends number, Noun extends string> = N extends 1 ? `1 ${Noun}` : `${ShowDimension<N>} ${Noun}s`

/** A dimension as text. */
export type ShowDimension<N extends number> = number extends N ? 'number' : `${N}`
