/**
 * @file Scheduling: an order of the instructions that keeps peak memory low. Among the instructions whose inputs are
 * ready, the next is the one that adds least to the memory held: the size of its value, minus the values that nothing
 * else still needs. Ties go to the first in the given order, so that the schedule is deterministic. This looks only one
 * step ahead, so it is tried twice, once postponing results that nothing else reads for as long as they would add to
 * the memory held; among these orders and the given one, the program takes the one with the lowest peak.
 *
 * Law: "scheduling keeps the outputs", exactly; "scheduling never raises the peak".
 */
import { sizeOf } from '../../core/Shape.ts'
import type { Program, ValueId } from '../Program.ts'
import { livenessOf, peakNumbers } from './liveness.ts'
import { select } from './rewrite.ts'

/** Above this size the given order is kept: each step compares all instructions that are ready. */
const largest = 4000

/** More than any program holds. */
const putOff = 2 ** 52

interface State {
  /** For each storage, how many instructions that read it are still to come; Infinity for inputs and outputs. */
  readonly readers: number[]
  /** For each instruction, how many of its inputs are not yet computed. */
  readonly missing: number[]
}

const storesOf = (ids: readonly ValueId[], storage: readonly ValueId[]): ReadonlySet<ValueId> =>
  new Set(ids.map((id) => storage[id] ?? id))

const initialState = ({ inputs, instructions, outputs }: Program, storage: readonly ValueId[]): State => {
  const readers = storage.map((_, id) => (id < inputs.length ? Infinity : 0))
  for (const instruction of instructions) {
    for (const store of storesOf(instruction.inputs, storage)) readers[store] = (readers[store] ?? 0) + 1
  }
  for (const store of storesOf(outputs, storage)) readers[store] = Infinity
  const missing = instructions.map(
    (instruction) => new Set(instruction.inputs.filter((id) => id >= inputs.length)).size,
  )
  return { readers, missing }
}

/** The place, in a list of instructions, of the first one that costs least. */
const cheapest = (ready: readonly number[], costs: readonly number[]): number => {
  let place = 0
  for (let k = 1; k < ready.length; k++) {
    if ((costs[ready[k] ?? 0] ?? 0) < (costs[ready[place] ?? 0] ?? 0)) place = k
  }
  return place
}

/** Inserts an instruction into an ascending list. */
const insert = (ready: number[], index: number): void => {
  const place = ready.findLastIndex((other) => other < index) + 1
  ready.splice(place, 0, index)
}

const greedyOrder = (program: Program, resultsLast: boolean): readonly number[] => {
  const { inputs, instructions } = program
  const { storage } = livenessOf(program)
  const { readers, missing } = initialState(program, storage)
  const sizes = [...inputs, ...instructions.map(({ shape }) => shape)].map(sizeOf)
  const reads = instructions.map((instruction) => [...storesOf(instruction.inputs, storage)])
  const users = instructions.map((): number[] => [])
  instructions.forEach((instruction, index) => {
    for (const id of new Set(instruction.inputs)) users[id - inputs.length]?.push(index)
  })
  const readersOf = storage.map((): number[] => [])
  reads.forEach((stores, index) => {
    for (const store of stores) readersOf[store]?.push(index)
  })
  const growth = (index: number): number => {
    const id = inputs.length + index
    let grown = storage[id] === id ? (sizes[id] ?? 0) : 0
    for (const store of reads[index] ?? []) if (readers[store] === 1) grown -= sizes[store] ?? 0
    return resultsLast && grown > 0 && users[index]?.length === 0 ? grown + putOff : grown
  }
  // What an instruction adds changes only when it becomes the last reader of a value.
  const costs = instructions.map((_, index) => growth(index))
  const ready = instructions.flatMap((_, index) => (missing[index] === 0 ? [index] : []))
  const order: number[] = []
  while (ready.length > 0) {
    const place = cheapest(ready, costs)
    const [next = -1] = ready.splice(place, 1)
    order.push(next)
    for (const store of reads[next] ?? []) {
      readers[store] = (readers[store] ?? 1) - 1
      if (readers[store] === 1) for (const reader of readersOf[store] ?? []) costs[reader] = growth(reader)
    }
    for (const user of users[next] ?? []) {
      missing[user] = (missing[user] ?? 1) - 1
      if (missing[user] === 0) insert(ready, user)
    }
  }
  return order
}

/** The program in an order that holds less at once, or unchanged. */
export const schedule = (program: Program): Program => {
  if (program.instructions.length > largest) return program
  const orders = [program, ...[false, true].map((last) => select(program, greedyOrder(program, last)))]
  const peaks = orders.map(peakNumbers)
  return orders[peaks.indexOf(Math.min(...peaks))] ?? program
}
