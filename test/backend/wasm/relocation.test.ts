/** @file Commands that were moved are those that are written for the new layout, for every lowering of every dialect. */
import { describe, expect, it } from 'vitest'
import { composites, operations } from '../../../laws/index.ts'
import { wasmDialect } from '../../../src/backend/wasm/Dialect.ts'
import type { Dialect } from '../../../src/backend/wasm/Dialect.ts'
import type { Lowered } from '../../../src/backend/wasm/Lowering.ts'
import { lowerings } from '../../../src/backend/wasm/lowerings.ts'
import type { LoweredProgram } from '../../../src/backend/wasm/plan.ts'
import { lowerProgram } from '../../../src/backend/wasm/plan.ts'
import { commandsFor, relocatable } from '../../../src/backend/wasm/relocation.ts'
import type { Program } from '../../../src/compile/Program.ts'
import { nativeDialect } from '../../../src/native/dialect.ts'
import { worthFrom } from '../../../src/native/worthCalling.ts'
import { programsOf } from './programs.ts'

/** Addresses for the segments of a plan, in another order, apart. */
const otherLayout = ({ segments }: LoweredProgram): readonly number[] => {
  const places = segments.map(() => 0)
  let at = 7 << 20
  ;[...segments.keys()].reverse().forEach((k) => {
    places[k] = at
    at += (segments[k]?.bytes ?? 0) + 64 * (k + 1)
  })
  return places
}

const dialects: readonly (readonly [string, Dialect])[] = [
  ['wasm', wasmDialect],
  ['native', nativeDialect(worthFrom(0))],
]

describe.each(dialects)('relocatable, on %s', (_, dialect) => {
  it.each(Object.entries({ ...operations, ...composites }))(
    '%s: gives the commands of the new layout',
    (_name, operation) => {
      for (const program of programsOf(operation)) {
        const plan = lowerProgram(program, dialect, { fewest: 1 })
        const { words, moveTo } = relocatable(plan)
        const addresses = otherLayout(plan)
        addresses.forEach((address, segment) => moveTo(segment, address))
        expect(words).toEqual(commandsFor(plan, addresses))
      }
    },
  )
})

describe('relocatable', () => {
  const shape = [2000]
  const program: Program = {
    inputs: [shape],
    instructions: [{ name: 'neg', params: {}, inputs: [0], inputShapes: [shape], shape }],
    outputs: [1],
  }
  const writing = (emit: Lowered['emit']): LoweredProgram => ({
    ...lowerProgram(program, wasmDialect, { fewest: 1 }),
    lowered: [{ ...lowerings.neg({}, [shape], shape), emit }],
  })

  it('moves distances between segments', () => {
    const plan = writing((to, { inputs: [x = 0], output }) => void to.table([x, output - x, 7]))
    const { words, moveTo } = relocatable(plan)
    const before = [...words.slice(-3)]
    const segment = plan.placements[0]?.segment ?? 0
    const from = plan.segments[segment]?.offset ?? 0
    moveTo(segment, from + (1 << 20) + 640)
    expect([...words.slice(-3)]).toEqual([before[0]! + 640, before[1]! - 640, 7])
    expect(moveTo(segment, from + (1 << 20) + 640)).toBeNull()
  })

  it('refuses a word that depends on an address in another way', () => {
    expect(() => relocatable(writing((to, { output }) => void to.table([output / 4])))).toThrow(
      'expected commands of neg in which each word is a number or a sum of addresses, found one that depends on an address in another way',
    )
    expect(() => relocatable(writing((to, { output }) => void to.table(output > 1 << 21 ? [1, 2] : [1])))).toThrow(
      'one that depends on an address in another way',
    )
  })
})
