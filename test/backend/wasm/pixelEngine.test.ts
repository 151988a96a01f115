import { describe, expect, it } from 'vitest'
import { pixelEngine, pixelsPay } from '../../../src/backend/wasm/pixelEngine.ts'

const sizes = { groups: 1, yImage: 0, yGroup: 0, yPlane: 0, offsets: [] }

describe('pixelsPay', () => {
  it('is true for ten columns and sixteen features, and false for columns that fill vectors and rows that fill panels', () => {
    expect(pixelsPay({ ...sizes, depth: 150, height: 16, rows: 10, columns: 10 })).toBe(true)
    expect(pixelsPay({ ...sizes, depth: 150, height: 20, rows: 16, columns: 16 })).toBe(false)
  })

  it('is false where a sum has several blocks', () => {
    expect(pixelsPay({ ...sizes, depth: 1024, height: 16, rows: 10, columns: 10 })).toBe(true)
    expect(pixelsPay({ ...sizes, depth: 1025, height: 16, rows: 10, columns: 10 })).toBe(false)
  })
})

describe('pixelEngine', () => {
  it('packs rows in eights', () => {
    expect([1, 8, 9, 16].map((rows) => pixelEngine.rowsAsPacked?.(rows))).toEqual([8, 8, 16, 16])
  })
})
