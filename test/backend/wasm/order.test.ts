import { describe, expect, it } from 'vitest'
import type { WrittenCommand } from '../../../src/backend/wasm/Command.ts'
import { orderBit } from '../../../src/backend/wasm/interface/records.ts'
import { distanceOf, isSharedEntry, orderOfStep } from '../../../src/backend/wasm/order.ts'

const command = (at: number, nanoseconds: number, shared = false): WrittenCommand => ({
  at,
  units: shared ? 8 : 1,
  shared,
  nanoseconds,
})

const isBeside = (entry: number): boolean => (entry & orderBit.isBeside) !== 0

describe('orderOfStep', () => {
  const order = orderOfStep([
    [command(0, 1), command(3, 40_000, true), command(7, 1)],
    [command(9, 1), command(14, 1)],
  ])

  it('takes the first command of each instruction, then the second of each', () => {
    expect(order.map((entry) => distanceOf(entry) / 4)).toEqual([0, 9, 3, 14, 7])
    expect(order.map(isBeside)).toEqual([false, true, false, true, false])
  })

  it('has threads share what holds a shared command', () => {
    expect(order.map(isSharedEntry)).toEqual([false, false, true, false, false])
  })

  it('has threads share small commands side by side if they take long enough together', () => {
    const small = [command(0, 9_000), command(4, 9_000)]
    expect(orderOfStep(small.map((one) => [one])).map(isSharedEntry)).toEqual([true, false])
    expect(orderOfStep([small]).map(isSharedEntry)).toEqual([false, false])
    expect(orderOfStep([[command(0, 100)], [command(4, 9_000)]]).map(isSharedEntry)).toEqual([false, false])
  })

  it('is empty for instructions without commands', () => {
    expect(orderOfStep([[], []])).toEqual([])
    expect(orderOfStep([])).toEqual([])
  })
})
