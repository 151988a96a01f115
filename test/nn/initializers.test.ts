/** @file Initial weights: spread, bounds and shape of the distribution as PyTorch's. */
import { key } from 'cotangent'
import type { Initializer } from 'cotangent/nn'
import {
  constantInitializer,
  fansOf,
  gainOf,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  torchUniform,
  truncatedNormal,
  uniformByFan,
  varianceScaling,
  xavierNormal,
  xavierUniform,
  zeroInitializer,
} from 'cotangent/nn'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { toArray } from '../float64.ts'

interface Case {
  readonly name: string
  readonly op: string
  readonly params: { readonly gain?: number; readonly mode?: string }
  readonly shape: readonly number[]
  readonly expect: {
    readonly fan_in: number
    readonly fan_out: number
    readonly std: number
    readonly bound?: number
    readonly std_tolerance: number
    readonly mean_tolerance: number
  }
}

const { cases } = JSON.parse(readFileSync(new URL('../vectors/init.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[]
}
const scaled = cases.filter(({ op }) => op.startsWith('init.xavier') || op.startsWith('init.kaiming'))

const initializerOf = ({ op, params }: Case): Initializer =>
  varianceScaling({
    scale: (params.gain ?? 1) ** 2,
    fan: op.includes('xavier') ? 'average' : params.mode === 'fan_out' ? 'out' : 'in',
    distribution: op.endsWith('uniform') ? 'uniform' : 'normal',
  })

const statistics = (values: ArrayLike<number>) => {
  const list = Array.from(values)
  const mean = list.reduce((total, value) => total + value, 0) / list.length
  const variance = list.reduce((total, value) => total + (value - mean) ** 2, 0) / list.length
  return { mean, std: Math.sqrt(variance), most: list.reduce((most, value) => Math.max(most, Math.abs(value)), 0) }
}

/** Of weights of 64 kernels over 32 channels of 3 x 3. */
const [fanIn, fanOut] = [32 * 9, 64 * 9]

const expectVariance = (initializer: Initializer, variance: number): void => {
  const { std } = statistics(toArray(initializer([64, 32, 3, 3])(key(3))))
  expect(Math.abs(std ** 2 / variance - 1)).toBeLessThan(0.05)
}

describe('varianceScaling', () => {
  // Every third case: each combination of distribution, fan and shape is among them.
  it.each(scaled.filter((_, index) => index % 3 === 0))('has the spread of PyTorch: $name', (of) => {
    expect(fansOf(of.shape)).toEqual({ in: of.expect.fan_in, out: of.expect.fan_out })
    const { mean, std, most } = statistics(toArray(initializerOf(of)(of.shape)(key(7))))
    expect(Math.abs(mean)).toBeLessThan(of.expect.mean_tolerance)
    expect(Math.abs(std - of.expect.std)).toBeLessThan(of.expect.std_tolerance)
    if (of.expect.bound !== undefined) expect(most).toBeLessThanOrEqual(of.expect.bound)
  })

  it('refuses a shape without fans', () => {
    expect(() => heNormal([5])).toThrow(
      'Cannot initialize [5]: expected at least the axes [O, I], whose fan scales the weights, found [5]',
    )
  })
})

describe('lecunUniform', () => {
  it('has its variance', () => {
    expectVariance(lecunUniform, 1 / fanIn)
  })
})

describe('lecunNormal', () => {
  it('has its variance', () => {
    expectVariance(lecunNormal, 1 / fanIn)
  })
})

describe('xavierUniform', () => {
  it('has its variance', () => {
    expectVariance(xavierUniform, 2 / (fanIn + fanOut))
  })
})

describe('xavierNormal', () => {
  it('has its variance', () => {
    expectVariance(xavierNormal, 2 / (fanIn + fanOut))
  })
})

describe('heUniform', () => {
  it('has its variance', () => {
    expectVariance(heUniform, 2 / fanIn)
  })
})

describe('heNormal', () => {
  it('has its variance', () => {
    expectVariance(heNormal, 2 / fanIn)
  })
})

describe('torchUniform', () => {
  it('has its variance', () => {
    expectVariance(torchUniform, 1 / (3 * fanIn))
  })
})

describe('truncatedNormal', () => {
  it.each([{ mean: 3, standardDeviation: 0.1 }, { low: 8, high: 9 }, { mean: 10 }, { mean: -6 }])(
    'refuses bounds that hold next to nothing: %j',
    (options) => {
      expect(() => truncatedNormal(options)([4])(key(1))).toThrow('within 3 standard deviations of the mean')
    },
  )

  it('draws a tail of its own', () => {
    const drawn = Array.from(toArray(truncatedNormal({ low: 2, high: 3 })([1000])(key(1))))
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(2)
    expect(Math.max(...drawn)).toBeLessThanOrEqual(3)
    // The mean of a standard normal between 2 and 3.
    expect(drawn.reduce((total, entry) => total + entry, 0) / 1000).toBeCloseTo(2.315, 1)
  })
})

describe('fansOf', () => {
  it('counts what comes in and what goes out', () => {
    expect(fansOf([64, 32, 3, 3])).toEqual({ in: fanIn, out: fanOut })
  })
})

describe('gainOf', () => {
  it('is that of PyTorch', () => {
    expect(gainOf('relu')).toBe(Math.SQRT2)
    expect(gainOf('leakyRelu', 1)).toBe(1)
    expect(gainOf('selu')).toBe(0.75)
  })
})

describe('uniformByFan', () => {
  it('stays within 1 / sqrt(fanIn)', () => {
    const { most } = statistics(toArray(uniformByFan(25)([1000])(key(1))))
    expect(most).toBeLessThanOrEqual(0.2)
    expect(most).toBeGreaterThan(0.19)
  })
})

describe('truncatedNormal', () => {
  it.each([
    { mean: 0, standardDeviation: 1, low: -2, high: 2, spread: 0.8796256610342398, middle: 0 },
    { mean: 0, standardDeviation: 0.02, low: -2, high: 2, spread: 0.02, middle: 0 },
    { mean: 1, standardDeviation: 2, low: 0, high: 3, spread: 0.8311, middle: 1.4133 },
  ])('lies within its bounds: $low to $high', ({ spread, middle, ...options }) => {
    const values = Array.from(toArray(truncatedNormal(options)([150, 200])(key(9))))
    expect(values.every((value) => value >= options.low && value <= options.high)).toBe(true)
    const mean = values.reduce((a, b) => a + b, 0) / values.length
    const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length
    expect(Math.abs(mean - middle)).toBeLessThan(0.03)
    expect(Math.abs(Math.sqrt(variance) / spread - 1)).toBeLessThan(0.03)
  })

  it('refuses bounds out of order', () => {
    expect(() => truncatedNormal({ low: 1, high: 1 })([2])(key(0))).toThrow(
      'expected bounds in order and a standard deviation above 0, found [1, 1] and 1',
    )
  })
})

describe('constantInitializer', () => {
  it('is one number everywhere', () => {
    expect(Array.from(toArray(constantInitializer(3)([2])(key(0))))).toEqual([3, 3])
  })
})

describe('zeroInitializer', () => {
  it('is zero', () => {
    expect(Array.from(toArray(zeroInitializer([3])(key(1))))).toEqual([0, 0, 0])
  })
})
