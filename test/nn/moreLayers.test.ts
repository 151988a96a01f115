/** @file Layers that pick, drop whole maps, or learn a slope; and weights that are more than independent draws. */
import { grad, key, normal, ones, sum, tensor, mul } from 'cotangent'
import type { Tensor } from 'cotangent'
import {
  constantInitializer,
  diracInitializer,
  embedding,
  evalMode,
  gainOf,
  groupNorm,
  layerNorm,
  orthogonal,
  prelu,
  spatialDropout,
  trainMode,
  truncatedNormal,
} from 'cotangent/nn'
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
    expect(() => toArray(layer.apply(evalMode)(params, {}, tensor([4], [1]))[0])).toThrow('index 4')
    expect(() => embedding(3, 2, { paddingIndex: 3 })).toThrow('the padding index is one of the 3')
  })
})

describe('spatialDropout', () => {
  it('drops whole maps, and keeps the mean', () => {
    const values = toArray(spatialDropout(0.25).apply(trainMode(key(2)))({}, {}, ones([50, 40, 2, 3]))[0])
    const maps = Array.from({ length: 2000 }, (_, k) => Array.from(values.slice(k * 6, k * 6 + 6)))
    for (const map of maps) expect(new Set(map).size).toBe(1)
    const kept = maps.filter(([value]) => value !== 0)
    expect(kept[0]![0]).toBeCloseTo(4 / 3, 12)
    expect(Math.abs(kept.length / 2000 - 0.75)).toBeLessThan(5 * Math.sqrt((0.75 * 0.25) / 2000))
  })

  it('is the identity in use', () => {
    const x = ones([2, 3, 4])
    expect(spatialDropout(0.5).apply(evalMode)({}, {}, x)[0]).toBe(x)
  })
})

describe('layers with shapes of their own', () => {
  it('refuse others', () => {
    const apply = <P>(layer: { init: (k: ReturnType<typeof key>) => readonly [P, object]; apply: never }, x: Tensor) =>
      (layer.apply as (m: typeof evalMode) => (p: P, s: object, x: Tensor) => unknown)(evalMode)(
        layer.init(key(0))[0],
        {},
        x,
      )
    expect(() => apply(layerNorm([3]) as never, ones([2, 4]) as Tensor)).toThrow('ends with [3]')
    expect(() => apply(groupNorm(2, 4) as never, ones([2, 6, 2]) as Tensor)).toThrow('groupNorm expects [N, 4, ...]')
    expect(() => apply(groupNorm(4, 4) as never, ones([2, 4]) as Tensor)).toThrow('a group has more than one number')
    expect(() => apply(prelu({ channels: 3 }) as never, ones([2, 4]) as Tensor)).toThrow('prelu expects [N, 3, ...]')
  })
})

describe('initializers', () => {
  it.each([
    [6, 4],
    [4, 6],
    [8, 2, 3, 3],
    [64, 64],
  ])('orthogonal: the shorter side is orthonormal, times the gain: %s %s', (...shape) => {
    const gain = 1.5
    const [rows, ...rest] = shape.filter((side) => typeof side === 'number')
    const columns = rest.reduce((a, b) => a * b, 1)
    const w = toArray(orthogonal({ gain })([rows!, ...rest])(key(3)))
    const at = (i: number, j: number): number => w[i * columns + j]!
    const [short, long] = [Math.min(rows!, columns), Math.max(rows!, columns)]
    for (let i = 0; i < short; i++) {
      for (let j = 0; j < short; j++) {
        const product = Array.from({ length: long }, (_, k) =>
          rows! <= columns ? at(i, k) * at(j, k) : at(k, i) * at(k, j),
        ).reduce((a, b) => a + b, 0)
        expect(Math.abs(product - (i === j ? gain * gain : 0))).toBeLessThan(1e-5)
      }
    }
  })

  it('orthogonal: entries have variance 1 / longer side', () => {
    const values = Array.from(toArray(orthogonal()([40, 90])(key(5))))
    const variance = values.reduce((total, value) => total + value * value, 0) / values.length
    expect(variance).toBeCloseTo(1 / 90, 8)
    const mean = values.reduce((total, value) => total + value, 0) / values.length
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(1 / 90 / 3600))
  })

  it.each([
    { mean: 0, standardDeviation: 1, low: -2, high: 2, spread: 0.8796256610342398, middle: 0 },
    { mean: 0, standardDeviation: 0.02, low: -2, high: 2, spread: 0.02, middle: 0 },
    { mean: 1, standardDeviation: 2, low: 0, high: 3, spread: 0.8311, middle: 1.4133 },
  ])('truncatedNormal lies within its bounds: $low to $high', ({ spread, middle, ...options }) => {
    const values = Array.from(toArray(truncatedNormal(options)([150, 200])(key(9))))
    expect(values.every((value) => value >= options.low && value <= options.high)).toBe(true)
    const mean = values.reduce((a, b) => a + b, 0) / values.length
    const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length
    expect(Math.abs(mean - middle)).toBeLessThan(0.03)
    expect(Math.abs(Math.sqrt(variance) / spread - 1)).toBeLessThan(0.03)
  })

  it('dirac hands channels on, of each group', () => {
    expect(toNested(diracInitializer({ groups: 2 })([2, 1, 3])(key(0)))).toEqual([[[0, 1, 0]], [[0, 1, 0]]])
    expect(toNested(diracInitializer()([2, 2, 1])(key(0)))).toEqual([
      [[1], [0]],
      [[0], [1]],
    ])
    expect(() => diracInitializer({ groups: 2 })([3, 1, 3])).not.toThrow()
    expect(() => diracInitializer({ groups: 2 })([3, 1, 3])(key(0))).toThrow('make 2 groups')
  })

  it('gains and constants are those of PyTorch', () => {
    expect(gainOf('relu')).toBe(Math.SQRT2)
    expect(gainOf('leakyRelu', 1)).toBe(1)
    expect(gainOf('selu')).toBe(0.75)
    expect(toNested(constantInitializer(3)([2])(key(0)))).toEqual([3, 3])
  })

  it('refuse what makes no sense', () => {
    expect(() => truncatedNormal({ low: 1, high: 1 })([2])(key(0))).toThrow('the bounds lie in order')
    expect(() => orthogonal()([3])(key(0))).toThrow('two axes at least')
  })
})

describe('a layer between others', () => {
  it('prelu learns its slope', () => {
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
})
