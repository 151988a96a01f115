import { grad, mul, norm, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toNested } from '../float64.ts'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

describe('norm', () => {
  holds(laws.operation(composites.norm), laws.operation(composites['norm, p 3']))

  it.each([
    [1, 10],
    [2, Math.sqrt(30)],
    [3, Math.cbrt(100)],
    [Infinity, 4],
    [-Infinity, 1],
    [0, 4],
  ])('p = %d has its value', (p, expected) => {
    expectNear(norm({ p })(tensor([1, -2, 3, -4], [4])), [expected])
  })

  it('of a multiple is the multiple of the norm, far from 1 too', () => {
    const x = tensor([3, -4], [2])
    for (const scale of [1e200, 1e-200, -2]) {
      expectNear(mul(norm()(mul(x, scale)), 1 / Math.abs(scale)), [5])
    }
  })

  it('has derivative 0 at 0', () => {
    expect(toNested(grad((x: Tensor): Tensor => norm()(x))(tensor([0, 0], [2])))).toEqual([0, 0])
  })
})
