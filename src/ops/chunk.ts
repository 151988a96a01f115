/**
 * @file chunk and splitSizes: split a tensor into parts along an axis; `concat` joins them again.
 *
 *     part[k][i] = x[from[k] + i], from[k] the lengths of the parts before it
 *
 * Shape rule: the parts have the tensor's shape, except along the axis. Pullback: through slices.
 * Laws: finite differences, adjointness, pullback linearity, second order; "joined, the parts are the whole".
 */
import { ownList } from '../core/own.ts'
import { foundValue } from '../core/foundValue.ts'
import { checkOptions } from '../core/options.ts'
import { endsOf } from '../core/Shape.ts'
import { checkListed, resolveAxis } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { sliceAlong } from './slice.ts'

/** The axis along which a tensor is split. */
export interface PartsOptions {
  /** The first axis by default; negative counts from the back. */
  readonly axis?: number
}

const isCount = (n: number, least: number): boolean => Number.isSafeInteger(n) && n >= least

/**
 * Splits a tensor into parts of the given lengths along an axis. Refuses lengths that do not add up to the axis's
 * length.
 *
 * @example
 * ```ts
 * import { splitSizes, tensor, toNested } from 'cotangent'
 *
 * const [head, tail] = splitSizes([1, 2])(tensor([1, 2, 3], [3]))
 * toNested(tail!) // => [2, 3]
 * ```
 */
export const splitSizes = (given: readonly number[], options: PartsOptions = {}) => {
  const sizes = ownList(given)
  const { axis = 0 } = checkOptions('splitSizes', options, { axis: true })
  return (x: Tensor): readonly Tensor[] => {
    const along = resolveAxis('split', x.shape, axis)
    const length = x.shape[along] ?? 0
    const total = sizes.reduce((sum, size) => sum + size, 0)
    if (!sizes.every((size) => isCount(size, 0)) || total !== length) {
      const found = `[${sizes.join(', ')}]`
      return refuse('split', [x.shape], {
        expected: `lengths that add up to ${String(length)} along axis ${String(along)}`,
        found,
      })
    }
    const ends = endsOf(sizes)
    return sizes.map((size, k) => sliceAlong(x, along, (ends[k] ?? 0) - size, ends[k] ?? 0))
  }
}

/**
 * Splits a tensor into at most `count` parts along an axis, as `torch.chunk`. All parts have one length, except the
 * last, which may be shorter.
 *
 * @example
 * ```ts
 * import { chunk, tensor, toNested } from 'cotangent'
 *
 * chunk(2)(tensor([1, 2, 3], [3])).map((part) => toNested(part)) // => [[1, 2], [3]]
 * ```
 */
export const chunk = (count: number, options: PartsOptions = {}) => {
  const { axis = 0 } = checkOptions('chunk', options, { axis: true })
  return (x: Tensor): readonly Tensor[] => {
    const along = resolveAxis('chunk', x.shape, axis)
    if (!isCount(count, 1)) return refuse('chunk', [x.shape], { expected: '1 part or more', found: foundValue(count) })
    const length = x.shape[along] ?? 0
    const size = Math.max(1, Math.ceil(length / count))
    const parts = Math.max(1, Math.ceil(length / size))
    checkListed('chunk', x.shape, parts)
    return Array.from({ length: parts }, (_, k) => sliceAlong(x, along, k * size, Math.min(length, (k + 1) * size)))
  }
}
