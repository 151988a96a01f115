/**
 * @file Sorting along an axis: argsort finds the order, gather picks the values.
 *
 *     order = argsort(x)        y[k] = x[order[k]]
 *
 * An axis of n entries takes n log n comparisons and memory for n.
 * Shape rule: the shape of x; topK leaves k entries of the axis, median none. NaN comes after all numbers, and is the median
 * where there is one; equals keep their order, and both zeros are equal.
 * Pullback: none to the order; each cotangent goes to the entry that was picked.
 * Laws: finite differences, adjointness, pullback linearity, where entries are distinct; "orders values, keeps
 * equals in order and knows their places"; "what is sorted stays in place"; "descending is ascending of what is negated".
 */
import { indexing } from '../backend/families.ts'
import { checkOptions } from '../core/options.ts'
import type { ShapeKeeping } from '../core/ShapedFunction.ts'
import { keepingShape } from '../core/ShapedFunction.ts'
import { resolveAxis } from '../core/shapeRules.ts'
import type { Primitive, Tensor } from '../core/Tensor.ts'
import { applyPrimitive } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { argmax } from './argmax.ts'
import { equal } from './equal.ts'
import { gatherNamed } from './gather.ts'
import { reshapeTo } from './reshape.ts'
import { sliceAlong } from './slice.ts'
import { heldFixed } from './stopGradient.ts'
import { where } from './where.ts'

export const argsortPrimitive: Primitive<'argsort'> = {
  name: 'argsort',
  family: indexing,
  shape: ({ axis, count }, [x]) => x.map((d, index) => (index === axis ? count : d)),
  pullback: () => [null],
}

/** The axis, and the order. */
export interface SortOptions {
  /** The last axis by default. */
  readonly axis?: number
  /** Whether the greatest come first; false by default. */
  readonly descending?: boolean
}

/** Values, and their indices in the input along the axis. */
export interface Sorted {
  readonly values: Tensor
  readonly indices: Tensor
}

/** The indices of the first `count` entries in order along a resolved axis. */
const orderAlong = (x: Tensor, axis: number, descending: boolean, count: number): Tensor =>
  applyPrimitive(argsortPrimitive, { axis, descending, count }, [x])

/**
 * The indices that sort a tensor along an axis: `x[order[0]]` is the least entry. Equal entries keep their order. NaN comes after
 * all numbers, and before them where `descending`.
 *
 * @example
 * ```ts
 * import { argsort, tensor, toNested } from 'cotangent'
 *
 * toNested(argsort()(tensor([3, 1, 2], [3]))) // => [1, 2, 0]
 * toNested(argsort({ descending: true })(tensor([3, 1, 2], [3]))) // => [0, 2, 1]
 * ```
 */
export const argsort = (options: SortOptions = {}): ShapeKeeping => {
  const { axis = -1, descending = false } = checkOptions('argsort', options, { axis: true, descending: true })
  return keepingShape((x) => {
    const along = resolveAxis('argsort', x.shape, axis)
    return orderAlong(x, along, descending, x.shape[along] ?? 0)
  })
}

/**
 * Sorts the entries along an axis, and gives their indices. Equal entries keep their order. NaN comes after all numbers, and
 * before them where `descending`.
 *
 * @example
 * ```ts
 * import { sort, tensor, toNested } from 'cotangent'
 *
 * const { values, indices } = sort()(tensor([3, 1, 2], [3]))
 * toNested(values) // => [1, 2, 3]
 * toNested(indices) // => [1, 2, 0]
 * ```
 */
export const sort = (options: SortOptions = {}) => {
  const { axis = -1, descending = false } = checkOptions('sort', options, { axis: true, descending: true })
  return (x: Tensor): Sorted => {
    const along = resolveAxis('sort', x.shape, axis)
    const indices = orderAlong(x, along, descending, x.shape[along] ?? 0)
    return { values: gatherNamed(x, indices, along), indices }
  }
}

/**
 * The k greatest entries along an axis, greatest first; NaN counts as the greatest. The axis is the last by default. Refuses a
 * k above the axis's length.
 *
 * @example
 * ```ts
 * import { tensor, toNested, topK } from 'cotangent'
 *
 * toNested(topK(2)(tensor([3, 1, 4, 1, 5], [5])).indices) // => [4, 2]
 * ```
 */
export const topK = (k: number, options: { readonly axis?: number } = {}) => {
  const { axis = -1 } = checkOptions('topK', options, { axis: true })
  return (x: Tensor): Sorted => {
    const along = resolveAxis('topK', x.shape, axis)
    if (!Number.isSafeInteger(k) || k < 0 || k > (x.shape[along] ?? 0)) {
      return refuse('topK', [x.shape], {
        expected: `at most ${String(x.shape[along] ?? 0)} entries, as axis ${String(along)} has`,
        found: String(k),
      })
    }
    const indices = orderAlong(x, along, true, k)
    return { values: gatherNamed(x, indices, along), indices }
  }
}

/**
 * The median entry along an axis, the last by default, and its index. Of an even number of entries it is the lower of
 * the two in the middle. It is NaN, and the index that of the first NaN, where an entry is NaN.
 *
 * @example
 * ```ts
 * import { median, tensor, toNested } from 'cotangent'
 *
 * toNested(median()(tensor([9, 1, 4, 5], [4])).values) // => 4
 * ```
 */
export const median = (options: { readonly axis?: number } = {}) => {
  const { axis = -1 } = checkOptions('median', options, { axis: true })
  return (x: Tensor): Sorted => {
    const along = resolveAxis('median', x.shape, axis)
    const n = x.shape[along] ?? 0
    if (n === 0) return refuse('median', [x.shape], { expected: `entries along axis ${String(along)}`, found: 'none' })
    const middle = Math.floor((n - 1) / 2)
    const left = x.shape.filter((_, k) => k !== along)
    const sorted = sliceAlong(orderAlong(x, along, false, middle + 1), along, middle, middle + 1)
    const picked = { values: reshapeTo(gatherNamed(x, sorted, along), left), indices: reshapeTo(sorted, left) }
    if (n === 1) return picked
    // NaN counts as the greatest. It takes no cotangent: no entry of what is finite does because of it.
    const greatest = argmax({ axis: along, keepDims: true })(x)
    const seen = reshapeTo(heldFixed(gatherNamed(x, greatest, along)), left)
    const isNumber = equal(seen, seen)
    return {
      values: where(isNumber, picked.values, seen),
      indices: where(isNumber, picked.indices, reshapeTo(greatest, left)),
    }
  }
}
