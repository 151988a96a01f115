/** @file The shape rules of sliding windows; the run-time rule gives the same numbers in `test/core/ShapeTypes.test.ts`. */
import type { ConvShape, ConvTransposeShape, PoolShape, Shape, ShapeError } from 'cotangent'
import type { Equal } from './Equal.ts'
import { assert } from './Equal.ts'

type Images = readonly [32, 3, 32, 32]

// ConvShape
assert<Equal<ConvShape<Images, readonly [6, 3, 5, 5]>, readonly [32, 6, 28, 28]>>()
assert<Equal<ConvShape<Images, readonly [6, 3, 5, 5], { readonly padding: 2 }>, readonly [32, 6, 32, 32]>>()
assert<
  Equal<ConvShape<Images, readonly [6, 3, 3, 3], { readonly stride: 2; readonly padding: 1 }>, readonly [32, 6, 16, 16]>
>()
assert<
  Equal<
    ConvShape<readonly [1, 3, 227, 227], readonly [96, 3, 11, 11], { readonly stride: 4 }>,
    readonly [1, 96, 55, 55]
  >
>()
assert<
  Equal<
    ConvShape<Images, readonly [6, 3, 3, 5], { readonly stride: readonly [1, 2]; readonly dilation: readonly [2, 3] }>,
    readonly [32, 6, 28, 10]
  >
>()
assert<
  Equal<
    ConvShape<Images, readonly [6, 3, 3, 3], { readonly padding: readonly [readonly [0, 1], readonly [2, 0]] }>,
    readonly [32, 6, 31, 32]
  >
>()
assert<
  Equal<ConvShape<Images, readonly [6, 3, 3, 3], { readonly padding: readonly [1, 0] }>, readonly [32, 6, 32, 30]>
>()
assert<
  Equal<
    ConvShape<readonly [1, 8, 9], readonly [4, 2, 3], { readonly groups: 4; readonly stride: 2 }>,
    readonly [1, 4, 4]
  >
>()
assert<Equal<ConvShape<readonly [1, 1, 3], readonly [1, 1, 2], { readonly inputDilation: 2 }>, readonly [1, 1, 4]>>()
assert<Equal<ConvShape<readonly [number, 3, 32, 32], readonly [6, 3, 5, 5]>, readonly [number, 6, 28, 28]>>()
assert<Equal<ConvShape<readonly [1, 3, number, 32], readonly [6, 3, 5, 5]>, readonly [1, 6, number, 28]>>()
assert<Equal<ConvShape<Images, readonly [6, 3, 5, 5], { readonly stride: number }>, readonly [32, 6, number, number]>>()
assert<
  Equal<
    ConvShape<Images, readonly [6, 3, 5, 5], { readonly stride?: number | readonly number[] }>,
    readonly [32, 6, number, number]
  >
>()
assert<Equal<ConvShape<Shape, readonly [6, 3, 5, 5]>, Shape>>()
assert<Equal<ConvShape<Images, Shape>, readonly [32, number, number, number]>>()
assert<
  Equal<
    ConvShape<readonly [1, 3, 8, 8], readonly [6, 1, 5, 5]>,
    ShapeError<'cannot convolve [1, 3, 8, 8] with [6, 1, 5, 5]: expected the input to have 1 input channel, as the kernel, found 3'>
  >
>()
assert<
  Equal<
    ConvShape<readonly [1, 1, 4, 4], readonly [1, 1, 7, 7], { readonly padding: 1 }>,
    ShapeError<'expected a padded input of at least 7 cells, as the window spans, found 6'>
  >
>()
assert<
  Equal<
    ConvShape<readonly [1, 1, 4], readonly [1, 1, 7, 7]>,
    ShapeError<'cannot convolve [1, 1, 4] with [1, 1, 7, 7]: expected 1 or 2 spatial axes in both'>
  >
>()

// PoolShape
assert<Equal<PoolShape<readonly [32, 6, 28, 28], { readonly kernel: 2 }>, readonly [32, 6, 14, 14]>>()
assert<
  Equal<PoolShape<readonly [1, 96, 55, 55], { readonly kernel: 3; readonly stride: 2 }>, readonly [1, 96, 27, 27]>
