import { key, ones } from 'cotangent'
import { dropout, evalMode, spatialDropout, trainMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'

const image = ones([1, 1, 4, 4])

describe('spatialDropout of what has no channels', () => {
  it.each([[[]], [[4]]])('is refused: %j', (shape) => {
    expect(() => spatialDropout(0.5).apply(trainMode(key(1)))({}, {}, ones(shape))).toThrow('expected [N, C, ...]')
  })
})

describe('dropout', () => {
  const drawn = Array.from(toArray(dropout(0.25).apply(trainMode(key(1)))({}, {}, ones([10000]))[0]))

  it('is the identity in eval', () => {
    expect(dropout(0.25).apply(evalMode)({}, {}, image)[0]).toBe(image)
  })

  it('scales what it keeps by 1 / (1 - p)', () => {
    expect(new Set(drawn)).toEqual(new Set([0, 1 / 0.75]))
  })

  it('keeps the mean, within five standard errors', () => {
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length
    expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(0.25 / 0.75 / drawn.length))
  })

  it('drops nothing at 0 and everything at 1', () => {
    expect(dropout(0).apply(trainMode(key(1)))({}, {}, image)[0]).toBe(image)
    expect(toNested(dropout(1).apply(trainMode(key(1)))({}, {}, ones([2]))[0])).toEqual([0, 0])
  })

  it('refuses what is no probability', () => {
    expect(() => dropout(1.5)).toThrow('Cannot dropout: expected a probability from 0 to 1, found 1.5')
    expect(() => dropout(NaN)).toThrow('expected a probability from 0 to 1, found NaN')
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
