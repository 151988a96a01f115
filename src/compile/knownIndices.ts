/**
 * @file Indices that are known before a program runs, since they are its inputs or the same numbers in another shape: checked
 * here by devices, which cannot refuse an index as they meet it.
 */
import type { IndexNames } from '../core/indexNames.ts'
import { isIndex, refuseIndex } from '../core/indexNames.ts'
import type { NumberArray } from '../core/Tensor.ts'
import type { Program, ProgramInstruction, ValueId } from './Program.ts'

/** An input whose numbers are indices. */
interface Known {
  readonly input: ValueId
  readonly instruction: ProgramInstruction<'gather'> | ProgramInstruction<'scatterAdd'>
  readonly length: number
}

/** What shows all numbers of its input and no others. */
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
    const { name, params, inputs, inputShapes } = instruction
    if (name !== 'gather' && name !== 'scatterAdd') return []
    const input = sourceOf(program, inputs[name === 'gather' ? 1 : 0] ?? 0)
    const { axis, size } = params as { readonly axis: number; readonly size?: number }
    const length = size ?? inputShapes[0]?.[axis] ?? 0
    return input === null ? [] : [{ input, instruction: instruction as Known['instruction'], length }]
  })

/** A check of the inputs of a program, of those whose numbers are known. Refuses an index outside. */
export const knownIndices = (program: Program): ((numbersOf: (input: ValueId) => NumberArray | null) => void) => {
  const all = knownIn(program)
  return (numbersOf) => {
    for (const { input, instruction, length } of all) {
      const index = numbersOf(input)?.find((value: number) => !isIndex(value, length))
      if (index === undefined) continue
      const { name, params, inputShapes } = instruction
      const { names }: { readonly names?: IndexNames } = params
      refuseIndex({ index, length, shape: inputShapes[name === 'gather' ? 1 : 0] ?? [], name, names })
    }
  }
}
