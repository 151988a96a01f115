/** @file The plan of memory: places are used again, values that are alive together lie apart, and too much is refused. */
import { describe, expect, it } from 'vitest'
import { planProgram, wasmBackend } from '../../../src/backend/wasm/index.ts'
import type { Program, ProgramInstruction } from '../../../src/compile/Program.ts'
import type { Shape } from '../../../src/core/Shape.ts'

const unary = (name: 'exp' | 'neg', input: number, shape: Shape): ProgramInstruction => ({
  name,
  params: {},
  inputs: [input],
  inputShapes: [shape],
  shape,
})

/** exp of exp of .. of one input. */
const chain = (length: number, shape: Shape): Program => ({
  inputs: [shape],
  instructions: Array.from({ length }, (_, k) => unary('exp', k, shape)),
  outputs: [length],
})

describe('planProgram', () => {
  it('needs one place for a chain of elementwise operations, however long', () => {
    expect(planProgram(chain(1, [1000])).bytes).toBe(planProgram(chain(50, [1000])).bytes)
  })

  it('keeps values apart that are alive together', () => {
    const shape: Shape = [100]
    const program: Program = {
      inputs: [shape],
      instructions: [unary('exp', 0, shape), unary('neg', 0, shape), unary('exp', 2, shape)],
      outputs: [0, 1, 2, 3],
    }
    const { placements } = planProgram(program)
    const offsets = placements.map(({ offset }) => offset)
    expect(new Set(offsets).size).toBe(offsets.length)
    const [x] = wasmBackend({ threads: 1 }).compile(program)([Float32Array.from({ length: 100 }, (_, i) => i / 100)])
    expect(x![99]).toBeCloseTo(0.99)
  })
})

describe('a program that needs more than WebAssembly has', () => {
  it('is refused before it runs, with the figure and its largest values', () => {
    const shape: Shape = [40_000, 20_000]
    const program: Program = {
      inputs: [shape],
      instructions: [unary('exp', 0, shape), unary('neg', 0, shape)],
      outputs: [1, 2],
    }
    expect(() => wasmBackend().compile(program)).toThrow(
      'expected at most 4.00 GiB at once, as WebAssembly has, found 8.94 GiB, of which the largest values are input [40000, 20000] (2.98 GiB), ' +
        'exp [40000, 20000] (2.98 GiB), neg [40000, 20000] (2.98 GiB)',
    )
  })
})
