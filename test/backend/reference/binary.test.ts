import { describe, expect, it } from 'vitest'
import { golden } from '../../golden.ts'
import { compute, of } from './compute.ts'

const math = golden('math')

const apply = (
  name: 'pow' | 'maximum' | 'minimum' | 'equal' | 'notEqual' | 'less' | 'lessEqual',
  a: readonly number[],
  b: readonly number[],
): number[] => compute(name, {}, [of(a), of(b)], [a.length])

describe.each([
  ['add', 'add'],
  ['sub', 'sub'],
  ['mul', 'mul'],
  ['div', 'div'],
  ['pow', 'pow_tensor'],
  ['maximum', 'maximum'],
  ['minimum', 'minimum'],
] as const)('%s', (name, op) => {
  it.each(math.cases.filter((c) => c.op === op))('agrees with PyTorch: $name', (answer) => {
    const [a, b] = [math.tensor(answer.inputs[0]!), math.tensor(answer.inputs[1]!)]
    math.expectMet(answer, answer.outputs[0]!, compute(name, {}, [a, b], a.shape))
  })
})

describe('comparisons', () => {
  const answer = math.cases.find((c) => c.name === 'comparison_ops')!
  it.each([
    ['equal', 'eq'],
    ['notEqual', 'ne'],
    ['less', 'lt'],
    ['lessEqual', 'le'],
  ] as const)('agree with PyTorch: %s', (name, output) => {
    const [a, b] = [math.tensor(answer.inputs[0]!), math.tensor(answer.inputs[1]!)]
    math.expectMet(answer, `comparison_ops/out.${output}`, compute(name, {}, [a, b], a.shape))
  })

  it('know no order for NaN', () => {
    const [a, b] = [
      [NaN, NaN, 1],
      [NaN, 1, NaN],
    ]
    expect(apply('equal', a, b)).toEqual([0, 0, 0])
    expect(apply('notEqual', a, b)).toEqual([1, 1, 1])
    expect(apply('less', a, b)).toEqual([0, 0, 0])
    expect(apply('lessEqual', a, b)).toEqual([0, 0, 0])
  })

  it('find both zeros equal', () => {
    expect(apply('equal', [0, -0], [-0, 0])).toEqual([1, 1])
    expect(apply('less', [-0], [0])).toEqual([0])
  })
})

describe('pow', () => {
  it('of 1 is 1, and of -1 to an infinite power', () => {
    expect(apply('pow', [1, 1, 1, -1, -1], [NaN, Infinity, -Infinity, Infinity, -Infinity])).toEqual([1, 1, 1, 1, 1])
  })

  it('to the power 0 is 1', () => {
    expect(apply('pow', [0, NaN, -Infinity], [0, 0, 0])).toEqual([1, 1, 1])
  })

  it('of a negative number to a broken power is NaN', () => {
    expect(apply('pow', [-1, -2, -2], [0.5, 3, NaN])).toEqual([NaN, -8, NaN])
  })
})

describe('maximum and minimum', () => {
  it('let NaN win', () => {
    expect(apply('maximum', [NaN, 1, 2], [1, NaN, 3])).toEqual([NaN, NaN, 3])
    expect(apply('minimum', [NaN, 1, 2], [1, NaN, 3])).toEqual([NaN, NaN, 2])
  })
})
