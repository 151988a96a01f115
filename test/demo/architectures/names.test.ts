import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { compilerMessages } from '../../../demo/architectures/compilerMessages.ts'
import type { CompilerMessages } from '../../../demo/architectures/names.ts'
import { fitting, largest, messagesFor, programName } from '../../../demo/architectures/names.ts'
import { seed } from '../../seed.ts'

let kept: CompilerMessages = {}

beforeAll(() => {
  kept = compilerMessages()
})

const sizes = fc.oneof(
  ...[9, 99, 999, largest].map((max) => fc.integer({ min: 1, max })),
  // Other numbers of the program, and the probes themselves.
  fc.constantFrom(1, 5, 6, 7, 8, 10, 16, 18, 28, 77, 84, 120, 400, 777),
)

describe('messagesFor', () => {
  it('says what the compiler says, word for word, of numbers that it has not been asked', () => {
    const pairs = [...fc.sample(fc.tuple(sizes, sizes), { numRuns: 30, seed: seed() }), [6, 5], [5, 400]] as const
    const asked = compilerMessages(pairs)
    pairs.forEach(([channels, features]) => {
      expect(messagesFor(kept, channels, features)).toEqual(asked[programName(channels, features)])
    })
  })

  it('has something against every number but the one that fits', () => {
    const { channels, features } = fitting
    expect(messagesFor(kept, channels, features)).toEqual([])
    expect(messagesFor(kept, channels, largest)[0]?.text).toContain(`dense: expected ${largest} features, found 400`)
    expect(messagesFor(kept, 1, features)[0]?.text).toContain('expected 1 input channel, found 6')
  })
})
