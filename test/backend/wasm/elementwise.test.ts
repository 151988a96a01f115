/** @file Elementwise primitives: units in the last place against float64, special values, and fused instructions. */
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { referenceBackend } from '../../../src/backend/reference/index.ts'
import { wasmBackend } from '../../../src/backend/wasm/index.ts'
import type { FusedStep } from '../../../src/compile/Program.ts'
import type { ElementwiseName } from '../../../src/core/elementwise.ts'
import { elementwiseNames, factsOf } from '../../../src/core/elementwise.ts'
import type { Shape } from '../../../src/core/Shape.ts'
import { sizeOf } from '../../../src/core/Shape.ts'
import { seed } from '../../seed.ts'
import { compute, of } from './compute.ts'

const backend = wasmBackend({ threads: 1 })
afterAll(backend.close)

/** The distance of two float32 neighbours at a number. */
const unitAt = (x: number): number => {
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(x))))
  return x === 0 || !Number.isFinite(x) ? 2 ** -149 : 2 ** (exponent - 23)
}

/** Numbers of every size and sign within bounds, evenly in the bits of float32. */
const spread = (low: number, high: number, count = 40_000): readonly number[] => {
  const bits = new Uint32Array(count).map((_, i) => Math.floor((i / count) * 2 ** 32))
  const every = [...new Float32Array(bits.buffer)].filter((x) => x >= low && x <= high)
  const linear = Array.from({ length: count }, (_, i) =>
    Math.fround(Math.max(-1e4, low) + ((Math.min(1e4, high) - Math.max(-1e4, low)) * i) / count),
  )
  return [...every, ...linear]
}

const unary = [
  ['exp', -110, 90],
  ['expm1', -110, 90],
  ['log', 0, Infinity],
  ['log1p', -1, Infinity],
  ['sqrt', 0, Infinity],
  ['rsqrt', 0, Infinity],
  ['sin', -Infinity, Infinity],
  ['cos', -Infinity, Infinity],
  ['tanh', -Infinity, Infinity],
  ['tanh', -12, 12],
  ['sigmoid', -Infinity, Infinity],
  ['sigmoid', -100, 100],
  ['erf', -Infinity, Infinity],
  ['erf', -5, 5],
] as const satisfies readonly (readonly [ElementwiseName, number, number])[]

const specials = [0, -0, 1, -1, 0.5, -0.5, 1.5, -1.5, 2.5, Infinity, -Infinity, Number.NaN, 1e-40, -1e-40, 3e38, -3e38]

describe('elementwise', () => {
  for (const [name, low, high] of unary) {
    it(`computes ${name} from ${String(low)} to ${String(high)} to 4 units in the last place`, () => {
      const x = of(spread(low, high))
      const expected = compute(referenceBackend, name, {}, [x], x.shape)
      const actual = compute(backend, name, {}, [x], x.shape)
      let worst = 0
      let at = 0
      expected.forEach((y, i) => {
        const [rounded, found] = [Math.fround(y), actual[i]!]
        if (Object.is(rounded, found) || rounded === found) return
        const error = Math.abs(y - found) / unitAt(y)
        if (error > worst || Number.isNaN(error)) [worst, at] = [error, x.data[i]!]
      })
      expect(worst, `at ${String(at)}`).toBeLessThan(4)
    })
  }

  it('computes pow to 4 units in the last place', () => {
    const bases = spread(0.001, 50, 2000)
    const [a, b] = [of(bases), of(bases.map((_, i) => Math.fround(((i * 7919) % 41) / 4 - 5)))]
    const expected = compute(referenceBackend, 'pow', {}, [a, b], a.shape)
    compute(backend, 'pow', {}, [a, b], a.shape).forEach((y, i) => {
      expect(Math.abs(y - expected[i]!)).toBeLessThanOrEqual(4 * unitAt(expected[i]!))
    })
  })

  for (const name of elementwiseNames) {
    const { arity } = factsOf(name)
    it(`treats special values in ${name} as the reference does`, () => {
      const rows =
        arity === 1
          ? specials.map((x) => [x])
          : specials.flatMap((x) => specials.map((y) => (arity === 2 ? [x, y] : [x, y, 7])))
      const inputs = Array.from({ length: arity }, (_, k) => of(rows.map((row) => row[k]!)))
      const shape = [rows.length]
      const expected = compute(referenceBackend, name, {}, inputs, shape)
      const actual = compute(backend, name, {}, inputs, shape)
      rows.forEach((row, i) => {
        const [wanted, found] = [Math.fround(expected[i]!), actual[i]!]
        const isSame = wanted === found || Object.is(wanted, found)
        if (!isSame && !(Math.abs(wanted - found) <= 4 * unitAt(wanted))) {
          expect.fail(`${name}(${row.map(String).join()}) is ${String(wanted)}, found ${String(found)}`)
        }
      })
    })
  }
})

