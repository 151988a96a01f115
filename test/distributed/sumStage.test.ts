/** @file Sums after a stage: in the memory of the backend where nobody else holds the value, and elsewhere in copies. */
import type { Backend } from '../../src/compile/Program.ts'
import { describe, expect, it } from 'vitest'
import { referenceBackend } from '../../src/backend/reference/index.ts'
import { agreementOver } from '../../src/distributed/agreement.ts'
import { sumStage } from '../../src/distributed/sumStage.ts'
import { lonely } from '../../src/distributed/Wire.ts'
import type { Wire } from '../../src/distributed/Wire.ts'

/** A wire of two ranks with equal numbers, and how many numbers each of its sums had. */
const doubling = (): { readonly wire: Wire; readonly sums: number[] } => {
  const sums: number[] = []
  const wire: Wire = {
    ...lonely,
    allReduce: (numbers) => {
      sums.push(numbers.length)
      numbers.set(numbers.map((value) => 2 * value))
    },
  }
  return { wire, sums }
}

/** A value in the memory of a backend. */
const valueOf = (numbers: Float32Array) => ({
  length: numbers.length,
  read: () => numbers,
  copy: () => numbers.slice(),
  copyTo: (target: Float32Array | Float64Array, from: number) => target.set(numbers, from),
})

const inMemory = (...held: readonly Float32Array[]) => {
  const values = held.map(valueOf)
  const view: NonNullable<Backend['own']>['view'] = (numbers) =>
    held[values.findIndex((one) => one === numbers)] ?? null
  const backend: Backend = { name: 'memory', compile: () => () => [], own: { view, release: () => undefined } }
  return { backend, values }
}

const sumOf = (length: number, place: number) => ({ shape: [length], place })
const large = 70_000

describe('sumStage', () => {
  it('sums values where they lie: the large by themselves, the others together', () => {
    const held = [Float32Array.of(1, 2), new Float32Array(large).fill(3), Float32Array.of(4)]
    const { backend, values } = inMemory(...held)
    const { wire, sums } = doubling()
    const sum = sumStage(agreementOver(wire), backend, [sumOf(2, 1), sumOf(large, 2), sumOf(1, 3)])
    const results = sum(
      () => values,
      () => true,
    )
    expect(results.every((result, k) => result === values[k])).toBe(true)
    expect(held.map((numbers) => [...new Set(numbers)])).toEqual([[2, 4], [6], [8]])
    expect(sums).toEqual([3, large])
  })

  it('leaves values that others hold as they are, and makes the same sums', () => {
    const held = [Float32Array.of(1, 2), new Float32Array(large).fill(3)]
    const { backend, values } = inMemory(...held)
    const { wire, sums } = doubling()
    const sum = sumStage(agreementOver(wire), backend, [sumOf(2, 1), sumOf(large, 2)])
    const [small, big] = sum(
      () => values,
      () => false,
    )
    expect([...held[0]!, held[1]![0]]).toEqual([1, 2, 3])
    expect([small, new Set(big as Float32Array)]).toEqual([Float32Array.of(2, 4), new Set([6])])
    expect(sums).toEqual([2, large])
  })

  it('gives each run arrays of its own', () => {
    const { backend } = inMemory()
    const sum = sumStage(agreementOver(doubling().wire), backend, [sumOf(2, 1)])
    const array = Float32Array.of(1, 2)
    const [first] = sum(
      () => [array],
      () => true,
    )
    const [second] = sum(
      () => [Float32Array.of(5, 6)],
      () => true,
    )
    expect([array, first, second]).toEqual([Float32Array.of(1, 2), Float32Array.of(2, 4), Float32Array.of(10, 12)])
  })

  it('sums in float64 where the backend computes in it', () => {
    const [sum] = sumStage(agreementOver(doubling().wire), referenceBackend, [sumOf(1, 1)])(
      () => [Float64Array.of(0.1)],
      () => true,
    )
    expect(sum).toEqual(Float64Array.of(0.2))
  })
})
