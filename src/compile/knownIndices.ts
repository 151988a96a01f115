/**
 * @file Indices that are known before a program runs, because they are its inputs, possibly reshaped. They are checked
 * here for devices, which cannot refuse an index while they run.
 */
import { isIndex, refuseIndex } from '../core/indexNames.ts'
import type { Shape } from '../core/Shape.ts'
import type { NumberArray } from '../core/Tensor.ts'
import type { Indexing } from './indexing.ts'
import { indexingOf } from './indexing.ts'
import type { Program, ValueId } from './Program.ts'

/** An input whose numbers are indices. */
interface Known {
  readonly input: ValueId
  readonly indexing: Indexing
  readonly shape: Shape
}

/** Views that hold exactly the numbers of their input. */
const views: ReadonlySet<string> = new Set(['reshape', 'broadcastTo', 'transpose', 'flip'])

const sourceOf = ({ inputs, instructions }: Program, id: ValueId): ValueId | null => {
  let at = id
  while (at >= inputs.length) {
    const made = instructions[at - inputs.length]
    if (made === undefined || !views.has(made.name)) return null
    at = made.inputs[0] ?? 0
  }
  return at
}

const knownIn = (program: Program): readonly Known[] =>
  program.instructions.flatMap((instruction): readonly Known[] => {
    const indexing = indexingOf(instruction)
    const input = indexing === null ? null : sourceOf(program, instruction.inputs[indexing.at] ?? 0)
    return indexing === null || input === null
      ? []
      : [{ input, indexing, shape: instruction.inputShapes[indexing.at] ?? [] }]
  })

/** A check of those inputs of a program whose numbers are known. Refuses an index out of range. */
export const knownIndices = (program: Program): ((numbersOf: (input: ValueId) => NumberArray | null) => void) => {
  const all = knownIn(program)
  return (numbersOf) => {
    for (const { input, indexing, shape } of all) {
      const { name, length, names } = indexing
      const index = numbersOf(input)?.find((value: number) => !isIndex(value, length))
      if (index !== undefined) refuseIndex({ index, length, shape, name, names })
    }
  }
}
