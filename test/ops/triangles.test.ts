import { add, diagonal, key, normal, ones, tensor, tril, triu } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'
import { holds } from '../holds.ts'

const matrix = tensor([1, 2, 3, 4, 5, 6], [2, 3])

describe('tril', () => {
  holds(laws.operation(composites.tril))

  it('keeps what is on the diagonal and below', () => {
    expect(toNested(tril()(matrix))).toEqual([
      [1, 0, 0],
      [4, 5, 0],
    ])
  })
})

describe('triu', () => {
  holds(laws.operation(composites.triu))

  it('makes the matrix with the triangle below', () => {
    const x = normal([2, 3, 4])(key(1))
    expect(toArray(add(tril(-1)(x), triu(0)(x)))).toEqual(toArray(x))
  })
})

describe('diagonal', () => {
  holds(laws.operation(composites.diagonal))

  it('is where it is said to be', () => {
    expect([-1, 0, 1, 2, 3].map((k) => toNested(diagonal(k)(matrix)))).toEqual([[4], [1, 5], [2, 6], [3], []])
  })

  it('refuses what is no matrix', () => {
    expect(() => diagonal()(ones([3]))).toThrow('expected matrices [..., R, C], found [3]')
  })
})
