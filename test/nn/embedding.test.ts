import type { Tensor } from 'cotangent'
import { grad, key, sum, tensor } from 'cotangent'
import { embedding, evalMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'

describe('embedding', () => {
  const layer = embedding(4, 2, { paddingIndex: 1 })
  const [params] = layer.init(key(0))
  const indices = tensor([2, 1, 2], [3])

  it('gives the rows of its weight, zeros for padding', () => {
    const rows = toNested(params.weight) as readonly (readonly number[])[]
    const [y] = layer.apply(evalMode)(params, {}, indices)
    expect(toNested(y)).toEqual([rows[2], [0, 0], rows[2]])
  })

  it('adds up derivatives where an index comes twice, and has none for padding', () => {
    const slope = grad(
      (p: typeof params) => sum()(layer.apply(evalMode)(p, {}, indices)[0] as never) as Tensor<readonly []>,
    )(params as never) as typeof params
    expect(toNested(slope.weight)).toEqual([
      [0, 0],
      [0, 0],
      [2, 2],
      [0, 0],
    ])
  })

  it('refuses indices that are none', () => {
    expect(() => toArray(layer.apply(evalMode)(params, {}, tensor([4], [1]))[0])).toThrow(
      'expected the index to be from 0 to 3, one of 4 rows, found 4',
    )
    expect(() => embedding(3, 2, { paddingIndex: 3 })).toThrow('expected a whole padding index below 3, found 3')
  })
})
