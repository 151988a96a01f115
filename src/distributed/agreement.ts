/**
 * @file Whether all ranks are about to do the same: one small reduction before each operation. If they differ, every rank
 * learns what the others wanted, and refuses.
 *
 * A rank that cannot do its part, since the evaluation of its tree fails for instance, says so in the place of its call. So
 * the ranks stay in step. They count their operations besides, each from its first call: `allReduce('sum')` counts, so that a
 * rank whose argument `f(x)` fails in `allReduce('sum')(f(x))` is noticed when it goes on with its next operation.
 */
import { refuse } from '../core/TensorError.ts'
import type { Wire } from './Wire.ts'

/** What a rank brings to an operation. */
interface Prepared<A> {
  /** The form of its tree, one line per tensor. */
  readonly form: string
  readonly flag: boolean
  readonly value: A
}

/** What a rank is about to do. */
interface Call {
  readonly operation: string
  /** How many operations it has begun. */
  readonly count: number
  /** Why it cannot; empty if it can. */
  readonly failure: string
  readonly form: string
}

/** The side of one rank in the agreements of a group. */
export interface Agreement {
  readonly wire: Wire
  /** Counts an operation. */
  readonly begin: () => void
  /**
   * Prepares an operation that has begun. Refuses, on every rank, unless all ranks make the same call, of one form, and
   * nowhere the preparation fails. Returns what this rank has prepared, and whether any rank raised its flag.
   */
  readonly agree: <A>(operation: string, prepare: () => Prepared<A>) => readonly [value: A, flag: boolean]
  /** Begins again, for a simulated rank. */
  readonly restart: () => void
  /** Leaves the group. Ranks that are about to do something else refuse that. */
  readonly close: () => void
}

/** A number that is almost certainly different for different lists of words: 52 bits of two polynomials. */
export const digestOf = (words: Uint8Array | Uint32Array): number => {
  let [low, high] = [7, 1]
  for (const word of words) {
    low = (Math.imul(low, 31) + word) | 0
    high = (Math.imul(high, 0x01000193) + word) | 0
  }
  return (low >>> 0) * 2 ** 20 + (high >>> 12)
}

const closing = 'close'

/** Who has closed a group, in the words of a message: this rank. */
const byThis = 'is closed'

const textsOf = (wire: Wire, text: string): readonly string[] => {
  const own = new TextEncoder().encode(text)
  const length = new Float64Array([own.length])
  wire.allReduce(length, 'max')
  const padded = new Uint8Array(length[0] ?? 0)
  padded.set(own)
  const all = wire.allGather(padded)
  return Array.from({ length: wire.size }, (_, rank) =>
    new TextDecoder().decode(all.subarray(rank * padded.length, (rank + 1) * padded.length)).replace(/\0+$/, ''),
  )
}

/** The calls of all ranks, by rank. */
const callsOf = (wire: Wire, { operation, count, failure, form }: Call): readonly Call[] =>
  textsOf(wire, [operation, String(count), failure.replaceAll('\n', ' '), form].join('\n')).map((text) => {
    const [theirs = '', counted = '', failed = '', ...lines] = text.split('\n')
    return { operation: theirs, count: Number(counted), failure: failed, form: lines.join('\n') }
  })

/** Whether all ranks make the same call and can, and whether any of them raised its flag. */
const compare = (wire: Wire, { operation, count, failure, form }: Call, flag: boolean) => {
  const digest = digestOf(new TextEncoder().encode(`${operation}\n${form}`))
  const words = new Float64Array([digest, -digest, count, -count, failure === '' ? 0 : 1, flag ? 1 : 0])
  wire.allReduce(words, 'max')
  const [most = 0, least = 0, last = 0, first = 0, failures, flags] = words
  return { isSame: most === -least && last === -first && failures === 0, flag: flags === 1 }
}

