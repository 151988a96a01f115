import { describe, expect, it } from 'vitest'
import { entryAt } from '../../../demo/common/Grid.ts'
import { valuesFrom } from '../../../demo/common/Field.ts'
import type { Convolution } from '../../../demo/convolution/model.ts'
import {
  fields,
  kernelNames,
  kernels,
  lookedAt,
  mapOf,
  sizeBy,
  sumOf,
  termsAt,
} from '../../../demo/convolution/model.ts'

const first = valuesFrom(fields, new URLSearchParams())
const settings = [1, 2, 3].flatMap((stride) =>
  [0, 1, 2, 3].flatMap((padding) => [1, 2, 3].map((dilation) => ({ ...first, stride, padding, dilation }))),
)

const show = ({ stride, padding, dilation }: Convolution): string => `stride ${stride}, ${padding}, ${dilation}`

describe('mapOf', () => {
  it.each(settings.map((state) => [show(state), state] as const))(
    'is at every cell the sum of its terms: %s',
    (_, state) => {
      const map = mapOf(state)
      expect([map.rows, map.columns]).toEqual([sizeBy(state), sizeBy(state)])
      const byHand = map.cells.map((_, k) =>
        sumOf(termsAt(state, { row: Math.floor(k / map.columns), column: k % map.columns })),
      )
      expect(map.cells).toEqual(byHand)
    },
  )

  it.each(kernelNames)('is not empty for the kernel %s', (name) => {
    expect(mapOf({ ...first, kernel: kernels[name] }).cells.some((entry) => entry !== 0)).toBe(true)
  })
})

describe('termsAt', () => {
  it('tells padding from cells that are 0', () => {
    const corner = termsAt(first, { row: 0, column: 0 })
    expect(corner.map(({ isPadding }) => isPadding)).toEqual([true, true, true, true, false, false, true, false, false])
  })
})

describe('lookedAt', () => {
  it('stays within a map that a stride has made smaller', () => {
    const state = { ...first, stride: 3, row: 99, column: 0 }
    const map = mapOf(state)
    expect(lookedAt(state, map)).toEqual({ row: map.rows - 1, column: 0 })
    expect(entryAt(map, lookedAt(state, map))).toBe(map.cells[(map.rows - 1) * map.columns])
  })
})
