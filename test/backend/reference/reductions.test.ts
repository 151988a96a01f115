import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../../src/core/Shape.ts'
import { golden } from '../../golden.ts'
import { compute, counting, of } from './compute.ts'

const math = golden('math')

describe('sum', () => {
  const x = counting([2, 3, 2])

  it('adds along any axes', () => {
    expect(compute('sum', { axes: [0] }, [x], [3, 2])).toEqual([6, 8, 10, 12, 14, 16])
    expect(compute('sum', { axes: [1] }, [x], [2, 2])).toEqual([6, 9, 24, 27])
    expect(compute('sum', { axes: [2] }, [x], [2, 3])).toEqual([1, 5, 9, 13, 17, 21])
    expect(compute('sum', { axes: [0, 2] }, [x], [3])).toEqual([14, 22, 30])
    expect(compute('sum', { axes: [0, 1, 2] }, [x], [])).toEqual([66])
  })

  it('along no axis is its input, of nothing is 0', () => {
    expect(compute('sum', { axes: [] }, [of([1, 2])], [2])).toEqual([1, 2])
    expect(compute('sum', { axes: [] }, [of([3], [])], [])).toEqual([3])
    expect(compute('sum', { axes: [0] }, [of([], [0, 2])], [2])).toEqual([0, 0])
  })
})

describe('max and min', () => {
  it('find the extreme along any axes, also of negative numbers', () => {
    const x = of([-3, -1, -2, -6, -5, -4], [2, 3])
    expect(compute('max', { axes: [0] }, [x], [3])).toEqual([-3, -1, -2])
    expect(compute('max', { axes: [1] }, [x], [2])).toEqual([-1, -4])
    expect(compute('min', { axes: [1] }, [x], [2])).toEqual([-3, -6])
    expect(compute('min', { axes: [0, 1] }, [x], [])).toEqual([-6])
  })

  it('let NaN win', () => {
    const x = of([1, NaN, 2, 3, 4, 5], [2, 3])
    expect(compute('max', { axes: [1] }, [x], [2])).toEqual([NaN, 5])
    expect(compute('min', { axes: [1] }, [x], [2])).toEqual([NaN, 3])
  })
})

describe('logsumexp', () => {
  it.each(math.cases.filter((c) => c.op === 'logsumexp'))('agrees with PyTorch: $name', (answer) => {
    const x = math.tensor(answer.inputs[0]!)
    const dims = [answer.params['dim'] as number | readonly number[]].flat()
    const axes = dims.map((axis) => (axis < 0 ? axis + x.shape.length : axis))
    const shape = x.shape.filter((_, axis) => !axes.includes(axis))
    const found = compute('logsumexp', { axes }, [x], shape)
    expect(found.length).toBe(sizeOf(shape))
    math.expectMet(answer, answer.outputs[0]!, found)
  })

  it('meets infinities', () => {
    const x = of([-Infinity, -Infinity, Infinity, 1, -Infinity, 2, Infinity, NaN, Infinity, -Infinity], [5, 2])
    expect(compute('logsumexp', { axes: [1] }, [x], [5])).toEqual([-Infinity, Infinity, 2, NaN, Infinity])
  })

  it('of nothing is -Infinity', () => {
    expect(compute('logsumexp', { axes: [0] }, [of([])], [])).toEqual([-Infinity])
  })
})
