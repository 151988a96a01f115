import { defaultRuntime, grad, prod, referenceRuntime, sum, tensor, zeros } from 'cotangent'
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

  it.each([
    ['reference', referenceRuntime],
    ['default', defaultRuntime],
  ])('is in range wherever the product is, at the %s runtime', (_, runtime) => {
    const [huge, tiny] = [2 ** 126, 2 ** -126]
    const rows = [huge, tiny, huge, tiny, huge, tiny, huge, huge, tiny, huge, tiny, tiny, 0, huge, 0, tiny]
    const x = tensor([...rows, ...rows.slice(0, 12), 1, 1, 1, 1], [2, 16])
    expect(Array.from(runtime.toArray(prod({ axis: 1 })(x)))).toEqual([0, 1])
    const slopes = runtime.toArray(grad((y: Tensor) => sum()(prod({ axis: 1 })(y)))(x))
    expect(Array.from(slopes.slice(0, 16))).toEqual(Array.from({ length: 16 }, () => 0))
    expect(Array.from(slopes.slice(16))).toEqual([...rows.slice(0, 12), 1, 1, 1, 1].map((entry) => 1 / entry))
  })

  it('is 1 over no entries', () => {
    expect(item(prod()(zeros([0])))).toBe(1)
    expect(toNested(prod({ axis: 0 })(zeros([0, 2])))).toEqual([1, 1])
  })
})
