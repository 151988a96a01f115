import { key, ones, tensor } from 'cotangent'
import { convTranspose1d, convTranspose2d, evalMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { toNested } from '../float64.ts'

describe('convTranspose1d', () => {
  it('spreads signals, and adds its bias', () => {
    const params = { weight: tensor([1, 10], [1, 1, 2]), bias: tensor([0.5], [1]) }
    const layer = convTranspose1d({ in: 1, out: 1, kernel: 2 })
    expect(toNested(layer.apply(evalMode)(params, {}, tensor([1, 2], [1, 1, 2]))[0])).toEqual([[[1.5, 12.5, 20.5]]])
  })
})

describe('convTranspose2d', () => {
  it('has weights [in, out / groups, ...kernel], and makes stride times as many cells', () => {
    const layer = convTranspose2d({ in: 4, out: 6, kernel: [2, 3], stride: [2, 3], groups: 2 })
    const [params] = layer.init(key(1))
    expect(params.weight.shape).toEqual([4, 3, 2, 3])
    expect(layer.apply(evalMode)(params, {}, ones([1, 4, 5, 5]))[0].shape).toEqual([1, 6, 10, 15])
  })
})
