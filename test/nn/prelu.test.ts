import type { Tensor } from 'cotangent'
import { grad, key, mul, normal, ones, sum } from 'cotangent'
import { evalMode, prelu } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { toArray } from '../float64.ts'

describe('prelu', () => {
  it('learns its slope', () => {
    const layer = prelu()
    const [params] = layer.init(key(0))
    const x = normal([4, 3])(key(1))
    const slope = grad((p: typeof params) => sum()(mul(layer.apply(evalMode)(p, {}, x)[0], 1)))(params)
    const below = Array.from(toArray(x)).filter((value) => value < 0)
    expect(toArray(slope.weight)[0]).toBeCloseTo(
      below.reduce((a, b) => a + b, 0),
      10,
    )
  })

  it('refuses other channels', () => {
    const layer = prelu({ channels: 3 })
    const other: Tensor = ones([2, 4])
    expect(() => layer.apply(evalMode)(layer.init(key(0))[0], {}, other)).toThrow('expected [N, 3, ...], found [2, 4]')
  })
})
