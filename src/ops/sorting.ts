/**
 * @file Sorting along an axis: places by counting, values by picking.
 *
 *     rank[i] = how many entries come before entry i        y[rank[i]] = x[i]
 *
 * Every entry is compared with every other, so an axis of n entries takes n^2 comparisons: meant for scores of classes and
 * the like, not for thousands.
 * Shape rule: the shape of x; topK leaves k entries of the axis, median none. NaN comes after all numbers; equals keep
 * their order. Pullback: each cotangent goes to the entry that was picked.
 * Laws: finite differences, adjointness, pullback linearity, where entries are distinct; "sorted, and the same entries".
 */
import { resolveAxis } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { add } from './add.ts'
import { broadcastTo } from './broadcastTo.ts'
import { arange, one } from './constant.ts'
import { equal } from './equal.ts'
import { gather, scatterAdd } from './gather.ts'
import { less } from './less.ts'
import { mul } from './mul.ts'
import { notEqual } from './notEqual.ts'
import { expandDims, reshapeTo } from './reshape.ts'
import { sliceAlong } from './slice.ts'
import { sub } from './sub.ts'
import { sum } from './sum.ts'

/** Along which axis, and which way. */
export interface SortOptions {
  /** The last by default. */
  readonly axis?: number
  /** Greatest first; false by default. */
  readonly descending?: boolean
}

/** Values with their places in the input, along the axis. */
export interface Sorted {
  readonly values: Tensor
  readonly indices: Tensor
}

/** Flags of either, which are never both. */
const or = (a: Tensor, b: Tensor): Tensor => add(a, b)
const and = (a: Tensor, b: Tensor): Tensor => mul(a, b)

/** How many entries along an axis come before each. */
const ranksOf = (x: Tensor, axis: number, descending: boolean): Tensor => {
  const n = x.shape[axis] ?? 0
  // Axis `axis` counts the entry that is ranked, the one behind it the entry that it is compared with.
  const whole = [...x.shape.slice(0, axis + 1), n, ...x.shape.slice(axis + 1)]
  const own = broadcastTo(whole)(expandDims(axis + 1)(x as never) as Tensor)
  const other = broadcastTo(whole)(expandDims(axis)(x as never) as Tensor)
  const isMissing = (t: Tensor): Tensor => notEqual(t, t)
  const ordered = descending ? less(own, other) : less(other, own)
  const [missingOwn, missingOther] = [isMissing(own), isMissing(other)]
  // NaN is greatest.
  const [late, early] = descending ? [missingOther, missingOwn] : [missingOwn, missingOther]
  const before = or(ordered, and(late, sub(one, early)))
  const equals = or(equal(own, other), and(missingOwn, missingOther))
  const behind = [n, n, ...x.shape.slice(axis + 1).map(() => 1)]
  const row = reshapeTo(arange(n) as Tensor, [n, 1]) as Tensor
  const isFormer = broadcastTo(whole)(reshapeTo(less(arange(n) as Tensor, row) as Tensor, behind) as Tensor)
  return sum({ axis: axis + 1 })(or(before, and(equals, isFormer)) as never) as Tensor
}

/**
 * The entries along an axis in order, with their places; equals keep their order.
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
export const sort =
  ({ axis = -1, descending = false }: SortOptions = {}) =>
  (x: Tensor): Sorted => {
    const along = resolveAxis('sort', x.shape, axis)
    const size = x.shape[along] ?? 0
    const places = broadcastTo(x.shape)(
      reshapeTo(arange(size) as Tensor, [size, ...x.shape.slice(along + 1).map(() => 1)]) as Tensor,
    )
    const indices = scatterAdd({ axis: along, size })(ranksOf(x, along, descending), places)
    return { values: gather({ axis: along })(x, indices), indices }
  }

/**
 * The k greatest entries along an axis, the last by default, greatest first. Refuses a k of more than there are.
 *
 * @example
 * ```ts
 * import { tensor, toNested, topK } from 'cotangent'
 *
 * toNested(topK(2)(tensor([3, 1, 4, 1, 5], [5])).indices) // => [4, 2]
 * ```
 */
export const topK =
  (k: number, { axis = -1 }: { readonly axis?: number } = {}) =>
  (x: Tensor): Sorted => {
    const along = resolveAxis('topK', x.shape, axis)
    if (!Number.isSafeInteger(k) || k < 0 || k > (x.shape[along] ?? 0)) {
      return refuse('topK', [x.shape], `there are no ${String(k)} entries along axis ${String(along)}`)
    }
    const { values, indices } = sort({ axis: along, descending: true })(x)
    return { values: sliceAlong(values, along, 0, k), indices: sliceAlong(indices, along, 0, k) }
  }

/**
 * The entry in the middle along an axis, the last by default, and its place; of an even number the lower of two.
 *
 * @example
 * ```ts
 * import { median, tensor, toNested } from 'cotangent'
 *
 * toNested(median()(tensor([9, 1, 4, 5], [4])).values) // => 4
 * ```
 */
export const median =
  ({ axis = -1 }: { readonly axis?: number } = {}) =>
  (x: Tensor): Sorted => {
    const along = resolveAxis('median', x.shape, axis)
    const n = x.shape[along] ?? 0
    if (n === 0) return refuse('median', [x.shape], `there are no entries along axis ${String(along)}`)
    const middle = Math.floor((n - 1) / 2)
    const { values, indices } = sort({ axis: along })(x)
    const left = x.shape.filter((_, k) => k !== along)
    const pick = (t: Tensor): Tensor => reshapeTo(sliceAlong(t, along, middle, middle + 1), left)
    return { values: pick(values), indices: pick(indices) }
  }
