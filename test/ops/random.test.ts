import {
  bernoulli,
  broadcastTo,
  categorical,
  defaultRuntime,
  key,
  log,
  max,
  mean,
  normal,
  permutation,
  split,
  tensor,
  transpose,
  uniform,
  variance,
  zeros,
} from 'cotangent'
import { toArray as toArrayOn } from 'cotangent'
import { composites, equations, law, laws, operations, seeds } from 'cotangent/laws'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item, toArray, toNested } from '../float64.ts'

const keyOf = (seed: number) => key(seed)

describe('uniform', () => {
  holds(
    laws.operation(operations.uniform),
    law('uniform: the same key gives the same numbers', seeds, (seed) =>
      equations.sameKeySameNumbers(uniform([7]), () => keyOf(seed)),
    ),
    law('uniform: lies in [low, high)', seeds, (seed) => ({
      left: [...toArray(uniform([9], { low: -2, high: 3 })(keyOf(seed)))].every((u) => u >= -2 && u < 3),
      right: true,
    })),
    law('uniform: different keys give different numbers', seeds, (seed) => ({
      left: new Set(split(keyOf(seed), 5).map((child) => String(toArray(uniform([2])(child))))).size,
      right: 5,
    })),
  )

  it('has the mean and variance of its distribution, within five standard errors', () => {
    const draws = uniform([20_000])(key(11))
    expect(Math.abs(item(mean()(draws)) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / 20_000))
    expect(Math.abs(item(variance()(draws)) - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / 20_000))
  })

  it('never reaches its upper bound in float32', () => {
    const bounds = [
      [1000, 1001],
      [-1, 0.7],
      [1e6, 1e6 + 1],
      [2 ** 24, 2 ** 24 + 2],
      [-1001, -1000],
      [0, 1e-40],
    ] as const
    for (const [low, high] of bounds) {
      const draws = uniform([70_000], { low, high })(key(5))
      const largest = toArrayOn(max()(draws), defaultRuntime)[0]
      expect(largest).toBeLessThan(high)
      expect(largest).toBeGreaterThan(low - 1)
    }
  })

  it('refuses bounds that fall', () => {
    expect(() => uniform([2], { low: 2, high: 1 })(key(0))).toThrow(
      'Cannot draw [2]: expected finite bounds, the lower first, found 2 and 1',
    )
  })

  it('refuses dimensions that are no lengths', () => {
    expect(() => uniform([-1])(key(0))).toThrow(
      'Cannot draw [-1]: expected every dimension to be a whole number, 0 or more, found [-1]',
    )
  })
})

describe('normal', () => {
  holds(
    laws.operation(composites.normal),
    law('normal: the same key gives the same numbers', seeds, (seed) =>
      equations.sameKeySameNumbers(normal([7]), () => keyOf(seed)),
    ),
    law('normal: is finite', seeds, (seed) => ({
      left: [...toArray(normal([64])(keyOf(seed)))].every(Number.isFinite),
      right: true,
    })),
  )

  it('has the mean and variance asked for, within five standard errors', () => {
    const draws = normal([20_000], { mean: 3, standardDeviation: 2 })(key(12))
    expect(Math.abs(item(mean()(draws)) - 3)).toBeLessThan(5 * Math.sqrt(4 / 20_000))
    expect(Math.abs(item(variance()(draws)) - 4)).toBeLessThan(5 * 4 * Math.sqrt(2 / 20_000))
  })
})

describe('bernoulli', () => {
  holds(laws.operation(composites.bernoulli))

  it('draws ones as often as asked for, within five standard errors', () => {
    const draws = bernoulli([20_000], 0.3)(key(13))
    expect(Math.abs(item(mean()(draws)) - 0.3)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / 20_000))
    expect(toNested(bernoulli([3], 0)(key(1)))).toEqual([0, 0, 0])
    expect(toNested(bernoulli([3], 1)(key(1)))).toEqual([1, 1, 1])
  })
})