const cheap: readonly ElementwiseName[] = ['neg', 'abs', 'relu', 'sign', 'floor', 'tanh', 'sigmoid', 'exp']
const pairs: readonly ElementwiseName[] = ['add', 'sub', 'mul', 'maximum', 'minimum', 'less', 'equal']

/** Steps over so many inputs; each reads anything before it. */
const stepsOver = (inputs: number): fc.Arbitrary<readonly FusedStep[]> =>
  fc
    .array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat(), fc.integer({ min: 1, max: 3 })), {
      minLength: 1,
      maxLength: 70,
    })
    .map((drawn) =>
      drawn.map(([which, a, b, c, arity], at): FusedStep => {
        const args = [a, b, c].map((k) => k % (inputs + at))
        if (arity === 1) return { op: cheap[which % cheap.length]!, args: args.slice(0, 1) }
        if (arity === 2) return { op: pairs[which % pairs.length]!, args: args.slice(0, 2) }
        return { op: 'where', args }
      }),
    )

const geometry = fc
  .array(fc.integer({ min: 1, max: 9 }), { minLength: 0, maxLength: 4 })
  .chain((shape) =>
    fc
      .array(fc.tuple(fc.nat({ max: shape.length }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 })), {
        minLength: 1,
        maxLength: 4,
      })
      .map((inputs) => ({
        shape,
        inputs: inputs.map(([drop, ones]) => shape.slice(drop).map((d, axis) => (ones[axis]! ? 1 : d))),
      })),
  )
  .chain(({ shape, inputs }) => stepsOver(inputs.length).map((steps) => ({ shape, inputs, steps })))

describe('fused', () => {
  it('agrees with the reference on any steps over any broadcast', () => {
    fc.assert(
      fc.property(geometry, ({ shape, inputs, steps }) => {
        const data = inputs.map((own: Shape, k) =>
          of(
            Array.from({ length: sizeOf(own) }, (_, i) => ((i * 31 + k * 17) % 23) / 8 - 1.25),
            own,
          ),
        )
        const expected = compute(referenceBackend, 'fused', { steps }, data, shape)
        compute(backend, 'fused', { steps }, data, shape).forEach((y, i) => {
          const wanted = expected[i]!
          const isClose = Math.abs(y - wanted) <= 1e-3 * Math.max(1, Math.abs(wanted))
          // Steps may cancel, or compare numbers that rounding makes unequal: only what rounds alike is compared.
          if (!isClose && steps.every(({ op }) => !['less', 'equal', 'floor', 'sign', 'where', 'exp'].includes(op))) {
            expect(y).toBe(wanted)
          }
        })
      }),
      { numRuns: 300, seed: seed() },
    )
  })

  it('gives the digits of its steps one by one, over blocks and broadcasts', () => {
    const shape = [3, 5, 700]
    const [a, b] = [
      of(
        Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i)),
        shape,
      ),
      of([0.25, -0.5, 1, 0, 2], [5, 1]),
    ]
    const steps: readonly FusedStep[] = [
      { op: 'add', args: [0, 1] },
      { op: 'lessEqual', args: [1, 2] },
      { op: 'mul', args: [2, 3] },
      { op: 'relu', args: [4] },
      { op: 'sub', args: [5, 0] },
    ]
    const expected = compute(referenceBackend, 'fused', { steps }, [a, b], shape)
    compute(backend, 'fused', { steps }, [a, b], shape).forEach((y, i) => {
      expect(Math.abs(y - expected[i]!)).toBeLessThan(1e-6)
    })
  })
})
