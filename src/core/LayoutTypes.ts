/**
 * @file Shape rules, in types, of operations that move numbers without changing them: transpose, reshape, squeeze,
 * concat, stack.
 *
 * See `ShapeTypes.ts` for how unknown dimensions and broken rules come out.
 */
import type { Agreed, Clash, Plus, Quotient, Remainder, Same } from './DimensionTypes.ts'
import type { Shape } from './Shape.ts'
import type {
  AxisError,
  AxisIndex,
  AxisIndices,
  DropAxes,
  HasRank,
  ShapeError,
  ShowShape,
  SizeOf,
  Unranked,
} from './ShapeTypes.ts'

// Transposition

/** The axes in the order that `Permutation` names; reversed when it is `undefined`. */
export type TransposeShape<S extends Shape, Permutation> =
  HasRank<S> extends false
    ? Unranked<S>
    : [Permutation] extends [readonly number[]]
      ? number extends Permutation['length']
        ? Shape
        : Permute<S, Permutation>
      : Reverse<S>

type Reverse<S extends Shape, Done extends Shape = readonly []> = S extends readonly [
  infer D extends number,
  ...infer Rest extends Shape,
]
  ? Reverse<Rest, readonly [D, ...Done]>
  : Done

type Permute<S extends Shape, P extends readonly number[]> = number extends P[number]
  ? { readonly [K in keyof P]: number }
  : Same<P['length'], S['length']> extends true
    ? DropAxes<S, AxisIndices<S, P[number]>> extends readonly []
      ? { readonly [K in keyof P]: S[AxisIndex<S, P[K]>] }
      : PermutationError<S, P>
    : PermutationError<S, P>

type PermutationError<
  S extends Shape,
  P extends readonly number[],
> = ShapeError<`cannot transpose ${ShowShape<S>}: expected each axis once, found ${ShowShape<P>}`>

// Reshaping

/** The target, with its -1 worked out; an error where both are known and hold different counts of numbers. */
export type ReshapeShape<S extends Shape, Target extends Shape> =
  S extends ShapeError<string>
    ? S
    : HasRank<Target> extends false
      ? Shape
      : -1 extends Target[number]
        ? number extends Target[number]
          ? Free<Target, number>
          : Resolve<S, Target, SizeOf<S>, SizeOf<Free<Target, 1>>>
        : Clash<SizeOf<S>, SizeOf<Target>> extends true
          ? SizeError<S, Target>
          : Target

type SizeError<
  S extends Shape,
  Target extends Shape,
> = ShapeError<`cannot reshape ${ShowShape<S>} to ${ShowShape<Target>}: expected a shape of ${SizeOf<S>} numbers`>

type Resolve<S extends Shape, Target extends Shape, Size extends number, Rest extends number> = number extends
  Size | Rest
  ? Free<Target, number>
  : Rest extends 0
    ? Free<Target, number>
    : Remainder<Size, Rest> extends 0
      ? Free<Target, Quotient<Size, Rest>>
      : SizeError<S, Target>

/** The target with `D` in place of -1. An unknown dimension, which may be -1, stays unknown. */
type Free<Target extends Shape, D extends number> = {
  readonly [K in keyof Target]: Target[K] extends -1 ? D : Target[K]
}

/** Joins all axes from the second on: [N, C, H, W] to [N, C * H * W]. */
export type FlattenShape<S extends Shape> =
  HasRank<S> extends false
    ? Unranked<S>
    : S extends readonly [infer N extends number, ...infer Rest extends Shape]
      ? readonly [N, SizeOf<Rest>]
      : ShapeError<`flatten: expected a batch axis, found ${ShowShape<S>}`>

/** The shape without an axis of length 1, or without every one when `Axis` is `undefined`. */
export type SqueezeShape<S extends Shape, Axis extends number | undefined> =
  HasRank<S> extends false
    ? Unranked<S>
    : [Axis] extends [number]
      ? number extends Axis
        ? Shape
        : [AxisIndex<S, Axis>] extends [never]
          ? AxisError<S, Axis>
          : Clash<S[AxisIndex<S, Axis>], 1> extends true
            ? ShapeError<`cannot squeeze ${ShowShape<S>}: expected axis ${Axis} to have 1 entry`>
            : DropAxes<S, AxisIndex<S, Axis>>
      : number extends S[number]
        ? Shape
        : DropOnes<S>