describe('categorical', () => {
  holds(laws.operation(composites.categorical))

  it('draws each class with its probability, within five standard errors', () => {
    const [count, probabilities] = [4000, [0.1, 0.2, 0.7]]
    const scores = broadcastTo([count, 3])(log(tensor(probabilities)))
    const drawn = Array.from(toArray(categorical(scores)(key(3))))
    const columns = toArray(categorical(transpose([1, 0])(scores), { axis: 0 })(key(4)))
    for (const classes of [drawn, Array.from(columns)]) {
      probabilities.forEach((p, k) => {
        const share = classes.filter((found) => found === k).length / count
        expect(Math.abs(share - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / count))
      })
    }
  })

  it('draws by differences of scores, however large they are, in float32 too', () => {
    for (const [scores, share] of [
      [[1e9, 1e9], 0.5],
      [[-1e9, -1e9], 0.5],
      [[1e7, 1e7 + 1], 1 / (1 + Math.exp(-1))],
    ] as const) {
      const drawn = toArrayOn(categorical(broadcastTo([4000, 2])(tensor(scores)))(key(8)), defaultRuntime)
      const found = Array.from(drawn).reduce((sum, k) => sum + k, 0) / 4000
      expect(Math.abs(found - share)).toBeLessThan(0.04)
    }
  })

  it('never draws what is masked, and class 0 where no score tells', () => {
    const row = [-Infinity, 0, -Infinity]
    expect(new Set(toArray(categorical(broadcastTo([2000, 3])(tensor(row)))(key(5))))).toEqual(new Set([1]))
    expect(toNested(categorical(tensor([0, NaN, 1000]))(key(6)))).toBe(0)
    expect(toNested(categorical(tensor([-Infinity, -Infinity]))(key(6)))).toBe(0)
    expect(toNested(categorical(tensor([0, Infinity, 1000]))(key(6)))).toBe(1)
    expect(() => categorical(zeros([2, 0]))(key(7))).toThrow('Cannot categorical [2, 0]')
    expect(() => categorical([0, 1] as never)(key(7))).toThrow('Cannot draw classes: expected a tensor')
  })
})

describe('permutation', () => {
  it('refuses more numbers than float32 tells apart', () => {
    expect(permutation(2 ** 24)(key(1)).shape).toEqual([2 ** 24])
    expect(() => permutation(2 ** 24 + 1)(key(1))).toThrow(
      'expected at most 16777216 entries, whose indices are exact in float32, found 16777217',
    )
  })

  holds(
    laws.operation(operations.permutation),
    law('permutation: holds each number once', fc.tuple(fc.nat({ max: 20 }), seeds), ([count, seed]) => ({
      left: [...toArray(permutation(count)(keyOf(seed)))].sort((a, b) => a - b),
      right: Array.from({ length: count }, (_, index) => index),
    })),
  )

  it('gives every order about as often', () => {
    const seen = new Map<string, number>()
    split(key(14), 1200).forEach((child) => {
      const order = String(toArray(permutation(3)(child)))
      seen.set(order, (seen.get(order) ?? 0) + 1)
    })
    expect(seen.size).toBe(6)
    seen.forEach((count) => {
      expect(Math.abs(count - 200)).toBeLessThan(5 * Math.sqrt(200 * (5 / 6)))
    })
  })
})

describe('settings that are none', () => {
  it.each([2, -0.1, NaN, Infinity, '1', null])('bernoulli refuses the probability %s', (probability) => {
    expect(() => bernoulli([2], probability as never)).toThrow("expected 'probability' to be a number")
  })

  it.each([-1, NaN, Infinity, '1', null])('normal refuses the deviation %s', (standardDeviation) => {
    expect(() => normal([2], { standardDeviation: standardDeviation as never })).toThrow("'standardDeviation' to be a")
  })

  it('normal refuses a mean that is not finite; tensors are taken as they are', () => {
    expect(() => normal([2], { mean: NaN })).toThrow("'mean' to be a finite number, found NaN")
    expect(toNested(bernoulli([2], tensor([1], []))(key(1)))).toEqual([1, 1])
  })
})
