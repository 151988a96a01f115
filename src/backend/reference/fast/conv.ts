/**
 * @file Convolution, with the sums of `../conv.ts` but faster: over sheets (`sheets.ts`) instead of entry by entry. On
 * a sheet, the operand to compute either moves, and accumulates a multiple of another; or stays, and accumulates an
 * inner product.
 *
 * Law: "equals the plain form on any geometry".
 */
import { convGeometry } from '../../../core/ConvGeometry.ts'
import { sizeOf } from '../../../core/Shape.ts'
import type { Kernel } from '../Kernel.ts'
import type { Sheet, Walk } from './sheets.ts'
import { forEachSheet } from './sheets.ts'

/** An operand on a sheet: its numbers, where it starts and how it walks. */
type Part = readonly [data: Float64Array, start: number, walk: Walk]

const addMultiple = ({ rows, columns }: Sheet, [y, j, to]: Part, [x, i, from]: Part, factor: number): void => {
  // Read once: a store to an array makes the engine read the fields of objects again.
  const [yStep, xStep] = [to.column, from.column]
  for (let r = 0; r < rows; r++) {
    let at = j + r * to.row
    let source = i + r * from.row
    for (let c = 0; c < columns; c++, at += yStep, source += xStep) y[at]! += factor * x[source]!
  }
}

const innerProduct = ({ rows, columns }: Sheet, [a, i, first]: Part, [b, j, second]: Part): number => {
  let total = 0
  for (let r = 0; r < rows; r++) {
    let at = i + r * first.row
    let beside = j + r * second.row
    for (let c = 0; c < columns; c++, at += first.column, beside += second.column) total += a[at]! * b[beside]!
  }
  return total
}

export const conv: Kernel<'conv'> = (params, [{ data: x, shape: input }, { data: w, shape: kernel }], output) => {
  const y = new Float64Array(sizeOf(output))
  forEachSheet(convGeometry('conv', params, [input, kernel]), (sheet, i, k, j) => {
    if (sheet.still === 'w') addMultiple(sheet, [y, j, sheet.y], [x, i, sheet.x], w[k]!)
    else y[j]! += innerProduct(sheet, [x, i, sheet.x], [w, k, sheet.w])
  })
  return y
}

export const convInput: Kernel<'convInput'> = (
  params,
  [{ data: y, shape: output }, { data: w, shape: kernel }],
  input,
) => {
  const x = new Float64Array(sizeOf(input))
  forEachSheet(convGeometry('convInput', params, [output, kernel]), (sheet, i, k, j) => {
    if (sheet.still === 'w') addMultiple(sheet, [x, i, sheet.x], [y, j, sheet.y], w[k]!)
    else addMultiple(sheet, [x, i, sheet.x], [w, k, sheet.w], y[j]!)
  })
  return x
}

export const convFilter: Kernel<'convFilter'> = (params, [x, y], filter) => {
  const w = new Float64Array(sizeOf(filter))
  forEachSheet(convGeometry('convFilter', params, [x.shape, y.shape]), (sheet, i, k, j) => {
    if (sheet.still === 'w') w[k]! += innerProduct(sheet, [x.data, i, sheet.x], [y.data, j, sheet.y])
    else addMultiple(sheet, [w, k, sheet.w], [x.data, i, sheet.x], y.data[j]!)
  })
  return w
}
