/**
 * @file Every primitive, and what is made of primitives, on random geometry: the wasm backend gives the reference's
 * numbers, forwards and in every gradient, up to the rounding of float32 over as many additions as an entry may have.
 */
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { Sample } from '../../../laws/index.ts'
import { composites, direction, drawInputs, operations } from '../../../laws/index.ts'
import { referenceBackend } from '../../../src/backend/reference/index.ts'
import { wasmBackend } from '../../../src/backend/wasm/index.ts'
import { makeRuntime } from '../../../src/compile/index.ts'
import type { Runtime } from '../../../src/compile/index.ts'
import { sizeOf } from '../../../src/core/Shape.ts'
import type { NumberArray, Tensor } from '../../../src/core/Tensor.ts'
import { tensor, valueOf } from '../../../src/core/Tensor.ts'
import { vjp } from '../../../src/diff/index.ts'
import { seed } from '../../seed.ts'

const backend = wasmBackend({ threads: 1 })
const wasm = makeRuntime(backend)
const reference = makeRuntime(referenceBackend)
afterAll(backend.close)

const rounded = (t: Tensor): Tensor => tensor(Float32Array.from(valueOf(t) ?? []), t.shape)

/** The value of a sample and the gradients of its inputs. */
const computed = (sample: Sample, held: readonly number[], runtime: Runtime): readonly NumberArray[] => {
  const inputs = drawInputs(sample).map(rounded)
  const free = inputs.filter((_, k) => !held.includes(k))
  const [value, pullback] = vjp((variables: readonly Tensor[]) => {
    const rest = [...variables]
    return sample.f(...inputs.map((input, k) => (held.includes(k) ? input : (rest.shift() ?? input))))
  })(free)
  return runtime.evaluate([value, ...pullback(rounded(direction(value.shape, sample.seed, 0)))])
}

const largestOf = (numbers: NumberArray): number => {
  let largest = 1
  for (const x of numbers) if (Number.isFinite(x)) largest = Math.max(largest, Math.abs(x))
  return largest
}

/** Half a unit in the last place of the largest entry, for every addition and a few roundings more. */
const toleranceOf = (expected: NumberArray, additions: number): number =>
  2 ** -24 * (64 + additions) * largestOf(expected)

const expectClose = (actual: NumberArray, expected: NumberArray, additions: number): void => {
  expect(actual.length).toBe(expected.length)
  const tolerance = toleranceOf(expected, additions)
  const wrong = expected.findIndex(
    (x, k) => !(Object.is(x, actual[k]) || x === actual[k] || Math.abs(x - (actual[k] ?? Number.NaN)) <= tolerance),
  )
  if (wrong >= 0) {
    expect.fail(`entry ${String(wrong)}: expected ${String(expected[wrong])}, found ${String(actual[wrong])}`)
  }
}

const suite = { ...operations, ...composites }

describe('wasmBackend', () => {
  for (const { name, samples, held = [] } of Object.values(suite)) {
    it(`agrees with the reference in ${name} and its gradients`, () => {
      fc.assert(
        fc.property(samples as fc.Arbitrary<Sample>, (sample) => {
          const expected = computed(sample, held, reference)
          const additions = sample.inputs.reduce((total, { shape }) => total + sizeOf(shape), 0)
          computed(sample, held, wasm).forEach((actual, k) => {
            expectClose(actual, expected[k] ?? new Float64Array(0), additions)
          })
        }),
        { numRuns: 40, seed: seed() },
      )
    })
  }
})
