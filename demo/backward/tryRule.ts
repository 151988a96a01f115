/**
 * @file Runs the law "the gradient of the input is the full convolution with the rotated kernel" on random cases. The
 * truth beside the rule is a finite difference of step 1, which is exact, since a convolution is linear in its input.
 */
import { conv2d, mul, sum, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { compare, law } from 'cotangent/laws'
import fc from 'fast-check'
import { entriesOf } from '../common/numbersOf.ts'
import type { RuleName } from './model.ts'
import { rules } from './rules.ts'

/** A case: shapes, and the entries of kernel and cotangent. */
export interface Case {
  readonly channels: number
  readonly features: number
  /** Rows and columns of the kernel. */
  readonly kernel: readonly [number, number]
  /** Rows and columns of the output. */
  readonly output: readonly [number, number]
  readonly w: readonly number[]
  readonly dy: readonly number[]
}

/** A failing case, with what the rule gives and what is true. */
export interface Failure {
  readonly sample: Case
  readonly given: readonly number[]
  readonly truth: readonly number[]
}

/** What came of a run. */
export interface Trial {
  readonly rule: RuleName
  readonly passed: boolean
  /** Cases that held before the first that failed. */
  readonly held: number
  readonly worstError: number
  /** The cases that failed, each smaller than the one before. */
  readonly shrinking: readonly Failure[]
}

const entries = (count: number): fc.Arbitrary<readonly number[]> =>
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength: count, maxLength: count })

const sizes = fc.record({
  channels: fc.integer({ min: 1, max: 2 }),
  features: fc.integer({ min: 1, max: 3 }),
  kernel: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  output: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
})

const cases: fc.Arbitrary<Case> = sizes.chain((drawn) => {
  const { channels, features, kernel, output } = drawn
  const [taps, cells] = [kernel[0] * kernel[1], output[0] * output[1]]
  return fc
    .record({ w: entries(features * channels * taps), dy: entries(features * cells) })
    .map((numbers) => ({ ...drawn, ...numbers }))
})

const tensorsOf = ({ channels, features, kernel, output, w, dy }: Case) => ({
  w: tensor(w, [features, channels, ...kernel]),
  dy: tensor(dy, [1, features, ...output]),
})

/** The shape of the input of a case, without the batch axis. */
export const inputShape = ({ channels, kernel, output }: Case): readonly [number, number, number] => [
  channels,
  kernel[0] + output[0] - 1,
  kernel[1] + output[1] - 1,
]

/** L at every unit vector: the partial derivatives of a linear function. */
const truthOf = (sample: Case): Tensor => {
  const { w, dy } = tensorsOf(sample)
  const shape = inputShape(sample)
  const count = shape[0] * shape[1] * shape[2]
  const units = Array.from({ length: count * count }, (_, k) => Number(k % (count + 1) === 0))
  return sum({ axis: [1, 2, 3] })(mul(dy, conv2d()(tensor(units, [count, ...shape]), w)))
}

const givenBy = (rule: RuleName, sample: Case): Tensor => {
  const { w, dy } = tensorsOf(sample)
  return rules[rule](dy, w)
}

/** How far two sums of the same whole numbers may differ. */
const tolerance = 1e-12

/** Tries a rule on random cases; the seed determines them. */
export const tryRule = (rule: RuleName, seed: number, runs: number): Trial => {
  const failures: Failure[] = []
  const recursion = law(`the pullback of conv2d, ${rule}`, cases, (sample) => {
    const [given, truth] = [entriesOf(givenBy(rule, sample)), entriesOf(truthOf(sample))]
    if (compare(given, truth, tolerance).differences.length > 0) failures.push({ sample, given, truth })
    return { left: given, right: truth, tolerance }
  })
  const result = recursion.run({ runs, seed })
  return {
    rule,
    passed: result._tag === 'passed',
    held: result.runs,
    worstError: result.worstError,
    // The law judges the last one once more, for its report.
    shrinking: failures.filter((failure, k) => failure.sample !== failures[k - 1]?.sample),
  }
}
