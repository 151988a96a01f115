import { describe, expect, it } from 'vitest'
import { tensor } from 'cotangent'
import { clipByGlobalNorm, clipByValue, globalNorm } from 'cotangent/optim'
import { item, toNested } from '../float64.ts'
import { updatesOf } from './updatesOf.ts'

const tree = { weight: tensor([30, 0], [2]), bias: tensor(-40, []) }

describe('globalNorm', () => {
  it('is the norm of all entries of all tensors', () => {
    expect(item(globalNorm()(tree))).toBe(50)
    expect(item(globalNorm({ order: 1 })(tree))).toBe(70)
    expect(item(globalNorm({ order: 'largest' })(tree))).toBe(40)
  })
})

describe('a limit', () => {
  it.each([[-1], [NaN], [-Infinity], ['1']])('is not %j', (limit) => {
    for (const clip of [clipByValue, clipByGlobalNorm])
      expect(() => clip(limit as number)).toThrow("expected 'limit' to be a number, 0 or more")
  })

  it('may be infinite, and then nothing is clipped', () => {
    const g = tensor([3, -4], [2])
    for (const clip of [clipByValue(Infinity), clipByGlobalNorm(Infinity)])
      expect(toNested(clip.update(g, clip.init(g), g)[0])).toEqual([3, -4])
  })
})

describe('clipByValue', () => {
  it('keeps each entry within the limit: no entry exceeds the limit', () => {
    expect(updatesOf(clipByValue(1.5), [2, -3, 0.5])).toEqual([1.5, -1.5, 0.5])
  })
})

describe('clipByGlobalNorm', () => {
  it('scales all down together: the norm does not exceed the limit', () => {
    const clip = clipByGlobalNorm(5)
    const [clipped] = clip.update(tree, clip.init(tree), tree)
    expect(item(globalNorm()(clipped))).toBeLessThanOrEqual(5)
    expect(item(globalNorm()(clipped))).toBeGreaterThan(4.999)
    expect((toNested(clipped.weight) as readonly number[])[0]! / item(clipped.bias)).toBeCloseTo(-0.75, 12)
  })

  it('leaves what is smaller', () => {
    const clip = clipByGlobalNorm(100)
    const [kept] = clip.update(tree, clip.init(tree), tree)
    expect(toNested(kept.weight)).toEqual([30, 0])
  })
})
