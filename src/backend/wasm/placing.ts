/**
 * @file Where the segments of a program lie in a run: values are read where they are, other inputs are copied, and each
 * output gets new memory.
 */
import type { TensorNumbers } from '../../core/TensorNumbers.ts'
import { arrayOf } from '../../core/TensorNumbers.ts'
import type { HeldValue } from './heap.ts'
import type { Loaded } from './Loaded.ts'
import { noRegion } from './Loaded.ts'
import type { LoweredProgram, Segment } from './plan.ts'

/** The segments of a program, by what they are for. */
export interface Segments {
  readonly all: readonly Segment[]
  /** Those of inputs that instructions read. */
  readonly ofInputs: readonly number[]
  readonly ofOutputs: readonly number[]
  /** Bytes of the arena and the commands behind it. */
  readonly workspace: number
}

/** The segments of a program whose arena and commands take so many bytes. */
export const segmentsFor = ({ segments, program }: LoweredProgram, workspace: number): Segments => {
  const isRead = new Set(program.instructions.flatMap(({ inputs }) => inputs))
  const count = program.inputs.length
  const which = (isOne: (value: number) => boolean): readonly number[] =>
    segments.flatMap(({ value }, k) => (value >= 0 && isOne(value) ? [k] : []))
  return {
    all: segments,
    ofInputs: which((value) => value < count && isRead.has(value)),
    ofOutputs: which((value) => value >= count),
    workspace: Math.ceil(workspace / 64) * 64,
  }
}

const bytesIn = ({ all }: Segments, list: readonly number[]): number => list.reduce((sum, k) => sum + all[k]!.bytes, 0)

/** Gives copies of numbers back that this run does not read. */
const dropStaged = (
  state: Loaded,
  held: readonly (HeldValue | null)[],
  inputs: readonly TensorNumbers[],
  isLast: boolean,
): void => {
  state.staged = state.staged.map((one, id) => {
    if (one === null || (isLast && held[id] === null && inputs[id] === one.numbers)) return one
    state.heap.give(one.address, one.bytes)
    return null
  })
}

/** Makes room for what a run needs besides what is there. The old workspace is given back if a larger one is needed. */
const makeRoom = (segments: Segments, state: Loaded, missing: readonly number[]): void => {
  const { heap, workspace } = state
  const { ofInputs, ofOutputs } = segments
  const grows = workspace.bytes < segments.workspace
  if (grows) {
    heap.give(workspace.address, workspace.bytes)
    state.workspace = noRegion
    state.commands = null
  }
  const outputs = bytesIn(segments, ofOutputs)
  const more = bytesIn(segments, missing) + outputs + (grows ? segments.workspace : 0)
  // The workspace of a larger program stays, and belongs to what is needed.
  heap.makeRoom(more, bytesIn(segments, ofInputs) + outputs + Math.max(workspace.bytes, segments.workspace))
  if (grows) state.workspace = { address: heap.take(segments.workspace), bytes: segments.workspace }
}

/** Gives the memory of outputs back. */
export const giveOutputs = ({ all, ofOutputs }: Segments, { heap }: Loaded, addresses: readonly number[]): void => {
  for (const k of ofOutputs) if (addresses[k]! > 0) heap.give(addresses[k]!, all[k]!.bytes)
}

/** The address of each segment in this run; inputs are there, and outputs have memory. */
export const place = (
  segments: Segments,
  state: Loaded,
  inputs: readonly TensorNumbers[],
  commands: Int32Array,
): readonly number[] => {
  const { heap, machine } = state
  const { all, ofInputs, ofOutputs } = segments
  heap.begin()
  const held = inputs.map((numbers) => heap.use(numbers))
  dropStaged(state, held, inputs, state.commands === commands)
  const isThere = (id: number): boolean => (held[id] ?? state.staged[id] ?? null) !== null
  const missing = ofInputs.filter((k) => !isThere(all[k]!.value))
  makeRoom(segments, state, missing)
  for (const k of missing) {
    const { value: id, bytes } = all[k]!
    const numbers = inputs[id]!
    const array = arrayOf(numbers)
    const address = heap.take(bytes)
    state.staged = inputs.map((_, at) => (at === id ? { address, bytes, numbers } : (state.staged[at] ?? null)))
    machine.floats().set(array, address / 4)
  }
  const addresses = all.map(({ value }) => held[value]?.address ?? state.staged[value]?.address ?? 0)
  addresses[0] = state.workspace.address
  try {
    for (const k of ofOutputs) addresses[k] = heap.take(all[k]!.bytes)
    return addresses
  } catch (error) {
    giveOutputs(segments, state, addresses)
    throw error
  }
}
