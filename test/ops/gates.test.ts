import { glu, ones, prelu, tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toNested } from '../float64.ts'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

describe('prelu', () => {
  holds(laws.operation(composites.prelu))

  it('has a slope of its own for each channel below 0', () => {
    const x = tensor([-4, 2, -4, -8], [1, 2, 2])
    expect(toNested(prelu(x, tensor([0.5, 0.25], [2])))).toEqual([
      [
        [-2, 2],
        [-1, -2],
      ],
    ])
  })
})

describe('glu', () => {
  holds(laws.operation(composites.glu))

  it('multiplies the first half by the sigmoid of the second', () => {
    expectNear(glu()(tensor([4, 6, 0, Math.log(3)], [4])), [2, 4.5])
    expectNear(glu({ axis: 0 })(tensor([4, 0], [2, 1])), [2])
  })

  it('refuses what has no halves', () => {
    expect(() => glu()(ones([3]))).toThrow('Cannot glu [3]')
  })
})
