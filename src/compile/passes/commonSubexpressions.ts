/**
 * @file Common subexpressions: an instruction that repeats an earlier one is replaced by its value. The operands of
 * commutative operations are compared in either order.
 *
 * Law: "sharing common subexpressions keeps the outputs", exactly.
 */
import { factsOf } from '../../core/elementwise.ts'
import type { Program, ProgramInstruction, ValueId } from '../Program.ts'
import { isElementwise } from './elementwise.ts'
import type { RewriteRule } from './rewrite.ts'
import { rewrite } from './rewrite.ts'
import { structureWriter } from '../structure.ts'

const commutes = (instruction: ProgramInstruction): boolean =>
  isElementwise(instruction) && factsOf(instruction.name).commutes === true

const operandsOf = (instruction: ProgramInstruction): readonly ValueId[] =>
  commutes(instruction) ? [...instruction.inputs].sort((a, b) => a - b) : instruction.inputs

/** The program with every expression computed once. */
export const commonSubexpressions = (program: Program): Program => {
  const writer = structureWriter()
  const known = new Map<string, ValueId>()
  let next = program.inputs.length
  const rule: RewriteRule = (instruction) => {
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
