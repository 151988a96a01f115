/**
 * @file Max pooling and its indices are joined if both are computed over the same windows, as in training.
 *
 *     y = maxPool(x); i = maxPoolIndices(x)    is    i, y = maxPoolBoth(x)
 *
 * The values are the same: the search for the position of the largest cell finds that cell too. The values keep their
 * own memory, which the joined instruction takes as its second input and writes; since the indices follow immediately,
 * nothing reads it earlier.
 */
import type { WasmProgram } from '../WasmProgram.ts'
import { isNamed, makerOf, placeOnly } from '../WasmProgram.ts'
import type { JoinRule } from './joining.ts'
import { join } from './joining.ts'

/** The indices of a max pooling, computed right after it. */
const indicesWithValues: JoinRule = (indices, id, program) => {
  const taken = id - 1
  const pool = makerOf(program, taken)
  if (!isNamed(indices, 'maxPoolIndices') || !isNamed(pool, 'maxPool')) return null
  if (pool.inputs[0] !== indices.inputs[0]) return null
  if (JSON.stringify(pool.params) !== JSON.stringify(indices.params)) return null
  const joined = {
    ...indices,
    name: 'maxPoolBoth',
    inputs: [...indices.inputs, taken],
    inputShapes: [...indices.inputShapes, pool.shape],
  } as const
  return { joined, taken, left: placeOnly(pool, pool.shape) }
}

/** The program with each max pooling joined to the indices after it. */
export const joinPools = (program: WasmProgram): WasmProgram => join(program, indicesWithValues)
