import { describe, expect, it } from 'vitest'
import { nanosecondsByPixels, nanosecondsByRows } from '../../../src/backend/wasm/costs.ts'
import { noPanels, panelsOf } from '../../../src/backend/wasm/product.ts'

const ofFives = (rows: number, columns: number, depth = 100): number =>
  nanosecondsByRows({ ...noPanels, fives: 1 }, { rows, columns, together: 2 }, depth)

describe('nanosecondsByRows', () => {
  it('is in proportion to the panels of one height', () => {
    const pixels = { rows: 3, columns: 16, together: 2 }
    const [one, three] = [1, 3].map((fives) => nanosecondsByRows({ ...noPanels, fives }, pixels, 50))
    expect(three).toBeCloseTo(3 * one!, 9)
  })

  it('charges more for vectors that are not adjacent', () => {
    // Rows of two vectors are adjacent pairs; of three, a third of the pairs is.
    expect(ofFives(6, 12)).toBeGreaterThan(ofFives(9, 8))
    expect(ofFives(2, 16)).toBeCloseTo(ofFives(4, 8), 9)
  })

  it('counts the vector that overlaps the one before it as a whole one', () => {
    expect(ofFives(1, 13)).toBeCloseTo(ofFives(1, 16), 9)
  })
})

describe('nanosecondsByPixels', () => {
  it('is less than by rows for the ten columns and sixteen features of LeNet, and more for 56 columns and 64', () => {
    const rows = (height: number, side: number): number =>
      nanosecondsByRows(panelsOf(height), { rows: side, columns: side, together: 2 }, 150)
    expect(nanosecondsByPixels(10 * 2 * 2, 150)).toBeLessThan(rows(16, 10))
    expect(nanosecondsByPixels(56 * 12 * 8, 150)).toBeGreaterThan(rows(64, 56))
  })
})
