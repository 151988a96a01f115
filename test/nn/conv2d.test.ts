import type { Tensor } from 'cotangent'
import { add, conv2d as convolution, key, normal, reshape, tensor, zeros } from 'cotangent'
import { conv1d, conv2d, evalMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'

const statistics = (t: Tensor) => {
  const values = Array.from(toArray(t))
  return {
    largest: Math.max(...values.map(Math.abs)),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  }
}

it.each([
  ['conv2d', (any: never) => conv2d(any), { in: 1, out: 1 }, 'kernel'],
  ['conv2d', (any: never) => conv2d(any), { kernel: 3, out: 1 }, 'in'],
])('%s says which option is missing', (_, make, options, name) => {
  expect(() => make(options as never)).toThrow(`the option '${name}', found none`)
})

describe('conv1d', () => {
  it('slides over signals', () => {
    const params = { weight: tensor([-1, 1], [1, 1, 2]), bias: tensor([10], [1]) }
    const [y] = conv1d({ in: 1, out: 1, kernel: 2 }).apply(evalMode)(params, {}, tensor([1, 2, 4, 8], [1, 1, 4]))
    expect(toNested(y)).toEqual([[[11, 12, 14]]])
  })
})

describe('conv2d', () => {
  it('is the convolution and a bias for each kernel', () => {
    const layer = conv2d({ in: 2, out: 3, kernel: [3, 2], stride: 2, padding: [1, 0] })
    const [params] = layer.init(key(1))
    const x = normal([2, 2, 6, 5])(key(2))
    const y = convolution({ stride: 2, padding: [1, 0] })(x, params.weight)
    expect(toNested(layer.apply(evalMode)(params, {}, x)[0])).toEqual(toNested(add(y, reshape([3, 1, 1])(params.bias))))
  })

  it('has weights [out, in / groups, ...kernel]', () => {
    const [params] = conv2d({ in: 4, out: 8, kernel: [3, 5], groups: 2, bias: false }).init(key(1))
    expect(params.weight.shape).toEqual([8, 2, 3, 5])
    expect(params).not.toHaveProperty('bias')
  })

  it('begins as PyTorch: within 1 / sqrt(fan-in), where groups make the fan smaller', () => {
    const [{ weight, bias }] = conv2d({ in: 8, out: 400, kernel: 5, groups: 2 }).init(key(1))
    expect(statistics(weight).largest).toBeLessThanOrEqual(0.1)
    expect(statistics(weight).largest).toBeGreaterThan(0.0999)
    expect(statistics(bias).largest).toBeLessThanOrEqual(0.1)
  })

  it('refuses other channels, groups that do not divide, and a kernel of another rank', () => {
    const layer = conv2d({ in: 1, out: 6, kernel: 5 })
    const [params] = layer.init(key(1))
    expect(() => layer.apply(evalMode)(params, {}, zeros([1, 3, 8, 8]) as Tensor)).toThrow(
      'Cannot convolve [1, 3, 8, 8] with [6, 1, 5, 5]: expected [N, 1, H, W], found [1, 3, 8, 8]',
    )
    expect(() => conv2d({ in: 3, out: 6, kernel: 3, groups: 2 })).toThrow(
      'Cannot make a conv2d layer: expected channels in 2 equal groups, found 3 to 6',
    )
    expect(() => conv2d({ in: 3, out: 6, kernel: [3] })).toThrow('expected a kernel of 2 sides, found 1')
  })
})
