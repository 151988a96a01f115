import { describe, expect, it } from 'vitest'
import type { UnaryName } from '../../../src/core/elementwise.ts'
import { unaryNames } from '../../../src/core/elementwise.ts'
import { golden } from '../../golden.ts'
import { compute, of } from './compute.ts'

const math = golden('math')
const names = unaryNames.filter((name) => math.cases.some(({ op }) => op === name))

const apply = (name: UnaryName, values: readonly number[]): number[] => compute(name, {}, [of(values)], [values.length])

describe.each(names)('%s', (name) => {
  it.each(math.cases.filter((c) => c.op === name))('agrees with PyTorch: $name', (answer) => {
    const x = math.tensor(answer.inputs[0]!)
    math.expectMet(answer, answer.outputs[0]!, compute(name, {}, [x], x.shape))
  })
})

describe('round', () => {
  it('takes halves to the even integer', () => {
    expect(apply('round', [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 2 ** 52 + 1])).toEqual([0, 2, 2, -0, -2, -2, 2 ** 52 + 1])
  })

  it('is not deceived by the neighbours of a half', () => {
    const below = 0.5 - 2 ** -54
    expect(apply('round', [below, -below, 0.5 + 2 ** -53, -0.5 - 2 ** -53])).toEqual([0, -0, 1, -1])
  })

  it('passes infinities and NaN', () => {
    expect(apply('round', [Infinity, -Infinity, NaN])).toEqual([Infinity, -Infinity, NaN])
  })
})

describe('sigmoid', () => {
  it('keeps its digits for very negative x and does not overflow', () => {
    const [small = 0] = apply('sigmoid', [-700])
    expect(Math.abs(small / Math.exp(-700) - 1)).toBeLessThan(1e-15)
    expect(apply('sigmoid', [0, 1000, -1000, NaN])).toEqual([0.5, 1, 0, NaN])
  })
})

describe('relu', () => {
  it('passes NaN and has no negative zero', () => {
    expect(apply('relu', [-1, -0, 0, 2, NaN])).toEqual([0, 0, 0, 2, NaN])
  })
})

describe('sign', () => {
  it('of NaN is 0', () => {
    expect(apply('sign', [-2, 0, 3, NaN, Infinity])).toEqual([-1, 0, 1, 0, 1])
  })
})
