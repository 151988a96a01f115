/**
 * @file Sliding windows in types: the output shapes of convolution and pooling, for one and two spatial axes.
 *
 *     floor((e (H - 1) + 1 + low + high - (d (K - 1) + 1)) / s) + 1
 *
 * with input dilation e; with padding `'same'` ceil((e (H - 1) + 1) / s); in ceil mode rounded up, unless the last window
 * would start in the high padding. The same rule at run time, with its words, is in `Window.ts`. A setting that is not a
 * literal gives `number` dimensions.
 */
import type { Clash, CountOf, Less, Minus, Plus, Quotient, Remainder, Times } from './DimensionTypes.ts'
import type { Shape } from './Shape.ts'
import type { HasRank, ShapeError, ShowShape, Unranked } from './ShapeTypes.ts'
import type { OnAxis, PaddingOnAxis, Setting, Span, Spatial } from './WindowSettingTypes.ts'

type Geometry = readonly [
  stride: number,
  low: number | 'same',
  high: number | 'same',
  dilation: number,
  inputDilation: number,
]

type GeometryOf<O, Axis extends number, Stride> =
  PaddingOnAxis<Setting<O, 'padding', 0>, Axis> extends readonly [
    infer Low extends number | 'same',
    infer High extends number | 'same',
  ]
    ? readonly [
        OnAxis<Stride, Axis>,
        Low,
        High,
        OnAxis<Setting<O, 'dilation', 1>, Axis>,
        OnAxis<Setting<O, 'inputDilation', 1>, Axis>,
      ]
    : never

/** The number of windows along an axis; the error where the window is wider than the padded input. */
export type WindowLength<
  H extends number,
  K extends number,
  G extends Geometry,
  Ceil extends boolean = false,
> = number extends H | K | G[number]
  ? number
  : G extends readonly [infer Stride extends number, infer Low extends number, infer High extends number, ...unknown[]]
    ? boolean extends Ceil
      ? number
      : Positions<
          Plus<Span<H, G[4]>, Plus<Low, High>>,
          Span<K, G[3]>,
          Stride,
          Ceil extends true ? Plus<Span<H, G[4]>, Low> : null
        >
    : Quotient<Plus<Span<H, G[4]>, Minus<G[0], 1>>, G[0]>

type Positions<Padded extends number, Window extends number, Stride extends number, Limit extends number | null> =
  Less<Padded, Window> extends true
    ? Overhanging<Padded, Window, Stride, Limit>
    : Plus<Quotient<Minus<Padded, Window>, Stride>, 1> extends infer Whole extends number
      ? Limit extends number
        ? RoundUp<Whole, Remainder<Minus<Padded, Window>, Stride>, Times<Whole, Stride>, Limit>
        : Whole
      : never

/** One window over an input that is less than a stride too short, in ceil mode; the error otherwise. */
type Overhanging<
  Padded extends number,
  Window extends number,
  Stride extends number,
  Limit extends number | null,
> = Limit extends number
  ? Less<Minus<Window, Padded>, Stride> extends true
    ? 1
    : ShapeError<`expected a padded input of at least ${CountOf<Plus<Minus<Window, Stride>, 1>, 'cell'>}, less than a stride below the ${Window} that the window spans, found ${Padded}`>
  : ShapeError<`expected a padded input of at least ${CountOf<Window, 'cell'>}, as the window spans, found ${Padded}`>

/** One more window where windows do not tile the input, if that window starts before the high padding. */
type RoundUp<Whole extends number, Rest extends number, Start extends number, Limit extends number> = Rest extends 0
  ? Whole
  : Less<Start, Limit> extends true
    ? Plus<Whole, 1>
    : Whole

/** A result for x and w if both ranks are known; otherwise only the batch axis is known. */
export type WindowedBy<X extends Shape, W extends Shape, Result> =
  HasRank<X> extends false
    ? Unranked<X>
    : HasRank<W> extends false
      ? W extends ShapeError<string>
        ? W
        : { readonly [K in keyof X]: K extends '0' ? X[K] : number }
      : Result extends infer Y extends Shape
        ? Y
        : never

/**
 * [N, C, ...S] by [O, C / groups, ...K] is [N, O, ...], for one or two spatial axes. `Options` has `stride`, `padding`,
 * `dilation`, `inputDilation` and `groups`.
 */
export type ConvShape<X extends Shape, W extends Shape, Options = {}> = WindowedBy<X, W, Convolved<X, W, Options>>

type Convolved<X extends Shape, W extends Shape, O> = X extends readonly [
  infer N extends number,
  infer C extends number,
  ...infer S extends Shape,
]
  ? W extends readonly [infer F extends number, infer D extends number, ...infer K extends Shape]
    ? Clash<S['length'], K['length']> extends true
      ? RankError<X, W>
      : Clash<C, Times<D, OnAxis<Setting<O, 'groups', 1>, 0>>> extends true
        ? ShapeError<`cannot convolve ${ShowShape<X>} with ${ShowShape<W>}: expected the input to have ${CountOf<Times<D, OnAxis<Setting<O, 'groups', 1>, 0>>, 'input channel'>}, as the kernel, found ${C}`>
        : WindowShape<N, F, S, K, O, Setting<O, 'stride', 1>, false, RankError<X, W>>
    : RankError<X, W>
  : RankError<X, W>

type RankError<
  X extends Shape,
  W extends Shape,
> = ShapeError<`cannot convolve ${ShowShape<X>} with ${ShowShape<W>}: expected 1 or 2 spatial axes in both`>

/** [N, C] and the window lengths along spatial axes S for a window K. */
export type WindowShape<
  N extends number,
  C extends number,
  S extends Shape,
  K extends Shape,
  O,
  Stride,
  Ceil extends boolean,
  Otherwise,
> = S extends readonly [infer H extends number]
  ? Spatial<N, C, WindowLength<H, K[0] & number, GeometryOf<O, 0, Stride>, Ceil>>
  : S extends readonly [infer H extends number, infer V extends number]
    ? Spatial<
        N,
        C,
        WindowLength<H, OnAxis<K, 0>, GeometryOf<O, 0, Stride>, Ceil>,
        WindowLength<V, OnAxis<K, 1>, GeometryOf<O, 1, Stride>, Ceil>
      >
    : Otherwise

/**
 * [N, C, ...S] to [N, C, ...], for one or two spatial axes. `Options` has `kernel`, `stride` (the kernel by default),
 * `padding`, `dilation` and `ceilMode`.
 */
export type PoolShape<X extends Shape, Options> =
  HasRank<X> extends false
    ? Unranked<X>
    : X extends readonly [infer N extends number, infer C extends number, ...infer S extends Shape]
      ? WindowShape<
          N,
          C,
          S,
          PerAxisOf<Setting<Options, 'kernel', number>>,
          Options,
          Setting<Options, 'stride', Setting<Options, 'kernel', number>>,
          Ceiling<Setting<Options, 'ceilMode', false>>,
          PoolRankError<X>
        > extends infer Y extends Shape
        ? Y
        : never
      : PoolRankError<X>

type PoolRankError<X extends Shape> =
  ShapeError<`pooling: expected [N, C, ...S] with 1 or 2 spatial axes, found ${ShowShape<X>}`>

type PerAxisOf<Given> = readonly [OnAxis<Given, 0>, OnAxis<Given, 1>]

type Ceiling<Given> = [Given] extends [boolean] ? Given : boolean
