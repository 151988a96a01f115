/**
 * @file Max pooling and its indices are joined if both are computed over the same windows, as in training.
 *
 *     y = maxPool(x); i = maxPoolIndices(x)    is    i = indicesAndPool(x), which writes y
 *     i = maxPoolIndices(x); y = maxPool(x)    is    y = poolAndIndices(x), which writes i
 *
 * The values are the same: the search for the position of the largest cell finds that cell too. The earlier value keeps
 * its own memory, which the joined instruction takes as its second input and writes. Nothing may read it before: only
 * views are between the two.
 */
import type { ValueId } from '../../../compile/Program.ts'
import type { WasmInstruction, WasmProgram } from '../WasmProgram.ts'
import { isNamed, makerOf, placeOnly } from '../WasmProgram.ts'
import type { JoinRule } from './joining.ts'
import { join } from './joining.ts'

/** The value before this one, and before the views that precede it. */
const valueBefore = (id: ValueId, program: WasmProgram): ValueId => {
  let before = id - 1
  while (isNamed(makerOf(program, before), 'reshape')) before--
  return before
}

type Pooling = WasmInstruction<'maxPool'> | WasmInstruction<'maxPoolIndices'>

const isPooling = (instruction: WasmInstruction | undefined): instruction is Pooling =>
  isNamed(instruction, 'maxPool') || isNamed(instruction, 'maxPoolIndices')

/** Of two poolings over the same windows, one of values and one of indices, the later computes both. */
const bothAtOnce: JoinRule = (later, id, program) => {
  const taken = valueBefore(id, program)
  const earlier = makerOf(program, taken)
  if (!isPooling(later) || !isPooling(earlier) || later.name === earlier.name) return null
  if (earlier.inputs[0] !== later.inputs[0]) return null
  if (JSON.stringify(earlier.params) !== JSON.stringify(later.params)) return null
  const joined = {
    ...later,
    name: later.name === 'maxPool' ? 'poolAndIndices' : 'indicesAndPool',
    inputs: [...later.inputs, taken],
    inputShapes: [...later.inputShapes, earlier.shape],
  } as const
  return { joined, taken, left: placeOnly(earlier, earlier.shape) }
}

/** The program in which each max pooling is joined with its indices. */
export const joinPools = (program: WasmProgram): WasmProgram => join(program, bothAtOnce)
