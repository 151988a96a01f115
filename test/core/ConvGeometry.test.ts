import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convGeometry } from '../../src/core/ConvGeometry.ts'
import { windowOf } from '../../src/core/Window.ts'
import { seed } from '../seed.ts'

/** Four images, two groups of three input and five output channels, over rows and columns. */
const window = windowOf({ operation: 'slide', shapes: [], phrase: 'slide a window' }, [7, 8], [3, 2], {
  stride: [2, 1],
  padding: [[1, 0], 0],
})
const params = { window, groups: 2 }
const x = [4, 6, 7, 8]
const w = [10, 3, 3, 2]
const y = [4, 10, 3, 7]

describe('convGeometry', () => {
  it('names the sizes of one group', () => {
    const [rows, columns] = window
    expect(convGeometry('conv', params, [x, w])).toEqual({
      images: 4,
      groups: 2,
      channels: 3,
      features: 5,
      rows,
      columns,
    })
  })

  it('gives a convolution over one axis one row', () => {
    const signal = { window: window.slice(1), groups: 1 }
    const { rows, columns } = convGeometry('conv', signal, [
      [1, 1, 8],
      [1, 1, 2],
    ])
    expect([rows.input, rows.kernel, rows.output]).toEqual([1, 1, 1])
    expect(columns).toEqual(window[1])
  })

  it('is the same from any two operands', () => {
    const count = fc.integer({ min: 0, max: 5 })
    fc.assert(
      fc.property(count, fc.integer({ min: 1, max: 4 }), count, count, (images, groups, channels, features) => {
        const [input, kernel, cotangent] = [
          [images, groups * channels, 7, 8],
          [groups * features, channels, 3, 2],
          [images, groups * features, 3, 7],
        ] as const
        const conv = convGeometry('conv', { window, groups }, [input, kernel])
        expect(conv).toMatchObject({ images, groups, channels, features })
        expect(convGeometry('convInput', { window, groups }, [cotangent, kernel])).toEqual(conv)
        expect(convGeometry('convFilter', { window, groups }, [input, cotangent])).toEqual(conv)
      }),
      { seed: seed() },
    )
  })

  it('refuses lengths that are not those of the window', () => {
    expect(() => convGeometry('conv', params, [[4, 6, 7, 9], w])).toThrow(
      'Cannot conv [4, 6, 7, 9]: expected the input to span [7, 8], found [7, 9]',
    )
    expect(() => convGeometry('convInput', params, [y, [10, 3, 3, 3]])).toThrow(
      'Cannot convInput [10, 3, 3, 3]: expected the kernel to span [3, 2], found [3, 3]',
    )
    expect(() => convGeometry('convFilter', params, [x, [4, 10, 3, 8]])).toThrow(
      'Cannot convFilter [4, 10, 3, 8]: expected the cotangent to span [3, 7], found [3, 8]',
    )
  })

  it('refuses operands that count channels or images differently', () => {
    expect(() => convGeometry('conv', params, [[4, 3, 7, 8], w])).toThrow(
      'Cannot conv [4, 3, 7, 8] and [10, 3, 3, 2]: expected the input to have 6 input channels, as the kernel, found 3',
    )
    expect(() => convGeometry('convInput', params, [[4, 5, 3, 7], w])).toThrow(
      'Cannot convInput [4, 5, 3, 7] and [10, 3, 3, 2]: expected the cotangent to have 10 output channels, as the kernel, found 5',
    )
    expect(() => convGeometry('convFilter', params, [x, [3, 10, 3, 7]])).toThrow(
      'Cannot convFilter [4, 6, 7, 8] and [3, 10, 3, 7]: expected the input to have 3 images, as the cotangent, found 4',
    )
  })

  it('refuses channels that cannot be split into the groups', () => {
    const thirds = { window, groups: 3 }
    expect(() => convGeometry('convFilter', thirds, [x, y])).toThrow(
      'expected output channels in 3 equal groups, found 10 output channels',
    )
    expect(() =>
      convGeometry('convFilter', thirds, [
        [4, 5, 7, 8],
        [4, 9, 3, 7],
      ]),
    ).toThrow('expected input channels in 3 equal groups, found 5 input channels')
  })

  it('says what could not be done in words of the caller', () => {
    expect(() => convGeometry('conv', params, [[4, 3, 7, 8], w], 'convolve images')).toThrow(
      /^Cannot convolve images: /,
    )
  })
})
