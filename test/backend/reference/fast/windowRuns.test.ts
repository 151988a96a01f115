import { describe, expect, it } from 'vitest'
import { outputRuns, tapRuns } from '../../../../src/backend/reference/fast/windowRuns.ts'
import { slide } from '../compute.ts'

describe('outputRuns', () => {
  it('leaves out the outputs at which a tap lies in the padding', () => {
    // 4 cells, 3 taps, padding 1: tap 0 misses at output 0, tap 2 at output 3.
    expect(outputRuns(slide([4], [3], { padding: 1 })[0]!)).toEqual([
      { length: 3, first: 1, step: 1, cell: 0, cellStep: 1 },
      { length: 4, first: 0, step: 1, cell: 0, cellStep: 1 },
      { length: 3, first: 0, step: 1, cell: 1, cellStep: 1 },
    ])
  })

  it('leaves out the zeros between the cells of a dilated input', () => {
    // Cells at 0, 2, 4: tap 0 meets them at outputs 0, 2; tap 1 at outputs 1, 3.
    expect(outputRuns(slide([3], [2], { inputDilation: 2 })[0]!)).toEqual([
      { length: 2, first: 0, step: 2, cell: 0, cellStep: 1 },
      { length: 2, first: 1, step: 2, cell: 1, cellStep: 1 },
    ])
  })

  it('is empty for a tap that meets no cell', () => {
    const runs = outputRuns(slide([1], [3], { padding: 1 })[0]!)
    expect(runs.map((run) => run.length)).toEqual([0, 1, 0])
  })
})

describe('tapRuns', () => {
  it('holds the taps inside the input', () => {
    expect(tapRuns(slide([4], [3], { padding: 1, stride: 2, ceilMode: true })[0]!)).toEqual([
      { length: 2, first: 1, step: 1, cell: 0, cellStep: 1 },
      { length: 3, first: 0, step: 1, cell: 1, cellStep: 1 },
      { length: 1, first: 0, step: 0, cell: 3, cellStep: 0 },
    ])
  })
})
