/**
 * @file matmul by the library, which reads matrices in place. A transposed matrix that only the product reads is not
 * computed: the library reads it by columns.
 */
import { bytesOf, simply } from '../backend/wasm/Lowering.ts'
import type { Lowered, Lowering } from '../backend/wasm/Lowering.ts'
import * as wasm from '../backend/wasm/matmul.ts'
import { sizeOf } from '../core/Shape.ts'
import type { Multiplication } from './multiply.ts'
import { multiply, needsSpare } from './multiply.ts'
import type { Worth } from './worthCalling.ts'

/** Whether A or B is stored as its transpose. */
interface Order {
  readonly aTransposed?: boolean
  readonly bTransposed?: boolean
}

const product = (sizes: Multiplication, { aTransposed = false, bTransposed = false }: Order): Lowered => {
  const { height, width, depth, groups } = sizes
  const spare = needsSpare(depth) ? bytesOf(groups * height * width) : 0
  return {
    ...simply((to, { inputs: [a, b], output, workspace }) => {
      const group = (rows: number, columns: number): number => rows * columns * 4
      const matrices = [
        { at: a!, row: aTransposed ? height : depth, isTransposed: aTransposed, group: group(height, depth) },
        { at: b!, row: bTransposed ? depth : width, isTransposed: bTransposed, group: group(depth, width) },
        { at: output, row: width, group: group(height, width) },
      ] as const
      multiply(to, sizes, matrices, undefined, workspace - output)
    }),
    workspace: spare,
  }
}

const one = { groups: 1, images: 1 } as const

export const matmul =
  (isWorth: Worth): Lowering<'matmul'> =>
  (params, [a, b], output) => {
    const groups = sizeOf(a!.slice(0, -2))
    const sizes = { height: a!.at(-2)!, width: b!.at(-1)!, depth: a!.at(-1)!, groups, images: 1 }
    return isWorth(sizes) ? product(sizes, {}) : wasm.matmul(params, [a!, b!], output)
  }

/**
 * Whether few rows meet a matrix too large for the cache: the library copies it to its own layout, while WebAssembly reads
 * it once. With a matrix of 4096 x 4096 on one thread, 2, 4, 8 and 16 rows took 12, 12, 14 and 16 ms in OpenBLAS, and 5,
 * 7, 12 and 20 ms in WebAssembly.
 */
const isReadOnce = ({ height, width, depth }: Multiplication): boolean =>
  height > 1 && height <= 8 && width * depth > 1 << 20

export const matmulByRows =
  (isWorth: Worth): Lowering<'matmulByRows'> =>
  (params, [x, w], output) => {
    const sizes = { height: x![0]!, width: w![0]!, depth: x![1]!, ...one }
    return isWorth(sizes) && !isReadOnce(sizes)
      ? product(sizes, { bTransposed: true })
      : wasm.matmulByRows(params, [x!, w!], output)
  }

export const matmulByColumns =
  (isWorth: Worth): Lowering<'matmulByColumns'> =>
  (params, [x, y], output) => {
    const sizes = { height: x![1]!, width: y![1]!, depth: x![0]!, ...one }
    return isWorth(sizes) ? product(sizes, { aTransposed: true }) : wasm.matmulByColumns(params, [x!, y!], output)
  }
