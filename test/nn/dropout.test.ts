import { key, ones } from 'cotangent'
import { dropout, evalMode, trainMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'

const image = ones([1, 1, 4, 4])

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
    expect(() => dropout(1.5)).toThrow('Cannot dropout: a probability is from 0 to 1, not 1.5')
    expect(() => dropout(NaN)).toThrow('not NaN')
  })
})
