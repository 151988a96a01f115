/** @file The shape rules on literal, `number` and unknown dimensions. */
import type {
  ApplyShape,
  Broadcast,
  ConcatShape,
  DenseShape,
  ExpandDimsShape,
  FlattenShape,
  MatMulShape,
  ReduceShape,
  ReshapeShape,
  Shape,
  ShapeError,
  ShapeFunction,
  SqueezeShape,
  StackShape,
  Tensor,
  TransposeShape,
} from 'cotangent'
import type { Equal } from './Equal.ts'
import { assert } from './Equal.ts'

type Unknown = readonly [...Shape, 3]

// ShapeError
// @ts-expect-error No tensor is assignable to an error
export const errorIsNoTensor = (t: Tensor): ShapeError<'no'> => t

// ApplyShape
interface Doubled extends ShapeFunction {
  readonly out: this['in'] extends readonly [infer D extends number] ? readonly [D, D] : never
}
assert<Equal<ApplyShape<Doubled, readonly [3]>, readonly [3, 3]>>()

// Broadcast
assert<Equal<Broadcast<readonly [32, 10], readonly [10]>, readonly [32, 10]>>()
assert<Equal<Broadcast<readonly [5, 1, 3], readonly [4, 1]>, readonly [5, 4, 3]>>()
assert<Equal<Broadcast<readonly [], readonly [2]>, readonly [2]>>()
assert<Equal<Broadcast<readonly [2], readonly []>, readonly [2]>>()
assert<Equal<Broadcast<readonly [number, 10], readonly [10]>, readonly [number, 10]>>()
assert<Equal<Broadcast<readonly [number, 10], readonly [32, 10]>, readonly [32, 10]>>()
assert<Equal<Broadcast<readonly [number, 1], readonly [1, 4]>, readonly [number, 4]>>()
assert<Equal<Broadcast<Shape, readonly [10]>, Shape>>()
assert<Equal<Broadcast<readonly [10], Shape>, Shape>>()
assert<Equal<Broadcast<Shape, readonly []>, Shape>>()
assert<Equal<Broadcast<Shape | readonly [], readonly [2]>, Shape>>()
assert<Equal<Broadcast<Unknown, readonly [3]>, Shape>>()
assert<Equal<Broadcast<readonly [32, 10], readonly [7]>, ShapeError<'cannot broadcast [32, 10] with [7]'>>>()
assert<Equal<Broadcast<readonly [number, 10], readonly [7]>, ShapeError<'cannot broadcast [number, 10] with [7]'>>>()
assert<Equal<Broadcast<ShapeError<'first'>, readonly [7]>, ShapeError<'first'>>>()

// A dimension that is one of several is refused only where none of them fits
assert<Equal<Broadcast<readonly [2 | 3], readonly [3]>, readonly [3]>>()
assert<Equal<Broadcast<readonly [1 | 2], readonly [3]>, readonly [number]>>()
assert<
  Equal<
    Broadcast<readonly [2 | 4], readonly [3]>,
    ShapeError<'cannot broadcast [2] with [3]' | 'cannot broadcast [4] with [3]'>
  >
>()

// MatMulShape
assert<Equal<MatMulShape<readonly [32, 400], readonly [400, 120]>, readonly [32, 120]>>()
assert<Equal<MatMulShape<readonly [8, 1, 2, 3], readonly [5, 3, 4]>, readonly [8, 5, 2, 4]>>()
assert<Equal<MatMulShape<readonly [3], readonly [5, 3, 4]>, readonly [5, 4]>>()
assert<Equal<MatMulShape<readonly [5, 2, 3], readonly [3]>, readonly [5, 2]>>()
assert<Equal<MatMulShape<readonly [3], readonly [3]>, readonly []>>()
assert<Equal<MatMulShape<readonly [number, 3], readonly [number, 4]>, readonly [number, 4]>>()
assert<Equal<MatMulShape<Shape, readonly [3, 4]>, Shape>>()
assert<Equal<MatMulShape<readonly [3, 4], Shape>, Shape>>()
assert<
  Equal<
    MatMulShape<readonly [32, 400], readonly [256, 10]>,
    ShapeError<'cannot multiply [32, 400] by [256, 10]: expected 400 rows in the second, as many as the first has columns, found 256'>
  >
>()
assert<
  Equal<MatMulShape<readonly [], readonly [2, 2]>, ShapeError<'cannot multiply [] by [2, 2]: a scalar is no matrix'>>
>()
assert<Equal<MatMulShape<readonly [2, 3, 4], readonly [3, 4, 5]>, ShapeError<'cannot broadcast [2] with [3]'>>>()

