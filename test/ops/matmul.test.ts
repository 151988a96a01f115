import { matmul, tensor, transpose, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { direction, equations, lawOf, laws, operation, operations } from 'cotangent/laws'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toArray, toNested } from '../float64.ts'

const multiply = matmul as (a: Tensor, b: Tensor) => Tensor

const matrices = operation('matmul', {
  geometry: fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 1, max: 4 }))),
  inputs: ([m = 1, k = 1, n = 1, l = 1]) => [
    { shape: [m, k], domain: 'real' as const },
    { shape: [k, n], domain: 'real' as const },
    { shape: [n, l], domain: 'real' as const },
  ],
  f: () => multiply as (...inputs: readonly Tensor[]) => Tensor,
})

describe('matmul', () => {
  holds(
    laws.operation(operations.matmul),
    lawOf(operations.matmul, 'bilinearity', ([a, b], { seed }) =>
      equations.bilinearity(multiply, [a, direction(a.shape, seed, 1)], [b, direction(b.shape, seed, 2)]),
    ),
    lawOf(matrices, 'associativity', ([a, b, c]) => equations.associativity(multiply, a, b, c)),
    lawOf(matrices, "the product's transpose is the product of transposes, exchanged", ([a, b]) => ({
      left: transpose(multiply(a, b)),
      right: multiply(transpose(b), transpose(a)),
      tolerance: 1e-12,
    })),
    lawOf(matrices, 'meaning', ([a, b]) => {
      const [m, k, n] = [a.shape[0]!, a.shape[1]!, b.shape[1]!]
      const [x, y] = [toArray(a), toArray(b)]
      const entry = (i: number, j: number): number =>
        Array.from({ length: k }, (_, p) => x[i * k + p]! * y[p * n + j]!).reduce((total, term) => total + term, 0)
      return {
        left: multiply(a, b),
        right: tensor(
          Array.from({ length: m * n }, (_, at) => entry(Math.floor(at / n), at % n)),
          [m, n],
        ),
        tolerance: 1e-12,
      }
    }),
  )

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
      'Cannot multiply [2, 3] by [4, 5]: the first has 3 columns, the second 4 rows',
    )
    expect(() => multiply(zeros([]), zeros([4, 5]))).toThrow('Cannot multiply [] by [4, 5]: a scalar is no matrix')
  })
})