>()
assert<Equal<PoolShape<readonly [1, 1, 5], { readonly kernel: 2 }>, readonly [1, 1, 2]>>()
assert<Equal<PoolShape<readonly [1, 1, 5], { readonly kernel: 2; readonly ceilMode: true }>, readonly [1, 1, 3]>>()
assert<
  Equal<
    PoolShape<readonly [1, 64, 112, 112], { readonly kernel: 3; readonly stride: 2; readonly ceilMode: true }>,
    readonly [1, 64, 56, 56]
  >
>()
// The window that would start in the padding is dropped: 3 cells, padding 1, kernel 2, stride 2 gives starts -1, 1; not 3.
assert<
  Equal<
    PoolShape<
      readonly [1, 1, 3],
      { readonly kernel: 2; readonly stride: 2; readonly padding: 1; readonly ceilMode: true }
    >,
    readonly [1, 1, 2]
  >
>()
assert<
  Equal<PoolShape<readonly [1, 1, 5], { readonly kernel: 2; readonly ceilMode: boolean }>, readonly [1, 1, number]>
>()
assert<Equal<PoolShape<readonly [1, 1, 6, 8], { readonly kernel: readonly [2, 4] }>, readonly [1, 1, 3, 2]>>()
assert<Equal<PoolShape<readonly [number, 6, 28, 28], { readonly kernel: 2 }>, readonly [number, 6, 14, 14]>>()
assert<Equal<PoolShape<readonly [1, 6, 28, 28], { readonly kernel: number }>, readonly [1, 6, number, number]>>()
assert<Equal<PoolShape<Shape, { readonly kernel: 2 }>, Shape>>()
assert<
  Equal<
    PoolShape<readonly [32, 10], { readonly kernel: 2 }>,
    ShapeError<'pooling: expected [N, C, ...S] with 1 or 2 spatial axes, found [32, 10]'>
  >
>()
assert<
  Equal<
    PoolShape<readonly [1, 6, 7, 8], { readonly kernel: 3; readonly stride: 2; readonly padding: 'same' }>,
    readonly [1, 6, 4, 4]
  >
>()
assert<
  Equal<
    PoolShape<readonly [1, 6, 7], { readonly kernel: 3; readonly padding: number | 'same' }>,
    readonly [1, 6, number]
  >
>()

assert<Equal<PoolShape<readonly [1, 6, 1], { readonly kernel: 2; readonly ceilMode: true }>, readonly [1, 6, 1]>>()
assert<
  Equal<
    PoolShape<readonly [1, 6, 1], { readonly kernel: 3; readonly stride: 2; readonly ceilMode: true }>,
    ShapeError<'expected a padded input of at least 2 cells, less than a stride below the 3 that the window spans, found 1'>
  >
>()

// ConvTransposeShape
assert<Equal<ConvTransposeShape<readonly [8, 4, 5], readonly [4, 2, 4]>, readonly [8, 2, 8]>>()
assert<
  Equal<
    ConvTransposeShape<
      readonly [8, 4, 5, 5],
      readonly [4, 2, 3, 3],
      { readonly stride: 2; readonly padding: readonly [readonly [0, 1], 1]; readonly groups: 2 }
    >,
    readonly [8, 4, 10, 9]
  >
>()
assert<
  Equal<
    ConvTransposeShape<
      readonly [8, 4, 5, number],
      readonly [4, 2, 3, 3],
      { readonly stride: 2; readonly padding: 'same' }
    >,
    readonly [8, 2, 10, number]
  >
>()
assert<
  Equal<
    ConvTransposeShape<readonly [8, 4, 5], readonly [4, 2, 3], { readonly padding: number }>,
    readonly [8, 2, number]
  >
>()
assert<
  Equal<
    ConvTransposeShape<readonly [8, 4, 1], readonly [4, 2, 3], { readonly padding: 2 }>,
    ShapeError<'expected at least 1 cell of the output, found -1'>
  >
>()
assert<
  Equal<
    ConvTransposeShape<readonly [8, 4, 5], readonly [3, 2, 3]>,
    ShapeError<'cannot convolve [8, 4, 5] transposed with [3, 2, 3]: expected 3 channels, as the kernel, found 4'>
  >
>()
assert<Equal<ConvTransposeShape<Shape, readonly [4, 2, 3]>, Shape>>()
