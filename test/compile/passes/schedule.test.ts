import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { broadcastTo, reshape, sum, tanh } from 'cotangent'
import { heldNumbers, livenessOf, peakNumbers } from '../../../src/compile/passes/liveness.ts'
import { schedule } from '../../../src/compile/passes/schedule.ts'
import { expectSameNumbers, forRandomPrograms, namesOf, programOf } from './program.ts'

describe('schedule', () => {
  it('keeps the outputs', () => {
    expectSameNumbers(schedule)
  })

  it('never raises the peak', () => {
    forRandomPrograms(({ program }) => {
      expect(peakNumbers(schedule(program))).toBeLessThanOrEqual(peakNumbers(program))
    })
  })

  it('is the same every time', () => {
    forRandomPrograms(({ program }) => {
      expect(schedule(program)).toEqual(schedule(program))
    }, 20)
  })

  it('uses a large value up before it makes the next', () => {
    // Four large values, each of which comes to one number; made all at once, they are held all at once.
    const order = programOf((x) => [1, 2, 3, 4].map((k) => broadcastTo([100 * k, 2])(x)), [2])
    const first = order.inputs.length
    const sums = order.instructions.map(({ shape }, k) => ({
      name: 'sum' as const,
      params: { axes: [0, 1] },
      inputs: [first + k],
      inputShapes: [shape],
      shape: [],
    }))
    const spread = {
      ...order,
      instructions: [...order.instructions, ...sums],
      outputs: sums.map((_, k) => first + 4 + k),
    }
    expect(peakNumbers(spread)).toBe(2001)
    expect(peakNumbers(schedule(spread))).toBeLessThan(810)
    expect(namesOf(schedule(spread)).slice(0, 2)).toEqual(['broadcastTo', 'sum'])
  })

  it('counts what an instruction lets go of', () => {
    const program = programOf((x, y) => [broadcastTo([50, 2])(x), sum()(tanh(broadcastTo([200, 2])(y)))], [2], [2])
    expect(peakNumbers(program)).toBe(900)
    expect(peakNumbers(schedule(program))).toBe(800)
  })
})

describe('liveness', () => {
  it('holds an input of an instruction while it runs', () => {
    forRandomPrograms(({ program }) => {
      const { lastUse } = livenessOf(program)
      program.instructions.forEach(({ inputs }, index) => {
        for (const id of inputs) expect(lastUse[id]).toBeGreaterThanOrEqual(index)
      })
    })
  })

  it('counts what is made and still needed, without inputs and views', () => {
    const program = programOf((x) => sum()(reshape([6])(tanh(tanh(x)) as Tensor<readonly [2, 3]>)) as Tensor, [2, 3])
    expect(namesOf(program)).toEqual(['tanh', 'tanh', 'reshape', 'sum'])
    expect(heldNumbers(program)).toEqual([6, 12, 6, 7])
    expect(peakNumbers(program)).toBe(12)
  })

  it('holds outputs to the end', () => {
    const program = programOf((x) => [tanh(x), tanh(tanh(x))], [4])
    expect(heldNumbers(program)).toEqual([4, 8, 12])
  })
})
