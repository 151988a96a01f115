/**
 * @file Transposed convolution in types: its output shape, for one and two spatial axes.
 *
 *     (S - 1) s - low - high + d (K - 1) + outputPadding + 1, and S s with padding 'same'
 *
 * The same rule at run time, with its words, is in `ops/convTranspose.ts`. A setting that is not a literal gives `number`
 * dimensions.
 */
import type { Clash, CountOf, IsNegative, Minus, Plus, Times } from './DimensionTypes.ts'
import type { Shape } from './Shape.ts'
import type { ShapeError, ShowShape } from './ShapeTypes.ts'
import type { OnAxis, PaddingOnAxis, Setting, Span, Spatial } from './WindowSettingTypes.ts'
import type { WindowedBy } from './WindowTypes.ts'

/** The number of cells of the output along an axis, or the error if there are none. */
type TransposedLength<H extends number, K extends number, O, Axis extends number> = LengthBy<
  H,
  K,
  OnAxis<Setting<O, 'stride', 1>, Axis>,
  PaddingOnAxis<Setting<O, 'padding', 0>, Axis>,
  OnAxis<Setting<O, 'dilation', 1>, Axis>,
  OnAxis<Setting<O, 'outputPadding', 0>, Axis>
>

type LengthBy<
  H extends number,
  K extends number,
  Stride extends number,
  Padding,
  Dilation extends number,
  Extra extends number,
> = Padding extends readonly [infer Low extends number, infer High extends number]
  ? number extends H | K | Stride | Low | High | Dilation | Extra
    ? number
    : AtLeastOne<Minus<Plus<Plus<Times<Minus<H, 1>, Stride>, Span<K, Dilation>>, Extra>, Plus<Low, High>>>
  : number extends H | Stride
    ? number
    : Times<H, Stride>

type AtLeastOne<N extends number> = N extends 0
  ? ShapeError<`expected at least 1 cell of the output, found ${N}`>
  : IsNegative<N> extends true
    ? ShapeError<`expected at least 1 cell of the output, found ${N}`>
    : N

/**
 * [N, C, ...S] by [C, O / groups, ...K] is [N, O, ...], for one or two spatial axes. `Options` has `stride`, `padding`,
 * `outputPadding`, `dilation` and `groups`.
 */
export type ConvTransposeShape<X extends Shape, W extends Shape, Options = {}> = WindowedBy<
  X,
  W,
  Transposed<X, W, Options>
>

type Transposed<X extends Shape, W extends Shape, O> = X extends readonly [
  infer N extends number,
  infer C extends number,
  ...infer S extends Shape,
]
  ? W extends readonly [infer D extends number, infer F extends number, ...infer K extends Shape]
    ? Clash<S['length'], K['length']> extends true
      ? RankError<X, W>
      : Clash<C, D> extends true
        ? ShapeError<`cannot convolve ${ShowShape<X>} transposed with ${ShowShape<W>}: expected ${CountOf<D, 'channel'>}, as the kernel, found ${C}`>
        : Lengths<N, Times<F, OnAxis<Setting<O, 'groups', 1>, 0>>, S, K, O, RankError<X, W>>
    : RankError<X, W>
  : RankError<X, W>

type Lengths<N extends number, F extends number, S extends Shape, K extends Shape, O, Otherwise> = S extends readonly [
  infer H extends number,
]
  ? Spatial<N, F, TransposedLength<H, OnAxis<K, 0>, O, 0>>
  : S extends readonly [infer H extends number, infer V extends number]
    ? Spatial<N, F, TransposedLength<H, OnAxis<K, 0>, O, 0>, TransposedLength<V, OnAxis<K, 1>, O, 1>>
    : Otherwise

type RankError<
  X extends Shape,
  W extends Shape,
> = ShapeError<`cannot convolve ${ShowShape<X>} transposed with ${ShowShape<W>}: expected 1 or 2 spatial axes in both`>
