import { matmul, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

const multiply = matmul as (a: Tensor, b: Tensor) => Tensor

describe('matmul', () => {
  holds(laws.operation(operations.matmul), identities.matmul)

  it('takes a vector for a row in front, for a column behind', () => {
    const [v, m] = [tensor([1, 2], [2]), tensor([1, 2, 3, 4], [2, 2])]
    expect(toNested(matmul(v, m))).toEqual([7, 10])
    expect(toNested(matmul(m, v))).toEqual([5, 11])
    expect(toNested(matmul(v, v))).toBe(5)
  })

  it('broadcasts batches', () => {
    expect(matmul(zeros([5, 1, 2, 3]), zeros([4, 3, 6])).shape).toEqual([5, 4, 2, 6])
  })

  it('refuses inner dimensions that differ, and scalars', () => {
    expect(() => multiply(zeros([2, 3]), zeros([4, 5]))).toThrow(
      'Cannot multiply [2, 3] by [4, 5]: expected 3 rows in the second, as many as the first has columns, found 4',
    )
    expect(() => multiply(zeros([]), zeros([4, 5]))).toThrow(
      'Cannot multiply [] by [4, 5]: expected matrices or vectors, found a scalar',
    )
  })
})
