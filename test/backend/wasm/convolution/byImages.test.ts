import { describe, expect, it } from 'vitest'
import { nanosecondsByImages } from '../../../../src/backend/wasm/convolution/byImages.ts'
import { convGeometry } from '../../../../src/core/ConvGeometry.ts'
import { windowOf } from '../../../../src/core/Window.ts'

const costOf = (images: number, { stride = 1, groups = 1, features = 16 } = {}): number => {
  const window = windowOf({ operation: 'slide', shapes: [[14, 14]], phrase: 'slide' }, [14, 14], [5, 5], { stride })
  const y = [images, groups * features, ...window.map(({ output }) => output)]
  return nanosecondsByImages(convGeometry('convInput', { window, groups }, [y, [groups * features, 6, 5, 5]]))
}

describe('nanosecondsByImages', () => {
  it('is finite for whole vectors of images, and grows with their number', () => {
    expect(costOf(32)).toBeLessThan(Infinity)
    expect(costOf(64)).toBeGreaterThan(costOf(32))
  })

  it('is infinite for other numbers of images, for strides, for groups, and for sums of several blocks', () => {
    expect(costOf(33)).toBe(Infinity)
    expect(costOf(32, { stride: 2 })).toBe(Infinity)
    expect(costOf(32, { groups: 2 })).toBe(Infinity)
    expect(costOf(32, { features: 41 })).toBe(Infinity)
  })
})
