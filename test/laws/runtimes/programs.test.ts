/** @file A sample of the random programs; `npm run programs` runs ten thousand. */
import { div, makeRuntime, ones, referenceBackend, referenceRuntime, sub, wasmBackend } from 'cotangent'
import type { Backend } from 'cotangent'
import { compare, laws, programs, programShapes, randomFunction, randomInputs, randomLoss } from 'cotangent/laws'
import type { ProgramOptions } from 'cotangent/laws'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { applicationOf } from '../../../src/core/Tensor.ts'
import type { Tensor } from '../../../src/core/Tensor.ts'
import { holds } from '../../holds.ts'
import { seed } from '../../seed.ts'

const wasm = makeRuntime(wasmBackend({ threads: 1 }))
afterAll(wasm.close)

describe('laws.programs', () => {
  holds(laws.programs(referenceRuntime), laws.programs(wasm))

  it('catches a backend that is wrong in a single primitive', () => {
    const wrong: Backend = {
      ...referenceBackend,
      name: 'wrong',
      fuses: false,
      compile: (program) =>
        referenceBackend.compile({
          ...program,
          instructions: program.instructions.map((one) => (one.name === 'erf' ? { ...one, name: 'tanh' } : one)),
        }),
    }
    const results = laws.programs(makeRuntime(wrong)).map((law) => law.run({ runs: 300, seed: 1 }))
    expect(results.map(({ _tag }) => _tag)).toEqual(['failed', 'failed'])
  })
})

/** The names of the primitives in an expression. */
const primitivesOf = (roots: readonly Tensor[]): ReadonlySet<string> => {
  const [seen, names, left] = [new Set<Tensor>(), new Set<string>(), [...roots]]
  for (let t = left.pop(); t !== undefined; t = left.pop()) {
    const made = applicationOf(t)
    if (made === null || seen.has(t)) continue
    seen.add(t)
    names.add(made.primitive.name)
    left.push(...made.inputs)
  }
  return names
}

describe('programs', () => {
  const drawn = fc.sample(programs, { numRuns: 400, seed: seed() })
  const tame = { tame: true }

  it('are the same for the same numbers', () => {
    const [program] = drawn
    const values = () => randomFunction(program!)(randomInputs(program!.seed))
    expect(compare(values(), values(), 0).error).toBe(0)
  })

  it('use most primitives', () => {
    const used = new Set(
      drawn.flatMap((program) => [...primitivesOf([randomLoss(program)(randomInputs(program.seed))])]),
    )
    expect(used.size).toBeGreaterThan(45)
    for (const name of [
      'conv',
      'maxPool',
      'sumPool',
      'matmul',
      'gather',
      'scatterAdd',
      'logsumexp',
      'cumsum',
      'where',
    ]) {
      expect(used).toContain(name)
    }
  })

  it('share values', () => {
    const shared = drawn.filter((program) => {
      const inputs = randomInputs(program.seed)
      const [readers, seen, left] = [new Map<Tensor, number>(), new Set<Tensor>(), [...randomFunction(program)(inputs)]]
      for (let t = left.pop(); t !== undefined; t = left.pop()) {
        if (seen.has(t)) continue
        seen.add(t)
        for (const input of applicationOf(t)?.inputs ?? []) {
          if (applicationOf(input) !== null) readers.set(input, (readers.get(input) ?? 0) + 1)
          left.push(input)
        }
      }
      return [...readers.values()].some((count) => count > 1)
    })
    expect(shared.length).toBeGreaterThan(drawn.length / 4)
  })

  it('stay bounded where they are tame', () => {
    const numbers = drawn.flatMap((program) =>
      referenceRuntime
        .evaluate(randomFunction(program, tame)(randomInputs(program.seed, tame)))
        .flatMap((values) => [...values]),
    )
    expect(numbers.every((value) => Math.abs(value) < 1e6)).toBe(true)
  })

  it('meet NaN and Infinity where they are wild', () => {
    const numbers = drawn.flatMap(({ seed: from }) =>
      referenceRuntime.evaluate(randomInputs(from)).flatMap((values) => [...values]),
    )
    expect([numbers.some(Number.isNaN), numbers.includes(Infinity), numbers.some((n) => Object.is(n, -0))]).toEqual([
      true,
      true,
      true,
    ])
  })

  it('jitter by a few units in the last place of float32, one way and the other', () => {
    const inputs = programShapes.map((shape) => ones(shape))
    const errors = Array.from({ length: 30 }, (_, seed) => {
      const last = (options: ProgramOptions): Tensor =>
        randomFunction({ seed, operations: 1 }, { tame: true, ...options })(inputs).at(-1)!
      const offBy = (sign: 1 | -1): readonly number[] => {
        const off = div(sub(last({ jitter: { seed: 1, sign } }), last({})), last({}))
        return Array.from(referenceRuntime.evaluate([off])[0]!)
      }
      const down = offBy(-1)
      return offBy(1).map((error, k) => [error, down[k]!] as const)
    }).flat()
    const moved = errors.filter(([up]) => up !== 0 && !Number.isNaN(up))
    expect(moved.length).toBeGreaterThan(50)
    expect(moved.filter(([up]) => Math.abs(up) < 2 ** -22 - 1e-12 || Math.abs(up) > 2 ** -21 + 1e-12)).toEqual([])
    expect(moved.filter(([up, down]) => Math.abs(up + down) > 1e-12)).toEqual([])
  })
})
