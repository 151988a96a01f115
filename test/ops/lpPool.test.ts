import { lpPool, tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toNested } from '../float64.ts'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

describe('lpPool', () => {
  holds(laws.operation(composites.lpPool))

  it('is the p-norm of each window', () => {
    expectNear(lpPool({ p: 2, kernel: 2 })(tensor([3, 4, 0, 2], [1, 1, 4])), [5, 2])
    expectNear(lpPool({ p: 3, kernel: 3 })(tensor([1, 2, 3], [1, 1, 3])), [3.3019272488946263])
  })

  it('takes no absolute value: a sum below 0 has no root', () => {
    expect(toNested(lpPool({ p: 3, kernel: 1 })(tensor([-1], [1, 1, 1])))).toEqual([[[NaN]]])
  })
})
