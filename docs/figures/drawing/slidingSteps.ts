/**
 * @file A kernel that slides over a table, one panel for each cell of the result: the window, the kernel's numbers in it,
 * the sum of products, and the result as far as it is known.
 */
import { ink, muted, plate, text } from '../plate.ts'
import { colors, frame, shown, table } from './table.ts'

/** Numbers by row and column. */
export type Numbers = readonly (readonly number[])[]

/** What slides over what. */
export interface Sliding {
  readonly title: string
  /** The names of the table, the kernel and the result. */
  readonly names: readonly [over: string, kernel: string, result: string]
  readonly over: Numbers
  readonly kernel: Numbers
  /** What the library computes; each sum drawn is checked against it. */
  readonly result: Numbers
  readonly stride?: number
  /** Cells of the table that are zeros of its border or spacing, and are drawn mutedly. */
  readonly isFiller?: (row: number, column: number) => boolean
  /** Panels in a row. */
  readonly columns: number
  /** The cells of the result that have a panel; all of them by default. */
  readonly steps?: readonly (readonly [row: number, column: number])[]
  readonly colors?: readonly [over: string, kernel: string]
}

const side = 34
const gap = 28
const top = 26

const at = (numbers: Numbers, row: number, column: number): number => {
  const value = numbers[row]?.[column]
  if (value === undefined) throw new RangeError(`There is no cell ${row}, ${column}`)
  return value
}

const bracketed = (value: number): string => (value < 0 ? `(${shown(value)})` : shown(value))

/** The products of a step; a line for each row of the kernel. */
const productsOf = ({ over, kernel, stride = 1 }: Sliding, row: number, column: number) =>
  kernel.map((weights, p) =>
    weights.map((weight, q) => ({ weight, value: at(over, row * stride + p, column * stride + q) })),
  )

/** One panel at a place. */
const panelOf = (sliding: Sliding, [row, column]: readonly [number, number], x: number, y: number): string => {
  const { names, over, kernel, result, stride = 1, isFiller } = sliding
  const [overColor, kernelColor] = sliding.colors ?? [colors.input, colors.kernel]
  const products = productsOf(sliding, row, column)
  const total = products.flat().reduce((sum, { weight, value }) => sum + weight * value, 0)
  if (total !== at(result, row, column)) throw new RangeError(`${total} is not ${at(result, row, column)}`)
  const [rows, columns] = [kernel.length, kernel[0]?.length ?? 0]
  const [wide, high] = [(over[0]?.length ?? 0) * side, over.length * side]
  const inWindow = (i: number, j: number): boolean =>
    i >= row * stride && i < row * stride + rows && j >= column * stride && j < column * stride + columns
  const index = row * (result[0]?.length ?? 0) + column
  const isKnown = (i: number, j: number): boolean => i * (result[0]?.length ?? 0) + j <= index
  const [left, resultLeft] = [x, x + wide + gap]
  const taps = kernel.flatMap((weights, p) =>
    weights.map((weight, q) =>
      text(
        left + (column * stride + q + 1) * side - 2,
        y + top + (row * stride + p + 1) * side - 3,
        `×${shown(weight)}`,
        { size: 9, fill: colors.mark, anchor: 'end' },
      ),
    ),
  )
  const lines = products.map(
    (line, p) =>
      (p === 0 ? '' : '+ ') + line.map(({ weight, value }) => `${bracketed(value)}·${bracketed(weight)}`).join(' + '),
  )
  const below = y + top + Math.max(high, result.length * side) + 18
  return [
    text(left, y + 16, `${names[0]}, ${names[1]}`, { fill: muted, size: 12 }),
    text(resultLeft, y + 16, names[2], { fill: muted, size: 12 }),
    table({
      x: left,
      y: y + top,
      side,
      cells: over,
      fill: (i, j) => (inWindow(i, j) ? kernelColor : isFiller?.(i, j) === true ? null : overColor),
      color: (i, j) => (isFiller?.(i, j) === true ? muted : ink),
      isRaised: inWindow,
    }),
    ...taps,
    frame(left + column * stride * side, y + top + row * stride * side, columns * side, rows * side),
    text(x + wide + gap / 2, y + top + high / 2 + 4, '→', { fill: muted, anchor: 'middle' }),
    table({
      x: resultLeft,
      y: y + top,
      side,
      cells: result,
      fill: (i, j) => (i === row && j === column ? colors.output : null),
      word: (i, j) => (isKnown(i, j) ? shown(at(result, i, j)) : ''),
    }),
    ...lines.map((line, p) =>
      text(left, below + 16 * p, p === lines.length - 1 ? `${line} = ${shown(total)}` : line, { size: 11.5 }),
    ),
  ].join('\n')
}

/** The steps of a kernel that slides over a table. */
export const slidingSteps = (sliding: Sliding): string => {
  const { title, over, kernel, result, columns } = sliding
  const all = result.flatMap((row, i) => row.map((_, j) => [i, j] as const))
  const steps = sliding.steps ?? all
  const width = ((over[0]?.length ?? 0) + (result[0]?.length ?? 0)) * side + gap
  const height = top + Math.max(over.length, result.length) * side + 8 + 16 * kernel.length
  const panels = steps.map((step, k) =>
    panelOf(sliding, step, 16 + (k % columns) * (width + 36), 8 + Math.floor(k / columns) * (height + 12)),
  )
  const size = {
    width: 32 + columns * width + (columns - 1) * 36,
    height: 16 + Math.ceil(steps.length / columns) * (height + 12),
  }
  return plate({ ...size, title }, panels)
}
