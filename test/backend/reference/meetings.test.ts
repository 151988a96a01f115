import { describe, expect, it } from 'vitest'
import { cellAt, meetingsAt, meetingsOf } from '../../../src/backend/reference/meetings.ts'
import { slide } from './compute.ts'

describe('cellAt', () => {
  const [axis] = slide([3], [2], { stride: 1, padding: [[1, 0]], inputDilation: 2 })

  it('counts from the padding in front', () => {
    expect(cellAt(axis!, 0, 1)).toBe(0)
    expect(cellAt(axis!, 0, 0)).toBeNull()
  })

  it('finds no cell between two of a dilated input', () => {
    expect(cellAt(axis!, 1, 0)).toBe(0)
    expect(cellAt(axis!, 1, 1)).toBeNull()
    expect(cellAt(axis!, 2, 1)).toBe(1)
  })
})

describe('meetingsAt', () => {
  it('holds the taps inside the input, in order', () => {
    const [axis] = slide([4], [3], { padding: 1, stride: 2, dilation: 1 })
    expect(meetingsAt(axis!, 0)).toEqual([
      { output: 0, tap: 1, cell: 0 },
      { output: 0, tap: 2, cell: 1 },
    ])
  })
})

describe('meetingsOf', () => {
  it('holds the meetings of every output', () => {
    const [axis] = slide([5], [2], { dilation: 3 })
    expect(meetingsOf(axis!)).toEqual([
      { output: 0, tap: 0, cell: 0 },
      { output: 0, tap: 1, cell: 3 },
      { output: 1, tap: 0, cell: 1 },
      { output: 1, tap: 1, cell: 4 },
    ])
  })
})
