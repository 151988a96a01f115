import { roiAlign, tensor, toNested, zeros } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

const row = tensor([2, 4, 8], [1, 1, 1, 3])
const none = tensor([0], [1])

describe('roiAlign', () => {
  holds(
    laws.operation(composites.roiAlign),
    identities.roiAlign,
    laws.operation(composites['roiAlign, adaptive']),
    identities['roiAlign, adaptive'],
    laws.operation(composites['roiAlign, of maxima']),
    laws.operation(composites['roiAlign, of greatest terms']),
  )

  it('has zeros beyond one cell outside, and the border before', () => {
    const box = tensor([-3, 0, 3, 1], [1, 4])
    expect(toNested(roiAlign({ size: [1, 6], samples: 1 })(row, box, none))).toEqual([[[[0, 0, 2, 2, 4, 8]]]])
  })

  it('takes the mean or the maximum of places in a cell', () => {
    const box = tensor([0, 0, 2, 1], [1, 4])
    const of = (mode: 'mean' | 'max') => toNested(roiAlign({ size: 1, samples: 2, mode })(row, box, none))
    expect([of('mean'), of('max')]).toEqual([[[[[3]]]], [[[[4]]]]])
  })

  it('takes the greatest weighed pixel, of those around each place', () => {
    const box = tensor([0, 0, 2, 1], [1, 4])
    // At 0 the pixel itself, and at 1 half of the pixels before and behind it, each in two rows of weight 1 and 0.
    expect(toNested(roiAlign({ size: 1, samples: [1, 2], mode: 'maxTerm' })(row, box, none))).toEqual([[[[4]]]])
    const between = tensor([0.5, 0, 2.5, 1], [1, 4])
    expect(toNested(roiAlign({ size: 1, samples: 1, mode: 'maxTerm' })(row, between, none))).toEqual([[[[4]]]])
  })

  it.each(['mean', 'max', 'maxTerm'] as const)(
    'has as many places as pixels if asked, and at least 0, by %s',
    (mode) => {
      const boxes = tensor([0, 0, 3, 1, 1, 0, 1, 1, 0, 0, 1, 1], [3, 4])
      const align = roiAlign({ size: 1, samples: 4, adaptive: true, mode })
      expectNear(align(row, boxes, zeros([3])), [mode === 'mean' ? 14 / 3 : 8, 0, 2], 5)
    },
  )

  it('has no more places than samples', () => {
    const box = tensor([0, 0, 3, 1], [1, 4])
    const align = roiAlign({ size: 1, samples: [4, 1], adaptive: true })
    expect(toNested(align(row, box, none))).toEqual([[[[4]]]])
  })

  it('has boxes of a cell at least, if they are not aligned', () => {
    const empty = tensor([1, 0, 1, 0], [1, 4])
    expect(toNested(roiAlign({ size: 1, samples: 1, aligned: false })(row, empty, none))).toEqual([[[[6]]]])
  })

  it('refuses boxes and indices that do not fit, and sizes that are none', () => {
    expect(() => roiAlign({ size: 1 })(row, zeros([1, 3]), none)).toThrow('expected boxes [R, 4] and indices [R]')
    expect(() => roiAlign({ size: 1 })(row, zeros([2, 4]), none)).toThrow('expected boxes [R, 4] and indices [R]')
    expect(() => roiAlign({ size: 0 })).toThrow(/the size/)
    expect(() => roiAlign({ size: 1, mode: 'sum' } as never)).toThrow(/mode/)
  })
})