/** The first line in which a rank differs from rank 0, as both have it. */
const firstDifference = (calls: readonly Call[]): readonly [rank: number, expected: string, found: string] => {
  const lines = calls.map(({ operation, form }) => [operation, ...form.split('\n').filter((line) => line !== '')])
  const first = lines[0] ?? []
  const rank = lines.findIndex((own) => own.join('\n') !== first.join('\n'))
  const other = lines[rank] ?? []
  const at =
    other.length > first.length
      ? other.findIndex((line, k) => line !== first[k])
      : first.findIndex((line, k) => line !== other[k])
  return [rank, first[at] ?? 'nothing', other[at] ?? 'nothing']
}

const phrase = 'run an operation of the group'

/** Refuses calls of which one failed, or which differ. */
const refuseCalls = (calls: readonly Call[], operation: string): never => {
  const failed = calls.findIndex(({ failure }) => failure !== '')
  if (failed >= 0)
    return refuse(
      operation,
      [],
      {
        expected: `${calls[failed]?.operation ?? ''} to begin on every rank`,
        found: `a failure on rank ${String(failed)}: ${calls[failed]?.failure ?? ''}`,
      },
      phrase,
    )
  const nth = (rank: number): string => `operation ${String(calls[rank]?.count)} (${calls[rank]?.operation ?? ''})`
  const apart = calls.findIndex(({ count }) => count !== calls[0]?.count)
  if (apart > 0)
    return refuse(
      operation,
      [],
      {
        expected: `${nth(0)} as on rank 0`,
        found: `${nth(apart)} on rank ${String(apart)}`,
        advice: 'one of them began an operation that it did not call, since computing the argument failed for instance',
      },
      phrase,
    )
  const [rank, expected, found] = firstDifference(calls)
  return refuse(
    operation,
    [],
    { expected: `the same on every rank, ${expected} as on rank 0`, found: `${found} on rank ${String(rank)}` },
    phrase,
  )
}

const messageOf = (thrown: unknown): string =>
  (thrown instanceof Error && thrown.message !== '' ? thrown.message : String(thrown)) || 'an error'

/** What is prepared, or the failure. */
type Tried<A = unknown> = { readonly prepared: Prepared<A> } | { readonly prepared: null; readonly thrown: unknown }

const attempt = <A>(prepare: () => Prepared<A>): Tried<A> => {
  try {
    return { prepared: prepare() }
  } catch (thrown) {
    return { prepared: null, thrown }
  }
}

const refuseClosed = (operation: string, who: string): never =>
  refuse(operation, [], { expected: 'an open group', found: `one that ${who}` }, phrase)

/** Agreements over a wire. */
export const agreementOver = (wire: Wire): Agreement => {
  let count = 0
  /** Who has closed the group, in the words of a message. */
  let closed: string | null = null
  /** Refuses calls that differ, or throws what has failed here. Notes who has left. */
  const refuseAll = (call: Call, tried: Tried): never => {
    const calls = callsOf(wire, call)
    const left = calls.findIndex(({ operation }) => operation === closing)
    if (left >= 0) closed = `rank ${String(left)} has closed`
    if (tried.prepared === null) throw tried.thrown
    return closed === null ? refuseCalls(calls, call.operation) : refuseClosed(call.operation, closed)
  }
  return {
    wire,
    begin: () => {
      count += 1
    },
    agree: (operation, prepare) => {
      if (closed !== null) return refuseClosed(operation, closed)
      const tried = attempt(prepare)
      const { prepared } = tried
      if (wire.size > 1) {
        const failure = prepared === null ? messageOf(tried.thrown) : ''
        const call = { operation, count, failure, form: prepared?.form ?? '' }
        const { isSame, flag } = compare(wire, call, prepared?.flag ?? false)
        return isSame && prepared !== null ? [prepared.value, flag] : refuseAll(call, tried)
      }
      if (tried.prepared === null) throw tried.thrown
      return [tried.prepared.value, tried.prepared.flag]
    },
    restart: () => {
      count = 0
      closed = null
    },
    close: () => {
      if (closed === byThis) return
      const call = { operation: closing, count, failure: '', form: '' }
      if (closed === null && wire.size > 1 && !compare(wire, call, false).isSame) callsOf(wire, call)
      closed = byThis
      wire.close()
    },
  }
}
