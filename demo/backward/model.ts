/**
 * @file Backward: the gradient of L(x) = sum of dy * conv(x, w) at one input cell, three times: by `grad`, by the sum over
 * the rotated kernel, and by a finite difference.
 *
 *     dx[a, b] = sum over p, q of dy'[a + p, b + q] w[K - 1 - p, K - 1 - q]
 *
 * where dy' is dy with s - 1 zeros between its cells and K - 1 - pad zeros around them.
 */
import { conv2d, grad, mul, sum } from 'cotangent'
import type { Tensor } from 'cotangent'
import type { ValuesOf } from '../common/Field.ts'
import { numbers, oneOf, text, whole } from '../common/Field.ts'
import type { Cell, Grid } from '../common/Grid.ts'
import { entryAt, gridOf, hasCell, nearest, turned, withEntry } from '../common/Grid.ts'
import { entriesOf, gridFrom, imageOf } from '../common/numbersOf.ts'
import { ruleCode } from './rules.ts'

/** The side of the input. */
export const inputSide = 6

/** The side of the kernel. */
export const kernelSide = 3

const input = [
  ...[3, 1, 4, 1, 5, 9],
  ...[2, 6, 5, 3, 5, 8],
  ...[9, 7, 9, 3, 2, 3],
  ...[8, 4, 6, 2, 6, 4],
  ...[3, 3, 8, 3, 2, 7],
  ...[9, 5, 0, 2, 8, 8],
]

const cotangent = [
  ...[1, 2, 0, -1, 3, 1],
  ...[0, 3, -2, 1, 0, 2],
  ...[2, -1, 4, 0, 1, -3],
  ...[-2, 1, 1, 3, -1, 0],
  ...[1, 0, 2, -2, 1, 1],
  ...[0, 1, -1, 2, 0, 3],
]

/** Whether all output cells send a cotangent, or one alone. */
export const sendings = ['all', 'one'] as const

/** The longest text that the editor, and the address, take. */
export const longestCode = 800

