/**
 * @file Laws: what can be run and fail. The result is data; {@link checkLaw} turns a failure into an exception for
 * test runners.
 */
import { countOf } from '../../src/core/Shape.ts'
import type { Difference, Kink } from './Equation.ts'

/** How a law is run. */
export interface LawOptions {
  /** How many samples; `COTANGENT_RUNS` or 100 by default. */
  readonly runs?: number
  /** Determines all samples; `COTANGENT_SEED` or 0 by default. */
  readonly seed?: number
  /** A single sample to try again, as a failure names it; `COTANGENT_PATH` by default. */
  readonly path?: string
  /** Milliseconds after which no further sample is tried; 30,000 by default. */
  readonly timeLimit?: number
  /** The test file that instantiates the law, for the line that replays a failure. */
  readonly file?: string
  /** The line that replays a failure, where it is not vitest's. */
  readonly command?: (law: string, seed: number, path: string) => string
}

interface Ran {
  readonly law: string
  /** Samples on which both sides were compared. */
  readonly runs: number
  readonly seed: number
  /** The largest relative error seen. */
  readonly worstError: number
  /** Samples at which the function has a kink: finite differences say nothing there, so others were tried. */
  readonly kinks: number
}

/** Every sample held. */
export interface LawPassed extends Ran {
  readonly _tag: 'passed'
}

/** A sample did not hold, or none could be tried. */
export interface LawFailed extends Ran {
  readonly _tag: 'failed'
  readonly reason: string
  /** The smallest failing sample found, as text; empty where there is none. */
  readonly counterexample: string
  /** Where the sample lies in the stream of the seed. */
  readonly path: string
  /** The first places where the sides differ. */
  readonly differences: readonly Difference[]
  /** A command that tries the failing sample again. */
  readonly replay: string
}

/** The function has a kink at every sample, or nearly: nothing can be said of its derivative. */
export interface LawKink extends Ran {
  readonly _tag: 'kink'
  readonly reason: string
  /** A sample at a kink, as text. */
  readonly counterexample: string
  readonly kink: Kink
}

/** What came of running a law. */
export type LawResult = LawPassed | LawFailed | LawKink

/** Something that holds for all samples, or should. */
export interface Law {
  readonly name: string
  /** Tries the law on samples; never throws for a law that does not hold. */
  readonly run: (options?: LawOptions) => LawResult
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
  readonly result: LawFailed | LawKink

  constructor(result: LawFailed | LawKink) {
    super(showFailure(result))
    this.name = 'LawError'
    this.result = result
  }
}

const showDifference = ({ at, left, right }: Difference): string =>
  `  ${at === '' ? 'the whole' : at}\n    left:  ${left}\n    right: ${right}`

const showKink = ({ law, reason, counterexample, kink }: LawKink): string =>
  [
    `${law} cannot be checked: ${reason}`,
    `sample: ${counterexample}`,
    `slopes: ${String(kink.left)} on the left, ${String(kink.right)} on the right; the derivative says ${String(kink.analytic)}`,
  ].join('\n')

/**
 * A failure as text: what failed, on which sample, both sides, and the line that tries it again.
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
 * // => 'one is two does not hold: the sides differ by 0.5 (0 samples held)'
 * ```
 */
export const showFailure = (result: LawFailed | LawKink): string => {
  if (result._tag === 'kink') return showKink(result)
  const { law, runs, reason, counterexample, differences, replay } = result
  return [
    `${law} does not hold: ${reason} (${countOf(runs, 'sample')} held)`,
    ...(counterexample === '' ? [] : [`sample: ${counterexample}`]),
    ...(differences.length === 0 ? [] : ['first differences:', ...differences.map(showDifference)]),
    `replay: ${replay}`,
  ].join('\n')
}

/**
 * Runs a law; throws a {@link LawError} that shows both sides where it fails, or cannot be checked.
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
export const checkLaw = (law: Law, options: LawOptions = {}): LawPassed => {
  const result = law.run(options)
  if (result._tag !== 'passed') throw new LawError(result)
  return result
}
