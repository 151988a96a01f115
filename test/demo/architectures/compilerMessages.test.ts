import { beforeAll, describe, expect, it } from 'vitest'
import { compilerMessages } from '../../../demo/architectures/compilerMessages.ts'
import type { CompilerMessages } from '../../../demo/architectures/names.ts'
import { channelChoices, featureChoices, programName, programOf } from '../../../demo/architectures/names.ts'

let messages: CompilerMessages = {}

beforeAll(() => {
  messages = compilerMessages()
})

describe('compilerMessages', () => {
  it('has nothing against the program that fits, and something against every other', () => {
    const accepted = Object.entries(messages).filter(([, found]) => found.length === 0)
    expect(accepted.map(([name]) => name)).toEqual([programName('6', '400')])
    expect(Object.keys(messages)).toHaveLength(channelChoices.length * featureChoices.length)
  })

  it('names the line of the wrong dense layer, and what it expected', () => {
    const [first] = messages[programName('6', '256')]!
    expect(programOf('6', '256').split('\n')[first!.line - 1]).toContain('dense(256, 120)')
    expect(first!.text).toContain('dense: expected 256 features, found 400')
  })

  it('names the line of the wrong convolution', () => {
    const [first] = messages[programName('3', '400')]!
    expect(programOf('3', '400').split('\n')[first!.line - 1]).toContain('in: 3')
  })
})
