/**
 * @file chunk and splitSizes: a tensor in parts along an axis; `concat` puts them together again.
 *
 *     part[k][i] = x[from[k] + i], from[k] the lengths of the parts before it
 *
 * Shape rule: the parts have the tensor's shape but along the axis. Pullback: through slices.
 * Laws: finite differences, adjointness, pullback linearity, second order; "joined, the parts are the whole".
 */
import { checkOptions } from '../core/options.ts'
import { resolveAxis } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { sliceAlong } from './slice.ts'

/** Along which axis a tensor is taken apart. */
export interface PartsOptions {
  /** The first by default; negative from the back. */
  readonly axis?: number
}

const isCount = (n: number, least: number): boolean => Number.isSafeInteger(n) && n >= least

/**
 * Parts of these lengths along an axis, in order. Refuses lengths that do not come to the axis's.
 *
 * @example
 * ```ts
 * import { splitSizes, tensor, toNested } from 'cotangent'
 *
 * const [head, tail] = splitSizes([1, 2])(tensor([1, 2, 3], [3]))
 * toNested(tail!) // => [2, 3]
 * ```
 */
export const splitSizes = (sizes: readonly number[], options: PartsOptions = {}) => {
  const { axis = 0 } = checkOptions('splitSizes', options, { axis: true })
  return (x: Tensor): readonly Tensor[] => {
    const along = resolveAxis('split', x.shape, axis)
    const length = x.shape[along] ?? 0
    const total = sizes.reduce((sum, size) => sum + size, 0)
    if (!sizes.every((size) => isCount(size, 0)) || total !== length) {
      const found = `[${sizes.join(', ')}]`
      return refuse('split', [x.shape], {
        expected: `lengths that come to ${String(length)} along axis ${String(along)}`,
        found,
      })
    }
    return sizes.map((size, k) => {
      const from = sizes.slice(0, k).reduce((sum, one) => sum + one, 0)
      return sliceAlong(x, along, from, from + size)
    })
  }
}

/**
 * At most so many parts along an axis, of one length but for the last, which may be shorter, as `torch.chunk`.
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
    if (!isCount(count, 1)) return refuse('chunk', [x.shape], { expected: '1 part or more', found: String(count) })
    const length = x.shape[along] ?? 0
    const size = Math.max(1, Math.ceil(length / count))
    const parts = Math.max(1, Math.ceil(length / size))
    return Array.from({ length: parts }, (_, k) => sliceAlong(x, along, k * size, Math.min(length, (k + 1) * size)))
  }
}
