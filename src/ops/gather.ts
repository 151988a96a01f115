/**
 * @file gather along an axis and its adjoint, scatterAdd: each is the other's pullback.
 *
 *     gather:     y[.., i, ..] = x[.., indices[.., i, ..], ..]
 *     scatterAdd: y[.., k, ..] = sum of updates[.., i, ..] where indices[.., i, ..] = k
 *
 * Shape rule: indices have the shape of the gathered tensor, except along the axis; gather has the shape of the
 * indices, scatterAdd that of the updates with `size` entries along the axis.
 * Pullback: of gather, scatterAdd at the same indices; of scatterAdd, gather; none to the indices.
 * Laws: finite differences, adjointness, pullback linearity, second order; "gather and scatterAdd are adjoint";
 * "repeated indices add".
 */
import { indexing } from '../backend/families.ts'
import { checkOptions } from '../core/options.ts'
import type { IndexNames } from '../core/indexNames.ts'
import { fromEitherEnd, gathered } from '../core/indexNames.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape, sizeOf } from '../core/Shape.ts'
import { checkCount, resolveAxis } from '../core/shapeRules.ts'
import type { Operand, Primitive, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive, asTensor, ofShape } from '../core/Tensor.ts'
import { refuse, showShapes } from '../core/TensorError.ts'
import { add } from './add.ts'
import { broadcastTo } from './broadcastTo.ts'
import { literal, zero } from './constant.ts'
import { less } from './less.ts'
import { reshapeTo } from './reshape.ts'
import { sliceAlong } from './slice.ts'
import { where } from './where.ts'

const gatherPullback = (g: Tensor, { inputs: [x, indices], params: { axis, names = gathered } }: Site<'gather'>) =>
  [applyPrimitive(scatterAddPrimitive, { axis, size: x.shape[axis] ?? 0, names }, [indices, g]), null] as const

const scatterAddPullback = (g: Tensor, { inputs: [indices], params: { axis, names } }: Site<'scatterAdd'>) =>
  [null, gatherNamed(g, indices, axis, names)] as const

