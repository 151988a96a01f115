/**
 * @file Reductions of updates by index other than their sum: the last, the greatest, and the product of the updates of
 * each cell. {@link scatter} is made of these parts.
 *
 * The last: updates whose index occurs again later are left out of a sum by index. The greatest: the last in the order
 * of values. The product: updates are sorted by index, so that those of one cell lie side by side, and multiplied in
 * pairs, pairs of pairs and so on; nothing is divided, so derivatives are right at zeros. An axis of n updates takes n
 * log n steps and memory for n; products and their derivatives take memory for n log n.
 */
import type { IndexNames } from '../core/indexNames.ts'
import type { Tensor } from '../core/Tensor.ts'
import { applyPrimitive } from '../core/Tensor.ts'
import { add } from './add.ts'
import { broadcastTo } from './broadcastTo.ts'
import { concatAlong } from './concat.ts'
import { arange, constant, literal, one, zero } from './constant.ts'
import { cumsum } from './cumsum.ts'
import { equal } from './equal.ts'
import { fmod } from './fmod.ts'
import { gatherNamed, scatterAddPrimitive } from './gather.ts'
import { less } from './less.ts'
import { lastOccurrencePrimitive } from './maxPool.ts'
import { minimum } from './minimum.ts'
import { mul } from './mul.ts'
import { reshapeTo } from './reshape.ts'
import { sliceAlong } from './slice.ts'
import { argsort } from './sorting.ts'
import { sub } from './sub.ts'
import { where } from './where.ts'

/** Updates, the cells that they go to along an axis, and how many cells there are. */
export interface Scattered {
  readonly axis: number
  readonly size: number
  readonly indices: Tensor
  readonly updates: Tensor
}

/** What cells take from their updates, and 1 where a cell has any; 0 where it has none, and the value is arbitrary. */
interface Gathered {
  readonly hit: Tensor
  readonly value: Tensor
}

/** The noun for indices in a refusal of one outside. */
export const scattering: IndexNames = {
  operation: 'scatter',
  phrase: 'scatter',
  index: 'index',
  among: ['entry', 'entries'],
  isFromBack: true,
}

/** Numbers added up by index. */
export const sumsByIndex = ({ axis, size, indices }: Scattered, numbers: Tensor): Tensor =>
  applyPrimitive(scatterAddPrimitive, { axis, size, names: scattering }, [indices, numbers])

/** The last update of each cell. */
export const lastByIndex = (to: Scattered): Gathered => {
  const isLast = applyPrimitive(lastOccurrencePrimitive, { axis: to.axis }, [to.indices])
  return { hit: sumsByIndex(to, isLast), value: sumsByIndex(to, where(isLast, to.updates, zero)) }
}

/** Updates and their indices in another order along the axis. */
const reordered = (to: Scattered, order: Tensor): Scattered => ({
  ...to,
  indices: gatherNamed(to.indices, order, to.axis),
  updates: gatherNamed(to.updates, order, to.axis),
})

/** The update of each cell whose key is greatest; NaN counts as greatest. */
export const greatestByIndex = (to: Scattered, keys: Tensor): Gathered =>
  lastByIndex(reordered(to, argsort({ axis: to.axis })(keys)))

/** Shifts entries to the front by `width` places along an axis and fills with ones. */
const movedUp = (x: Tensor, axis: number, width: number): Tensor => {
  const entering = constant(
    1,
    x.shape.map((d, index) => (index === axis ? width : d)),
  )
  return concatAlong([sliceAlong(x, axis, width, x.shape[axis] ?? 0), entering], axis)
}

/** The whole numbers from 0 on along an axis of a shape. */
const placesAlong = (shape: Tensor['shape'], axis: number): Tensor => {
  const length = shape[axis] ?? 0
  const line = reshapeTo(
    arange(length),
    shape.map((_, index) => (index === axis ? length : 1)),
  )
  return broadcastTo(shape)(line)
}

/** The product of the updates of each cell. */
export const productByIndex = (to: Scattered): Gathered => {
  const { axis, indices } = to
  const length = indices.shape[axis] ?? 0
  const counts = sumsByIndex(to, constant(1, indices.shape))
  const starts = cumsum({ axis, exclusive: true })(counts)
  const { indices: cells, updates } = reordered(to, argsort({ axis })(indices))
  const ofCell = (numbers: Tensor): Tensor => gatherNamed(numbers, cells, axis, scattering)
  // The position of each update among those of its cell, and how many there are.
  const rank = sub(placesAlong(indices.shape, axis), ofCell(starts))
  const among = ofCell(counts)
  const joined = (products: Tensor, width: number): Tensor => {
    const isFirst = equal(fmod(rank, literal(2 * width)), zero)
    const hasSecond = less(add(rank, literal(width)), among)
    return mul(products, where(mul(isFirst, hasSecond), movedUp(products, axis, width), one))
  }
  const widths = Array.from({ length: Math.ceil(Math.log2(Math.max(1, length))) }, (_, k) => 2 ** k)
  const products = widths.reduce(joined, updates)
  const first = minimum(starts, literal(length - 1))
  return { hit: less(zero, counts), value: gatherNamed(products, first, axis) }
}
