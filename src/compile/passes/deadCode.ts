/**
 * @file Dead code: instructions whose values reach no output are dropped.
 *
 * Law: "dead code elimination keeps the outputs", exactly.
 */
import type { Program, ValueId } from '../Program.ts'
import { select } from './rewrite.ts'

/** For each instruction, whether its value reaches an output. */
const usefulOf = ({ inputs, instructions, outputs }: Program): readonly boolean[] => {
  const needed = new Set<ValueId>(outputs)
  const useful = instructions.map(() => false)
  for (let index = instructions.length - 1; index >= 0; index--) {
    useful[index] = needed.has(inputs.length + index)
    if (useful[index] === true) for (const id of instructions[index]?.inputs ?? []) needed.add(id)
  }
  return useful
}

/** The program without the instructions that no output needs. */
export const deadCode = (program: Program): Program => {
  const useful = usefulOf(program)
  const order = program.instructions.flatMap((_, index) => (useful[index] === true ? [index] : []))
  return order.length === program.instructions.length ? program : select(program, order)
}
