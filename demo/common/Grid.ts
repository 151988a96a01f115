/** @file A grid of numbers, row by row: what the page shows of an image, a kernel or a feature map. */

/** Numbers in rows and columns. */
export interface Grid {
  readonly rows: number
  readonly columns: number
  /** The entries, row by row. */
  readonly cells: readonly number[]
}

/** A position in a grid, from 0. */
export interface Cell {
  readonly row: number
  readonly column: number
}

/** A grid whose entries are a function of their position. */
export const gridOf = (rows: number, columns: number, entry: (cell: Cell) => number): Grid => ({
  rows,
  columns,
  cells: Array.from({ length: rows * columns }, (_, k) => entry({ row: Math.floor(k / columns), column: k % columns })),
})

/** Whether a grid has a cell at this position. */
export const hasCell = ({ rows, columns }: Grid, { row, column }: Cell): boolean =>
  row >= 0 && row < rows && column >= 0 && column < columns

/** The entry of a cell; 0 beyond the edges, as padding has. */
export const entryAt = (grid: Grid, cell: Cell): number =>
  hasCell(grid, cell) ? (grid.cells[cell.row * grid.columns + cell.column] ?? 0) : 0

/** The nearest cell of a grid. */
export const nearest = ({ rows, columns }: Grid, { row, column }: Cell): Cell => ({
  row: Math.min(Math.max(row, 0), rows - 1),
  column: Math.min(Math.max(column, 0), columns - 1),
})

const moves = new Map<string, (from: Cell, last: Cell) => Cell>([
  ['ArrowUp', ({ row, column }) => ({ row: row - 1, column })],
  ['ArrowDown', ({ row, column }) => ({ row: row + 1, column })],
  ['ArrowLeft', ({ row, column }) => ({ row, column: column - 1 })],
  ['ArrowRight', ({ row, column }) => ({ row, column: column + 1 })],
  ['Home', ({ row }) => ({ row, column: 0 })],
  ['End', ({ row }, { column }) => ({ row, column })],
  ['Control+Home', () => ({ row: 0, column: 0 })],
  ['Control+End', (_, last) => last],
])

/** Where a key leads to from a cell: one cell on, or to an end of its row or of the grid; `null` for other keys. */
export const cellAfter = (grid: Grid, from: Cell, key: string): Cell | null => {
  const to = moves.get(key)?.(from, { row: grid.rows - 1, column: grid.columns - 1 })
  return to === undefined ? null : nearest(grid, to)
}

/** The grid with another entry in one cell. */
export const withEntry = (grid: Grid, cell: Cell, entry: number): Grid =>
  gridOf(grid.rows, grid.columns, (other) => (isSameCell(other, cell) ? entry : entryAt(grid, other)))

/** Whether two positions are the same. */
export const isSameCell = (a: Cell, b: Cell): boolean => a.row === b.row && a.column === b.column

/** The total of all entries, in order. */
export const totalOf = ({ cells }: Grid): number => cells.reduce((total, cell) => total + cell, 0)

/** The grid turned by 180 degrees. */
export const turned = ({ rows, columns, cells }: Grid): Grid => ({ rows, columns, cells: cells.toReversed() })