export const fields = {
  kernel: numbers(-9, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
  stride: whole(1, 2, 1),
  padding: whole(0, 2, 0),
  /** The input cell whose gradient is computed. */
  row: whole(0, inputSide - 1, 2),
  column: whole(0, inputSide - 1, 2),
  /** The output cell whose cotangent is followed. */
  fromRow: whole(0, inputSide, 1),
  fromColumn: whole(0, inputSide, 1),
  sending: oneOf(sendings, 'all'),
  /** The text of the editor. */
  code: text(ruleCode, longestCode, 'unturned'),
}

export type Backward = ValuesOf<typeof fields>

/** A product of the sum by hand. */
export interface BackwardTerm {
  /** The cell of the spread cotangent. */
  readonly cell: Cell
  /** The cell of the turned kernel. */
  readonly tap: Cell
  readonly dy: number
  readonly w: number
}

/** The three numbers, and the greatest distance between two of them. */
export interface Agreement {
  readonly byGrad: number
  readonly byHand: number
  readonly byDifference: number
  readonly distance: number
}

export const inputGrid: Grid = { rows: inputSide, columns: inputSide, cells: input }

export const kernelIn = ({ kernel }: Backward): Grid => ({ rows: kernelSide, columns: kernelSide, cells: kernel })

/** The side of the output. */
export const outputSide = ({ stride, padding }: Backward): number =>
  Math.floor((inputSide + 2 * padding - kernelSide) / stride) + 1

/** The output cell that the visitor has picked. */
export const sourceOf = (state: Backward): Cell => {
  const side = outputSide(state)
  return nearest({ rows: side, columns: side, cells: [] }, { row: state.fromRow, column: state.fromColumn })
}

/** The cotangents of the output: one for every cell, or only that of the picked cell. */
export const cotangentIn = (state: Backward): Grid => {
  const side = outputSide(state)
  const source = sourceOf(state)
  return gridOf(side, side, ({ row, column }) =>
    state.sending === 'all'
      ? (cotangent[(row * 7 + column) % cotangent.length] ?? 0)
      : Number(row === source.row && column === source.column),
  )
}

/** L as the library writes it. */
const lossOf =
  (state: Backward) =>
  (x: Tensor<readonly [1, 1, number, number]>): Tensor<readonly []> => {
    const { stride, padding } = state
    return sum()(mul(imageOf(cotangentIn(state)), conv2d({ stride, padding })(x, imageOf(kernelIn(state)))))
  }

/** The gradient of all input cells, by `grad`. */
export const gradientOf = (state: Backward): Grid => gridFrom(grad(lossOf(state))(imageOf(inputGrid)))

/** The cotangent with zeros between its cells and around them, over which the turned kernel slides. */
export const spread = (state: Backward): Grid => {
  const { stride, padding } = state
  const dy = cotangentIn(state)
  const low = kernelSide - 1 - padding
  const side = inputSide + kernelSide - 1
  return gridOf(side, side, ({ row, column }) => {
    const [i, j] = [(row - low) / stride, (column - low) / stride]
    return Number.isInteger(i) && Number.isInteger(j) ? entryAt(dy, { row: i, column: j }) : 0
  })
}

/** Where a cell of the spread cotangent comes from; `null` if it is one of the zeros. */
export const originOf = (state: Backward, { row, column }: Cell): Cell | null => {
  const { stride, padding } = state
  const low = kernelSide - 1 - padding
  const origin = { row: (row - low) / stride, column: (column - low) / stride }
  const isWhole = Number.isInteger(origin.row) && Number.isInteger(origin.column)
  return isWhole && hasCell(cotangentIn(state), origin) ? origin : null
}

/** The products that the gradient of an input cell is the sum of. */
export const termsAt = (state: Backward, { row, column }: Cell): readonly BackwardTerm[] => {
  const around = spread(state)
  return turned(kernelIn(state)).cells.map((w, k) => {
    const tap = { row: Math.floor(k / kernelSide), column: k % kernelSide }
    const cell = { row: row + tap.row, column: column + tap.column }
    return { cell, tap, dy: entryAt(around, cell), w }
  })
}

/** The input cells to which an output cell sends its cotangent, with what arrives there. */
export const arrivals = (state: Backward, { row, column }: Cell): readonly { cell: Cell; amount: number }[] => {
  const { stride, padding, kernel } = state
  const sent = entryAt(cotangentIn(state), { row, column })
  return kernel
    .map((w, k) => ({
      cell: {
        row: row * stride - padding + Math.floor(k / kernelSide),
        column: column * stride - padding + (k % kernelSide),
      },
      amount: sent * w,
    }))
    .filter(({ cell }) => hasCell(inputGrid, cell))
}

/** The step of the finite difference. */
export const step = 1e-3

/** (L(x + h e) - L(x - h e)) / (2 h), by the library. */
const differenceAt = (state: Backward, cell: Cell): number => {
  const x = entryAt(inputGrid, cell)
  const moved = (by: number): number =>
    entriesOf(lossOf(state)(imageOf(withEntry(inputGrid, cell, x + by))))[0] ?? Number.NaN
  return (moved(step) - moved(-step)) / (2 * step)
}

/** The gradient of an input cell, three times. */
export const agreementAt = (state: Backward, cell: Cell): Agreement => {
  const byGrad = entryAt(gradientOf(state), cell)
  const byHand = termsAt(state, cell).reduce((total, { dy, w }) => total + dy * w, 0)
  const byDifference = differenceAt(state, cell)
  const three = [byGrad, byHand, byDifference]
  return { byGrad, byHand, byDifference, distance: Math.max(...three) - Math.min(...three) }
}

/** A program that computes the gradient of the cell. */
export const codeOf = (state: Backward, cell: Cell): string => {
  const { stride, padding, kernel } = state
  const { rows, columns, cells } = cotangentIn(state)
  return `import { conv2d, grad, mul, sum, tensor, toArray } from 'cotangent'

const x = tensor([${input.join(', ')}], [1, 1, ${inputSide}, ${inputSide}])
const w = tensor([${kernel.join(', ')}], [1, 1, ${kernelSide}, ${kernelSide}])
const dy = tensor([${cells.join(', ')}], [1, 1, ${rows}, ${columns}])

const loss = (image: typeof x) => sum()(mul(dy, conv2d({ stride: ${stride}, padding: ${padding} })(image, w)))
console.log(toArray(grad(loss)(x))[${cell.row * inputSide + cell.column}]) // => ${agreementAt(state, cell).byHand}
`
}
