import { describe, expect, it } from 'vitest'
import { compute, of } from './compute.ts'

describe('argmax and argmin', () => {
  const x = of([1, 5, 5, 0, 2, 0], [2, 3])

  it('find the first extreme along any axis', () => {
    expect(compute('argmax', { axis: 1 }, [x], [2])).toEqual([1, 1])
    expect(compute('argmin', { axis: 1 }, [x], [2])).toEqual([0, 0])
    expect(compute('argmax', { axis: 0 }, [x], [3])).toEqual([0, 0, 0])
    expect(compute('argmin', { axis: 0 }, [x], [3])).toEqual([1, 1, 1])
  })

  it('take the first NaN for the extreme', () => {
    const y = of([3, NaN, 9, NaN])
    expect(compute('argmax', { axis: 0 }, [y], [])).toEqual([1])
    expect(compute('argmin', { axis: 0 }, [y], [])).toEqual([1])
  })

  it('of equal infinities are the first', () => {
    expect(compute('argmax', { axis: 0 }, [of([-Infinity, -Infinity])], [])).toEqual([0])
  })
})
