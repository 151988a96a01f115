import { describe, expect, it } from 'vitest'
import { referenceBackend } from '../../../src/backend/reference/index.ts'
import type { Program, ProgramInstruction } from '../../../src/compile/Program.ts'

const binary = (name: 'add' | 'mul', inputs: readonly number[]): ProgramInstruction => ({
  name,
  params: {},
  inputs,
  inputShapes: [[2], [2]],
  shape: [2],
})

const program = (instructions: readonly ProgramInstruction[], outputs: readonly number[]): Program => ({
  inputs: [[2], [2]],
  instructions,
  outputs,
})

const inputs = [Float64Array.of(1, 2), Float64Array.of(3, 4)]

describe('referenceBackend', () => {
  it('computes instructions in order, reading what was made before', () => {
    const run = referenceBackend.compile(program([binary('add', [0, 1]), binary('mul', [2, 2])], [3]))
    expect(run(inputs)).toEqual([Float64Array.of(16, 36)])
  })

  it('keeps an intermediate that is asked for, and gives outputs in the order asked', () => {
    const run = referenceBackend.compile(program([binary('add', [0, 1]), binary('mul', [2, 2])], [3, 2, 2, 0]))
    const sums = Float64Array.of(4, 6)
    expect(run(inputs)).toEqual([Float64Array.of(16, 36), sums, sums, inputs[0]])
  })

  it('runs again on other data', () => {
    const run = referenceBackend.compile(program([binary('add', [0, 1])], [2]))
    run(inputs)
    expect(run([Float64Array.of(5, 5), Float64Array.of(1, 2)])).toEqual([Float64Array.of(6, 7)])
  })

  it('reads numbers of any kind in float64', () => {
    const run = referenceBackend.compile(program([binary('add', [0, 1])], [2]))
    expect(run([Uint8Array.of(255, 1), Float32Array.of(0.5, 0.1)])).toEqual([
      Float64Array.of(255.5, 1 + Math.fround(0.1)),
    ])
  })

  it('leaves its inputs as they were', () => {
    const run = referenceBackend.compile(program([binary('add', [0, 1]), binary('mul', [2, 0])], [3]))
    run(inputs)
    expect(inputs).toEqual([Float64Array.of(1, 2), Float64Array.of(3, 4)])
  })

  it('runs an empty program', () => {
    expect(referenceBackend.compile({ inputs: [], instructions: [], outputs: [] })([])).toEqual([])
  })
})
