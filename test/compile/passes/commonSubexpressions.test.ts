import { describe, expect, it } from 'vitest'
import { add, exp, mul, reshape, sub, sum } from 'cotangent'
import { commonSubexpressions } from '../../../src/compile/passes/commonSubexpressions.ts'
import { expectSameNumbers, namesOf, programOf } from './program.ts'

describe('commonSubexpressions', () => {
  it('keeps the outputs', () => {
    expectSameNumbers(commonSubexpressions)
  })

  it('computes an expression once', () => {
    const program = programOf((x) => mul(exp(add(x, x)), exp(add(x, x))), [2])
    expect(namesOf(commonSubexpressions(program))).toEqual(['add', 'exp', 'mul'])
  })

  it('knows that addition commutes and subtraction does not', () => {
    const program = programOf((x, y) => [add(x, y), add(y, x), sub(x, y), sub(y, x)], [2], [2])
    const shared = commonSubexpressions(program)
    expect(namesOf(shared)).toEqual(['add', 'sub', 'sub'])
    expect(shared.outputs).toEqual([2, 2, 3, 4])
  })

  it('tells instructions apart by their parameters', () => {
    const program = programOf((x) => [sum({ axis: 0 })(x), sum({ axis: 1 })(x)], [2, 2])
    expect(namesOf(commonSubexpressions(program))).toEqual(['sum', 'sum'])
    const reshaped = programOf((x) => [reshape([4, 1])(x), reshape([1, 4])(x)], [2, 2])
    expect(namesOf(commonSubexpressions(reshaped))).toEqual(['reshape', 'reshape'])
  })
})
