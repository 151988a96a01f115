/**
 * @file A program with sums over the ranks, as stages: programs without them, and the sums in between. A stage computes
 * whatever the sums before it allow, so that sums which do not wait for one another are made together.
 *
 *     stage(v) = max over the inputs of v of the stage in which they are known;   a sum is known one stage later
 *
 * Law: "stages keep the outputs of a program".
 */
import type { Program, ProgramInstruction, ValueId } from '../compile/Program.ts'
import { isInstruction } from '../compile/Program.ts'
import type { Shape } from '../core/Shape.ts'

/** A sum over the ranks. */
export interface RankSum {
  readonly from: ValueId
  readonly to: ValueId
  readonly shape: Shape
  readonly place: number
  /** Whether nothing but this sum reads the value from now on, so that the sum may take its memory. */
  readonly isLast: boolean
}

/** A part of a program between two sums. Values are numbered as in the whole. */
export interface Stage {
  /** Computes `gives` from `reads`. */
  readonly program: Program
  readonly reads: readonly ValueId[]
  readonly gives: readonly ValueId[]
  /** The sums that follow, in the order of their places. */
  readonly sums: readonly RankSum[]
}

interface Placed {
  readonly id: ValueId
  readonly instruction: ProgramInstruction
  readonly stage: number
}

const placedIn = ({ inputs, instructions }: Program): readonly Placed[] => {
  const known: number[] = inputs.map(() => 0)
  return instructions.map((instruction, index) => {
    const stage = instruction.inputs.reduce((latest, id) => Math.max(latest, known[id] ?? 0), 0)
    known.push(instruction.name === 'rankSum' ? stage + 1 : stage)
    return { id: inputs.length + index, instruction, stage }
  })
}

const sumsOf = (placed: readonly Placed[], isLast: (from: ValueId) => boolean): readonly RankSum[] =>
  placed
    .flatMap(({ id, instruction }): readonly RankSum[] => {
      if (!isInstruction('rankSum', instruction)) return []
      const from = instruction.inputs[0] ?? -1
      return [{ from, to: id, shape: instruction.shape, place: instruction.params.place, isLast: isLast(from) }]
    })
    .toSorted((a, b) => a.place - b.place)

const shapeIn = ({ inputs, instructions }: Program, id: ValueId): Shape =>
  inputs[id] ?? instructions[id - inputs.length]?.shape ?? []

/** The program of some instructions of a whole. `isWanted` says which values are read outside. */
const partOf = (
  whole: Program,
  own: readonly Placed[],
  isWanted: (id: ValueId) => boolean,
): Pick<Stage, 'program' | 'reads' | 'gives'> => {
  const made = new Set(own.map(({ id }) => id))
  const reads = [...new Set(own.flatMap(({ instruction }) => instruction.inputs))].filter((id) => !made.has(id))
  const numbers = new Map([...reads, ...made].map((id, k) => [id, k]))
  const rename = (id: ValueId): ValueId => numbers.get(id) ?? -1
  const gives = [...made].filter(isWanted)
  return {
    program: {
      inputs: reads.map((id) => shapeIn(whole, id)),
      instructions: own.map(({ instruction }) => ({ ...instruction, inputs: instruction.inputs.map(rename) })),
      outputs: gives.map(rename),
    },
    reads,
    gives,
  }
}

/** In place of a stage: a reader that is a sum. */
const aSum = -1

/** The stages of a program, one more than there are rounds of sums. */
export const stagesOf = (program: Program): readonly Stage[] => {
  const placed = placedIn(program)
  const rounds = placed.reduce((most, { stage, instruction }) => {
    return Math.max(most, instruction.name === 'rankSum' ? stage + 1 : stage)
  }, 0)
  const readers = new Map<ValueId, number[]>()
  for (const { instruction, stage } of placed) {
    const reader = instruction.name === 'rankSum' ? aSum : stage
    for (const id of instruction.inputs) readers.set(id, [...(readers.get(id) ?? []), reader])
  }
  const outputs = new Set(program.outputs)
  return Array.from({ length: rounds + 1 }, (_, stage) => {
    const here = placed.filter((one) => one.stage === stage)
    const isWanted = (id: ValueId): boolean =>
      outputs.has(id) || (readers.get(id) ?? []).some((reader) => reader !== stage)
    const computed = here.filter(({ instruction }) => instruction.name !== 'rankSum')
    const isLast = (id: ValueId): boolean => {
      const later = (readers.get(id) ?? []).filter((reader) => reader === aSum || reader > stage)
      return id >= program.inputs.length && !outputs.has(id) && later.length === 1
    }
    return { ...partOf(program, computed, isWanted), sums: sumsOf(here, isLast) }
  })
}
