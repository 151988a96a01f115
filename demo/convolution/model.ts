/**
 * @file Convolution: an image of digits 0 to 9, a kernel of small whole numbers, and one output cell that the visitor
 * looks at. The library computes the map; the terms beside it are read from the definition.
 *
 *     y[i, j] = sum over p, q of x[i s + p d - pad, j s + q d - pad] w[p, q]
 *     size    = floor((H + 2 pad - (d (K - 1) + 1)) / s) + 1
 */
import { conv2d } from 'cotangent'
import { digits, numbers, whole } from '../common/Field.ts'
import type { ValuesOf } from '../common/Field.ts'
import type { Cell, Grid } from '../common/Grid.ts'
import { entryAt, hasCell, nearest } from '../common/Grid.ts'
import { gridFrom, imageOf } from '../common/numbersOf.ts'

/** The side of the image. */
export const imageSide = 14

/** The side of the kernel. */
export const kernelSide = 3

/** A seven, reduced to 14 x 14 cells. */
const seven = [
  ...['00000000000000', '00000000000000', '00000000000000', '00135300000000', '00499998888600', '00013356669900'],
  ...['00000000038500', '00000000079000', '00000000495000', '00000001980000', '00000007930000', '00000019700000'],
  ...['00000059600000', '00000038300000'],
].flatMap((row) => Array.from(row, Number))

/** Kernels to begin with, each by what it does. */
export const kernels = {
  sobel: [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  edges: [0, -1, 0, -1, 4, -1, 0, -1, 0],
  blur: [1, 1, 1, 1, 1, 1, 1, 1, 1],
  emboss: [-2, -1, 0, -1, 1, 1, 0, 1, 2],
  identity: [0, 0, 0, 0, 1, 0, 0, 0, 0],
} as const

/** The names of the kernels. */
export const kernelNames = [
  'sobel',
  'edges',
  'blur',
  'emboss',
  'identity',
] as const satisfies readonly (keyof typeof kernels)[]

export const fields = {
  image: digits(seven),
  kernel: numbers(-9, 9, kernels.sobel),
  stride: whole(1, 3, 1),
  padding: whole(0, 3, 1),
  dilation: whole(1, 3, 1),
  row: whole(0, 99, 4),
  column: whole(0, 99, 9),
  /** The cell of the image that a digit is written into. */
  penRow: whole(0, imageSide - 1, 4),
  penColumn: whole(0, imageSide - 1, 9),
}

export type Convolution = ValuesOf<typeof fields>

/** One product of the sum. */
export interface Term {
  /** The cell of the image; beyond its edges in the padding. */
  readonly cell: Cell
  readonly tap: Cell
  readonly x: number
  readonly w: number
  readonly isPadding: boolean
}

export const imageIn = ({ image }: Convolution): Grid => ({ rows: imageSide, columns: imageSide, cells: image })

export const kernelIn = ({ kernel }: Convolution): Grid => ({ rows: kernelSide, columns: kernelSide, cells: kernel })

/** The map, computed by the library. */
export const mapOf = (state: Convolution): Grid => {
  const { stride, padding, dilation } = state
  return gridFrom(conv2d({ stride, padding, dilation })(imageOf(imageIn(state)), imageOf(kernelIn(state))))
}

/** The output cell that the visitor looks at; the nearest that the map has. */
export const lookedAt = ({ row, column }: Convolution, map: Grid): Cell => nearest(map, { row, column })

/** The products that an output cell is the sum of, row by row. */
export const termsAt = (state: Convolution, { row, column }: Cell): readonly Term[] => {
  const { stride, padding, dilation, kernel } = state
  const image = imageIn(state)
  return kernel.map((w, k) => {
    const tap = { row: Math.floor(k / kernelSide), column: k % kernelSide }
    const cell = {
      row: row * stride + tap.row * dilation - padding,
      column: column * stride + tap.column * dilation - padding,
    }
    return { cell, tap, x: entryAt(image, cell), w, isPadding: !hasCell(image, cell) }
  })
}

/** The sum of products, by hand. */
export const sumOf = (terms: readonly Term[]): number => terms.reduce((total, { x, w }) => total + x * w, 0)

/** The size of the map by the formula of the field. */
export const sizeBy = ({ stride, padding, dilation }: Convolution): number =>
  Math.floor((imageSide + 2 * padding - (dilation * (kernelSide - 1) + 1)) / stride) + 1

/** A program that computes the cell. */
export const codeOf = (state: Convolution, { row, column }: Cell): string => {
  const { image, kernel, stride, padding, dilation } = state
  return `import { conv2d, tensor, toArray } from 'cotangent'

const image = tensor(Array.from('${image.join('')}', Number), [1, 1, ${imageSide}, ${imageSide}])
const kernel = tensor([${kernel.join(', ')}], [1, 1, ${kernelSide}, ${kernelSide}])

const map = conv2d({ stride: ${stride}, padding: ${padding}, dilation: ${dilation} })(image, kernel)
console.log(map.shape) // => [1, 1, ${sizeBy(state)}, ${sizeBy(state)}]
console.log(toArray(map)[${row * sizeBy(state) + column}]) // => ${sumOf(termsAt(state, { row, column }))}
`
}
