/**
 * @file Long sums are as accurate as short ones. For every reduction, at depths of 1,000, 100,000 and 4,000,000 (less
 * if its operands would not fit, or a shorter sum shows as much),
 *
 *     |y - sum of t_k|  <=  2^-13 (sum of |t_k|)
 *
 * with the bound of `core/longSums.ts`. The sum on the right is computed here, in float64 with compensation, so that
 * the law tests the reference too. Terms are equal, so that all additions round in the same direction; or of one sign;
 * or of both signs; or of decreasing size. A sample of one depth and kind is computed once.
 */
import fc from 'fast-check'
import type { Runtime } from '../../src/compile/Runtime.ts'
import { sumBound } from '../../src/core/longSums.ts'
import type { NumberArray, Tensor } from '../../src/core/Tensor.ts'
import { leaf } from '../../src/core/Tensor.ts'
import type { Random } from '../framework/arbitraries/random.ts'
import { randomOf } from '../framework/arbitraries/random.ts'
import type { Equation } from '../framework/Equation.ts'
import type { Law } from '../framework/Law.ts'
import type { LongSum } from './LongSum.ts'
import { longSums } from './LongSum.ts'
import { law } from '../framework/property.ts'

const depths = [1_000, 100_000, 4_000_000] as const

/** The entries of an operand, by kind. */
const kinds = {
  // 2/3 and its halves, 0.1010… in binary: whatever the sum, an addition rounds by a third of its last place, and the same
  // way while the exponent of the sum stays.
  equal: (random: Random) => {
    const value = 2 / 3 / 2 ** Math.floor(3 * random.unit())
    return () => value
  },
  positive: (random: Random) => () => random.unit(),
  signed: (random: Random) => () => 2 * random.unit() - 1,
  falling: () => (k: number) => 1 / (k + 1),
} satisfies Readonly<Record<string, (random: Random) => (k: number) => number>>

interface Sample {
  readonly depth: (typeof depths)[number]
  readonly kind: keyof typeof kinds
  readonly seed: number
}

const samples: fc.Arbitrary<Sample> = fc.constantFrom(...depths).chain((depth) =>
  fc.record({
    depth: fc.constant(depth),
    // Where it takes long, those of which rounding makes most.
    kind: fc.constantFrom<keyof typeof kinds>(
      'equal',
      'positive',
      ...(depth > 1e6 ? [] : (['signed', 'falling'] as const)),
    ),
    seed: fc.nat(),
  }),
)

/** The sum of terms and that of their magnitudes. */
const exactSums = (terms: Float64Array): readonly [sum: number, magnitudes: number] => {
  let [sum, lost, magnitudes] = [0, 0, 0]
  for (const term of terms) {
    const next = sum + term
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum
    sum = next
    magnitudes += Math.abs(term)
  }
  return [sum + lost, magnitudes]
}

const draw = (count: number, kind: Sample['kind'], seed: number): Float32Array => {
  const random = randomOf(seed)
  const entry = kinds[kind](random)
  return Float32Array.from({ length: count }, (_, k) => entry(k))
}

/** How far the results are off, relative to the magnitudes of the terms. */
const errorsOf = (runtime: Runtime, one: LongSum, { kind, seed }: Sample, depth: number): readonly number[] => {
  const [a, b] = [draw(depth, kind, seed), draw(depth, kind, seed + 1)]
  const [sum, magnitudes] = exactSums(one.terms(a, b))
  const made: Tensor = one.compute(a, b)
  const found: NumberArray = runtime.evaluate([made])[0] ?? new Float64Array(0)
  return one.sums(found, a).map((estimate) => Math.abs(estimate - sum) / magnitudes)
}

/**
 * The laws that, on a runtime, long sums are as accurate as short ones, for every reduction.
 *
 * @example
 * ```ts
 * import { defaultRuntime } from 'cotangent'
 * import { laws } from 'cotangent/laws'
 *
 * const [sumOfRow] = laws.longSums(defaultRuntime)
 * sumOfRow?.run({ runs: 3 })._tag // => 'passed'
 * ```
 */
export const longSumsLaws = (runtime: Runtime): readonly Law[] =>
  longSums.map((one) => {
    const known = new Map<string, readonly number[]>()
    const most = runtime.name.startsWith('gpu') ? one.mostOnDevice : one.most
    return law(`${one.name} on ${runtime.name}: long sums`, samples, (sample): Equation => {
      const depth = Math.min(sample.depth, most)
      const name = `${sample.kind} ${String(depth)}`
      const errors = known.get(name) ?? errorsOf(runtime, one, sample, depth)
      known.set(name, errors)
      const zeros = new Float64Array(errors.length)
      return {
        left: leaf(Float64Array.from(errors), [errors.length]),
        right: leaf(zeros, [errors.length]),
        tolerance: sumBound,
      }
    })
  })