// ReduceShape
assert<Equal<ReduceShape<readonly [2, 3, 4], undefined>, readonly []>>()
assert<Equal<ReduceShape<readonly [2, 3, 4], unknown, unknown>, readonly []>>()
assert<Equal<ReduceShape<readonly [2, 3, 4], undefined, true>, readonly [1, 1, 1]>>()
assert<Equal<ReduceShape<readonly [2, 3, 4], 1>, readonly [2, 4]>>()
assert<Equal<ReduceShape<readonly [2, 3, 4], -1>, readonly [2, 3]>>()
assert<Equal<ReduceShape<readonly [2, 3, 4], -1, true>, readonly [2, 3, 1]>>()
assert<Equal<ReduceShape<readonly [2, 3, 4], readonly [0, -1]>, readonly [3]>>()
assert<Equal<ReduceShape<readonly [2, 3, 4], readonly [0, -1], true>, readonly [1, 3, 1]>>()
assert<Equal<ReduceShape<readonly [2, 3, 4], readonly []>, readonly [2, 3, 4]>>()
assert<Equal<ReduceShape<readonly [number, 3], 1>, readonly [number]>>()
assert<Equal<ReduceShape<readonly [2, 3], number>, Shape>>()
assert<Equal<ReduceShape<readonly [2, 3], number, true>, readonly [number, number]>>()
assert<Equal<ReduceShape<readonly [2, 3], 1, boolean>, Shape>>()
assert<Equal<ReduceShape<readonly [2, 3], number | readonly number[] | undefined>, Shape>>()
assert<Equal<ReduceShape<Shape, 1>, Shape>>()
assert<Equal<ReduceShape<Shape, undefined>, readonly []>>()
assert<Equal<ReduceShape<readonly [2, 3], 2>, ShapeError<'expected one of the 2 axes of [2, 3], found 2'>>>()
assert<
  Equal<ReduceShape<readonly [2, 3], readonly [0, -3]>, ShapeError<'expected one of the 2 axes of [2, 3], found -3'>>
>()

// TransposeShape
assert<Equal<TransposeShape<readonly [2, 3, 4], undefined>, readonly [4, 3, 2]>>()
assert<Equal<TransposeShape<readonly [2, 3, 4], readonly [0, 2, 1]>, readonly [2, 4, 3]>>()
assert<Equal<TransposeShape<readonly [2, number, 4], readonly [-1, 0, 1]>, readonly [4, 2, number]>>()
assert<Equal<TransposeShape<readonly [2, 3], readonly [number, number]>, readonly [number, number]>>()
assert<Equal<TransposeShape<readonly [2, 3], readonly number[]>, Shape>>()
assert<Equal<TransposeShape<Shape, readonly [1, 0]>, Shape>>()
assert<
  Equal<
    TransposeShape<readonly [2, 3], readonly [0, 0]>,
    ShapeError<'cannot transpose [2, 3]: expected each axis once, found [0, 0]'>
  >
>()
assert<
  Equal<
    TransposeShape<readonly [2, 3], readonly [0]>,
    ShapeError<'cannot transpose [2, 3]: expected each axis once, found [0]'>
  >
>()

// ReshapeShape
assert<Equal<ReshapeShape<readonly [32, 16, 5, 5], readonly [32, 400]>, readonly [32, 400]>>()
assert<Equal<ReshapeShape<readonly [32, 16, 5, 5], readonly [-1, 400]>, readonly [32, 400]>>()
assert<Equal<ReshapeShape<readonly [32, 16, 5, 5], readonly [32, -1]>, readonly [32, 400]>>()
assert<Equal<ReshapeShape<readonly [number, 16, 5, 5], readonly [-1, 400]>, readonly [number, 400]>>()
assert<Equal<ReshapeShape<readonly [6], readonly [number, 3]>, readonly [number, 3]>>()
assert<Equal<ReshapeShape<Shape, readonly [2, 3]>, readonly [2, 3]>>()
assert<Equal<ReshapeShape<Shape, readonly [-1, 3]>, readonly [number, 3]>>()
assert<Equal<ReshapeShape<readonly [6], Shape>, Shape>>()
assert<Equal<ReshapeShape<readonly [], readonly [1, 1]>, readonly [1, 1]>>()
assert<
  Equal<
    ReshapeShape<readonly [32, 10], readonly [32, 11]>,
    ShapeError<'cannot reshape [32, 10] to [32, 11]: expected a shape of 320 numbers'>
  >
>()
assert<
  Equal<
    ReshapeShape<readonly [7], readonly [2, -1]>,
    ShapeError<'cannot reshape [7] to [2, -1]: expected a shape of 7 numbers'>
  >
>()

