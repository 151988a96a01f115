import { describe, expect, it } from 'vitest'
import type { Backward } from '../../../demo/backward/model.ts'
import {
  agreementAt,
  arrivals,
  cotangentIn,
  fields,
  gradientOf,
  inputSide,
  originOf,
  outputSide,
  spread,
} from '../../../demo/backward/model.ts'
import { valuesFrom } from '../../../demo/common/Field.ts'
import { entryAt, gridOf, isSameCell } from '../../../demo/common/Grid.ts'

const first = valuesFrom(fields, new URLSearchParams())
const settings = [1, 2].flatMap((stride) =>
  [0, 1, 2].flatMap((padding) =>
    (['all', 'one'] as const).map((sending) => ({
      ...first,
      stride,
      padding,
      sending,
      kernel: [2, -1, 0, 3, 5, 1, 4, 0, -7],
    })),
  ),
)

const named = settings.map(
  (state) => [`stride ${state.stride}, padding ${state.padding}, ${state.sending}`, state] as const,
)

const places = Array.from({ length: inputSide * inputSide }, (_, k) => ({
  row: Math.floor(k / inputSide),
  column: k % inputSide,
}))

describe('agreementAt', () => {
  it.each(named)('finds three equal numbers at every input cell: %s', (_, state) => {
    const all = places.map((cell) => agreementAt(state, cell))
    expect(all.map(({ byHand }) => byHand)).toEqual(all.map(({ byGrad }) => byGrad))
    expect(Math.max(...all.map(({ distance }) => distance))).toBeLessThan(1e-9)
    expect(all.some(({ byGrad }) => byGrad !== 0)).toBe(true)
  })
})

describe('arrivals', () => {
  it.each(named)('add up to the gradient over all output cells: %s', (_, state) => {
    const side = outputSide(state)
    const sent = gridOf(side, side, () => 0).cells.flatMap((_, k) =>
      arrivals(state, { row: Math.floor(k / side), column: k % side }),
    )
    const arrived = places.map((cell) =>
      sent.filter((one) => isSameCell(one.cell, cell)).reduce((total, { amount }) => total + amount, 0),
    )
    expect(gradientOf(state).cells).toEqual(arrived)
  })
})

describe('spread', () => {
  it.each(named)('has each cotangent that reaches the input once, and zeros between: %s', (_, state: Backward) => {
    const around = spread(state)
    const dy = cotangentIn(state)
    const origins = around.cells.map((_, k) =>
      originOf(state, { row: Math.floor(k / around.columns), column: k % around.columns }),
    )
    expect(around.cells).toEqual(origins.map((origin) => (origin === null ? 0 : entryAt(dy, origin))))
    expect(origins.filter((origin) => origin !== null)).toHaveLength(dy.cells.length)
  })
})
