/** @file A plane that is pooled in parts gives what the whole plane gives, derivatives too, wherever the windows lie. */
import { key, maxPool, mul, normal, sum, toArray, vjp } from 'cotangent'
import type { Tensor } from 'cotangent'
import { poolGeometry } from 'cotangent/laws'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { poolOptions } from '../../laws/operations/pooling.ts'
import { applyPrimitive } from '../../src/core/Tensor.ts'
import { maxPoolPrimitive } from '../../src/ops/maxPool.ts'
import { poolParams } from '../../src/ops/pooling.ts'
import { poolParts } from '../../src/ops/poolParts.ts'
import { seed } from '../seed.ts'

describe('poolParts', () => {
  it('gives the values and the cotangents of the whole plane', () => {
    fc.assert(
      fc.property(poolGeometry(), fc.integer({ min: 1, max: 30 }), fc.nat(), (geometry, most, seed) => {
        const options = poolOptions(geometry)
        const { window } = poolParams('maxPool', geometry.input, options)
        const whole = maxPool(options)
        const parted = (x: Tensor): Tensor =>
          poolParts((plane, part) => applyPrimitive(maxPoolPrimitive, { window: part }, [plane]), x, window, most)
        const x: Tensor = normal(geometry.input)(key(seed))
        const [y, pullback] = vjp(whole)(x)
        const [ofParts, pullbackOfParts] = vjp(parted)(x)
        expect(toArray(ofParts)).toEqual(toArray(y))
        const g: Tensor = normal(y.shape)(key(seed + 1))
        const twice = (back: (g: Tensor) => Tensor): Tensor => sum()(mul(back(g), back(g)))
        expect(toArray(twice(pullbackOfParts))[0]).toBeCloseTo(toArray(twice(pullback))[0] ?? Number.NaN, 4)
        const [cells, cellsOfParts] = [toArray(pullback(g)), toArray(pullbackOfParts(g))]
        expect(cellsOfParts.every((value, k) => Math.abs(value - (cells[k] ?? Number.NaN)) < 1e-5)).toBe(true)
      }),
      { seed: seed() },
    )
  })

  it('never pools a plane that is larger than it may be, unless it is one window', () => {
    const { window } = poolParams('maxPool', [1, 1, 40, 50], { kernel: 3, stride: 2, padding: 1 })
    const planes: number[] = []
    const x: Tensor = normal([1, 1, 40, 50])(key(1))
    poolParts(
      (plane, part) => {
        planes.push((plane.shape[2] ?? 0) * (plane.shape[3] ?? 0))
        return applyPrimitive(maxPoolPrimitive, { window: part }, [plane])
      },
      x,
      window,
      100,
    )
    expect(planes.length).toBeGreaterThan(20)
    expect(Math.max(...planes)).toBeLessThanOrEqual(100)
  })
})
