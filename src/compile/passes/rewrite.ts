/**
 * @file Rewriting a program from its first instruction to its last. A rule sees each instruction with its inputs
 * already replaced, and names a value to use instead of it, which may be new.
 *
 * Law: "a rewriting with sound rules keeps the values of the outputs".
 */
import type { KernelFamily } from '../../core/KernelFamily.ts'
import type { Shape } from '../../core/Shape.ts'
import type { InstructionName, Program, ProgramInstruction, ProgramSet, ValueId } from '../Program.ts'
import { isInstruction } from '../Program.ts'

/** The values made so far, and how to make more. */
export interface Values {
  readonly shapeOf: (id: ValueId) => Shape
  /** The instruction that makes a value; `null` for an input. */
  readonly producerOf: (id: ValueId) => ProgramInstruction | null
  /** The producer of a value if it has this name, otherwise `null`. */
  readonly producedBy: <N extends InstructionName>(id: ValueId, name: N) => ProgramInstruction<N> | null
  /** How often the program reads a value, as far as its numbers are those of values before this instruction. */
  readonly readsOf: (id: ValueId) => number
  /** Makes a value; the rules apply to it as well. `family` is that of its primitive, if it has one. */
  readonly make: <N extends InstructionName>(
    name: N,
    params: ProgramSet[N]['params'],
    inputs: readonly ValueId[],
    shape: Shape,
    family?: KernelFamily,
  ) => ValueId
}

/** Names the value to use in place of an instruction; `null` keeps it. */
export type RewriteRule<N extends InstructionName = InstructionName> = (
  instruction: ProgramInstruction<N>,
  values: Values,
) => ValueId | null

/** Rules by the name of the instruction that they apply to. */
export type Rules = { readonly [N in InstructionName]?: RewriteRule<N> }

/** An instruction with renumbered inputs. */
const withInputs = (instruction: ProgramInstruction, inputs: readonly ValueId[]): ProgramInstruction =>
  inputs.every((id, k) => id === instruction.inputs[k]) ? instruction : { ...instruction, inputs }

/** How often a program reads each value, by instructions and as an output. */
export const readsIn = ({
  inputs,
  instructions,
  outputs,
}: Pick<Program, 'inputs' | 'outputs'> & {
  readonly instructions: readonly { readonly inputs: readonly ValueId[] }[]
}): readonly number[] => {
  const reads = [...inputs, ...instructions].map(() => 0)
  const count = (id: ValueId): void => {
    reads[id] = (reads[id] ?? 0) + 1
  }
  for (const instruction of instructions) instruction.inputs.forEach(count)
  outputs.forEach(count)
  return reads
}

/** The program rewritten by a rule; the same object if the rule changed nothing. */
export const rewrite = (program: Program, rule: RewriteRule): Program => {
  const instructions: ProgramInstruction[] = []
  const first = program.inputs.length
  const done = { changed: false }
  const reads = readsIn(program)
  const read = new Map<ValueId, number>()
  const place = (instruction: ProgramInstruction): ValueId => {
    const instead = rule(instruction, values)
    if (instead === null) return first + instructions.push(instruction) - 1
    done.changed = true
    return instead
  }
  const producerOf = (id: ValueId): ProgramInstruction | null => instructions[id - first] ?? null
  const shapeOf = (id: ValueId): Shape => program.inputs[id] ?? producerOf(id)?.shape ?? []
  const values: Values = {
    shapeOf,
    producerOf,
    readsOf: (id) => read.get(id) ?? 0,
    producedBy: <N extends InstructionName>(id: ValueId, name: N) => {
      const producer = producerOf(id)
      return producer !== null && isInstruction(name, producer) ? producer : null
    },
    make: (name, params, inputs, shape, family) => {
      const inputShapes = inputs.map(shapeOf)
      return place({ name, params, inputs, inputShapes, shape, ...(family === undefined ? {} : { family }) })
    },
  }
  const renamed: ValueId[] = []
  const rename = (id: ValueId): ValueId => renamed[id] ?? id
  const standIn = (id: ValueId): void => {
    read.set(id, (read.get(id) ?? 0) + (reads[renamed.length] ?? 0))
    renamed.push(id)
  }
  program.inputs.forEach((_, id) => {
    standIn(id)
  })
  for (const instruction of program.instructions) {
    standIn(place(withInputs(instruction, instruction.inputs.map(rename))))
  }
  return done.changed ? { inputs: program.inputs, instructions, outputs: program.outputs.map(rename) } : program
}

/** The rule that applies to each instruction the rule of its name. */
export const byName =
  (rules: Rules) =>
  <N extends InstructionName>(instruction: ProgramInstruction<N>, values: Values): ValueId | null =>
    rules[instruction.name]?.(instruction, values) ?? null

/** The program of some of its instructions, in another order. Each instruction must come after its inputs. */
export const select = (program: Program, order: readonly number[]): Program => {
  const first = program.inputs.length
  const renamed = new Map<ValueId, ValueId>(program.inputs.map((_, id) => [id, id]))
  const rename = (id: ValueId): ValueId => renamed.get(id) ?? -1
  const instructions: ProgramInstruction[] = []
  for (const index of order) {
    const instruction = program.instructions[index]
    if (instruction === undefined) continue
    renamed.set(first + index, first + instructions.length)
    instructions.push(withInputs(instruction, instruction.inputs.map(rename)))
  }
  return { inputs: program.inputs, instructions, outputs: program.outputs.map(rename) }
}
