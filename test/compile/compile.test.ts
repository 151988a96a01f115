import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { compile, grad, makeRuntime, referenceBackend, toArray } from 'cotangent'
import { seed } from '../seed.ts'
import { randomCase, randomFunction, randomInputs, randomLoss } from './randomExpression.ts'

const numbers = (tensors: readonly Tensor[]): readonly (readonly number[])[] =>
  tensors.map((t) => Array.from(toArray(t)))

describe('compile: the same function', () => {
  it('in its value, to the last digit', () => {
    fc.assert(
      fc.property(randomCase, ({ seed: from, operations }) => {
        const f = randomFunction(from, operations)
        const compiled = compile(f, { runtime: makeRuntime(referenceBackend) })
        for (const inputs of [randomInputs(from), randomInputs(from + 1)]) {
          expect(numbers(compiled(inputs))).toEqual(numbers(f(inputs)))
        }
      }),
      { numRuns: 300, seed: seed() },
    )
  })

  it('in its gradient, to the last digit', () => {
    fc.assert(
      fc.property(randomCase, ({ seed: from, operations }) => {
        const f = randomLoss(from, operations)
        const gradient = (inputs: readonly Tensor[]): readonly Tensor[] => grad(f)(inputs as never)
        const compiled = compile(gradient, { runtime: makeRuntime(referenceBackend) })
        const inputs = randomInputs(from)
        expect(numbers(compiled(inputs))).toEqual(numbers(gradient(inputs)))
      }),
      { numRuns: 200, seed: seed() },
    )
  })
})
