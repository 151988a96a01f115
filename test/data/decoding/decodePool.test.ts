/** @file Threads that decode: the same images in the same order as the calling thread decodes, and an end of all of them. */
import { encode } from 'fast-png'
import * as E from 'fp-ts/lib/Either.js'
import type { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { decodeJob } from '../../../src/data/decoding/decodeJob.ts'
import { decodePool } from '../../../src/data/decoding/decodePool.ts'

/** Images of many sizes, so that they take unlike times; one is none. */
const files = Array.from({ length: 12 }, (_, k) => {
  const [width, height] = [1 + ((k * 37) % 60), 1 + ((k * 53) % 40)]
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * (k + 3)) % 256)
  return k === 5 ? Uint8Array.of(1, 2, 3) : encode({ width, height, channels: 3, depth: 8, data })
})

const how = { size: [9, 7] } as const

/** The threads that this process has started, and that have not ended. */
const running = new Set<Worker>()
process.on('worker', (worker) => {
  running.add(worker)
  worker.on('exit', () => running.delete(worker))
})

describe('decodePool', () => {
  it.each([0, 1, 2, 3])('of %i threads decodes as the calling thread does', async (workers) => {
    const pool = decodePool(workers)
    const decoded = await Promise.all(files.map((bytes) => pool.decode(bytes, how)))
    await pool.close()
    expect(decoded).toEqual(files.map((bytes) => decodeJob(bytes, how)))
    expect(decoded[5]).toMatchObject({ _tag: 'Left', left: { _tag: 'NoImage' } })
  })

  it('hands its bytes to a thread and keeps them', async () => {
    const pool = decodePool(1)
    const bytes = files[0]!.slice()
    await pool.decode(bytes, how)
    await pool.close()
    expect(bytes).toEqual(files[0])
  })

  it('says of an image that was never decoded that nobody asks for it', async () => {
    const pool = decodePool(1)
    const waiting = files.map((bytes) => pool.decode(bytes, how))
    await waiting[0]
    await pool.close()
    const last = await waiting.at(-1)
    expect(last).toMatchObject({ _tag: 'Left', left: { _tag: 'WorkerFailed' } })
    expect(await pool.decode(files[0]!, how)).toEqual(E.left({ _tag: 'WorkerFailed', detail: 'nobody asks any more' }))
  })

  it('says that a thread has died, and goes on with the others', async () => {
    const pool = decodePool(2)
    const all = files.map((bytes) => pool.decode(bytes, how))
    await all[0]
    const [victim] = running
    await victim!.terminate()
    const died = E.left({ _tag: 'WorkerFailed', detail: 'it ended with code 1' })
    const settled = await Promise.all(all)
    const lost = settled.filter((decoded) => E.isLeft(decoded) && decoded.left._tag === 'WorkerFailed')
    expect(lost.length).toBeGreaterThan(0)
    expect(lost).toEqual(lost.map(() => died))
    expect(await pool.decode(files[0]!, how)).toEqual(decodeJob(files[0]!, how))
    const [other] = running
    await other!.terminate()
    expect(await pool.decode(files[0]!, how)).toEqual(
      E.left({ _tag: 'WorkerFailed', detail: 'all threads have ended' }),
    )
    await pool.close()
  })

  it('leaves no thread behind', async () => {
    const pool = decodePool(2)
    const all = Promise.all(files.map((bytes) => pool.decode(bytes, how)))
    await pool.decode(files[0]!, how)
    expect(running.size).toBe(2)
    await all
    await pool.close()
    expect(running.size).toBe(0)
  })
})
