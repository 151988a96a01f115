import { compile, gather, scatter, scatterAdd, take, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toArray, toNested } from '../float64.ts'

describe('gather', () => {
  holds(laws.operation(operations.gather), identities.gather)

  it('picks along the axis', () => {
    const x = tensor([1, 2, 3, 4], [2, 2])
    expect(toNested(gather({ axis: 0 })(x, tensor([1, 0], [1, 2])))).toEqual([[3, 2]])
  })

  it('takes fewer indices than there are entries along the other axes: the first', () => {
    const x = tensor([1, 2, 3, 4, 5, 6], [3, 2]) as Tensor
    expect(toNested(gather({ axis: 1 })(x, tensor([1, 0], [2, 1])))).toEqual([[2], [3]])
    expect(() => gather({ axis: 0 })(x, tensor([0, 0, 0], [1, 3]))).toThrow('Cannot gather')
  })

  it('refuses shapes that differ elsewhere, and indices outside', () => {
    expect(() => gather({ axis: 1 })(zeros([2, 3]), zeros([3, 1]))).toThrow(
      "Cannot gather [2, 3] and [3, 1]: expected indices of the tensor's shape except along axis 1, found [3, 1]",
    )
    expect(() => toArray(gather({ axis: 0 })(zeros([2]), tensor([2], [1])))).toThrow()
  })
})

describe('indices from the back', () => {
  const x = tensor([1, 2, 3, 4, 5, 6], [2, 3]) as Tensor

  it('are taken by gather and take', () => {
    expect(toNested(gather({ axis: 1 })(x, tensor([-1, 0, -3, 2], [2, 2])))).toEqual([
      [3, 1],
      [4, 6],
    ])
    expect(toNested(take({ axis: 1 })(x, tensor([-1, 0], [2])))).toEqual([
      [3, 1],
      [6, 4],
    ])
  })

  it('are refused where they go beyond the front', () => {
    const range = 'expected an index from -3 to 2'
    expect(() => toArray(take({ axis: 1 })(x, tensor([-4], [1])))).toThrow(`${range}, found -4`)
    expect(() => toArray(gather({ axis: 1 })(x, tensor([3], [1, 1])))).toThrow(`${range}, found 3`)
    const compiled = compile((t: Tensor, at: Tensor) => take({ axis: 1 })(t, at))
    expect(() => toArray(compiled(x, tensor([1, -9])))).toThrow(`${range}, found -9`)
    expect(() => toArray(scatter({ axis: 1 })(x, tensor([[-5]]), tensor([[1]])))).toThrow(`${range}, found -5`)
  })
})

describe('scatterAdd', () => {
  holds(laws.operation(operations.scatterAdd), identities.scatterAdd)

  it('adds repeated indices', () => {
    expect(toNested(scatterAdd({ axis: 0, size: 3 })(tensor([0, 2, 0], [3]), tensor([1, 2, 3], [3])))).toEqual([
      4, 0, 2,
    ])
  })

  it('refuses shapes that differ', () => {
    expect(() => scatterAdd({ axis: 0, size: 3 })(zeros([2]), zeros([3]))).toThrow(
      'Cannot scatterAdd [2] and [3]: expected indices and updates of one shape, found [2] and [3]',
    )
  })
})

describe('take', () => {
  holds(laws.operation(composites.take))

  it('picks whole slices', () => {
    const rows = tensor([1, 2, 3, 4, 5, 6], [3, 2])
    expect(toNested(take()(rows, tensor([2, 0], [2])))).toEqual([
      [5, 6],
      [1, 2],
    ])
    expect(toNested(take({ axis: -1 })(rows, tensor(1, [])))).toEqual([2, 4, 6])
  })

  it('takes a number for one index, also one that is an argument of a compiled function', () => {
    const picked = compile((rows: Tensor, index: number) => take({ axis: 1 })(rows, index))
    expect([0, -1].map((index) => toNested(picked(tensor([1, 2, 3, 4], [2, 2]), index)))).toEqual([
      [1, 3],
      [2, 4],
    ])
  })
})
