import { grad, prod, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item, toNested } from '../float64.ts'

describe('prod', () => {
  holds(laws.operation(composites.prod), laws.operation(composites['prod with zeros']), identities.prod)

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
