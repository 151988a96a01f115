/**
 * @file The shape of a part of a tensor, in types: one range per axis, as NumPy's `start:stop:step`.
 *
 * An axis without a range keeps its length. A literal range of a literal length gives a literal; anything else gives
 * `number`.
 */
import type { IsNegative, Less, Minus, Plus, Quotient } from './DimensionTypes.ts'
import type { Shape } from './Shape.ts'
import type { AxisError, AxisIndex, DropAxes, HasRank, ShapeError, ShowShape, Unranked } from './ShapeTypes.ts'

/** The shape after ranges of the first axes are taken. */
export type SliceShape<S extends Shape, Ranges extends readonly unknown[]> =
  HasRank<S> extends false
    ? Unranked<S>
    : number extends Ranges['length']
      ? { readonly [K in keyof S]: number }
      : SliceAxes<S, Ranges, S, Ranges['length']>

type SliceAxes<
  S extends Shape,
  Ranges extends readonly unknown[],
  Whole extends Shape,
  Count extends number,
  Done extends Shape = readonly [],
> = Ranges extends readonly [infer Range, ...infer Others]
  ? S extends readonly [infer D extends number, ...infer Rest extends Shape]
    ? SliceAxes<Rest, Others, Whole, Count, readonly [...Done, SliceLength<D, Range>]>
    : ShapeError<`expected at most ${Whole['length']} ranges for ${ShowShape<Whole>}, found ${Count}`>
  : readonly [...Done, ...S]

type Part<Range, Name extends string, Default extends number> = Range extends { readonly [K in Name]: infer Value }
  ? Value extends number
    ? Value
    : number
  : Name extends keyof Range
    ? number
    : Default

type SliceLength<D extends number, Range> = keyof Range extends never
  ? D
  : SliceBetween<D, Part<Range, 'start', 0>, Part<Range, 'stop', D>, Part<Range, 'step', 1>>

type SliceBetween<D extends number, Start extends number, Stop extends number, Step extends number> = number extends
  D | Start | Stop | Step
  ? number
  : IsNegative<Step> extends true
    ? number
    : Counted<Inside<Start, D>, Inside<Stop, D>, Step>

type Counted<From extends number, To extends number, Step extends number> =
  Less<To, From> extends true ? 0 : Quotient<Plus<Minus<To, From>, Minus<Step, 1>>, Step>

/** A bound, clamped to the ends of the axis; negative bounds count from the back. */
type Inside<Bound extends number, D extends number> =
  IsNegative<Bound> extends true
    ? IsNegative<Plus<D, Bound>> extends true
      ? 0
      : Plus<D, Bound>
    : Less<D, Bound> extends true
      ? D
      : Bound

/** The shape without an axis, along which one entry is taken. */
export type AtShape<S extends Shape, Axis extends number> =
  HasRank<S> extends false
    ? Unranked<S>
    : number extends Axis
      ? Shape
      : [AxisIndex<S, Axis>] extends [never]
        ? AxisError<S, Axis>
        : DropAxes<S, AxisIndex<S, Axis>>
