import { exp, grad, log, prod, sum, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, lawOf, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item, toNested } from '../float64.ts'

describe('prod', () => {
  holds(
    laws.operation(composites.prod),
    laws.operation(composites['prod with zeros']),
    lawOf(operations.log, 'prod is exp of the sum of logarithms', ([x]) => ({
      left: prod()(x),
      right: exp(sum()(log(x))),
      tolerance: 1e-12,
    })),
  )

  it('has the right derivatives at zeros', () => {
    const derivative = grad((x: Tensor<readonly [3]>) => prod()(x))
    expect(toNested(derivative(tensor([2, 0, 5], [3])))).toEqual([0, 10, 0])
    expect(toNested(derivative(tensor([0, 0, 5], [3])))).toEqual([0, 0, 0])
  })

  it('is 1 over no entries', () => {
    expect(item(prod()(zeros([0])))).toBe(1)
    expect(toNested(prod({ axis: 0 })(zeros([0, 2])))).toEqual([1, 1])
  })
})
