import { affineGrid, gridSample, ones, tensor, toNested, zeros } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'

const row = tensor([1, 2, 4], [1, 1, 1, 3])
/** The row at places along it, where -1 is its left edge and 1 its right one. */
const along = (options: Parameters<typeof gridSample>[0], ...places: readonly number[]): unknown =>
  toNested(
    gridSample(options)(
      row,
      tensor(
        places.flatMap((place) => [place, 0]),
        [1, 1, places.length, 2],
      ),
    ),
  )

describe('gridSample', () => {
  holds(
    laws.operation(composites.gridSample),
    laws.operation(composites['gridSample, bicubic']),
    laws.operation(composites['gridSample, mirrored']),
    laws.operation(composites['gridSample, nearest']),
    laws.operation(composites['gridSample, of volumes']),
    identities.gridSample,
    identities['gridSample, bicubic'],
    identities['gridSample, nearest'],
  )

  it('sees zeros, the border or a mirror outside', () => {
    expect(along({}, 1, 5)).toEqual([[[[2, 0]]]])
    expect(along({ padding: 'border' }, 1, 5, -1e30)).toEqual([[[[4, 4, 1]]]])
    expect(along({ padding: 'reflection' }, 1.5, 2)).toEqual([[[[3.5, 2]]]])
    expect(along({ padding: 'reflection', alignCorners: true }, 2, 3)).toEqual([[[[2, 1]]]])
  })

  it('takes the even one of two cells that are equally near', () => {
    expect(along({ mode: 'nearest', alignCorners: true }, -0.5, 0.5)).toEqual([[[[1, 4]]]])
  })

  it.each(['zeros', 'border', 'reflection'] as const)(
    'gives NaN at coordinates of NaN with padding by %s',
    (padding) => {
      for (const mode of ['nearest', 'bilinear', 'bicubic'] as const)
        expect(along({ mode, padding }, Number.NaN)).toEqual([[[[Number.NaN]]]])
    },
  )

  it('keeps infinite cells apart from what does not see them', () => {
    const cells = tensor([1, Infinity], [1, 1, 1, 2])
    const far = tensor([-3, 0], [1, 1, 1, 2])
    expect(toNested(gridSample()(cells, far))).toEqual([[[[0]]]])
  })

  it('refuses grids of other ranks and batches, empty images, and bicubic volumes', () => {
    const says = 'expected images and a grid [N, H, W, 2], or volumes and a grid [N, D, H, W, 3], found'
    expect(() => gridSample()(ones([1, 1, 2, 2]), zeros([1, 2, 2, 3]))).toThrow(says)
    expect(() => gridSample()(ones([1, 1, 2, 2]), zeros([2, 2, 2, 2]))).toThrow(says)
    expect(() => gridSample()(ones([1, 1, 0, 2]), zeros([1, 2, 2, 2]))).toThrow(says)
    expect(() => gridSample({ mode: 'bicubic' })(ones([1, 1, 2, 2, 2]), zeros([1, 1, 1, 1, 3]))).toThrow(/bicubic/)
    expect(() => gridSample({ mode: 'cubic' } as never)).toThrow(/mode/)
  })
})

describe('affineGrid', () => {
  holds(laws.operation(composites.affineGrid))

  it('has a side of one cell in the middle', () => {
    const still = tensor([1, 0, 0, 0, 1, 0], [1, 2, 3])
    expect(toNested(affineGrid({ size: [1, 1], alignCorners: true })(still))).toEqual([[[[0, 0]]]])
    expect(toNested(affineGrid({ size: [1, 1] })(still))).toEqual([[[[0, 0]]]])
  })

  it('refuses maps of another rank, and sizes that are none', () => {
    expect(() => affineGrid({ size: [2, 2] })(zeros([1, 3, 4]))).toThrow('expected maps [N, 2, 3], found [1, 3, 4]')
    expect(() => affineGrid({ size: [2, 0] })).toThrow(/the size/)
  })
})