type DropOnes<S extends Shape, Kept extends Shape = readonly []> = S extends readonly [
  infer D extends number,
  ...infer Rest extends Shape,
]
  ? DropOnes<Rest, D extends 1 ? Kept : readonly [...Kept, D]>
  : Kept

/** The shape with an additional axis of length 1 before `Axis`; negative counts from the back of the result. */
export type ExpandDimsShape<S extends Shape, Axis extends number> =
  HasRank<S> extends false
    ? Unranked<S>
    : number extends Axis
      ? Shape
      : [AxisIndex<readonly [...S, 1], Axis>] extends [never]
        ? ShapeError<`expected an axis from -${[...S, 1]['length']} to ${S['length']}, found ${Axis}`>
        : Insert<S, AxisIndex<readonly [...S, 1], Axis>, 1>

type Insert<
  S extends Shape,
  Index extends number,
  D extends number,
  Front extends Shape = readonly [],
> = Front['length'] extends Index
  ? readonly [...Front, D, ...S]
  : S extends readonly [infer First extends number, ...infer Rest extends Shape]
    ? Insert<Rest, Index, D, readonly [...Front, First]>
    : readonly [...Front, D]

// Joining

/** The shape with the dimension along a resolved axis replaced. */
type WithDimension<S extends Shape, Index extends number, D extends number> = {
  readonly [K in keyof S]: K extends `${Index}` ? D : S[K]
}

/** Lengths along the axis add up; all other dimensions agree. */
export type ConcatShape<Shapes, Axis extends number> = Shapes extends readonly [
  infer First extends Shape,
  ...infer Others,
]
  ? HasRank<First> extends false
    ? Unranked<First>
    : number extends Axis
      ? Shape
      : [AxisIndex<First, Axis>] extends [never]
        ? AxisError<First, Axis>
        : ConcatOthers<First, Others, AxisIndex<First, Axis>>
  : Shapes extends readonly (infer S extends Shape)[]
    ? HasRank<S> extends false
      ? Shape
      : number extends Axis
        ? Shape
        : WithDimension<S, AxisIndex<S, Axis>, number>
    : Shape

type ConcatOthers<Sofar extends Shape, Others, Index extends number> = Others extends readonly [
  infer Next extends Shape,
  ...infer Rest,
]
  ? HasRank<Next> extends false
    ? Unranked<Next>
    : AgreeBut<Sofar, Next, Index> extends infer Common extends Shape
      ? ConcatOthers<WithDimension<Common, Index, Plus<Sofar[Index], Next[Index]>>, Rest, Index>
      : ShapeError<`cannot concatenate ${ShowShape<Sofar>} and ${ShowShape<Next>} along axis ${Index}`>
  : Sofar

/** The known dimensions of two shapes that agree except along an axis; `null` where they do not agree. */
type AgreeBut<
  A extends Shape,
  B extends Shape,
  Index extends number,
  Done extends Shape = readonly [],
> = A extends readonly [infer M extends number, ...infer RestA extends Shape]
  ? B extends readonly [infer N extends number, ...infer RestB extends Shape]
    ? Done['length'] extends Index
      ? AgreeBut<RestA, RestB, Index, readonly [...Done, M]>
      : Clash<M, N> extends true
        ? null
        : AgreeBut<RestA, RestB, Index, readonly [...Done, Agreed<M, N>]>
    : null
  : B extends readonly []
    ? Done
    : null

/** The shape of tensors of one shape, joined along a new axis. */
export type StackShape<Shapes, Axis extends number> = Shapes extends readonly [
  infer First extends Shape,
  ...infer Others,
]
  ? number extends Axis
    ? Shape
    : Insertion<StackOthers<First, Others>, Axis, Shapes['length']>
  : Shape

type StackOthers<Sofar extends Shape, Others> =
  HasRank<Sofar> extends false
    ? Unranked<Sofar>
    : Others extends readonly [infer Next extends Shape, ...infer Rest]
      ? HasRank<Next> extends false
        ? Unranked<Next>
        : AgreeBut<Sofar, Next, -1> extends infer Common extends Shape
          ? StackOthers<Common, Rest>
          : ShapeError<`cannot stack ${ShowShape<Sofar>} and ${ShowShape<Next>}`>
      : Sofar

type Insertion<Common extends Shape, Axis extends number, Count extends number> =
  HasRank<Common> extends false
    ? Unranked<Common>
    : [AxisIndex<readonly [...Common, 1], Axis>] extends [never]
      ? AxisError<Common, Axis>
      : Insert<Common, AxisIndex<readonly [...Common, 1], Axis>, Count>
