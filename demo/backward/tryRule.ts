/**
 * @file Runs the law "the gradient of the input is the full convolution with the rotated kernel" on random cases. The
 * truth beside the rule is a finite difference of step 1, which is exact, since a convolution is linear in its input.
 */
import { conv2d, isTensor, mul, sum, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { compare, law } from 'cotangent/laws'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { messageOf } from '../common/messageOf.ts'
import { entriesOf } from '../common/numbersOf.ts'
import * as callable from './callable.ts'
import type { words } from './rules.ts'
import type { Misreading } from './understand.ts'
import { understand } from './understand.ts'

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
  readonly stride: number
}

/** What a rule gives: a tensor, or an error with its message. */
export type Given =
  | { readonly _tag: 'tensor'; readonly shape: readonly number[]; readonly entries: readonly number[] }
  | { readonly _tag: 'thrown'; readonly message: string }

/** A failing case, with what the rule gives and what is true. */
export interface Failure {
  readonly sample: Case
  readonly given: Given
  readonly truth: readonly number[]
}

/** What came of a run. */
export interface Trial {
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
  stride: fc.integer({ min: 1, max: 2 }),
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
export const inputShape = ({ channels, kernel, output, stride }: Case): readonly [number, number, number] => [
  channels,
  kernel[0] + stride * (output[0] - 1),
  kernel[1] + stride * (output[1] - 1),
]

/** L at every unit vector: the partial derivatives of a linear function. */
const truthOf = (sample: Case): Tensor => {
  const { w, dy } = tensorsOf(sample)
  const shape = inputShape(sample)
  const count = shape[0] * shape[1] * shape[2]
  const units = Array.from({ length: count * count }, (_, k) => Number(k % (count + 1) === 0))
  return sum({ axis: [1, 2, 3] })(mul(dy, conv2d({ stride: sample.stride })(tensor(units, [count, ...shape]), w)))
}

/** What a rule may call. */
const known: Readonly<Record<(typeof words)[number], unknown>> = callable

type Rule = (...given: readonly unknown[]) => unknown

const givenBy = (rule: Rule, sample: Case): Given => {
  const { w, dy } = tensorsOf(sample)
  try {
    const result = rule(dy, w, sample.stride)
    return isTensor(result)
      ? { _tag: 'tensor', shape: result.shape, entries: entriesOf(result) }
      : { _tag: 'thrown', message: `expected a tensor, found ${typeof result}` }
  } catch (error) {
    return { _tag: 'thrown', message: messageOf(error) }
  }
}

/** How far two sums of the same whole numbers may differ. */
const tolerance = 1e-12

const lawOf = (rule: Rule, failed: (failure: Failure) => void) =>
  law('the pullback of conv2d', cases, (sample) => {
    const [given, truth] = [givenBy(rule, sample), entriesOf(truthOf(sample))]
    const right = { shape: [1, ...inputShape(sample)], entries: truth }
    const left = given._tag === 'tensor' ? { shape: given.shape, entries: given.entries } : given.message
    if (compare(left, right, tolerance).differences.length > 0) failed({ sample, given, truth })
    return { left, right, tolerance }
  })

/** Tries a rule on random cases, which the seed determines; on the left why the text is no rule. */
export const tryRule = (text: string, seed: number, runs: number): E.Either<Misreading, Trial> =>
  pipe(
    understand(text, known),
    E.map((rule) => {
      const failures: Failure[] = []
      const result = lawOf(rule, (failure) => failures.push(failure)).run({ runs, seed })
      return {
        passed: result._tag === 'passed',
        held: result.runs,
        worstError: result.worstError,
        // The law judges the last one once more, for its report.
        shrinking: failures.filter((failure, k) => failure.sample !== failures[k - 1]?.sample),
      }
    }),
  )
