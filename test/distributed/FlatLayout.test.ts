/** @file The layout of a tree in one buffer goes by names, and gives the tree back. */
import { key, tensor, toNested } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { flatten, formOf, layoutOf, unflatten } from '../../src/distributed/FlatLayout.ts'

const [a, b] = [tensor([1, 2], [2]), tensor([3, 4, 5, 6], [2, 2])]
const written = { b, a, list: [a], seed: key(1) } as const

describe('the layout of a tree', () => {
  it('goes by the names of paths, however a record was written', () => {
    const permuted = { seed: key(2), list: [a], a, b } as const
    expect(formOf(layoutOf(written, true))).toBe('a [2]\nb [2, 2]\nlist.0 [2]\nseed (a key)')
    expect(formOf(layoutOf(permuted, true))).toBe(formOf(layoutOf(written, true)))
    expect(layoutOf(written, false).entries.map(({ path, start }) => [path, start])).toEqual([
      ['a', 0],
      ['b', 2],
      ['list.0', 6],
    ])
  })

  it('gives back the numbers of each tensor, and leaves out keys unless they are asked for', () => {
    const layout = layoutOf(written, false)
    const buffer = new Float64Array(layout.size)
    flatten(layout, [Float64Array.of(1, 2), Float64Array.of(3, 4, 5, 6), Float64Array.of(1, 2)], buffer)
    const back = unflatten(written, layout, buffer, false)
    expect([toNested(back.a), toNested(back.b), toNested(back.list[0])]).toEqual([
      [1, 2],
      [
        [3, 4],
        [5, 6],
      ],
      [1, 2],
    ])
    expect(back.seed).toBe(written.seed)
  })

  it('is empty for a tree without tensors', () => {
    expect(layoutOf({}, true)).toEqual({ entries: [], size: 0 })
  })
})
