/**
 * @file How many updates may meet in a cell of a scatterAdd: many, in general, so that they are added up in 64 bits. Where the
 * indices are those of a max pooling, no more than windows cover a cell, and float32 is wide enough.
 */
import type { ParamsOf, PoolParams } from '../../core/InstructionSet.ts'
import type { Program, ProgramInstruction } from '../../compile/Program.ts'
import { blockLength } from '../../core/longSums.ts'

/** Parameters of a scatterAdd of which it is known that few updates meet. */
export interface ScatterParams extends ParamsOf<'scatterAdd'> {
  readonly isShallow?: true
}

/** The instruction that made a value, looked through reshapes. */
const makerOf = ({ inputs, instructions }: Program, id: number): ProgramInstruction | undefined => {
  const made = instructions[id - inputs.length]
  return made?.name === 'reshape' ? makerOf({ inputs, instructions, outputs: [] }, made.inputs[0] ?? 0) : made
}

const isShallow = (program: Program, { name, inputs: [indices = 0] }: ProgramInstruction): boolean => {
  const maker = name === 'scatterAdd' ? makerOf(program, indices) : undefined
  if (maker?.name !== 'maxPoolIndices') return false
  const { window } = maker.params as PoolParams
  return window.reduce((taps, { kernel }) => taps * kernel, 1) <= blockLength
}

/** A program that says of its scatterAdds which are shallow. */
export const markShallow = (program: Program): Program => ({
  ...program,
  instructions: program.instructions.map((instruction) =>
    isShallow(program, instruction)
      ? ({ ...instruction, params: { ...instruction.params, isShallow: true } } as ProgramInstruction)
      : instruction,
  ),
})
