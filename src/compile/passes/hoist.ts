/**
 * @file Hoisting: what does not depend on the arguments is computed once, when a function is compiled. A program is
 * split in two: the fixed part, and the part that runs on every call, which takes the fixed values as inputs.
 *
 * What costs nothing to recompute, such as repeated numbers and views of fixed values, stays with its users. If it were
 * kept, a stretched value would fill memory, and fusion could no longer see that it repeats.
 *
 * Law: "the fixed part and then the rest have the outputs of the whole", exactly.
 */
import type { InstructionName, Program, ProgramInstruction, ValueId } from '../Program.ts'
import { deadCode } from './deadCode.ts'

/** A program in two parts. */
interface Split {
  /** Takes the values that the function closed over. It is run once. */
  readonly fixed: Program
  /** Takes the inputs of the whole that `reads` names, in that order, then the outputs of the fixed part. */
  readonly rest: Program
  readonly reads: readonly ValueId[]
}

const remade: ReadonlySet<InstructionName> = new Set(['constant', 'broadcastTo', 'reshape'])

/** For each value, whether it is independent of the first inputs. */
const fixedValues = ({ inputs, instructions }: Program, varying: number): readonly boolean[] => {
  const fixed = inputs.map((_, id) => id >= varying)
  for (const instruction of instructions) fixed.push(instruction.inputs.every((id) => fixed[id] === true))
  return fixed
}

/** The program without the inputs that it does not read, and the numbers of those that it does. */
const dropInputs = ({ inputs, instructions, outputs }: Program): readonly [Program, readonly ValueId[]] => {
  const read = new Set([...outputs, ...instructions.flatMap((instruction) => instruction.inputs)])
  const kept = inputs.flatMap((_, id) => (read.has(id) ? [id] : []))
  const places = new Map(kept.map((id, place) => [id, place]))
  const rename = (id: ValueId): ValueId => places.get(id) ?? id - inputs.length + kept.length
  const program = {
    inputs: kept.map((id) => inputs[id] ?? []),
    instructions: instructions.map((instruction) => ({ ...instruction, inputs: instruction.inputs.map(rename) })),
    outputs: outputs.map(rename),
  }
  return [program, kept]
}

/** The program with further inputs, which replace these instructions. */
const withoutHoisted = (program: Program, hoisted: readonly number[]): Program => {
  const { inputs, instructions, outputs } = program
  const first = inputs.length
  const renamed = new Map<ValueId, ValueId>(inputs.map((_, id) => [id, id]))
  hoisted.forEach((index, k) => renamed.set(first + index, first + k))
  const rename = (id: ValueId): ValueId => renamed.get(id) ?? -1
  const kept: ProgramInstruction[] = []
  for (const [index, instruction] of instructions.entries()) {
    if (renamed.has(first + index)) continue
    renamed.set(first + index, first + hoisted.length + kept.length)
    kept.push({ ...instruction, inputs: instruction.inputs.map(rename) })
  }
  const shapes = hoisted.map((index) => instructions[index]?.shape ?? [])
  return { inputs: [...inputs, ...shapes], instructions: kept, outputs: outputs.map(rename) }
}

/** Splits a program whose first `varying` inputs are the arguments. */
export const hoist = (program: Program, varying: number): Split => {
  const { inputs, instructions } = program
  const first = inputs.length
  const fixed = fixedValues(program, varying)
  const hoisted = instructions.flatMap(({ name }, index) =>
    fixed[first + index] === true && !remade.has(name) ? [index] : [],
  )
  const [rest, read] = dropInputs(deadCode(withoutHoisted(program, hoisted)))
  const outputs = read.flatMap((id) => (id < first ? [] : first + (hoisted[id - first] ?? -1)))
  return { fixed: deadCode({ inputs, instructions, outputs }), rest, reads: read.filter((id) => id < first) }
}
