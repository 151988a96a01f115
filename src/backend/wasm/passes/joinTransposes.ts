/**
 * @file A transposed matrix is joined to the product that alone reads it, if the other matrix has few rows, as in a dense
 * layer.
 *
 *     matmul(x, transpose(w))    is    matmulByRows(x, w),    x [M, K], w [N, K], M at most 16
 *
 * Entry (i, j) of both is the sum over k of x[i, k] * w[j, k]: the joined product reads row j of w where the other one reads
 * column j of its transpose. They add in another order, so that sums may differ by rounding. The transposed matrix is not made,
 * and needs no room.
 */
import type { ValueId } from '../../../compile/Program.ts'
import type { WasmInstruction, WasmProgram } from '../WasmProgram.ts'
import { isNamed, makerOf, placeOnly } from '../WasmProgram.ts'
import type { JoinRule } from './joining.ts'
import { join } from './joining.ts'

/** Rows up to which inner products take less time than to transpose and to multiply. */
const mostRows = 16

const isThin = ({ inputShapes: [x, w] }: WasmInstruction): boolean =>
  x?.length === 2 && w?.length === 2 && x[0]! <= mostRows

/** How often each value is read, by instructions and as an output. */
const readersOf = ({ instructions, outputs }: WasmProgram): ReadonlyMap<ValueId, number> => {
  const readers = new Map<ValueId, number>()
  for (const id of [...instructions.flatMap(({ inputs }) => inputs), ...outputs]) {
    readers.set(id, (readers.get(id) ?? 0) + 1)
  }
  return readers
}

/** A thin product with a transposed matrix that nothing else reads. */
const thinProductByRows =
  (readers: ReadonlyMap<ValueId, number>): JoinRule =>
  (product, _, program) => {
    const [x, taken] = product.inputs
    if (!isNamed(product, 'matmul') || !isThin(product) || x === undefined || taken === undefined) return null
    const transpose = makerOf(program, taken)
    if (!isNamed(transpose, 'transpose') || transpose.shape.length !== 2 || readers.get(taken) !== 1) return null
    const joined = {
      ...product,
      name: 'matmulByRows',
      params: {},
      inputs: [x, transpose.inputs[0]!],
      inputShapes: [product.inputShapes[0]!, transpose.inputShapes[0]!],
    } as const
    return { joined, taken, left: placeOnly(transpose, [0]) }
  }

/** The program with thin products that read their weights where they lie. */
export const joinTransposes = (program: WasmProgram): WasmProgram =>
  join(program, thinProductByRows(readersOf(program)))
