/** @file Initial weights: spread, bounds and shape of the distribution as PyTorch's. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { key } from 'cotangent'
import type { Initializer } from 'cotangent/nn'
import {
  fansOf,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  torchUniform,
  uniformByFan,
  varianceScaling,
  xavierNormal,
  xavierUniform,
  zeroInitializer,
} from 'cotangent/nn'
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
    expect(() => heNormal([5])).toThrow('Cannot initialize [5]: weights scaled by fan have at least the axes [O, I]')
  })
})

describe('the named initializers', () => {
  const shape = [64, 32, 3, 3] as const
  const [fanIn, fanOut] = [32 * 9, 64 * 9]
  it.each([
    ['lecunUniform', lecunUniform, 1 / fanIn],
    ['lecunNormal', lecunNormal, 1 / fanIn],
    ['xavierUniform', xavierUniform, 2 / (fanIn + fanOut)],
    ['xavierNormal', xavierNormal, 2 / (fanIn + fanOut)],
    ['heUniform', heUniform, 2 / fanIn],
    ['heNormal', heNormal, 2 / fanIn],
    ['torchUniform', torchUniform, 1 / (3 * fanIn)],
  ] as const)('%s has its variance', (_, initializer, variance) => {
    const { std } = statistics(toArray(initializer(shape)(key(3))))
    expect(Math.abs(std ** 2 / variance - 1)).toBeLessThan(0.05)
  })

  it('uniformByFan stays within 1 / sqrt(fanIn)', () => {
    const { most } = statistics(toArray(uniformByFan(25)([1000])(key(1))))
    expect(most).toBeLessThanOrEqual(0.2)
    expect(most).toBeGreaterThan(0.19)
  })

  it('zeroInitializer is zero', () => {
    expect(Array.from(toArray(zeroInitializer([3])(key(1))))).toEqual([0, 0, 0])
  })
})
