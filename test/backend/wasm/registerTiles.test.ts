import { describe, expect, it } from 'vitest'
import { tilesSource } from '../../../src/backend/wasm/registerTiles.ts'

const functions = tilesSource().split('export function ').slice(1)
const named = (name: string): string => functions.find((source) => source.startsWith(`${name}(`)) ?? ''

const countOf = (source: string, part: RegExp): number => source.match(part)?.length ?? 0

describe('tilesSource', () => {
  it('writes one loop for each tile, whose sums are as many as its products', () => {
    expect(functions.length).toBe(12)
    for (const source of functions) {
      expect(countOf(source, /\bfor \(/g)).toBe(1)
      expect(countOf(source, /\bmadd\(/g)).toBe(countOf(source, /\blet s\d\d\b/g))
    }
  })

  it('adds the product of every row with every vector', () => {
    const source = named('tile3x3')
    for (const sum of ['00', '01', '02', '10', '11', '12', '20', '21', '22']) {
      expect(source).toContain(`s${sum} = madd(a${sum[0]!}, b${sum[1]!}, s${sum})`)
      expect(source).toContain(`v128.store(y${sum[1]!}, s${sum})`)
    }
  })
})
