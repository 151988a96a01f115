/**
 * @file How many updates may meet in a cell of a scatterAdd: many in general, so they are summed in 64 bits. If the
 * indices are those of a max pooling, only the windows that cover a cell contribute to it, and float32 is accurate
 * enough.
 *
 *     scatterAdd(maxPoolIndices(x), updates)    is    scatterAddShallow of the same, up to rounding
 */
import type { ValueId } from '../../../compile/Program.ts'
import { blockLength } from '../../../core/longSums.ts'
import type { WasmInstruction, WasmProgram } from '../WasmProgram.ts'
import { isNamed, makerOf } from '../WasmProgram.ts'

/** The instruction that computed a value, looking through reshapes. */
const sourceOf = (program: WasmProgram, id: ValueId): WasmInstruction | undefined => {
  const maker = makerOf(program, id)
  return isNamed(maker, 'reshape') ? sourceOf(program, maker.inputs[0] ?? 0) : maker
}

/** Whether the indices are those of a max pooling with small windows. */
const isShallow = (program: WasmProgram, { inputs: [indices = 0] }: WasmInstruction<'scatterAdd'>): boolean => {
  const maker = sourceOf(program, indices)
  return (
    isNamed(maker, 'maxPoolIndices') &&
    maker.params.window.reduce((taps, { kernel }) => taps * kernel, 1) <= blockLength
  )
}

/** The program with its shallow scatterAdds marked. */
export const shallowScatters = (program: WasmProgram): WasmProgram => ({
  ...program,
  instructions: program.instructions.map((instruction) =>
    isNamed(instruction, 'scatterAdd') && isShallow(program, instruction)
      ? { ...instruction, name: 'scatterAddShallow' }
      : instruction,
  ),
})
