import { erfinv, grad, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { item } from '../float64.ts'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

describe('erfinv', () => {
  holds(laws.operation(composites.erfinv))

  it('has the values of SciPy, and is infinite at 1', () => {
    expectNear(erfinv(tensor([-0.9, 0, 0.5, 1], [4])), [-1.1630871536766743, 0, 0.4769362762044699, Infinity])
  })

  it('has infinite second derivatives at the ends', () => {
    const second = grad(grad((x: Tensor<readonly []>) => erfinv(x)))
    expect([1, -1].map((x) => item(second(tensor(x, []))))).toEqual([Infinity, -Infinity])
  })
})
