/**
 * @file The heap: regions of the machine's memory, and the values that live in them. A value is released when it is
 * collected. If a run needs the memory earlier, values that are no longer reachable are released first, and then the
 * least recently used ones are moved to arrays.
 *
 * JavaScript tells late, and within a job not at all, which values it has collected. So a loop that never waits relies
 * on the second way: each value is copied at most once, and memory is bounded.
 *
 * Laws: "a value keeps its numbers wherever they are", "no two values share memory", "memory stays within its budget".
 */
import type { TensorNumbers, Resident } from '../../core/TensorNumbers.ts'
import { makeCollection } from './collection.ts'
import { bytesOf } from './Lowering.ts'
import type { Machine } from './machine.ts'
import { makeSpace } from './space.ts'

/** Values of at least so many bytes are worth asking whether they are still reachable. */
const worthAsking = 1 << 20
/** Bytes to be moved from which on it pays to ask for a collection first. */
const worthCollecting = 32 << 20
/** The share of what a run needs that others may take beside it, such as the next batch. */
const beside = 1 / 8
/** Some kernels read this far beyond a value. */
const margin = 256

/** A value in the heap. Its owner holds the {@link Resident}; the heap must not, or it would never be collected. */
export interface HeldValue {
  readonly address: number
  readonly length: number
}

interface Entry extends HeldValue {
  /** The numbers once they have been moved to an array. */
  array: Float32Array | null
  /** The heap; `null` once the memory is released, so that a value does not keep the machine. */
  home: Home | null
  /** The last run that read it. */
  run: number
  /** Reachable as long as the value is. */
  readonly pulse: WeakRef<object> | null
}

/** What a value needs of its heap. */
interface Home {
  readonly view: (entry: Entry) => Float32Array
  /** Moves the numbers to an array, and releases the memory. */
  readonly moveTo: (entry: Entry, array: Float32Array) => Float32Array
}

interface ResidentValue extends Resident {
  readonly beating: object
}

/** What a heap holds, and has copied. */
export interface HeapStatistics {
  /** Values that live there. */
  readonly values: number
  readonly bytes: number
  /** Values that were moved to arrays, because they were read or because their memory was needed. */
  readonly moved: number
}

/** Regions of memory, and the values in them. */
export interface Heap {
  /** Takes a region of so many bytes. */
  readonly take: (bytes: number) => number
  readonly give: (address: number, bytes: number) => void
  /** Makes a value of so many numbers in a region that was taken; the heap gives the region back. */
  readonly hold: (address: number, length: number) => Resident
  /** Where a value lies; `null` if it is not here. It stays there during this run. */
  readonly use: (numbers: TensorNumbers) => HeldValue | null
  /** The numbers of a value in memory, which only its sole holder may write to; `null` if it is not here. */
  readonly view: (numbers: TensorNumbers) => Float32Array | null
  /** Gives the memory of a value back that nobody reads any more. */
  readonly release: (numbers: TensorNumbers) => void
  /** Begins a run. */
  readonly begin: () => void
  /** Makes room for a run that takes `more` bytes now and needs `all` together. */
  readonly makeRoom: (more: number, all: number) => void
  /** Moves all values to arrays. */
  readonly evacuate: () => void
  readonly statistics: () => HeapStatistics
}

/** Regions of a machine's memory, from an address on; `take` throws if the memory cannot grow. */
const regionsOf = ({ reserve }: Pick<Machine, 'reserve'>, start: number) => {
  const space = makeSpace(start)
  let taken = 0
  const give = (address: number, bytes: number): void => {
    if (bytes === 0) return
    space.release(address, bytes)
    taken -= bytes
  }
  const take = (bytes: number): number => {
    const address = space.allocate(bytes)
    taken += bytes
    try {
      reserve(address + bytes + margin)
      return address
    } catch (error) {
      give(address, bytes)
      throw error
    }
  }
  return { take, give, taken: () => taken }
}

/** Whether a value can no longer be reached; false where that is not known. */
const isGone = ({ pulse }: Entry): boolean => pulse !== null && pulse.deref() === undefined

const none = new Float32Array(0)

/** A value that refers to its entry, and not to the heap. */
const valueOf = (entry: Entry, beating: object): ResidentValue => ({
  length: entry.length,
  beating,
  read: () => entry.array ?? entry.home?.moveTo(entry, new Float32Array(entry.length)) ?? none,
  copy: () => (entry.array ?? entry.home?.view(entry) ?? none).slice(),
  copyTo: (target, from) => {
    target.set(entry.array ?? entry.home?.view(entry) ?? none, from)
  },
})

