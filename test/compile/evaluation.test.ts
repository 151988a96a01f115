import { add, mul, ones, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { evaluations } from '../../src/compile/evaluation.ts'
import type { Program } from '../../src/compile/Program.ts'

const expression = (numbers: readonly number[]): readonly [inner: Tensor, outer: Tensor] => {
  const inner = add(tensor(numbers, [2]), 1)
  return [inner, mul(inner, inner)]
}

const counted = (keeps: 'computed' | 'asked') => {
  const prepared: Program[] = []
  const evaluationOf = evaluations((program) => {
    prepared.push(program)
    return program
  }, keeps)
  return { prepared, evaluationOf }
}

describe('evaluations', () => {
  it('prepare a program once for expressions of one structure', () => {
    const { prepared, evaluationOf } = counted('computed')
    const [first, second] = [
      [1, 2],
      [3, 4],
    ].map((numbers) => evaluationOf([expression(numbers)[1]]))
    expect(first?.prepared()).toBe(second?.prepared())
    expect(prepared.length).toBe(1)
    expect(second?.numbers().map((numbers) => Array.from(numbers))).toEqual([[3, 4], [1]])
  })

  it('prepare nothing before it is to be run', () => {
    const { prepared, evaluationOf } = counted('asked')
    evaluationOf([expression([1, 2])[1]])
    expect(prepared).toEqual([])
  })

  it('make known what was computed on the way, or only what was asked for', () => {
    const [inner, outer] = expression([1, 2])
    const all = counted('computed').evaluationOf([outer])
    expect(all.makes.some((made) => made.tensor === inner)).toBe(true)
    expect(all.prepared().outputs.length).toBeGreaterThan(1)
    const asked = counted('asked').evaluationOf([outer])
    expect(asked.makes.map((made) => [made.tensor === outer, made.id])).toEqual([[true, asked.reads.length]])
    expect(asked.prepared().outputs.length).toBe(1)
  })

  it('leave constants as they are unless they are asked for', () => {
    const one = ones([2])
    const isMade = (asked: Tensor): boolean =>
      counted('computed')
        .evaluationOf([asked])
        .makes.some((made) => made.tensor === one)
    expect([isMade(add(tensor([1, 2], [2]), one)), isMade(one)]).toEqual([false, true])
  })
})
