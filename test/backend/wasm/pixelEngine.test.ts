import { describe, expect, it } from 'vitest'
import type { WrittenCommand } from '../../../src/backend/wasm/Command.ts'
import { commandWriter } from '../../../src/backend/wasm/Command.ts'
import { productModule } from '../../../src/backend/wasm/modules.ts'
import { pixelEngine, pixelsPay } from '../../../src/backend/wasm/pixelEngine.ts'
import { oneRow } from '../../../src/backend/wasm/product.ts'

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

  /** The command that multiplies one row of 49 pixels, as a 1x1 convolution of one image does. */
  const commandOf = (height: number, depth: number): WrittenCommand | undefined => {
    const writer = commandWriter(0, [productModule])
    const pixels = { ...oneRow, columns: 49, x: 0, y: 0, xGroup: 0, yGroup: 0, yPlane: 196 }
    const packed = { a: 0, aGroup: 0, table: { at: 0, offsets: [] }, workspace: 0 }
    pixelEngine.multiply(writer, { ...pixels, ...packed, groups: 1, height, depth })
    return writer.commands()[0]
  }

  it('shares one row of pixels by panels of features, where it takes long enough', () => {
    const large = commandOf(256, 832)
    expect(large?.units).toBeGreaterThanOrEqual(16)
    expect(large?.shared).toBe(true)
    expect(commandOf(16, 16)?.units).toBe(1)
  })
})
