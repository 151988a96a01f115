import type { Tensor } from 'cotangent'
import { key, tensor, Tree, zeros } from 'cotangent'
import { dense, evalMode, zeroInitializer } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'

const statistics = (t: Tensor) => {
  const values = Array.from(toArray(t))
  return {
    largest: Math.max(...values.map(Math.abs)),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  }
}

describe('dense', () => {
  it('is x W^T + b', () => {
    const params = { weight: tensor([1, 2, 3, 4, 5, 6], [2, 3]), bias: tensor([10, 20], [2]) }
    const [y] = dense(3, 2).apply(evalMode)(params, {}, tensor([1, 0, -1], [1, 3]))
    expect(toNested(y)).toEqual([[8, 18]])
  })

  it('works on the last axis of any input, a vector too', () => {
    const layer = dense(3, 2)
    const [params] = layer.init(key(1))
    expect(layer.apply(evalMode)(params, {}, zeros([4, 5, 3]))[0].shape).toEqual([4, 5, 2])
    expect(layer.apply(evalMode)(params, {}, zeros([3]))[0].shape).toEqual([2])
  })

  it('begins as PyTorch: weight and bias within 1 / sqrt(in)', () => {
    const [{ weight, bias }] = dense(100, 400).init(key(2))
    for (const drawn of [weight, bias]) {
      expect(statistics(drawn).largest).toBeLessThanOrEqual(0.1)
      expect(statistics(drawn).largest).toBeGreaterThan(0.099)
      expect(Math.abs(statistics(drawn).mean)).toBeLessThan(0.02)
    }
  })

  it('begins as it is told, with or without a bias', () => {
    const [params] = dense(2, 2, { initialBias: zeroInitializer }).init(key(3))
    expect(toNested(params.bias)).toEqual([0, 0])
    expect(Tree.paths(dense(2, 2, { bias: false }).init(key(3))[0]).map(([path]) => path)).toEqual(['weight'])
  })

  it('refuses an input with other features', () => {
    const layer = dense(256, 10)
    const [params] = layer.init(key(1))
    expect(() => layer.apply(evalMode)(params, {}, zeros([32, 400]) as Tensor)).toThrow(
      'Cannot apply dense to [32, 400]: expected 256 features, found 400',
    )
    expect(() => layer.apply(evalMode)(params, {}, zeros([]) as Tensor)).toThrow(
      'expected 256 features, found a scalar',
    )
  })
})
