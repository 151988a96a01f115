import { eye, matmul, tensor, toNested } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'

describe('eye', () => {
  holds(laws.operation(composites.eye), identities.eye)

  it('is the unit of products, on both sides', () => {
    const x = tensor([1, 2, 3, 4, 5, 6], [2, 3])
    expect(toNested(matmul(eye(2), x))).toEqual(toNested(x))
    expect(toNested(matmul(x, eye(3)))).toEqual(toNested(x))
  })

  it('may have no rows, no columns, and no ones', () => {
    expect([eye(0).shape, eye(2, { columns: 0 }).shape]).toEqual([
      [0, 0],
      [2, 0],
    ])
    expect(toNested(eye(1, { offset: -1 }))).toEqual([[0]])
  })

  it('refuses what is no count, and parts of a diagonal', () => {
    expect(() => eye(-1)).toThrow(/Cannot/)
    expect(() => eye(2, { offset: 0.5 })).toThrow("'offset'")
  })
})