/** The values that live in regions, least recently used first. */
const valuesIn = (give: Heap['give'], floats: Machine['floats']) => {
  const entries = new Set<Entry>()
  const entryOf = new WeakMap<Resident, Entry>()
  let moved = 0
  const release = (entry: Entry): void => {
    if (entry.home === null) return
    entry.home = null
    entries.delete(entry)
    give(entry.address, bytesOf(entry.length))
  }
  const collected = new FinalizationRegistry<Entry>(release)
  const view = ({ address, length }: Entry): Float32Array => floats().subarray(address / 4, address / 4 + length)
  const moveTo = (entry: Entry, array: Float32Array): Float32Array => {
    array.set(view(entry))
    entry.array = array
    moved += 1
    collected.unregister(entry)
    release(entry)
    return array
  }
  const hold = (address: number, length: number, run: number): Resident => {
    // A job keeps what it refers to weakly: this object, but neither the value nor the array that it is moved to.
    const beating = {}
    const pulse = bytesOf(length) < worthAsking ? null : new WeakRef(beating)
    const entry: Entry = { address, length, array: null, home: { view, moveTo }, run, pulse }
    const resident = valueOf(entry, beating)
    entries.add(entry)
    entryOf.set(resident, entry)
    collected.register(resident, entry, entry)
    return resident
  }
  const find = (numbers: TensorNumbers): Entry | null => {
    const entry = ArrayBuffer.isView(numbers) ? undefined : entryOf.get(numbers)
    return entry === undefined || entry.home === null ? null : entry
  }
  const use = (numbers: TensorNumbers, run: number): HeldValue | null => {
    const entry = find(numbers)
    if (entry === null) return null
    entry.run = run
    entries.delete(entry)
    entries.add(entry)
    return entry
  }
  const drop = (numbers: TensorNumbers): void => {
    const entry = find(numbers)
    if (entry === null) return
    collected.unregister(entry)
    release(entry)
  }
  const viewOf = (numbers: TensorNumbers): Float32Array | null => {
    const entry = find(numbers)
    return entry === null ? null : view(entry)
  }
  return { entries, release, moveTo, hold, use, viewOf, drop, moved: () => moved }
}

/** A heap in the memory of a machine, from an address on. Values may take `leastBudget` bytes in any case. */
export const makeHeap = (machine: Pick<Machine, 'reserve' | 'floats'>, start: number, leastBudget: number): Heap => {
  const regions = regionsOf(machine, start)
  const values = valuesIn(regions.give, machine.floats)
  const collection = makeCollection()
  let budget = leastBudget
  let run = 0

  /** Releases values that are no longer reachable, then moves others, until `bytes` are free or nothing is left. */
  const reclaim = (bytes: number): void => {
    const goal = regions.taken() - bytes
    const isIdle = (entry: Entry): boolean => regions.taken() > goal && entry.run !== run
    // A large value may have to be moved for a few bytes.
    let moving = 0
    for (const entry of values.entries) if (moving < bytes && entry.run !== run) moving += bytesOf(entry.length)
    if (moving >= worthCollecting) {
      // The collection comes first: whatever was asked whether it is reachable is kept until the end of the job.
      collection.request(moving, () => [...values.entries].some(isGone))
      for (const entry of values.entries) if (isIdle(entry) && isGone(entry)) values.release(entry)
    }
    for (const entry of values.entries) {
      if (regions.taken() <= goal) return
      if (!isIdle(entry)) continue
      const array = new Float32Array(entry.length)
      // So large an array may have caused a collection.
      if (isGone(entry)) values.release(entry)
      else values.moveTo(entry, array)
    }
  }

  const take = (bytes: number): number => {
    try {
      return regions.take(bytes)
    } catch {
      // The memory cannot grow, or has holes: only what this run uses may stay.
      reclaim(Infinity)
      return regions.take(bytes)
    }
  }

  return {
    take,
    give: regions.give,
    hold: (address, length) => values.hold(address, length, run),
    use: (numbers) => values.use(numbers, run),
    view: values.viewOf,
    release: values.drop,
    begin: () => {
      run += 1
    },
    makeRoom: (more, all) => {
      budget = Math.max(budget, all * (1 + beside))
      const excess = regions.taken() + more - budget
      if (excess > 0) reclaim(excess)
    },
    evacuate: () => {
      run += 1
      reclaim(Infinity)
    },
    statistics: () => ({ values: values.entries.size, bytes: regions.taken(), moved: values.moved() }),
  }
}
