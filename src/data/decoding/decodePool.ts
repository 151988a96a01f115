/**
 * @file Threads that decode images, each image on the one that has least to do. Who asks gets a promise for each image, and
 * keeps the order by waiting for them in it: what is decoded does not depend on the number of threads.
 *
 * The threads start when the first image comes. Where the platform has none, the calling thread decodes.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Decode, Decoded } from './decodeJob.ts'
import { decodeJob } from './decodeJob.ts'
import { decoderProgram } from './decoderProgram.ts'
import type { DecodeThread } from './DecodeThread.ts'
import { startThread } from './DecodeThread.ts'

/** Threads that decode images. */
interface DecodePool {
  readonly decode: Decode
  /** Ends the threads; what they still decode becomes `WorkerFailed`. */
  readonly close: () => Promise<void>
}

/** A thread and those who wait for its answers. */
interface Member {
  /** How many wait; `null` when the thread has ended. */
  readonly load: () => number | null
  readonly decode: Decode
  readonly end: () => Promise<void>
}

const failed = (detail: string): Decoded => E.left({ _tag: 'WorkerFailed', detail })

const closed = 'nobody asks any more'

const startMember = (program: string): Member | null => {
  const waiting = new Map<number, (decoded: Decoded) => void>()
  let [thread, questions]: [DecodeThread | null, number] = [null, 0]
  const leave = (detail: string): void => {
    thread = null
    for (const settle of waiting.values()) settle(failed(detail))
    waiting.clear()
  }
  thread = startThread(program, {
    answered: ({ id, decoded }) => {
      waiting.get(id)?.(decoded)
      waiting.delete(id)
      if (waiting.size === 0) thread?.hold(false)
    },
    failed: leave,
  })
  if (thread === null) return null
  const decode: Decode = (bytes, how) =>
    new Promise((resolve) => {
      const id = questions++
      waiting.set(id, resolve)
      thread?.hold(true)
      thread?.ask({ id, bytes, how })
    })
  const end = async (): Promise<void> => {
    const running = thread
    leave(closed)
    await running?.end()
  }
  return { load: () => (thread === null ? null : waiting.size), decode, end }
}

const startAll = async (workers: number): Promise<readonly Member[]> => {
  const program = await decoderProgram()
  return Array.from({ length: workers }, () => startMember(program)).filter((member) => member !== null)
}

const here: Decode = async (bytes, how) => Promise.resolve(decodeJob(bytes, how))

/** So many threads that decode images; none decodes on the calling thread. */
export const decodePool = (workers: number): DecodePool => {
  if (workers === 0) return { decode: here, close: () => Promise.resolve() }
  let starting: Promise<readonly Member[]> | null = null
  let isClosed = false
  const decode: Decode = async (bytes, how) => {
    starting ??= startAll(workers)
    const members = await starting
    if (isClosed) return failed(closed)
    if (members.length === 0) return here(bytes, how)
    const [first, ...others] = members.filter(({ load }) => load() !== null)
    if (first === undefined) return failed('all threads have ended')
    const least = others.reduce((best, one) => ((one.load() ?? 0) < (best.load() ?? 0) ? one : best), first)
    return least.decode(bytes, how)
  }
  const close = async (): Promise<void> => {
    isClosed = true
    const members = (await starting) ?? []
    await Promise.all(members.map((member) => member.end()))
  }
  return { decode, close }
}
