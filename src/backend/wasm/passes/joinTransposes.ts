/**
 * @file A transposed matrix is joined to the only product that reads it.
 *
 *     matmul(x, transpose(w))    is    matmulByRows(x, w),       x [M, K], w [N, K]
 *     matmul(transpose(x), y)    is    matmulByColumns(x, y),    x [K, M], y [K, N]
 *
 * Entry (i, j) of the first is the sum over k of x[i, k] * w[j, k]: the joined product reads row j of w instead of
 * column j of its transpose. The transposed matrix is not computed and needs no memory. In WebAssembly the first pays off if x
 * has few rows, as in a dense layer, and adds in the order of the product. A library of the system adds in orders of its own,
 * so that there sums may differ by rounding.
 *
 * Law: "has the bits of the product with a transpose that is in memory", in WebAssembly.
 */
import { readsIn } from '../../../compile/passes/rewrite.ts'
import type { WasmInstruction, WasmProgram } from '../WasmProgram.ts'
import { isNamed, makerOf, placeOnly } from '../WasmProgram.ts'
import type { JoinRule } from './joining.ts'
import { join } from './joining.ts'

/** The most rows for which inner products are faster than a transpose and a multiplication. */
const mostRows = 16

const areMatrices = ({ inputShapes: [x, y] }: WasmInstruction): boolean => x?.length === 2 && y?.length === 2

const isThin = ({ inputShapes: [x] }: WasmInstruction): boolean => x![0]! <= mostRows

/** A product whose operand of this number is a transposed matrix that nothing else reads. */
const joinOperand =
  (operand: 0 | 1, name: 'matmulByRows' | 'matmulByColumns', reads: readonly number[]): JoinRule =>
  (product, _, program) => {
    const taken = product.inputs[operand]
    if (!isNamed(product, 'matmul') || !areMatrices(product) || taken === undefined) return null
    const transpose = makerOf(program, taken)
    if (!isNamed(transpose, 'transpose') || transpose.shape.length !== 2 || reads[taken] !== 1) return null
    const instead = <A>(all: readonly A[], one: A): readonly A[] => all.map((each, k) => (k === operand ? one : each))
    const joined = {
      ...product,
      name,
      params: {},
      inputs: instead(product.inputs, transpose.inputs[0]!),
      inputShapes: instead(product.inputShapes, transpose.inputShapes[0]!),
    } as const
    return { joined, taken, left: placeOnly(transpose, [0]) }
  }

/** The program in which thin products read their weights in place. */
export const joinTransposes = (program: WasmProgram): WasmProgram => {
  const rule = joinOperand(1, 'matmulByRows', readsIn(program))
  return join(program, (product, id, whole) =>
    isNamed(product, 'matmul') && isThin(product) ? rule(product, id, whole) : null,
  )
}

/** The program in which all products read a transposed matrix in place; of two, the right one is joined. */
export const joinAllTransposes = (program: WasmProgram): WasmProgram => {
  const reads = readsIn(program)
  const [byRows, byColumns] = [joinOperand(1, 'matmulByRows', reads), joinOperand(0, 'matmulByColumns', reads)]
  return join(program, (...product) => byRows(...product) ?? byColumns(...product))
}
