/**
 * @file Laws: statements that can be run, and can fail. The result is data; {@link checkLaw} turns a failure into an
 * exception for test runners.
 */
import { countOf } from '../../src/core/Shape.ts'
import type { Difference, Kink, Uncertainty } from './Equation.ts'

/** How a law is run. */
export interface LawOptions {
  /** How many samples; `COTANGENT_RUNS` or 100 by default. */
  readonly runs?: number
  /** Determines all samples; `COTANGENT_SEED` or 0 by default. */
  readonly seed?: number
  /** The single sample to replay, as named by a failure; `COTANGENT_PATH` by default. */
  readonly path?: string
  /** Milliseconds after which no further sample is drawn; 30,000 by default. */
  readonly timeLimit?: number
  /** The test file that instantiates the law, for the command that replays a failure. */
  readonly file?: string
  /** The command that replays a failure, if it is not vitest's. */
  readonly command?: (law: string, seed: number, path: string) => string
}

interface Ran {
  readonly law: string
  /** Samples on which both sides were compared. */
  readonly runs: number
  readonly seed: number
  /** The largest relative error seen. */
  readonly worstError: number
  /** Samples at which the function has a kink. Finite differences are meaningless there, so others were drawn. */
  readonly kinks: number
}

/** The law held on every sample. */
export interface LawPassed extends Ran {
  readonly _tag: 'passed'
}

/** The law failed on a sample, or no sample could be tried. */
export interface LawFailed extends Ran {
  readonly _tag: 'failed'
  readonly reason: string
  /** The smallest failing sample found, as text; empty where there is none. */
  readonly counterexample: string
  /** The position of the sample in the stream of the seed. */
  readonly path: string
  /** The first places where the sides differ. */
  readonly differences: readonly Difference[]
  /** What the two sides are called; "left" and "right" if not given. */
  readonly labels?: readonly [left: string, right: string]
  /** What the sides were computed from, and both sides, by name, shortened. */
  readonly shown?: readonly (readonly [name: string, value: string])[]
  /** What replays the failing sample: the options of `run` or, under vitest, a command. */
  readonly replay: string
}

/** The function has a kink at every sample, or at nearly every one, so its derivative cannot be judged. */
export interface LawKink extends Ran {
  readonly _tag: 'kink'
  readonly reason: string
  /** A sample at a kink, as text. */
  readonly counterexample: string
  readonly kink: Kink
}

/** Finite differences have too large an error at every sample, or at nearly every one, to judge the derivative. */
export interface LawIllConditioned extends Ran {
  readonly _tag: 'illConditioned'
  readonly reason: string
  /** A sample that is ill conditioned, as text. */
  readonly counterexample: string
  readonly uncertainty: Uncertainty
}

/** A result of a law that did not pass. */
export type LawNotPassed = LawFailed | LawKink | LawIllConditioned

/** The result of running a law. */
export type LawResult = LawPassed | LawNotPassed

/** A statement that should hold for all samples. */
export interface Law {
  readonly name: string
  /** Runs the law on samples; never throws if it does not hold. */
  readonly run: (options?: LawOptions) => LawResult
}

/** A law whose sides are waited for, such as one of streams. */
export interface AsyncLaw {
  readonly name: string
  /** Runs the law on samples; never rejects if it does not hold. */
  readonly run: (options?: LawOptions) => Promise<LawResult>
}

/**
 * A law that did not pass, thrown by {@link checkLaw}.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { checkLaw, law, LawError } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * const one = tensor(1, [])
 * const wrong = law('one is two', fc.constant(0), () => ({ left: one, right: tensor(2, []) }))
 * const thrown = (): unknown => {
 *   try {
 *     return checkLaw(wrong)
 *   } catch (error) {
 *     return error
 *   }
 * }
 * thrown() instanceof LawError // => true
 * ```
 */
export class LawError extends Error {
  readonly result: LawNotPassed

  constructor(result: LawNotPassed) {
    super(showFailure(result))
    this.name = 'LawError'
    this.result = result
  }
}

