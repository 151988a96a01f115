/**
 * @file Constant folding: an elementwise primitive of repeated numbers is a repeated number. The backend that will run
 * the program computes it, so that folding changes no digit.
 *
 * Law: "folding keeps the outputs", exactly.
 */
import type { Executable, Program, ProgramInstruction } from '../Program.ts'
import { isElementwise } from './elementwise.ts'
import type { RewriteRule } from './rewrite.ts'
import { rewrite } from './rewrite.ts'

/** The primitive, applied to scalars. */
const scalarProgram = (instruction: ProgramInstruction): Program => ({
  inputs: instruction.inputs.map(() => []),
  instructions: [
    {
      ...instruction,
      inputs: instruction.inputs.map((_, k) => k),
      inputShapes: instruction.inputs.map(() => []),
      shape: [],
    },
  ],
  outputs: [instruction.inputs.length],
})

/** Folds with the numbers that a backend computes. */
export const foldConstants =
  (compile: (program: Program) => Executable) =>
  (program: Program): Program => {
    const rule: RewriteRule = (instruction, values) => {
      if (!isElementwise(instruction)) return null
      const { inputs, shape } = instruction
      const numbers = inputs.flatMap((id) => values.producedBy(id, 'constant')?.params.value ?? [])
      if (numbers.length < inputs.length) return null
      const [result] = compile(scalarProgram(instruction))(numbers.map((value) => Float64Array.of(value)))
      const value = result?.[0]
      return value === undefined ? null : values.make('constant', { value, shape }, [], shape)
    }
    return rewrite(program, rule)
  }
