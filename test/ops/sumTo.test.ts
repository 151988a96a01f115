import { add, customVjp, grad, mul, sum, sumTo, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toNested } from '../float64.ts'
import { holds } from '../holds.ts'

describe('sumTo', () => {
  holds(laws.operation(composites.sumTo), identities.sumTo)

  it('refuses what does not broadcast to the shape of the tensor', () => {
    expect(() => sumTo([2])(zeros([3]))).toThrow(
      'Cannot sum [3] to [2]: expected a shape that broadcasts to [3], found [2]',
    )
    expect(() => sumTo([1, 3])(zeros([3]))).toThrow(
      'Cannot sum [3] to [1, 3]: expected a shape that broadcasts to [3], found [1, 3]',
    )
    expect(() => sumTo([3])(zeros([1]))).toThrow(
      'Cannot sum [1] to [3]: expected a shape that broadcasts to [1], found [3]',
    )
  })

  it('sums over no entries to zero', () => {
    expect(toNested(sumTo([1, 2])(zeros([0, 2])))).toEqual([[0, 0]])
  })

  it('is what a pullback of a broadcast needs', () => {
    type Pair = { readonly a: Tensor; readonly b: Tensor }
    const added = customVjp(
      ({ a, b }: Pair): Tensor => add(a, b),
      ({ a, b }) =>
        (g) => ({ b: sumTo(b.shape)(g), a: sumTo(a.shape)(g) }),
    )
    const gradient = grad((pair: Pair): Tensor => sum()(mul(added(pair), 2)))({
      a: tensor([1, 2], [2, 1]),
      b: tensor([1, 2, 3], [3]),
    })
    expect(toNested(gradient.a)).toEqual([[6], [6]])
    expect(toNested(gradient.b)).toEqual([4, 4, 4])
  })
})