const agreeBut = (axis: number, a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((d, index) => index === axis || d === b[index])

export const gatherPrimitive: Primitive<'gather'> = {
  name: 'gather',
  family: indexing,
  shape: ({ axis }, [x, indices]) =>
    agreeBut(axis, x, indices)
      ? indices
      : refuse('gather', [x, indices], {
          expected: `indices of the tensor's shape except along axis ${String(axis)}`,
          found: showShape(indices),
        }),
  pullback: gatherPullback,
}

export const scatterAddPrimitive: Primitive<'scatterAdd'> = {
  name: 'scatterAdd',
  family: indexing,
  shape: ({ axis, size }, [indices, updates]) =>
    agreeBut(-1, indices, updates)
      ? updates.map((d, index) => (index === axis ? size : d))
      : refuse('scatterAdd', [indices, updates], {
          expected: 'indices and updates of one shape',
          found: showShapes([indices, updates]),
        }),
  pullback: scatterAddPullback,
}

/** As {@link gather}, along a resolved axis; `noun` names the indices when one outside the axis is refused. */
export const gatherNamed = (x: Tensor, indices: Tensor, axis: number, names?: IndexNames): Tensor =>
  applyPrimitive(gatherPrimitive, names === undefined ? { axis } : { axis, names }, [x, indices])

/** Replaces negative indices by the indices that they stand for. */
export const fromTheBack = (indices: Tensor, length: number): Tensor =>
  where(less(indices, zero), add(indices, literal(length)), indices)

/** The first entries along all axes but one, as many as a shape has. */
export const firstEntries = (x: Tensor, shape: Shape, axis: number): Tensor =>
  shape.reduce((part, d, k) => (k === axis || d === part.shape[k] ? part : sliceAlong(part, k, 0, d)), x)

/**
 * Picks entries along an axis by index, as `torch.gather`. The indices have the tensor's rank. Along the other axes
 * they have its length or less; only as many of the first entries are then picked from. Negative indices count from the
 * back. An index outside the axis is refused when the numbers are computed.
 *
 * @example
 * ```ts
 * import { gather, tensor, toNested } from 'cotangent'
 *
 * const x = tensor([1, 2, 3, 4], [2, 2])
 * toNested(gather({ axis: 1 })(x, tensor([1, 0], [2, 1]))) // => [[2], [3]]
 * toNested(gather({ axis: 1 })(x, tensor([-1], [1, 1]))) // => [[2]]
 * ```
 */
export const gather = (options: { readonly axis: number }) => {
  const { axis } = checkOptions('gather', options, { axis: true })
  return <const I extends Shape>(x: Tensor, indices: Tensor<I>): Tensor<I> => {
    const along = resolveAxis('gather', x.shape, axis)
    const isCovered = indices.shape.every((d, index) => index === along || d <= (x.shape[index] ?? 0))
    const covered = isCovered ? firstEntries(x, indices.shape, along) : x
    return ofShape(gatherNamed(covered, fromTheBack(indices, x.shape[along] ?? 0), along, fromEitherEnd))
  }
}

/**
 * Adds up updates by index along an axis: the adjoint of {@link gather}. Indices and updates have one shape; the
 * result has `size` entries along the axis. An index outside is refused when the numbers are computed.
 *
 * @example
 * ```ts
 * import { scatterAdd, tensor, toNested } from 'cotangent'
 *
 * const indices = tensor([0, 2, 0], [3])
 * toNested(scatterAdd({ axis: 0, size: 3 })(indices, tensor([1, 2, 3], [3]))) // => [4, 0, 2]
 * ```
 */
export const scatterAdd = (options: { readonly axis: number; readonly size: number }) => {
  const { axis, size } = checkOptions('scatterAdd', options, { axis: true, size: true })
  return (indices: Tensor, updates: Tensor): Tensor => {
    const along = resolveAxis('scatterAdd', updates.shape, axis)
    checkCount('scatterAdd', 'the size', size, 0)
    return applyPrimitive(scatterAddPrimitive, { axis: along, size }, [indices, updates])
  }
}

/**
 * Picks whole slices along an axis by index, as `numpy.take`: rows of an embedding, images of a batch. The axis is
 * replaced by the axes of the indices, and disappears for one number. Negative indices count from the back.
 *
 * @example
 * ```ts
 * import { take, tensor, toNested } from 'cotangent'
 *
 * const rows = tensor([1, 2, 3, 4, 5, 6], [3, 2])
 * toNested(take({ axis: 0 })(rows, tensor([2, 0], [2]))) // => [[5, 6], [1, 2]]
 * toNested(take()(rows, -1)) // => [5, 6]
 * ```
 */
export const take = (options: { readonly axis?: number } = {}) => {
  const { axis = 0 } = checkOptions('take', options, { axis: true })
  return (x: Tensor, indices: Operand): Tensor => {
    const along = resolveAxis('take', x.shape, axis)
    return takeNamed(x, fromTheBack(asTensor(indices), x.shape[along] ?? 0), along, fromEitherEnd)
  }
}

/** As {@link take}, along a resolved axis; `noun` names the indices when one outside the axis is refused. */
export const takeNamed = (x: Tensor, indices: Tensor, along: number, names?: IndexNames): Tensor => {
  const count = sizeOf(indices.shape)
  const line = reshapeTo(
    indices,
    x.shape.map((_, index) => (index === along ? count : 1)),
  )
  const everywhere = broadcastTo(x.shape.map((d, index) => (index === along ? count : d)))(line)
  const picked = gatherNamed(x, everywhere, along, names)
  return reshapeTo(picked, [...x.shape.slice(0, along), ...indices.shape, ...x.shape.slice(along + 1)])
}
