import { add, mul, ones, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { arrayOf } from '../../src/core/TensorNumbers.ts'
import { evaluations } from '../../src/compile/evaluation.ts'
import type { Program } from '../../src/compile/Program.ts'

const expression = (numbers: readonly number[]): readonly [inner: Tensor, outer: Tensor] => {
  const inner = add(tensor(numbers, [2]), 1)
  return [inner, mul(inner, inner)]
}

const counted = (keeps: 'needed' | 'asked') => {
  const prepared: Program[] = []
  const evaluationOf = evaluations((program) => {
    prepared.push(program)
    return program
  }, keeps)
  return { prepared, evaluationOf }
}

describe('evaluations', () => {
  it('prepare a program once for expressions of one structure', () => {
    const { prepared, evaluationOf } = counted('needed')
    const [first, second] = [
      [1, 2],
      [3, 4],
    ].map((numbers) => evaluationOf([expression(numbers)[1]]))
    expect(first?.prepared()).toBe(second?.prepared())
    expect(prepared.length).toBe(1)
    expect(second?.numbers().map((numbers) => Array.from(arrayOf(numbers)))).toEqual([[3, 4], [1]])
  })

  it('prepare nothing before it is to be run', () => {
    const { prepared, evaluationOf } = counted('asked')
    evaluationOf([expression([1, 2])[1]])
    expect(prepared).toEqual([])
  })

  it('make known what was asked for, in the order in which it was asked for', () => {
    const [inner, outer] = expression([1, 2])
    const { evaluationOf } = counted('asked')
    const { makes, reads, prepared } = evaluationOf([outer, inner])
    const first = reads.length
    expect(makes).toEqual([
      { tensor: outer, id: first },
      { tensor: inner, id: first + 1 },
    ])
    const last = first + prepared().instructions.length - 1
    expect(prepared().outputs).toEqual([last, last - 1])
    // The same structure, of which something else is asked for, is another program.
    expect(evaluationOf([expression([1, 2])[1]]).prepared().outputs).toEqual([last])
  })

  const isMade = (all: readonly { readonly tensor: Tensor }[], t: Tensor): boolean =>
    all.some(({ tensor: made }) => made === t)

  it('drop what only the expression reads', () => {
    const [inner, outer] = expression([1, 2])
    const { makes, prepared } = counted('needed').evaluationOf([outer])
    expect(isMade(makes, inner)).toBe(false)
    expect(prepared().outputs.length).toBe(1)
  })

  it('keep what another expression reads too, which was built before', () => {
    const [inner, outer] = expression([1, 2])
    add(inner, outer)
    const { makes, prepared } = counted('needed').evaluationOf([outer])
    expect(isMade(makes, inner)).toBe(true)
    expect(prepared().outputs.length).toBe(2)
  })

  it('keep what was dropped and is needed again, and what is at its place from then on', () => {
    const { evaluationOf } = counted('needed')
    const [inner, outer] = expression([1, 2])
    expect(isMade(evaluationOf([outer]).makes, inner)).toBe(false)
    expect(isMade(evaluationOf([add(inner, 3)]).makes, inner)).toBe(true)
    // Read by nothing but what is computed again with it.
    const [deep, middle] = expression([3, 4])
    expect(isMade(evaluationOf([mul(middle, 5)]).makes, deep)).toBe(false)
    expect(isMade(evaluationOf([add(middle, 5)]).makes, deep)).toBe(true)
    const [next, last] = expression([5, 6])
    expect(isMade(evaluationOf([last]).makes, next)).toBe(true)
  })

  it('leave constants as they are unless they are asked for', () => {
    const one = ones([2])
    const isMade = (asked: Tensor): boolean =>
      counted('needed')
        .evaluationOf([asked])
        .makes.some((made) => made.tensor === one)
    expect([isMade(add(tensor([1, 2], [2]), one)), isMade(one)]).toEqual([false, true])
  })
})
