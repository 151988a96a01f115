import { describe, expect, it } from 'vitest'
import { tilesSource } from '../../../src/backend/wasm/registerTiles.ts'

const functions = tilesSource().split('export function ').slice(1)
const named = (name: string): string => functions.find((source) => source.startsWith(`${name}(`)) ?? ''

const countOf = (source: string, part: RegExp): number => source.match(part)?.length ?? 0

describe('tilesSource', () => {
  it('writes one loop for each tile, which adds as many products as the tile has sums', () => {
    for (const source of functions.filter((one) => one !== named('multiplyAdds'))) {
      const [, loop = '', more] = source.split('for (')
      expect(more).toBeUndefined()
      expect(countOf(loop, /\bmadd\(/g)).toBe(countOf(source, /\blet s\d\d\b/g))
    }
  })

  it('gives every size to rows of adjacent vectors and to equal steps, and to scattered vectors if they are several', () => {
    const sizes = ['5x2', '4x2', '3x3', '2x4', '1x4']
    for (const size of sizes) {
      for (const name of ['tile', 'row', 'step']) expect(named(`${name}${size}`)).not.toBe('')
      for (const name of ['row', 'step']) expect(named(`${name}${size[0]!}x1`)).not.toBe('')
    }
  })

  it('adds the product of every row with every vector, for the first k and for all others', () => {
    const source = named('tile3x3')
    for (const sum of ['00', '01', '02', '10', '11', '12', '20', '21', '22']) {
      expect(source.split(`s${sum} = madd(a${sum[0]!}, b${sum[1]!}, s${sum})`).length).toBe(3)
      expect(source).toContain(`v128.store(y${sum[1]!}, s${sum})`)
    }
    expect(named('row3x3')).toContain('v128.store(y, s22, 32)')
  })
})
