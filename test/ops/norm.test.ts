import { grad, mul, norm, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'
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

  it.each<readonly [readonly number[], number]>([
    [[0, 3, 4], 0],
    [[1e-30, 3, 4], 1e-30],
    [[3, 6], 2],
    [[Infinity, 3], 3],
    [[Infinity, -Infinity], Infinity],
  ])('of power -1 of %j is %f, whose slopes are finite', (entries, expected) => {
    const x = tensor(entries, [entries.length])
    expect(toArray(norm({ p: -1 })(x))[0]! / (expected === 0 || expected === Infinity ? 1 : expected)).toBeCloseTo(
      expected === 0 || expected === Infinity ? expected : 1,
      12,
    )
    if (entries.every(Number.isFinite))
      expect(toArray(grad((t: Tensor) => norm({ p: -1 })(t))(x)).every(Number.isFinite)).toBe(true)
  })

  it('has derivative 0 at 0', () => {
    expect(toNested(grad((x: Tensor): Tensor => norm()(x))(tensor([0, 0], [2])))).toEqual([0, 0])
  })
})
