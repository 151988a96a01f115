import { beforeAll, describe, expect, it } from 'vitest'
import { compilerMessages } from '../../../demo/architectures/compilerMessages.ts'
import type { CompilerMessages } from '../../../demo/architectures/names.ts'
import { probes, programName, programOf } from '../../../demo/architectures/names.ts'

let messages: CompilerMessages = {}

beforeAll(() => {
  messages = compilerMessages()
})

describe('compilerMessages', () => {
  it('has nothing against the program that fits, and something against every other', () => {
    const accepted = Object.entries(messages).filter(([, found]) => found.length === 0)
    expect(accepted.map(([name]) => name)).toEqual([programName(6, 400)])
    expect(Object.keys(messages)).toHaveLength(probes.channels.length * probes.features.length)
  })

  it('names the line of the wrong dense layer, and what it expected', () => {
    const [first] = messages[programName(6, 77)]!
    expect(programOf(6, 77).split('\n')[first!.line - 1]).toContain('dense(77, 120)')
    expect(first!.text).toContain('dense: expected 77 features, found 400')
  })

  it('names the line of the wrong convolution', () => {
    const [first] = messages[programName(8, 400)]!
    expect(programOf(8, 400).split('\n')[first!.line - 1]).toContain('in: 8')
  })
})