const showDifference =
  (labels: readonly [string, string]) =>
  ({ at, left, right }: Difference): string => {
    const [first, second] = labels.map((label) =>
      `${label}:`.padEnd(Math.max(...labels.map(({ length }) => length)) + 2),
    )
    return `  ${at === '' ? 'the whole' : at}\n    ${first ?? ''}${left}\n    ${second ?? ''}${right}`
  }

/** The call that replays a sample. */
export const callOf = (seed: number, path: string): string =>
  `run({ seed: ${String(seed)}${path === '' ? '' : `, path: '${path}'`} })`

const showIllConditioned = ({ law, reason, counterexample }: LawIllConditioned): string =>
  [`${law} cannot be checked: ${reason}`, `sample: ${counterexample}`].join('\n')

const showKink = ({ law, reason, counterexample, kink }: LawKink): string =>
  [
    `${law} cannot be checked: ${reason}`,
    `sample: ${counterexample}`,
    `slopes: ${String(kink.left)} on the left, ${String(kink.right)} on the right; the derivative says ${String(kink.analytic)}`,
  ].join('\n')

/**
 * A failure as text: what failed, on which sample, both sides, and the command that replays it.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { law, showFailure } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * const one = tensor(1, [])
 * const wrong = law('one is two', fc.constant(0), () => ({ left: one, right: tensor(2, []) }))
 * const result = wrong.run({ seed: 1 })
 * result._tag === 'failed' && showFailure(result).split('\n')[0]
 * // => 'one is two does not hold: the sides differ, with a relative error of 0.5 (0 samples held)'
 * ```
 */
export const showFailure = (result: LawNotPassed): string => {
  if (result._tag === 'kink') return showKink(result)
  if (result._tag === 'illConditioned') return showIllConditioned(result)
  const { law, runs, reason, counterexample, differences, labels = ['left', 'right'], shown = [], replay } = result
  const again = callOf(result.seed, result.path)
  return [
    `${law} does not hold: ${reason} (${countOf(runs, 'sample')} held)`,
    ...(counterexample === '' ? [] : [`sample: ${counterexample}`]),
    ...shown.map(([name, value]) => `${name}: ${value}`),
    ...(differences.length === 0 ? [] : ['first differences:', ...differences.map(showDifference(labels))]),
    ...(replay.startsWith('COTANGENT_') ? [`again:  ${again}`] : []),
    `replay: ${replay}`,
  ].join('\n')
}

/**
 * Throws a {@link LawError} that shows why a result is not `passed`; gives it back otherwise. For tests of results, such
 * as those of `checkGradient`.
 *
 * @example
 * ```ts
 * import { sin } from 'cotangent'
 * import type { Tensor } from 'cotangent'
 * import { checkGradient, passed } from 'cotangent/laws'
 *
 * passed(checkGradient((x: Tensor) => sin(x), { order: 1 })).runs // => 40
 * ```
 */
export const passed = (result: LawResult): LawPassed => {
  if (result._tag !== 'passed') throw new LawError(result)
  return result
}

/**
 * Runs a law, and throws a {@link LawError} that shows both sides if it fails or cannot be checked. Of an `AsyncLaw` it
 * gives a promise.
 *
 * @example
 * ```ts
 * import { exp } from 'cotangent'
 * import { checkLaw, laws } from 'cotangent/laws'
 *
 * laws.primitive('exp', { f: exp, domains: ['real'] }).map((law) => checkLaw(law, { runs: 5 })._tag)
 * // => ['passed', 'passed', 'passed', 'passed', 'passed', 'passed']
 * ```
 */
export function checkLaw(law: Law, options?: LawOptions): LawPassed
export function checkLaw(law: AsyncLaw, options?: LawOptions): Promise<LawPassed>
export function checkLaw(law: Law | AsyncLaw, options?: LawOptions): LawPassed | Promise<LawPassed>
export function checkLaw(law: Law | AsyncLaw, options: LawOptions = {}): LawPassed | Promise<LawPassed> {
  const result = law.run(options)
  return result instanceof Promise ? result.then(passed) : passed(result)
}
