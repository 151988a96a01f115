import { describe, expect, it } from 'vitest'
import { valuesFrom } from '../../../demo/common/Field.ts'
import { entryAt, gridOf, isSameCell, totalOf } from '../../../demo/common/Grid.ts'
import {
  cornerOf,
  fields,
  inputNames,
  inputs,
  lookedAt,
  membersOf,
  pooledBy,
  windowsOver,
  winners,
} from '../../../demo/pooling/model.ts'

const first = valuesFrom(fields, new URLSearchParams())
const settings = inputNames.flatMap((input) =>
  [2, 3].flatMap((kernel) => [1, 2, 3].map((stride) => ({ ...first, input: inputs[input], kernel, stride }))),
)

describe('pooledBy', () => {
  it.each(settings)('conserves the total of the cotangent: window $kernel, stride $stride', (state) => {
    const [max, average] = [pooledBy('max', state), pooledBy('average', state)]
    expect(totalOf(max.dx)).toBe(totalOf(max.dy))
    expect(totalOf(average.dx)).toBeCloseTo(totalOf(average.dy), 9)
  })

  it.each(settings)('is the greatest and the mean of its members: window $kernel, stride $stride', (state) => {
    const [max, average] = [pooledBy('max', state).output, pooledBy('average', state).output]
    max.cells.forEach((greatest, k) => {
      const entries = membersOf(state, { row: Math.floor(k / max.columns), column: k % max.columns }).map(
        ({ entry }) => entry,
      )
      expect(greatest).toBe(Math.max(...entries))
      expect(average.cells[k]).toBeCloseTo(entries.reduce((a, b) => a + b) / entries.length, 12)
    })
  })
})

describe('lookedAt', () => {
  it.each(settings)('has the input cell in its window, if any has: window $kernel, stride $stride', (state) => {
    const { output } = pooledBy('max', state)
    const isOutside = gridOf(6, 6, ({ row, column }) => {
      const members = membersOf(state, lookedAt({ ...state, row, column }, output))
      return Number(!members.some(({ cell }) => isSameCell(cell, { row, column })))
    })
    expect(isOutside.cells).toEqual(windowsOver(state).cells.map((count) => Number(count === 0)))
  })

  it.each(settings)('is the window whose corner is picked: window $kernel, stride $stride', (state) => {
    const { output } = pooledBy('max', state)
    const windows = output.cells.map((_, k) => ({ row: Math.floor(k / output.columns), column: k % output.columns }))
    expect(windows.map((window) => lookedAt({ ...state, ...cornerOf(state, window) }, output))).toEqual(windows)
  })
})

describe('winners', () => {
  it('get what their windows send, and no other cell gets anything', () => {
    const state = { ...first, kernel: 3, stride: 1 }
    const { dx, dy } = pooledBy('max', state)
    const arrived = dx.cells.map((_, k) =>
      winners(state).reduce(
        (total, { row, column }, window) => total + (row * 6 + column === k ? dy.cells[window]! : 0),
        0,
      ),
    )
    expect(dx.cells).toEqual(arrived)
  })

  it('are the first of those that tie', () => {
    const state = { ...first, input: inputs.ties }
    const members = membersOf(state, { row: 0, column: 0 })
    expect(members.map(({ isWinner }) => isWinner)).toEqual([true, false, false, false])
    expect(members.map(({ isTied }) => isTied)).toEqual([false, true, true, true])
  })
})

describe('windowsOver', () => {
  it('counts the windows of a cell: none where a stride leaves it out, several where they overlap', () => {
    expect(windowsOver({ ...first, kernel: 2, stride: 2 }).cells.every((count) => count === 1)).toBe(true)
    const apart = windowsOver({ ...first, kernel: 2, stride: 3 })
    expect(entryAt(apart, { row: 2, column: 0 })).toBe(0)
    const overlapping = windowsOver({ ...first, kernel: 3, stride: 1 })
    expect(entryAt(overlapping, { row: 2, column: 3 })).toBe(9)
  })
})
