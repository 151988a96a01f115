/** @file A machine with the contents of its memory: values, and what belongs to the program that ran last. */
import type { TensorNumbers } from '../../core/TensorNumbers.ts'
import type { Heap } from './heap.ts'
import { makeHeap } from './heap.ts'
import type { Machine, MachineOptions } from './machine.ts'
import { arenaAt, makeMachine } from './machine.ts'

/** A region of memory. */
interface Region {
  readonly address: number
  readonly bytes: number
}

/** A copy of numbers in a region, until another program runs, or the same one on other numbers. */
interface Staged extends Region {
  readonly numbers: TensorNumbers
}

/** A machine, and the contents of its memory. */
export interface Loaded {
  readonly machine: Machine
  readonly heap: Heap
  /** The arena, and the commands behind it. */
  workspace: Region
  /** The commands that are there. */
  commands: Int32Array | null
  /** For each input, the numbers that were copied to the arena. */
  inArena: readonly (TensorNumbers | null)[]
  /** For each input, the numbers that were copied to a segment. */
  staged: readonly (Staged | null)[]
}

/** Nowhere. */
export const noRegion: Region = { address: 0, bytes: 0 }

/** A machine that has run nothing. */
export const load = (options: MachineOptions, budget: number): Loaded => {
  const machine = makeMachine(options)
  const heap = makeHeap(machine, arenaAt(options), budget)
  return { machine, heap, workspace: noRegion, commands: null, inArena: [], staged: [] }
}
