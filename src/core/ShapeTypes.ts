/**
 * @file Shapes in types: the shape rules of the operations, computed by the compiler.
 *
 * Literal dimensions are checked. A `number` dimension is checked at run time and flows on as `number`; `Shape`, of
 * unknown rank, gives `Shape`, so that code over plain `Tensor` compiles without casts. A rule that is broken gives a
 * {@link ShapeError}, which no tensor is assignable to, and which the compiler prints with its message.
 *
 * How operations use the rules:
 *
 * 1. Two operands, each a tensor or a number. The second is inferred through its check:
 *
 *        <A extends Operand, B extends Operand>(a: A, b: BroadcastOperand<A, B>): Tensor<Broadcast<ShapeOf<A>, ShapeOf<B>>>
 *
 * 2. A product infers the inner dimension from its first operand only; the second must fit:
 *
 *        <const A extends Shape, const B extends Shape>(a: Tensor<A>, b: MatMulOperand<A, B>): Tensor<MatMulShape<A, B>>
 *
 * 3. Options first, the tensor last, for `pipe`. The options keep their literals by `const`; what comes back is
 *    generic in the shape, and the tensor is inferred through its check:
 *
 *        <const T extends Shape>(shape: T) =>
 *          <const S extends Shape>(x: Checked<S, ReshapeShape<S, T>>): Tensor<ReshapeShape<S, T>>
 *
 * The rules that join, reorder and reshape are in `LayoutTypes.ts`, parts in `SliceTypes.ts`, sliding windows in `WindowTypes.ts` and
 * `TransposedTypes.ts`.
 */
import type { Agreed, Clash, CountOf, IsNegative, Plus, Same, ShowDimension, Times } from './DimensionTypes.ts'
import type { Shape } from './Shape.ts'
import type { Operand, ShapeOf, Tensor } from './Tensor.ts'

export type * from './LayoutTypes.ts'
export type * from './SliceTypes.ts'
export type * from './TransposedTypes.ts'
export type * from './WindowTypes.ts'

/**
 * Stands in for a shape, and for the tensor that would have it, where a shape rule is broken. It has no dimensions, and
 * no tensor is assignable to it. It is itself a tensor type, so that a function can use an operand that is checked
 * against a rule as a tensor.
 */
export interface ShapeError<Message extends string> extends ReadonlyArray<never>, Tensor<readonly never[]> {
  readonly shapeError: Message
}

/** A function from types to types: declare `out` in terms of `this['in']`; apply with {@link ApplyShape}. */
export interface ShapeFunction {
  // Not `Shape`: an intersection with a narrower input would leak into the result.
  readonly in: unknown
  readonly out: unknown
}

/** The result of a {@link ShapeFunction}. */
export type ApplyShape<F extends ShapeFunction, I> = (F & { readonly in: I })['out']

/** The members of what a shape rule gave that are shapes, not errors. */
export type Possible<Result> = Result extends ShapeError<string> ? never : Result

/**
 * Whether a shape rule gave nothing but errors. In generic code the compiler decides this at once, as if each type parameter
 * could be any; a condition on `Result` itself, or an `infer`, would leave it open.
 */
export type Impossible<Result> = readonly [Possible<Result>] extends readonly [never] ? true : false

/** `Then` if the shape rule gave a shape, its error otherwise. */
export type Fitting<Result, Then> =
  Impossible<Result> extends true ? (Result extends ShapeError<infer Message> ? ShapeError<Message> : never) : Then

/** A tensor of shape `S` if the shape rule gave a shape, its error otherwise. */
export type Checked<S extends Shape, Result> = Fitting<Result, Tensor<S>>

/** Whether the rank of a shape is known. */
export type HasRank<S extends Shape> = number extends S['length'] ? false : true

/** What a rule gives for a shape of unknown rank: unknown rank again, or the error that the shape already was. */
export type Unranked<S extends Shape> = S extends ShapeError<string> ? S : Shape

/** A shape as text: `[32, 1, 28, 28]`. */
export type ShowShape<S extends Shape> = S extends readonly [infer D extends number, ...infer Rest extends Shape]
  ? `[${ShowDimension<D>}${ShowRest<Rest>}`
  : S extends readonly []
    ? '[]'
    : '[...]'

type ShowRest<S extends Shape> = S extends readonly [infer D extends number, ...infer Rest extends Shape]
  ? `, ${ShowDimension<D>}${ShowRest<Rest>}`
  : ']'

/** The number of entries of a shape. */
export type SizeOf<S extends Shape, Product extends number = 1> = S extends readonly [
  infer D extends number,
  ...infer Rest extends Shape,
]
  ? SizeOf<Rest, Times<Product, D>>
  : S extends readonly []
    ? Product
    : number

// Axes

/** An axis as counted from the front; a negative one counts from the back; `never` outside the rank. */
export type AxisIndex<S extends Shape, Axis extends number> =
  IsNegative<Axis> extends true ? InRank<S, Plus<S['length'], Axis>> : InRank<S, Axis>

