/** @file Settings of sliding windows in types: what an options type says about one spatial axis. */
import type { Minus, Plus, Times } from './DimensionTypes.ts'
import type { SamePadding } from './Window.ts'

/** A setting of an options type, or `Default` where the type does not have it or leaves it `undefined`. */
export type Setting<O, Name extends string, Default> =
  O extends Readonly<Record<Name, infer Given>>
    ? [Given] extends [undefined]
      ? Default
      : Given
    : Name extends keyof O
      ? Exclude<O[Name], undefined> | Default
      : Default

/** A setting for one spatial axis, as a number. */
export type OnAxis<Given, Axis extends number> = [Given] extends [number]
  ? Given
  : [Given] extends [readonly unknown[]]
    ? Given[Axis] extends infer D extends number
      ? D
      : number
    : number

/** `[low, high]` padding of one spatial axis, or the word that it follows from. */
export type PaddingOnAxis<Given, Axis extends number> = [Given] extends [SamePadding]
  ? readonly ['same', 'same']
  : [Given] extends [number]
    ? readonly [Given, Given]
    : [Given] extends [readonly unknown[]]
      ? Given[Axis] extends readonly [infer Low extends number, infer High extends number]
        ? readonly [Low, High]
        : Given[Axis] extends infer D extends number
          ? readonly [D, D]
          : readonly [number, number]
      : readonly [number, number]

/** The cells that `N` taps span when they are `Step` apart. */
export type Span<N extends number, Step extends number> = Step extends 1 ? N : Plus<Times<Minus<N, 1>, Step>, 1>

/** `[N, C]` followed by lengths, or the first error among these. */
export type Spatial<N extends number, C extends number, L0, L1 = null> = L0 extends number
  ? L1 extends number
    ? readonly [N, C, L0, L1]
    : L1 extends null
      ? readonly [N, C, L0]
      : L1
  : L0
