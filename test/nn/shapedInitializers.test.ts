/** @file Weights that are more than independent draws. */
import { key } from 'cotangent'
import { diracInitializer, orthogonal } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'

describe('orthogonal', () => {
  it.each([
    [6, 4],
    [4, 6],
    [8, 2, 3, 3],
    [64, 64],
  ])('makes the shorter side orthonormal, times the gain: %s %s', (...shape) => {
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

  it('has entries of variance 1 / longer side', () => {
    const values = Array.from(toArray(orthogonal()([40, 90])(key(5))))
    const variance = values.reduce((total, value) => total + value * value, 0) / values.length
    expect(variance).toBeCloseTo(1 / 90, 8)
    const mean = values.reduce((total, value) => total + value, 0) / values.length
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(1 / 90 / 3600))
  })

  it('refuses a single axis', () => {
    expect(() => orthogonal()([3])(key(0))).toThrow('expected at least two axes, found [3]')
  })
})

describe('diracInitializer', () => {
  it('hands channels on, of each group', () => {
    expect(toNested(diracInitializer({ groups: 2 })([2, 1, 3])(key(0)))).toEqual([[[0, 1, 0]], [[0, 1, 0]]])
    expect(toNested(diracInitializer()([2, 2, 1])(key(0)))).toEqual([
      [[1], [0]],
      [[0], [1]],
    ])
    expect(() => diracInitializer({ groups: 2 })([3, 1, 3])).not.toThrow()
    expect(() => diracInitializer({ groups: 2 })([3, 1, 3])(key(0))).toThrow(
      'expected a kernel [O, I, ...K] whose outputs make 2 equal groups, found [3, 1, 3]',
    )
  })
})