type InRank<S extends Shape, Axis extends number> = `${Axis}` extends keyof S ? Axis : never

/** The error for an axis outside the rank. */
export type AxisError<
  S extends Shape,
  Axis extends number,
> = ShapeError<`expected one of the ${S['length']} axes of ${ShowShape<S>}, found ${Axis}`>

/** A union of axes, each counted from the front. */
export type AxisIndices<S extends Shape, Axes extends number> = Axes extends number ? AxisIndex<S, Axes> : never

/** The members of a union of axes that lie outside the rank. */
type OutsideRank<S extends Shape, Axes extends number> = Axes extends number
  ? [AxisIndex<S, Axes>] extends [never]
    ? Axes
    : never
  : never

/** The shape without the axes of a union of resolved ones. */
export type DropAxes<
  S extends Shape,
  Index extends number,
  Visited extends readonly unknown[] = readonly [],
  Kept extends Shape = readonly [],
> = S extends readonly [infer D extends number, ...infer Rest extends Shape]
  ? DropAxes<Rest, Index, readonly [...Visited, D], Visited['length'] extends Index ? Kept : readonly [...Kept, D]>
  : Kept

// Broadcasting

/** NumPy's broadcasting: shapes are aligned at the back, and a dimension of 1 stretches. */
export type Broadcast<A extends Shape, B extends Shape> = [B] extends [readonly []]
  ? A
  : [A] extends [readonly []]
    ? B
    : Same<A, B> extends true
      ? A
      : HasRank<A> extends false
        ? Unranked<A>
        : HasRank<B> extends false
          ? Unranked<B>
          : Align<A, B, readonly []> extends infer R extends Shape
            ? R
            : ShapeError<`cannot broadcast ${ShowShape<A>} with ${ShowShape<B>}`>

/** `null` where the shapes do not fit. */
type Align<A extends Shape, B extends Shape, Done extends Shape> = A extends readonly [
  ...infer RestA extends Shape,
  infer M extends number,
]
  ? B extends readonly [...infer RestB extends Shape, infer N extends number]
    ? readonly [Stretch<M, N>] extends readonly [number]
      ? Align<RestA, RestB, readonly [Stretch<M, N> & number, ...Done]>
      : null
    : readonly [...A, ...Done]
  : readonly [...B, ...Done]

type Stretch<M extends number, N extends number> =
  Same<M, N> extends true
    ? M
    : [M] extends [1]
      ? N
      : [N] extends [1]
        ? M
        : Clash<M, N> extends true
          ? 1 extends M | N
            ? number
            : null
          : Agreed<M, N>

/** The second operand of a broadcast operation: a tensor or number that fits the first. */
export type BroadcastOperand<A extends Operand, B extends Operand> = [B] extends [A | number]
  ? B
  : Fitting<Broadcast<ShapeOf<A>, ShapeOf<B>>, B>

// Products

/**
 * [..., M, K] by [..., K, N] is [..., M, N]; a vector is a row on the left, a column on the right; its axis disappears.
 */
export type MatMulShape<A extends Shape, B extends Shape> =
  HasRank<A> extends false
    ? Unranked<A>
    : HasRank<B> extends false
      ? Unranked<B>
      : A extends readonly [...infer BatchA extends Shape, infer M extends number, infer K extends number]
        ? B extends readonly [...infer BatchB extends Shape, infer L extends number, infer N extends number]
          ? Inner<A, B, K, L, Batched<Broadcast<BatchA, BatchB>, readonly [M, N]>>
          : B extends readonly [infer L extends number]
            ? Inner<A, B, K, L, readonly [...BatchA, M]>
            : ScalarError<A, B>
        : A extends readonly [infer K extends number]
          ? B extends readonly [...infer BatchB extends Shape, infer L extends number, infer N extends number]
            ? Inner<A, B, K, L, readonly [...BatchB, N]>
            : B extends readonly [infer L extends number]
              ? Inner<A, B, K, L, readonly []>
              : ScalarError<A, B>
          : ScalarError<A, B>

type Inner<A extends Shape, B extends Shape, K extends number, L extends number, Y extends Shape> =
  Clash<K, L> extends true
    ? ShapeError<`cannot multiply ${ShowShape<A>} by ${ShowShape<B>}: expected ${CountOf<K, 'row'>} in the second, as many as the first has columns, found ${L}`>
    : Y

type Batched<Batch extends Shape, Matrix extends Shape> =
  Batch extends ShapeError<string> ? Batch : readonly [...Batch, ...Matrix]

type ScalarError<
  A extends Shape,
  B extends Shape,
> = ShapeError<`cannot multiply ${ShowShape<A>} by ${ShowShape<B>}: a scalar is no matrix`>

/** The second operand of a matrix product: a tensor with as many rows as the first has columns. */
export type MatMulOperand<A extends Shape, B extends Shape> = Checked<B, MatMulShape<A, B>>

