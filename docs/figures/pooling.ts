/** @file Average and max pooling of the same numbers, and how cotangents come back; then max pooling with overlap. */
import { avgPool2d, maxPool2d, tensor, toArray, vjp } from 'cotangent'
import type { Tensor } from 'cotangent'
import { rowsOf } from './drawing/convolutionExample.ts'
import type { Numbers } from './drawing/slidingSteps.ts'
import { colors, table } from './drawing/table.ts'
import { muted, plate, text } from './plate.ts'

type Image = Tensor<readonly [number, number, number, number]>

const x: Image = tensor([1, 3, 2, 0, 5, 4, 1, 6, 7, 2, 8, 8, 0, 1, 3, 5], [1, 1, 4, 4])
const side = 34
const shades = ['#ddf4ff', '#fff1c2', '#dafbe1', '#fbe5f3']

/** One row of tables: the image, the pooled one, its cotangent, and the cotangent of the image. */
const rowAt = (top: number, name: string, pool: (image: Image) => Image, sent: readonly number[]): string => {
  const [pooled, pullback] = vjp(pool)(x)
  const dy = tensor(sent, pooled.shape)
  const dx = pullback(dy)
  const tables: readonly (readonly [string, Numbers])[] = [
    ['x', rowsOf(x)],
    ['y', rowsOf(pooled)],
    ['dy', rowsOf(dy)],
    ['dx', rowsOf(dx)],
  ]
  const isApart = pooled.shape[2] === 2
  const received = Array.from(toArray(dx))
  const shade = (i: number, j: number, across: number): string | null => {
    if (across === 4 && name !== 'avg' && received[i * 4 + j] === 0) return null
    if (!isApart) return across === 4 ? colors.output : colors.input
    return shades[Math.floor((2 * i) / across) * 2 + Math.floor((2 * j) / across)] ?? null
  }
  const total = (numbers: Numbers): number => numbers.flat().reduce((sum, number) => sum + number, 0)
  return tables
    .map(([title, cells], k) => {
      const left = 92 + k * 4.7 * side
      const [begin, high] = [Math.round(left), cells.length * side]
      const sums =
        k < 2 ? '' : text(begin, top + 20 + high + 16, `Σ = ${String(total(cells))}`, { fill: muted, size: 12 })
      return [
        text(begin, top + 12, title, { fill: muted, size: 12 }),
        table({ x: begin, y: top + 20, side, cells, fill: (i, j) => shade(i, j, cells.length) }),
        sums,
      ].join('\n')
    })
    .concat(text(14, top + 44, name, { bold: true }))
    .join('\n')
}

/** Draws the figure. */
export const pooling = (): string =>
  plate({ width: 740, height: 590, title: 'Average pooling spreads cotangents; max pooling sends each to one cell' }, [
    rowAt(10, 'avg', avgPool2d({ kernel: 2 }), [4, 8, -4, 12]),
    rowAt(204, 'max', maxPool2d({ kernel: 2 }), [4, 8, -4, 12]),
    rowAt(398, 'max, S=1', maxPool2d({ kernel: 2, stride: 1 }), [1, 1, 1, 1, 1, 1, 1, 1, 1]),
  ])
