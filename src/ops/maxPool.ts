/**
 * @file Max pooling: the largest cell under a sliding window, per channel.
 *
 *     y[n, c, i, j] = max over p, q of x[n, c, i s + p d - pad, j s + q d - pad]; padding never wins, NaN does
 *
 * Shape rule: [N, C, ...S] to [N, C, ...] with floor((S + 2 pad - (d (K - 1) + 1)) / s) + 1 along each spatial axis, or
 * rounded up in ceil mode, without a last window that begins in the padding; the stride is the kernel's size by default.
 * Pullback: each cotangent goes to the cell that won (the first in row-major order), overlapping windows add:
 * scatterAdd at the winners' indices, whose own pullback is gather, so every order works. A plane with more cells than
 * float32 can count is pooled part by part (`poolParts.ts`).
 * Laws: finite differences, adjointness, pullback linearity, second order, where the cells are distinct; "routing to
 * the arg-max"; "conservation": the pullback keeps the sum of the cotangent, ties included; "overlap adds"; "negative
 * input": the identity of max is -Infinity, not 0; "meaning"; "every window touches data"; "indices name the winners";
 * "the last value stands".
 */
import { checkOptions } from '../core/options.ts'
import { indexing, pooling } from '../backend/families.ts'
import type { Shape } from '../core/Shape.ts'
import { countOf, sizeOf } from '../core/Shape.ts'
import type { Primitive, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { zero } from './constant.ts'
import { gatherNamed, scatterAdd } from './gather.ts'
import type { PoolOptions } from './pooling.ts'
import { pooledShape, poolOptions, poolParams } from './pooling.ts'
import { poolParts } from './poolParts.ts'
import { reshapeTo } from './reshape.ts'
import { where } from './where.ts'

/** [N, C, ...S] with the spatial axes joined, as the indices count them. */
const flat = (x: Tensor): Tensor => reshapeTo(x, [...x.shape.slice(0, 2), sizeOf(x.shape.slice(2))])

/** Adds each entry of `y` to the cell of an [N, C, ...S] tensor that its index names. */
const scatterToPlane = (y: Tensor, indices: Tensor, shape: Shape): Tensor =>
  reshapeTo(scatterAdd({ axis: 2, size: sizeOf(shape.slice(2)) })(flat(indices), flat(y)), shape)

const maxPoolPullback = (g: Tensor, { inputs: [x], params }: Site<'maxPool'>) =>
  [scatterToPlane(g, applyPrimitive(maxPoolIndicesPrimitive, params, [x]), x.shape)] as const

export const maxPoolPrimitive: Primitive<'maxPool'> = {
  name: 'maxPool',
  family: pooling,
  shape: (params, [x]) => pooledShape(x, params),
  pullback: maxPoolPullback,
}

export const maxPoolIndicesPrimitive: Primitive<'maxPoolIndices'> = {
  name: 'maxPoolIndices',
  family: pooling,
  shape: (params, [x]) => pooledShape(x, params),
  pullback: () => [null],
}

export const lastOccurrencePrimitive: Primitive<'lastOccurrence'> = {
  name: 'lastOccurrence',
  family: indexing,
  shape: (_, [indices]) => indices,
  pullback: () => [null],
}

/**
 * Max pooling over 1 or 2 spatial axes, as many as the input has; see `maxPool1d`, `maxPool2d` for shapes in types.
 *
 * @example
 * ```ts
 * import { maxPool, tensor, toNested } from 'cotangent'
 *
 * toNested(maxPool({ kernel: 3, stride: 1 })(tensor([1, 3, 5, 7], [1, 1, 4]))) // => [[[5, 7]]]
 * ```
 */
export const maxPool = (given: PoolOptions) => {
  const options = checkOptions('maxPool', given, poolOptions)
  return (x: Tensor): Tensor =>
    poolParts(
      (plane, window) => applyPrimitive(maxPoolPrimitive, { window }, [plane]),
      x,
      poolParams('maxPool', x.shape, options).window,
    )
}

/**
 * The positions of the winners of a max pooling: for each window, the index of the winning cell in the plane, row-major
 * over the spatial axes. The indices have no derivative.
 *
 * @example
 * ```ts
 * import { maxPoolIndices, tensor, toNested } from 'cotangent'
 *
 * toNested(maxPoolIndices({ kernel: 2 })(tensor([3, 1, 2, 5], [1, 1, 4]))) // => [[[0, 3]]]
 * ```
 */
export const maxPoolIndices = (given: PoolOptions) => {
  const options = checkOptions('maxPoolIndices', given, poolOptions)
  return (x: Tensor): Tensor =>
    applyPrimitive(maxPoolIndicesPrimitive, poolParams('maxPoolIndices', x.shape, options), [x])
}

/**
 * Puts pooled values back where they came from, with zeros elsewhere: the partial inverse of max pooling by which
 * deconvolutional networks visualize features (Zeiler and Fergus, 2014). `size` gives the spatial lengths. Where
 * windows overlapped and an index occurs twice, the last value is kept, as in PyTorch, and has the derivative.
 *
 * @example
 * ```ts
 * import { maxUnpool, tensor, toNested } from 'cotangent'
 *
 * toNested(maxUnpool([4])(tensor([3, 5], [1, 1, 2]), tensor([0, 3], [1, 1, 2]))) // => [[[3, 0, 0, 5]]]
 * ```
 */
export const maxUnpool =
  (size: readonly number[]) =>
  (y: Tensor, indices: Tensor): Tensor => {
    if (y.shape.length !== size.length + 2) {
      return refuse('maxUnpool', [y.shape, indices.shape], {
        expected: `a size of ${countOf(y.shape.length - 2, 'spatial axis', 'spatial axes')}`,
        found: String(size.length),
      })
    }
    const winners = reshapeTo(applyPrimitive(lastOccurrencePrimitive, { axis: 2 }, [flat(indices)]), y.shape)
    return scatterToPlane(where(winners, y, zero), indices, [...y.shape.slice(0, 2), ...size])
  }

/** The values of an [N, C, ...S] tensor at indices into its planes, such as those of {@link maxPoolIndices}. */
export const gatherFromPlane = (x: Tensor, indices: Tensor): Tensor =>
  reshapeTo(gatherNamed(flat(x), flat(indices), 2), indices.shape)
