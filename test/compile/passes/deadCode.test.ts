import { describe, it, expect } from 'vitest'
import { exp, mul, neg } from 'cotangent'
import { deadCode } from '../../../src/compile/passes/deadCode.ts'
import { expectSameNumbers, namesOf, programOf } from './program.ts'

describe('deadCode', () => {
  it('keeps the outputs', () => {
    expectSameNumbers(deadCode)
  })

  it('drops what reaches no output', () => {
    const program = programOf((x) => [exp(x), mul(neg(x), x)], [2])
    expect(namesOf(deadCode({ ...program, outputs: program.outputs.slice(1) }))).toEqual(['neg', 'mul'])
  })

  it('gives back a program without dead code as it is', () => {
    const program = programOf((x) => exp(x), [2])
    expect(deadCode(program)).toBe(program)
  })
})
