import { describe, expect, it } from 'vitest'
import { valuesFrom } from '../../../demo/common/Field.ts'
import { checkerboard, fields, isEven } from '../../../demo/inside/names.ts'

const first = valuesFrom(fields, new URLSearchParams())

const settings = [2, 3, 4, 5].flatMap((kernel) => [1, 2, 3, 4].map((stride) => ({ ...first, kernel, stride })))

describe('checkerboard', () => {
  it.each(settings)('counts the kernels that reach a cell: kernel $kernel, stride $stride', (state) => {
    const { kernel, stride } = state
    const { columns, cells } = checkerboard(state)
    const along = (place: number): number =>
      [0, 1, 2, 3].filter((k) => place - k * stride >= 0 && place - k * stride < kernel).length
    expect(columns).toBe(3 * stride + kernel)
    expect(cells).toEqual(cells.map((_, k) => along(Math.floor(k / columns)) * along(k % columns)))
  })
})

describe('isEven', () => {
  it.each(settings)('says whether the stride divides the kernel: kernel $kernel, stride $stride', (state) => {
    expect(isEven(state)).toBe(state.kernel % state.stride === 0)
  })
})
