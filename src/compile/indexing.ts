/** @file What an instruction indexes: entries along an axis, by the numbers of one of its inputs. */
import type { IndexNames } from '../core/indexNames.ts'
import type { ProgramInstruction } from './Program.ts'
import { isInstruction } from './Program.ts'

/** How an instruction picks entries, or adds to them, by index. */
export interface Indexing {
  readonly name: 'gather' | 'scatterAdd'
  /** Which of its inputs holds the indices. */
  readonly at: number
  /** How many entries there are. */
  readonly length: number
  readonly names: IndexNames | undefined
}

/** What an instruction indexes; `null` if it indexes nothing. */
export const indexingOf = (instruction: ProgramInstruction): Indexing | null => {
  if (isInstruction('gather', instruction)) {
    const { axis, names } = instruction.params
    return { name: 'gather', at: 1, length: instruction.inputShapes[0]?.[axis] ?? 0, names }
  }
  if (!isInstruction('scatterAdd', instruction)) return null
  const { size, names } = instruction.params
  return { name: 'scatterAdd', at: 0, length: size, names }
}
