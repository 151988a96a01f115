/** @file Small inputs that ask for much get a short answer, in a process with limits on time and memory. */
import { afterAll, describe, expect, it } from 'vitest'
import { bombs } from './bombs.ts'
import { limited } from './limited.ts'

describe('a hostile input', () => {
  const process = limited(new URL('answerBombs.ts', import.meta.url), { seconds: 15, megabytes: 800 })
  afterAll(process.end)

  it.each(bombs.map((bomb) => [bomb.name, bomb.says] as const))('is answered: %s', async (name, says) => {
    const outcome = await process.ask(name)
    expect(outcome._tag === 'Answered' ? outcome.answer : outcome.why).toMatch(says)
  })
})
