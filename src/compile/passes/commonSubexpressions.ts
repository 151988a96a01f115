/**
 * @file Common subexpressions: an instruction that repeats an earlier one gives way to its value. The operands of
 * operations that commute are compared in either order.
 *
 * Law: "sharing common subexpressions keeps the outputs", exactly.
 */
import type { InstructionName, Program, ProgramInstruction, ValueId } from '../Program.ts'
import type { Rule } from './rewrite.ts'
import { rewrite } from './rewrite.ts'
import { structureWriter } from '../structure.ts'

const commutative: ReadonlySet<InstructionName> = new Set(['add', 'mul', 'maximum', 'minimum', 'equal', 'notEqual'])

const operandsOf = ({ name, inputs }: ProgramInstruction): readonly ValueId[] =>
  commutative.has(name) ? [...inputs].sort((a, b) => a - b) : inputs

/** The program with every expression computed once. */
export const commonSubexpressions = (program: Program): Program => {
  const writer = structureWriter()
  const known = new Map<string, ValueId>()
  let next = program.inputs.length
  const rule: Rule = (instruction) => {
    const key: number[] = []
    writer.value(key, instruction.params)
    const text = `${instruction.name} ${operandsOf(instruction).join()} ${key.join()}`
    const earlier = known.get(text)
    if (earlier !== undefined) return earlier
    known.set(text, next)
    next += 1
    return null
  }
  return rewrite(program, rule)
}