// Reductions

/**
 * The shape with axes removed, or kept with length 1. `Axis` is a literal, a tuple of literals, or absent
 * (`undefined` or `unknown`) for all axes.
 */
export type ReduceShape<S extends Shape, Axis, KeepDims = false> = unknown extends Axis
  ? ReduceAll<S, Keeps<KeepDims>>
  : [Axis] extends [undefined]
    ? ReduceAll<S, Keeps<KeepDims>>
    : [Axis] extends [number]
      ? number extends Axis
        ? Guess<S, Keeps<KeepDims>>
        : ReduceAxes<S, Axis, Keeps<KeepDims>>
      : [Axis] extends [readonly number[]]
        ? number extends Axis['length'] | Axis[number]
          ? Guess<S, Keeps<KeepDims>>
          : ReduceAxes<S, Axis[number], Keeps<KeepDims>>
        : Guess<S, Keeps<KeepDims>>

/** `true`, `false`, or `boolean` where it is decided at run time. */
type Keeps<KeepDims> = unknown extends KeepDims
  ? false
  : [KeepDims] extends [undefined | false]
    ? false
    : [KeepDims] extends [true]
      ? true
      : boolean

/** What is known if the axes are not. */
type Guess<S extends Shape, Keep> = [Keep] extends [true] ? { readonly [K in keyof S]: number } : Shape

type ReduceAll<S extends Shape, Keep> = [Keep] extends [false]
  ? readonly []
  : [Keep] extends [true]
    ? { readonly [K in keyof S]: 1 }
    : Shape

type ReduceAxes<S extends Shape, Axes extends number, Keep> =
  HasRank<S> extends false
    ? Unranked<S>
    : [OutsideRank<S, Axes>] extends [never]
      ? [Keep] extends [true]
        ? { readonly [K in keyof S]: K extends `${AxisIndices<S, Axes>}` ? 1 : S[K] }
        : [Keep] extends [false]
          ? DropAxes<S, AxisIndices<S, Axes>>
          : Shape
      : AxisError<S, OutsideRank<S, Axes>>

// Derivatives

/** A value if it is a scalar or may be one. As in {@link Same}, lists let the compiler decide at once in generic code. */
type PossibleScalar<Y> = readonly [ShapeOf<Y>] extends readonly [readonly []]
  ? Y
  : HasRank<ShapeOf<Y>> extends false
    ? Y
    : never

/** A value that is a scalar or may be one; an error if its type rules that out. */
export type ScalarValue<Y> = readonly [PossibleScalar<Y>] extends readonly [never]
  ? ShapeError<`a scalar of shape [] was expected, the function returns shape ${ShowShape<ShapeOf<Y>>}`>
  : Y

// Layers

/** [N, C, ...] as it is, with C where it was unknown; the error names the layer. */
export type ChannelsShape<S extends Shape, C extends number, Name extends string> =
  HasRank<S> extends false
    ? Unranked<S>
    : S extends readonly [infer N extends number, infer D extends number, ...infer Rest extends Shape]
      ? Clash<D, C> extends true
        ? ShapeError<`${Name}: expected ${CountOf<C, 'channel'>}, found ${D}`>
        : readonly [N, Agreed<D, C>, ...Rest]
      : ShapeError<`${Name}: expected [N, ${C}, ...], found ${ShowShape<S>}`>

/** Whether two shapes may be the same. */
export type SameDimensions<S extends Shape, T extends Shape> =
  HasRank<S> extends false
    ? true
    : HasRank<T> extends false
      ? true
      : S extends readonly [infer M extends number, ...infer RestS extends Shape]
        ? T extends readonly [infer N extends number, ...infer RestT extends Shape]
          ? Clash<M, N> extends true
            ? false
            : SameDimensions<RestS, RestT>
          : false
        : T extends readonly []
          ? true
          : false

/** A shape to which a layer adds what it makes of it, which must have the same shape. */
export type ResidualShape<S extends Shape, Made> = [Made] extends [S]
  ? S
  : Made extends ShapeError<string>
    ? Made
    : Made extends Shape
      ? HasRank<S> extends false
        ? Unranked<S>
        : SameDimensions<S, Made> extends true
          ? S
          : ShapeError<`residual: expected a layer that keeps ${ShowShape<S>}, found ${ShowShape<Made>}`>
      : S

/** [..., In] to [..., Out]; the error names the layer. */
export type DenseShape<S extends Shape, In extends number, Out extends number, Name extends string> =
  HasRank<S> extends false
    ? Unranked<S>
    : S extends readonly [...infer Batch extends Shape, infer D extends number]
      ? Clash<D, In> extends true
        ? ShapeError<`${Name}: expected ${In} features, found ${D}`>
        : readonly [...Batch, Out]
      : ShapeError<`${Name}: expected ${In} features, found a scalar`>
