import { broadcastTo, reshape, sum, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { direction, equations, lawOf, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

/** The sum over the axes along which a tensor was repeated. */
const unstretch =
  (shape: readonly number[]) =>
  (y: Tensor): Tensor => {
    const added = y.shape.length - shape.length
    const axes = y.shape.map((_, axis) => axis).filter((axis) => axis < added || shape[axis - added] === 1)
    return reshape(shape)(sum({ axis: axes })(y) as Tensor) as Tensor
  }

describe('broadcastTo', () => {
  holds(
    laws.operation(operations.broadcastTo),
    lawOf(operations.broadcastTo, 'broadcasting and summation are adjoint', ([x], { f, seed }) =>
      equations.adjoint(f, unstretch(x.shape), x, direction(f(x).shape, seed, 1)),
    ),
  )

  it('stretches axes of length 1 and adds axes in front', () => {
    expect(toNested(broadcastTo([2, 2, 2])(tensor([1, 2], [2, 1])))).toEqual([
      [
        [1, 1],
        [2, 2],
      ],
      [
        [1, 1],
        [2, 2],
      ],
    ])
  })

  it('refuses to stretch a longer axis, or to drop one', () => {
    expect(() => broadcastTo([4])(zeros([2]))).toThrow(
      'Cannot broadcast [2] and [4]: axis -1 has 2 entries in one and 4 in the other',
    )
    expect(() => broadcastTo([1])(zeros([2]))).toThrow('Cannot broadcast [2] to [1]: only axes of length 1 stretch')
    expect(() => broadcastTo([])(zeros([2]))).toThrow('Cannot broadcast [2] to []: only axes of length 1 stretch')
  })
})
