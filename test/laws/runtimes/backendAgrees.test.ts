/** @file A backend that is wrong in one primitive is found out, and the wasm backend is not. */
import { makeRuntime, referenceBackend, wasmBackend } from 'cotangent'
import type { Backend, Program, Runtime } from 'cotangent'
import { laws, operations } from 'cotangent/laws'
import type { Law, Operation } from 'cotangent/laws'
import { afterAll, describe, expect, it } from 'vitest'
import { holds } from '../../holds.ts'

const failing = (all: readonly Law[]): readonly string[] =>
  all.filter((law) => law.run({ runs: 30, seed: 1 })._tag !== 'passed').map((law) => law.name)

/** The reference, with other instructions in place of some. */
const altered = (alter: (program: Program) => Program, bytesPerNumber: number): Runtime => {
  const backend: Backend = {
    name: 'altered',
    bytesPerNumber,
    compile: (program) => referenceBackend.compile(alter(program)),
  }
  return makeRuntime(backend)
}

const same = (program: Program): Program => program

/** Reads a max pooling as a sum pooling; both have one input. */
const instead =
  (from: string, to: string) =>
  (program: Program): Program => ({
    ...program,
    instructions: program.instructions.map((instruction) =>
      instruction.name === from ? ({ ...instruction, name: to } as typeof instruction) : instruction,
    ),
  })

const wasm = makeRuntime(wasmBackend({ threads: 1 }))
afterAll(wasm.close)

describe('laws.backendAgrees', () => {
  it('names its laws for operation and backend', () => {
    expect(laws.backendAgrees(wasm, operations.exp).map(({ name }) => name)).toEqual([
      'exp on wasm: value',
      'exp on wasm: gradients',
      'exp on wasm: second derivatives',
      'exp on wasm: compiled',
    ])
    expect(laws.backendAgrees(wasm, operations.floor).length).toBe(4)
    expect(laws.backendAgrees(wasm, operations.argmax).map(({ name }) => name)).toEqual([
      'argmax on wasm: value',
      'argmax on wasm: compiled',
    ])
  })

  it('catches a wrong kernel in the value', () => {
    const wrong = altered(instead('sin', 'cos'), 4)
    expect(failing(laws.backendAgrees(wrong, operations.sin as Operation))).toEqual([
      'sin on altered: value',
      'sin on altered: second derivatives',
      'sin on altered: compiled',
    ])
  })

  it('catches a kernel that is wrong only where a derivative needs it', () => {
    const wrong = altered(instead('sumPoolInput', 'sumPool'), 4)
    expect(failing(laws.backendAgrees(wrong, operations.sumPool as Operation))).toContain(
      'sumPool on altered: gradients',
    )
  })

  it('asks float64 of a backend that has it', () => {
    expect(failing(laws.backendAgrees(altered(same, 8), operations.logsumexp as Operation))).toEqual([])
    const single: Backend = {
      ...referenceBackend,
      compile: (program) => (inputs) =>
        referenceBackend
          .compile(program)(inputs)
          .map((numbers) => Float32Array.from(numbers)),
    }
    expect(failing(laws.backendAgrees(makeRuntime(single), operations.logsumexp as Operation))).toContain(
      'logsumexp on reference: value',
    )
  })

  holds(laws.backendAgrees(wasm, operations.conv), laws.backendAgrees(wasm, operations.logsumexp))
})
