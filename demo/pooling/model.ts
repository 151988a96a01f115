/**
 * @file Pooling: what a maximum and an average send forward, and what they send back. A maximum routes the cotangent of a
 * window to the cell that won, the first in row-major order; an average spreads it evenly. Both keep the total.
 */
import { avgPool2d, grad, maxPool2d, maxPoolIndices, mul, sum } from 'cotangent'
import type { Tensor } from 'cotangent'
import type { ValuesOf } from '../common/Field.ts'
import { digits, oneOf, whole } from '../common/Field.ts'
import type { Cell, Grid } from '../common/Grid.ts'
import { entryAt, gridOf, isSameCell, nearest } from '../common/Grid.ts'
import { gridFrom, imageOf } from '../common/numbersOf.ts'

/** The side of the input. */
export const inputSide = 6

const fromRows = (...rows: readonly string[]): readonly number[] => rows.flatMap((row) => Array.from(row, Number))

/** Inputs to begin with. */
export const inputs = {
  plain: fromRows('314159', '265358', '979323', '846264', '338327', '950288'),
  ties: fromRows('441100', '441100', '225577', '225577', '330066', '330066'),
  peak: fromRows('111111', '122221', '124921', '122421', '122221', '111111'),
} as const

/** The names of the inputs. */
export const inputNames = ['plain', 'ties', 'peak'] as const satisfies readonly (keyof typeof inputs)[]

export const kinds = ['max', 'average'] as const

export type Kind = (typeof kinds)[number]

export const fields = {
  input: digits(inputs.plain),
  kind: oneOf(kinds, 'max'),
  kernel: whole(2, 3, 2),
  stride: whole(1, 3, 2),
  /** The input cell that the visitor is at, whose window is looked at. */
  row: whole(0, inputSide - 1, 2),
  column: whole(0, inputSide - 1, 2),
}

export type Pooling = ValuesOf<typeof fields>

/** A pooling of either kind, forwards and backwards. */
export interface Pooled {
  readonly output: Grid
  /** The cotangent of the output. */
  readonly dy: Grid
  /** The cotangent of the input. */
  readonly dx: Grid
}

/** A cell of a window. */
export interface Member {
  readonly cell: Cell
  readonly entry: number
  readonly isWinner: boolean
  /** Whether it is as great as the winner. */
  readonly isTied: boolean
}

export const inputIn = ({ input }: Pooling): Grid => ({ rows: inputSide, columns: inputSide, cells: input })

type Image = Tensor<readonly [1, 1, number, number]>

const poolOf = (kind: Kind, { kernel, stride }: Pooling): ((x: Image) => Image) =>
  kind === 'max' ? maxPool2d({ kernel, stride }) : avgPool2d({ kernel, stride })

/** The cotangent of an output cell: 1, 2, 3 and so on, so that each can be recognized where it arrives. */
const cotangentOf = ({ rows, columns }: Grid): Grid =>
  gridOf(rows, columns, ({ row, column }) => row * columns + column + 1)

/** Both directions, computed by the library. */
export const pooledBy = (kind: Kind, state: Pooling): Pooled => {
  const x = imageOf(inputIn(state))
  const pool = poolOf(kind, state)
  const output = gridFrom(pool(x))
  const dy = cotangentOf(output)
  const dx = gridFrom(grad((image: Image) => sum()(mul(imageOf(dy), pool(image))))(x))
  return { output, dy, dx }
}

/** The window that the visitor looks at: the last that begins at the input cell or before it. */
export const lookedAt = ({ row, column, stride }: Pooling, output: Grid): Cell =>
  nearest(output, { row: Math.floor(row / stride), column: Math.floor(column / stride) })

/** The input cell that a window begins at. */
export const cornerOf = ({ stride }: Pooling, { row, column }: Cell): Cell => ({
  row: row * stride,
  column: column * stride,
})

/** The cells that won, one for each window. */
export const winners = (state: Pooling): readonly Cell[] => {
  const { kernel, stride } = state
  const indices = gridFrom(maxPoolIndices({ kernel, stride })(imageOf(inputIn(state))))
  return indices.cells.map((index) => ({ row: Math.floor(index / inputSide), column: index % inputSide }))
}

/** The cells of a window. */
export const membersOf = (state: Pooling, window: Cell): readonly Member[] => {
  const { kernel, stride } = state
  const x = inputIn(state)
  const { columns } = pooledBy('max', state).output
  const winner = winners(state)[window.row * columns + window.column] ?? window
  return Array.from({ length: kernel * kernel }, (_, k) => {
    const cell = {
      row: window.row * stride + Math.floor(k / kernel),
      column: window.column * stride + (k % kernel),
    }
    const entry = entryAt(x, cell)
    const isWinner = isSameCell(cell, winner)
    return { cell, entry, isWinner, isTied: !isWinner && entry === entryAt(x, winner) }
  })
}

/** How many windows each input cell is in: 0 where the stride leaves it out, more than 1 where windows overlap. */
export const windowsOver = (state: Pooling): Grid => {
  const { kernel, stride } = state
  const count = Math.floor((inputSide - kernel) / stride) + 1
  const along = (position: number): number =>
    Array.from({ length: count }, (_, k) => position - k * stride).filter((tap) => tap >= 0 && tap < kernel).length
  return gridOf(inputSide, inputSide, ({ row, column }) => along(row) * along(column))
}

/** A program that computes the cotangent of the input. */
export const codeOf = (state: Pooling): string => {
  const { kind, kernel, stride, input } = state
  const { dy, dx } = pooledBy(kind, state)
  const pool = kind === 'max' ? 'maxPool2d' : 'avgPool2d'
  return `import { ${['grad', 'item', 'mul', 'sum', 'tensor', 'toArray', pool].toSorted().join(', ')} } from 'cotangent'

const x = tensor(Array.from('${input.join('')}', Number), [1, 1, ${inputSide}, ${inputSide}])
const dy = tensor([${dy.cells.join(', ')}], [1, 1, ${dy.rows}, ${dy.columns}])

const pooled = (image: typeof x) => ${pool}({ kernel: ${kernel}, stride: ${stride} })(image)
const dx = grad((image: typeof x) => sum()(mul(dy, pooled(image))))(x)
console.log(toArray(dx))
console.log(item(sum()(dx))) // => ${Number(dx.cells.reduce((total, cell) => total + cell, 0).toFixed(9))}
`
}
