import { describe, expect, it } from 'vitest'
import { cellAfter, gridOf } from '../../../demo/common/Grid.ts'

const grid = gridOf(3, 4, () => 0)

describe('cellAfter', () => {
  it.each([
    ['ArrowUp', 0, 2],
    ['ArrowDown', 2, 2],
    ['ArrowLeft', 1, 1],
    ['ArrowRight', 1, 3],
    ['Home', 1, 0],
    ['End', 1, 3],
    ['Control+Home', 0, 0],
    ['Control+End', 2, 3],
  ])('leads by %s from cell 1, 2 to cell %d, %d', (key, row, column) => {
    expect(cellAfter(grid, { row: 1, column: 2 }, key)).toEqual({ row, column })
  })

  it('stays in the grid', () => {
    const [first, last] = [
      { row: 0, column: 0 },
      { row: 2, column: 3 },
    ]
    expect(['ArrowUp', 'ArrowLeft'].map((key) => cellAfter(grid, first, key))).toEqual([first, first])
    expect(['ArrowDown', 'ArrowRight'].map((key) => cellAfter(grid, last, key))).toEqual([last, last])
  })

  it('leads nowhere by other keys', () => {
    expect(
      ['a', '7', 'Enter', 'Control+ArrowLeft', 'constructor'].map((key) => cellAfter(grid, { row: 1, column: 2 }, key)),
    ).toEqual([null, null, null, null, null])
  })
})
