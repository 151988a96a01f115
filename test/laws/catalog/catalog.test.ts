/** @file Nothing that the library exports is missing from the catalog of laws. */
import { makeRuntime, referenceRuntime, wasmBackend } from 'cotangent'
import * as nn from 'cotangent/nn'
import * as optim from 'cotangent/optim'
import { composites, operations } from 'cotangent/laws'
import { afterAll, describe, expect, it } from 'vitest'
import {
  catalog,
  initializers,
  layers,
  losses,
  notLayers,
  notOptimizers,
  optimizers,
  schedules,
} from '../../../laws/catalog/index.ts'
import { kernels } from '../../../src/backend/reference/kernels.ts'

/** Names without their variants: `conv2d, grouped` is of `conv2d`. */
const covered = (...tables: readonly Readonly<Record<string, unknown>>[]): ReadonlySet<string> =>
  new Set(tables.flatMap((table) => Object.keys(table).map((name) => name.split(',')[0] ?? name)))

const missing = (door: object, known: ReadonlySet<string>, others: readonly string[]): readonly string[] =>
  Object.keys(door).filter((name) => !known.has(name) && !others.includes(name))

const runtime = makeRuntime(wasmBackend({ threads: 1 }))
afterAll(runtime.close)

describe('the catalog', () => {
  it('has every layer, loss and initializer of cotangent/nn: a line in laws/catalog', () => {
    expect(missing(nn, covered(layers, losses, initializers), notLayers)).toEqual([])
  })

  it('has every optimizer and schedule of cotangent/optim: a line in laws/catalog', () => {
    expect(missing(optim, covered(optimizers, schedules), notOptimizers)).toEqual([])
  })

  it('has every primitive that computes', () => {
    const identities = ['variable', 'stopGradient', 'custom', 'rankSum', 'fused']
    expect(missing(kernels, covered(operations), identities)).toEqual([])
  })

  it('names nothing that is not exported', () => {
    const known = { ...nn, ...optim }
    const names = [...covered(layers, losses, initializers, optimizers, schedules), ...notLayers, ...notOptimizers]
    expect(names.filter((name) => !(name in known))).toEqual([])
  })

  it('names each law once', () => {
    for (const each of [catalog(referenceRuntime), catalog(runtime)]) {
      const names = Object.values(each).flatMap((laws) => laws.map(({ name }) => name))
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    }
  })

  it('holds another backend to the reference in every operation, loss and layer, and in programs', () => {
    const { operations: ofOperations = [], layers: ofLayers = [], programs = [] } = catalog(runtime)
    const names = new Set([...ofOperations, ...ofLayers].map(({ name }) => name.replace(/ on wasm: .*/, '')))
    const expected = [
      ...Object.values({ ...operations, ...composites, ...losses }).map(({ name }) => name),
      ...Object.keys(layers).map((name) => `${name} layer`),
    ]
    expect(expected.filter((name) => !names.has(name))).toEqual([])
    expect(programs).toHaveLength(2)
  })
})
