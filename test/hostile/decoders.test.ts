/**
 * @file Every decoder over damaged and generated inputs: it never throws, never hangs, and gives no more than its budget
 * allows. `npm run fuzz` tries as many as you like.
 */
import { afterAll, describe, expect, it } from 'vitest'
import { seed } from '../seed.ts'
import { decoders } from './decoders.ts'
import { limited } from './limited.ts'

const each = 1000

interface Answer {
  readonly faults: readonly string[]
  readonly accepted: number
}

describe('a decoder', () => {
  const process = limited(new URL('answerInputs.ts', import.meta.url), { seconds: 50, megabytes: 1000 })
  afterAll(process.end)

  it.each(decoders.map(({ name }, k) => [name, k] as const))('answers whatever it is given: %s', async (_, k) => {
    const outcome = await process.ask(JSON.stringify({ seed: seed(), from: k, runs: each, step: decoders.length }))
    if (outcome._tag === 'Stopped') return expect.fail(outcome.why)
    const { faults, accepted } = JSON.parse(outcome.answer) as Answer
    expect(faults).toEqual([])
    // Inputs that are all refused would try nothing beyond the first check.
    expect(accepted).toBeGreaterThan(0)
  })
})
