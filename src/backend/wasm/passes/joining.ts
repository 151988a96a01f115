/**
 * @file Joining: one instruction takes over the work of an earlier one. A rule sees each instruction, and names what
 * replaces it and what remains of the other one, which keeps its number.
 *
 * Law: "a joined program has the outputs of its source", bit for bit where the rule does not say otherwise.
 */
import type { ValueId } from '../../../compile/Program.ts'
import type { WasmInstruction, WasmProgram } from '../WasmProgram.ts'

/** The replacements of two instructions. */
interface Join {
  /** Replaces the instruction that the rule saw. */
  readonly joined: WasmInstruction
  /** The value whose instruction is taken over, and what remains of that instruction. */
  readonly taken: ValueId
  readonly left: WasmInstruction<'placeOnly'>
}

/** Names the join of the instruction that computes a value, in a program without joins so far; `null` for none. */
export type JoinRule = (instruction: WasmInstruction, value: ValueId, program: WasmProgram) => Join | null

/** The program with the joins of a rule; the same object if there are none. */
export const join = (program: WasmProgram, rule: JoinRule): WasmProgram => {
  const first = program.inputs.length
  const instead = new Map<ValueId, WasmInstruction>()
  program.instructions.forEach((instruction, at) => {
    const found = rule(instruction, first + at, program)
    if (found !== null) instead.set(first + at, found.joined).set(found.taken, found.left)
  })
  if (instead.size === 0) return program
  return { ...program, instructions: program.instructions.map((one, at) => instead.get(first + at) ?? one) }
}
