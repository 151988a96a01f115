/**
 * @file roll, tile and repeatInterleave: entries shifted or repeated.
 *
 *     roll: y[i] = x[i - shift], wrapping around tile: repeats the whole tensor repeatInterleave: repeats each entry
 *
 * Shape rule: roll keeps the shape; tile multiplies every axis; repeatInterleave multiplies one. Pullback: cotangents
 * go back to where the entries came from, and add up where an entry was repeated.
 * Laws: finite differences (exact), adjointness, pullback linearity; "moves entries around the end, and back".
 */
import { ownList } from '../core/own.ts'
import { checkOptions } from '../core/options.ts'
import { checkInteger, resolveAxis } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { broadcastTo } from './broadcastTo.ts'
import { concatAlong } from './concat.ts'
import { expandDims, reshapeTo } from './reshape.ts'
import { sliceAlong } from './slice.ts'

/**
 * Shifts entries along an axis; entries that leave at the end come back at the start.
 *
 * @example
 * ```ts
 * import { roll, tensor, toNested } from 'cotangent'
 *
 * toNested(roll(1)(tensor([1, 2, 3], [3]))) // => [3, 1, 2]
 * ```
 */
export const roll = (shift: number, options: { readonly axis?: number } = {}) => {
  const { axis = -1 } = checkOptions('roll', options, { axis: true })
  return (x: Tensor): Tensor => {
    const along = resolveAxis('roll', x.shape, axis)
    const n = x.shape[along] ?? 0
    checkInteger('roll', 'the shift', shift)
    const cut = n === 0 ? 0 : (((n - (shift % n)) % n) + n) % n
    return cut === 0 ? x : concatAlong([sliceAlong(x, along, cut, n), sliceAlong(x, along, 0, cut)], along)
  }
}

const checkCount = (operation: string, x: Tensor, counts: readonly number[]): void => {
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0)) {
    refuse(operation, [x.shape], { expected: 'a whole number of times, 0 or more', found: counts.join(', ') })
  }
}

/**
 * Repeats a tensor along its axes. The counts are for the last axes; if there are more counts than axes, new axes are
 * added in front.
 *
 * @example
 * ```ts
 * import { tensor, tile, toNested } from 'cotangent'
 *
 * toNested(tile([2, 2])(tensor([1, 2], [2]))) // => [[1, 2, 1, 2], [1, 2, 1, 2]]
 * ```
 */
export const tile = (given: readonly number[]) => {
  const counts = ownList(given)
  return (x: Tensor): Tensor => {
    checkCount('tile', x, counts)
    const rank = Math.max(counts.length, x.shape.length)
    const shape = [...Array.from({ length: rank - x.shape.length }, () => 1), ...x.shape]
    const times = [...Array.from({ length: rank - counts.length }, () => 1), ...counts]
    const apart = reshapeTo(
      x,
      shape.flatMap((length) => [1, length]),
    )
    const repeated = broadcastTo(shape.flatMap((length, k) => [times[k] ?? 1, length]))(apart)
    return reshapeTo(
      repeated,
      shape.map((length, k) => length * (times[k] ?? 1)),
    )
  }
}

/**
 * Repeats every entry `count` times along an axis, the last by default.
 *
 * @example
 * ```ts
 * import { repeatInterleave, tensor, toNested } from 'cotangent'
 *
 * toNested(repeatInterleave(2)(tensor([1, 2], [2]))) // => [1, 1, 2, 2]
 * ```
 */
export const repeatInterleave = (count: number, options: { readonly axis?: number } = {}) => {
  const { axis = -1 } = checkOptions('repeatInterleave', options, { axis: true })
  return (x: Tensor): Tensor => {
    checkCount('repeatInterleave', x, [count])
    const along = resolveAxis('repeatInterleave', x.shape, axis)
    const apart = expandDims(along + 1)(x)
    const repeated = broadcastTo([...x.shape.slice(0, along + 1), count, ...x.shape.slice(along + 1)])(apart)
    return reshapeTo(
      repeated,
      x.shape.map((length, k) => (k === along ? length * count : length)),
    )
  }
}
