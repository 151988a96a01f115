/**
 * @file A simulated group: ranks that take turns in one process, for laws of groups and for tests without MPI.
 *
 * A rank runs until it needs what others have not sent; then it stops, and the next one runs. When all ranks have reached
 * an operation, its result is worked out, by the definition of the operation, and every rank runs again from the start,
 * with the results so far at hand. So a program must be a function of its rank and of what it receives.
 */
import type { Runtime } from '../../src/compile/Runtime.ts'
import { refuse } from '../../src/core/TensorError.ts'
import type { Group } from '../../src/distributed/Group.ts'
import { agreementIn, groupOver } from '../../src/distributed/Group.ts'
import type { Wire } from '../../src/distributed/Wire.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'

type Numbers = Float32Array | Float64Array | Uint8Array

/** What a rank takes part in: the operation by name, and what it sends. */
interface Call {
  readonly operation: string
  readonly sent: Numbers
  /** The result for every rank, from what all ranks sent, by rank. */
  readonly result: (all: readonly Numbers[]) => Numbers
}

/** A rank waits for the others in an operation. */
class WaitingError extends Error {
  readonly call: Call

  constructor(call: Call) {
    super('A rank of a simulated group waits for the others')
    this.call = call
  }
}

/** Whether an error only says that a rank waits: a program that catches errors must pass it on. */
export const isWaiting = (thrown: unknown): boolean => thrown instanceof WaitingError

/** As in implementations of MPI, `max` and `min` lose NaN on one side. */
const folds = {
  sum: (a: number, b: number): number => a + b,
  max: (a: number, b: number): number => (a > b ? a : b),
  min: (a: number, b: number): number => (a < b ? a : b),
} as const

/** Folds the ranks' numbers, entry by entry, from rank 0 on; float32 sums are rounded at every step. */
const folded = (all: readonly Numbers[], fold: (a: number, b: number) => number): Numbers =>
  all
    .slice(1)
    .reduce((sofar, next) => sofar.map((value, k) => fold(value, next[k] ?? Number.NaN)), all[0] ?? new Float64Array(0))

const joined = (all: readonly Numbers[]): Uint8Array => Uint8Array.from(all.flatMap((bytes) => [...bytes]))

/** The wire of a rank, whose operations are carried out by `take`. */
const wireOf = (rank: number, size: number, take: (call: Call) => Numbers): Wire => ({
  rank,
  size,
  allReduce: (numbers, reduction) => {
    const fold = folds[reduction]
    numbers.set(
      take({ operation: `allReduce ${reduction}`, sent: numbers.slice(), result: (all) => folded(all, fold) }),
    )
  },
  broadcast: (bytes, root) => {
    const result = (all: readonly Numbers[]): Numbers => all[root] ?? bytes
    bytes.set(take({ operation: `broadcast ${String(root)}`, sent: bytes.slice(), result }))
  },
  allGather: (bytes) => Uint8Array.from(take({ operation: 'allGather', sent: bytes.slice(), result: joined })),
  barrier: () => {
    take({ operation: 'barrier', sent: new Uint8Array(0), result: joined })
  },
  close: () => undefined,
})

/** Ranks of one process. */
export interface Simulated {
  readonly groups: readonly Group[]
  /** Runs a program on every rank, and returns its results by rank. Throws what a rank throws. */
  readonly run: <A>(program: (group: Group) => A) => readonly A[]
}

/** What a rank has come to: its result, or the operation in which it waits. */
type Turn<A> = { readonly _tag: 'done'; readonly result: A } | { readonly _tag: 'waiting'; readonly call: Call }

const agreed = (calls: readonly Call[], size: number): Numbers => {
  const [first] = calls
  const operations = new Set(calls.map(({ operation, sent }) => `${operation} of ${String(sent.length)}`))
  if (first === undefined || calls.length < size || operations.size > 1)
    return refuse(
      'simulate',
      [],
      { expected: 'the same operation on every rank', found: [...operations].join(' and ') },
      'simulate a group',
    )
  return first.result(calls.map(({ sent }) => sent))
}

/** A group of so many ranks in this process, whose trees are computed by a runtime. */
export const simulated = (size: number, runtime: Runtime = referenceRuntime): Simulated => {
  let known: readonly Numbers[] = []
  let next = 0
  const take = (call: Call): Numbers => {
    const result = known[next]
    next += 1
    if (result !== undefined) return result
    throw new WaitingError(call)
  }
  const groups = Array.from({ length: size }, (_, rank) => groupOver(wireOf(rank, size, take), runtime))
  const turn = <A>(group: Group, program: (group: Group) => A): Turn<A> => {
    next = 0
    agreementIn(group).restart()
    try {
      return { _tag: 'done', result: program(group) }
    } catch (thrown) {
      if (!(thrown instanceof WaitingError)) throw thrown
      return { _tag: 'waiting', call: thrown.call }
    }
  }
  return {
    groups,
    run: (program) => {
      known = []
      for (;;) {
        const turns = groups.map((group) => turn(group, program))
        const results = turns.flatMap((one) => (one._tag === 'done' ? [one.result] : []))
        if (results.length === size) return results
        known = [
          ...known,
          agreed(
            turns.flatMap((one) => (one._tag === 'waiting' ? [one.call] : [])),
            size,
          ),
        ]
      }
    },
  }
}
