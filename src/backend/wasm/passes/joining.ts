/**
 * @file Joining: one instruction takes over the work of another one before it. A rule sees each instruction and names what
 * stands in its place, and what is left of the other one, which keeps its number.
 *
 * Law: "a joined program has the outputs of its source", bit for bit where the rule does not say otherwise.
 */
import type { ValueId } from '../../../compile/Program.ts'
import type { WasmInstruction, WasmProgram } from '../WasmProgram.ts'

/** What stands in the places of two instructions. */
interface Join {
  /** In place of the instruction that the rule saw. */
  readonly joined: WasmInstruction
  /** The value whose instruction is taken over, and what is left of that. */
  readonly taken: ValueId
  readonly left: WasmInstruction<'placeOnly'>
}

/** Names the join of the instruction that makes a value, in a program of which nothing is joined yet; `null` for none. */
export type JoinRule = (instruction: WasmInstruction, value: ValueId, program: WasmProgram) => Join | null

/** A program with the joins of a rule; the same program where there are none. */
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
