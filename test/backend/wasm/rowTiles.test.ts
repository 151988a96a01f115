import { describe, expect, it } from 'vitest'
import { rowTilesSource } from '../../../src/backend/wasm/rowTiles.ts'

const functions = rowTilesSource().split('export function ').slice(1)

describe('rowTilesSource', () => {
  it('writes a tile of one row by four, of four by four and of one by sixteen', () => {
    expect(functions.map((source) => source.slice(0, source.indexOf('(')))).toEqual(['rows1x1', 'rows4x1', 'rows1x4'])
  })

  it('adds each product to each sum once per entry, four entries at a time and then one by one, in ascending order', () => {
    for (const source of functions) {
      const sums = source.match(/\blet s\d\d\b/g)?.map((found) => found.slice(4)) ?? []
      const [, four = '', one = ''] = source.split('for (')
      for (const sum of sums) {
        const vector = sum[2]!
        const added = [...four.matchAll(new RegExp(`${sum} = madd\\(a, (c\\d\\d), ${sum}\\)`, 'g'))].map(([, c]) => c)
        expect(added).toEqual([0, 1, 2, 3].map((k) => `c${vector}${String(k)}`))
        expect(one.split(`${sum} = madd(a, c${vector}, ${sum})`).length).toBe(2)
      }
    }
  })
})
