/** @file Max pooling and the indices behind it are computed together, and come to the same numbers. */
import { pooling } from '../../../../src/backend/families.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { wasmBackend } from '../../../../src/backend/wasm/index.ts'
import { joinPools } from '../../../../src/backend/wasm/passes/joinPools.ts'
import type { Program, ProgramInstruction } from '../../../../src/compile/Program.ts'
import { windowOf } from '../../../../src/core/Window.ts'

const backend = wasmBackend({ threads: 1 })
afterAll(() => {
  backend.close()
})

const shape = [1, 2, 4, 4]
const pooled = [1, 2, 2, 2]

const pool = (name: 'maxPool' | 'maxPoolIndices', input = 0, padding = 0): ProgramInstruction => {
  const caller = { operation: 'pool', shapes: [shape], phrase: 'pool' }
  const window = windowOf(caller, [4, 4], [2 + 2 * padding, 2 + 2 * padding], { stride: 2, padding })
  return { name, params: { window }, inputs: [input], inputShapes: [shape], shape: pooled, family: pooling }
}

const programOf = (...instructions: readonly ProgramInstruction[]): Program => ({
  inputs: [shape, shape],
  instructions,
  outputs: [2, 3],
})

const namesIn = (program: Program): readonly string[] => joinPools(program).instructions.map(({ name }) => name)

describe('joinPools', () => {
  it('joins indices to the pooling right before them', () => {
    const program = programOf(pool('maxPool'), pool('maxPoolIndices'))
    expect(namesIn(program)).toEqual(['placeOnly', 'indicesAndPool'])
    const joined = joinPools(program)
    expect(joined.instructions[1]).toMatchObject({ inputs: [0, 2], inputShapes: [shape, pooled], shape: pooled })
    expect(joined.instructions[0]?.shape).toEqual(pooled)
  })

  it('joins pooling to the indices before it, over views of them', () => {
    const view: ProgramInstruction = {
      name: 'reshape',
      params: { shape: [8] },
      inputs: [2],
      inputShapes: [pooled],
      shape: [8],
    }
    const program = { ...programOf(pool('maxPoolIndices'), view, pool('maxPool')), outputs: [2, 3, 4] }
    expect(namesIn(program)).toEqual(['placeOnly', 'reshape', 'poolAndIndices'])
    const x = Float32Array.from({ length: 32 }, (_, k) => ((k * 7) % 13) - 6)
    const [values, indices] = backend.compile(programOf(pool('maxPool'), pool('maxPoolIndices', 0)))([x, x])
    expect(backend.compile(program)([x, x])).toEqual([indices, indices, values])
  })

  it('leaves alone what is read in between', () => {
    const reader: ProgramInstruction = {
      name: 'neg',
      params: {},
      inputs: [2],
      inputShapes: [pooled],
      shape: pooled,
    }
    const program = programOf(pool('maxPool'), reader, pool('maxPoolIndices'))
    expect(namesIn(program)).toEqual(['maxPool', 'neg', 'maxPoolIndices'])
  })

  it('leaves alone what differs in input or windows', () => {
    const apart = ['maxPool', 'maxPoolIndices']
    expect(namesIn(programOf(pool('maxPool'), pool('maxPoolIndices', 1)))).toEqual(apart)
    expect(namesIn(programOf(pool('maxPool'), pool('maxPoolIndices', 0, 1)))).toEqual(apart)
    expect(namesIn(programOf(pool('maxPool'), pool('maxPool')))).toEqual(['maxPool', 'maxPool'])
  })

  it('gives the values and the indices of both', () => {
    const [x, other] = [7, 11].map((step) => Float32Array.from({ length: 32 }, (_, k) => ((k * step) % 13) - 6))
    const inputs = [x!, other!]
    const [values, indices] = backend.compile(programOf(pool('maxPool'), pool('maxPoolIndices')))(inputs)
    const [, alone] = backend.compile(programOf(pool('maxPool', 1), pool('maxPoolIndices')))(inputs)
    const [only] = backend.compile(programOf(pool('maxPool'), pool('maxPoolIndices', 1)))(inputs)
    expect(indices).toEqual(alone)
    expect(values).toEqual(only)
    expect(values).toEqual(Float32Array.from(indices!, (cell, at) => x![Math.floor(at / 4) * 16 + cell]!))
  })
})
