/**
 * @file Liveness: the range of instructions over which each value is needed, and the memory that this takes. A
 * `reshape` shares the numbers of its input and takes no memory. Inputs belong to the caller and are not counted.
 *
 * Law: "at every instruction, its inputs are live".
 */
import { sizeOf } from '../../core/Shape.ts'
import type { Program, ValueId } from '../Program.ts'

/** How long each value is needed. */
interface Liveness {
  /** For each value, the value that owns its numbers: itself, or the input that it views. */
  readonly storage: readonly ValueId[]
  /** For each value, the last instruction that reads its numbers; for outputs, the number of instructions. */
  readonly lastUse: readonly number[]
}

/** The liveness of every value. */
export const livenessOf = ({ inputs, instructions, outputs }: Program): Liveness => {
  const storage = inputs.map((_, id) => id)
  const lastUse = inputs.map(() => -1)
  const use = (id: ValueId, index: number): void => {
    lastUse[storage[id] ?? id] = index
  }
  instructions.forEach((instruction, index) => {
    const own = inputs.length + index
    const [view = own] = instruction.inputs
    storage.push(instruction.name === 'reshape' ? (storage[view] ?? view) : own)
    lastUse.push(index)
    for (const id of instruction.inputs) use(id, index)
  })
  for (const id of outputs) use(id, instructions.length)
  return { storage, lastUse: lastUse.map((_, id) => lastUse[storage[id] ?? id] ?? -1) }
}

/** The count of numbers held at each instruction, including its own output and excluding inputs. */
export const heldNumbers = (program: Program): readonly number[] => {
  const first = program.inputs.length
  const { storage, lastUse } = livenessOf(program)
  const change = new Array<number>(program.instructions.length + 2).fill(0)
  program.instructions.forEach(({ shape }, index) => {
    const id = first + index
    if (storage[id] !== id) return
    const end = (lastUse[id] ?? index) + 1
    change[index] = (change[index] ?? 0) + sizeOf(shape)
    change[end] = (change[end] ?? 0) - sizeOf(shape)
  })
  let held = 0
  return program.instructions.map((_, index) => (held += change[index] ?? 0))
}

/** The maximum count of numbers held at once. */
export const peakNumbers = (program: Program): number => heldNumbers(program).reduce((a, b) => Math.max(a, b), 0)
