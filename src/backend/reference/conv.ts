/**
 * @file Convolution, by the textbook. The entries
 *
 *     x[n, c, i * s + p * d - low, j * s + q * d - low]     w[o, c, p, q]     y[n, o, i, j]
 *
 * belong together, for every image n, output channel o, input channel c of the same group, output (i, j), and tap (p, q)
 * that lies on a cell of x (`meetings.ts`). One visit over all of them gives each operand from the other two:
 *
 *     conv:        y = the sum of x * w
 *     convInput:   x = the sum of w * y
 *     convFilter:  w = the sum of x * y
 *
 * This is what convolution means. The backend computes the same sums faster, by `fast/conv.ts`.
 */
import type { ConvGeometry } from '../../core/ConvGeometry.ts'
import { convGeometry } from '../../core/ConvGeometry.ts'
import { sizeOf } from '../../core/Shape.ts'
import type { Kernel } from './Kernel.ts'
import { meetingsOf } from './meetings.ts'

/** The positions, in x, w and y, of entries that belong together. */
type Visit = (x: number, w: number, y: number) => void

const forEachMatch = ({ images, groups, channels, features, rows, columns }: ConvGeometry, visit: Visit): void => {
  const [down, across] = [meetingsOf(rows), meetingsOf(columns)]
  for (let n = 0; n < images; n++) {
    for (let o = 0; o < groups * features; o++) {
      for (let c = 0; c < channels; c++) {
        const group = Math.floor(o / features)
        const [x, w, y] = [(n * groups + group) * channels + c, o * channels + c, n * groups * features + o]
        for (const { output: i, tap: p, cell: row } of down) {
          for (const { output: j, tap: q, cell: column } of across) {
            visit(
              (x * rows.input + row) * columns.input + column,
              (w * rows.kernel + p) * columns.kernel + q,
              (y * rows.output + i) * columns.output + j,
            )
          }
        }
      }
    }
  }
}

export const conv: Kernel<'conv'> = (params, [x, w], output) => {
  const y = new Float64Array(sizeOf(output))
  forEachMatch(convGeometry('conv', params, [x.shape, w.shape]), (i, k, j) => (y[j]! += x.data[i]! * w.data[k]!))
  return y
}

export const convInput: Kernel<'convInput'> = (params, [y, w], input) => {
  const x = new Float64Array(sizeOf(input))
  forEachMatch(convGeometry('convInput', params, [y.shape, w.shape]), (i, k, j) => (x[i]! += w.data[k]! * y.data[j]!))
  return x
}

export const convFilter: Kernel<'convFilter'> = (params, [x, y], kernel) => {
  const w = new Float64Array(sizeOf(kernel))
  forEachMatch(convGeometry('convFilter', params, [x.shape, y.shape]), (i, k, j) => (w[k]! += x.data[i]! * y.data[j]!))
  return w
}
