/**
 * @file Max pooling and its indices over the same windows, which training needs both, computed together: the indices
 * take the pooled values as a second operand, and write them.
 */
import type { Program, ProgramInstruction } from '../../compile/Program.ts'

/** Whether a pooling is followed by its own indices. */
const isJoined = (pool: ProgramInstruction | undefined, next: ProgramInstruction | undefined): boolean =>
  pool?.name === 'maxPool' &&
  next?.name === 'maxPoolIndices' &&
  pool.inputs[0] === next.inputs[0] &&
  JSON.stringify(pool.params) === JSON.stringify(next.params)

/** A program whose indices write the pooled values, and the instructions that have nothing left to do. */
export const joinPools = (program: Program): { readonly program: Program; readonly done: ReadonlySet<number> } => {
  const { inputs, instructions } = program
  const done = new Set(instructions.flatMap((pool, at) => (isJoined(pool, instructions[at + 1]) ? [at] : [])))
  const joined = instructions.map((instruction, at) =>
    done.has(at - 1)
      ? {
          ...instruction,
          inputs: [...instruction.inputs, inputs.length + at - 1],
          inputShapes: [...instruction.inputShapes, instruction.shape],
        }
      : instruction,
  )
  return { program: { ...program, instructions: joined }, done }
}