// FlattenShape
assert<Equal<FlattenShape<readonly [32, 16, 5, 5]>, readonly [32, 400]>>()
assert<Equal<FlattenShape<readonly [number, 512, 7, 7]>, readonly [number, 25088]>>()
assert<Equal<FlattenShape<readonly [32]>, readonly [32, 1]>>()
assert<Equal<FlattenShape<readonly [32, 16, number]>, readonly [32, number]>>()
assert<Equal<FlattenShape<Shape>, Shape>>()
assert<Equal<FlattenShape<readonly []>, ShapeError<'flatten: expected a batch axis, found []'>>>()

// SqueezeShape and ExpandDimsShape
assert<Equal<SqueezeShape<readonly [1, 3, 1], undefined>, readonly [3]>>()
assert<Equal<SqueezeShape<readonly [1, 3, 1], 0>, readonly [3, 1]>>()
assert<Equal<SqueezeShape<readonly [1, 3, 1], -1>, readonly [1, 3]>>()
assert<Equal<SqueezeShape<readonly [number, 3], 0>, readonly [3]>>()
assert<Equal<SqueezeShape<readonly [number, 3], undefined>, Shape>>()
assert<Equal<SqueezeShape<Shape, 0>, Shape>>()
assert<Equal<SqueezeShape<readonly [2, 3], 1>, ShapeError<'cannot squeeze [2, 3]: expected axis 1 to have 1 entry'>>>()
assert<Equal<SqueezeShape<readonly [2, 3], 2>, ShapeError<'expected one of the 2 axes of [2, 3], found 2'>>>()
assert<Equal<ExpandDimsShape<readonly [3, 4], 0>, readonly [1, 3, 4]>>()
assert<Equal<ExpandDimsShape<readonly [3, 4], 1>, readonly [3, 1, 4]>>()
assert<Equal<ExpandDimsShape<readonly [3, 4], -1>, readonly [3, 4, 1]>>()
assert<Equal<ExpandDimsShape<readonly [], 0>, readonly [1]>>()
assert<Equal<ExpandDimsShape<Shape, 0>, Shape>>()
assert<Equal<ExpandDimsShape<readonly [3], 2>, ShapeError<'expected an axis from -2 to 1, found 2'>>>()

// ConcatShape and StackShape
assert<Equal<ConcatShape<readonly [readonly [2, 1], readonly [2, 3], readonly [2, 4]], 1>, readonly [2, 8]>>()
assert<Equal<ConcatShape<readonly [readonly [2, 1], readonly [2, 3]], -1>, readonly [2, 4]>>()
assert<Equal<ConcatShape<readonly [readonly [number, 1], readonly [2, 3]], 1>, readonly [2, 4]>>()
assert<Equal<ConcatShape<readonly [readonly [2, 1], readonly [2, number]], 1>, readonly [2, number]>>()
assert<Equal<ConcatShape<readonly (readonly [2, 3])[], 0>, readonly [number, 3]>>()
assert<Equal<ConcatShape<readonly Shape[], 0>, Shape>>()
assert<Equal<ConcatShape<readonly [readonly [2, 1], Shape], 0>, Shape>>()
assert<
  Equal<
    ConcatShape<readonly [readonly [2, 3], readonly [4, 3]], 1>,
    ShapeError<'cannot concatenate [2, 3] and [4, 3] along axis 1'>
  >
>()
assert<
  Equal<ConcatShape<readonly [readonly [2], readonly [2]], 1>, ShapeError<'expected one of the 1 axes of [2], found 1'>>
>()
assert<Equal<StackShape<readonly [readonly [2, 3], readonly [2, 3]], 0>, readonly [2, 2, 3]>>()
assert<Equal<StackShape<readonly [readonly [2, 3], readonly [2, 3], readonly [2, 3]], -1>, readonly [2, 3, 3]>>()
assert<Equal<StackShape<readonly (readonly [2])[], 0>, Shape>>()
assert<Equal<StackShape<readonly [readonly [2], readonly [3]], 0>, ShapeError<'cannot stack [2] and [3]'>>>()

// DenseShape
assert<Equal<DenseShape<readonly [32, 400], 400, 120, 'dense'>, readonly [32, 120]>>()
assert<Equal<DenseShape<readonly [number, 400], 400, 120, 'dense'>, readonly [number, 120]>>()
assert<Equal<DenseShape<readonly [32, number], 400, 120, 'dense'>, readonly [32, 120]>>()
assert<Equal<DenseShape<Shape, 400, 120, 'dense'>, Shape>>()
assert<Equal<DenseShape<readonly [32, 2 | 3], 3, 10, 'dense'>, readonly [32, 10]>>()
assert<Equal<DenseShape<readonly [32, 400], 256, 10, 'dense'>, ShapeError<'dense: expected 256 features, found 400'>>>()
