/**
 * @file Properties: the second layer of a law. fast-check draws samples for an equation, and shrinks the first that
 * fails.
 *
 * An ill-conditioned sample is discarded and another one is drawn. If most samples are, the law fails rather than
 * passing without evidence. It also fails if the time limit cuts a run to less than a tenth of its samples.
 */
import fc from 'fast-check'
import { kindOf } from '../../src/core/foundValue.ts'
import { isRecord } from '../../src/core/isRecord.ts'
import { notPromised } from '../../src/core/notPromised.ts'
import { refuse, TensorError } from '../../src/core/TensorError.ts'
import type { Comparison, Equation, Kink, Uncertainty } from './Equation.ts'
import { compareSides, isConditioned } from './Equation.ts'
import type { Operation, Sample } from './Operation.ts'
import { drawInputs } from './Operation.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import type { AsyncLaw, Law, LawFailed, LawOptions, LawResult } from './Law.ts'
import { replayOf, settled, usualTimeLimit } from './runOptions.ts'
import { showSide } from './show.ts'

/**
 * The law that an equation holds for an operation, at every sample of its inputs; named for the operation.
 *
 * @example
 * ```ts
 * import { relu } from 'cotangent'
 * import { lawOf, operations } from 'cotangent/laws'
 *
 * lawOf(operations.relu, 'once is enough', ([x]) => ({ left: relu(relu(x)), right: relu(x) })).run()._tag // => 'passed'
 * ```
 */
export const lawOf = <G>(
  { name, samples }: Operation<G>,
  title: string,
  equation: (inputs: Inputs, sample: Sample<G>) => Equation,
): Law => law(`${name}: ${title}`, samples, (sample) => equation(drawInputs(sample) as Inputs, sample))

/** As many inputs as the operation takes. */
type Inputs = readonly [Tensor, Tensor, Tensor, ...Tensor[]]

/** How many ill-conditioned samples a law may skip for each that it uses. */
const skips = 4

/** A sample's verdict: the law holds, fails, or neither (the sample is ill conditioned, or the function has a kink). */
type Attempt =
  | { readonly _tag: 'holds'; readonly comparison: Comparison }
  | { readonly _tag: 'differs'; readonly comparison: Comparison; readonly equation: Equation }
  | { readonly _tag: 'throws'; readonly message: string }
  | { readonly _tag: 'kink'; readonly kink: Kink }
  | { readonly _tag: 'unfit'; readonly uncertainty: Uncertainty | null }

const messageOf = (error: unknown): string =>
  error instanceof TensorError || error instanceof Error ? error.message : String(error)

const unfit: Attempt = { _tag: 'unfit', uncertainty: null }

/** The kink that an equation is at, where it excuses what was found. */
const withoutKink = (equation: Equation, otherwise: Attempt, excuses: (kink: Kink) => boolean): Attempt => {
  const kink = equation.kink?.() ?? null
  return kink !== null && excuses(kink) ? { _tag: 'kink', kink } : otherwise
}

/**
 * Whether a kink explains a derivative: one between the slopes of its two sides, or outside them by no more than they differ.
 * Parts that have kinks of their own at one place may add up to such a derivative; none adds up to 5 for relu at 0.
 */
const explains = ({ left, right, analytic }: Kink): boolean => {
  const [low, high] = [Math.min(left, right), Math.max(left, right)]
  return !Number.isFinite(analytic) || (analytic >= 2 * low - high && analytic <= 2 * high - low)
}

const operation = 'compare the sides of a law'

/** Refuses anything that has no two sides: `undefined` would agree with `undefined`. */
const checkSides = (equation: Equation): Equation => {
  const given: unknown = equation
  if (!isRecord(given)) return refuse(operation, [], { expected: 'a record of left and right', found: kindOf(given) })
  const missing = ['left', 'right'].find((side) => given[side] === undefined)
  return missing === undefined
    ? equation
    : refuse(operation, [], { expected: 'a left and a right side', found: `no ${missing} side` })
}

const judged = (given: Equation): Attempt => {
  const equation = checkSides(given)
  if (!isConditioned(equation)) {
    return withoutKink(equation, { _tag: 'unfit', uncertainty: equation.uncertainty ?? null }, () => true)
  }
  const comparison = compareSides(equation)
  return comparison.differences.length === 0
    ? { _tag: 'holds', comparison }
    : withoutKink(equation, { _tag: 'differs', comparison, equation }, explains)
}

const refused = (error: unknown): Attempt =>
  fc.PreconditionFailure.isFailure(error) ? unfit : { _tag: 'throws', message: messageOf(error) }

/** Compares the sides of an equation. An exception is a failure too, unless it comes from a precondition. */
const attempt = (make: () => Equation): Attempt => {
  try {
    return judged(notPromised(operation, operation, make()))
  } catch (error) {
    return refused(error)
  }
}

/** As {@link attempt}, of an equation that is waited for. */
const attemptAsync = async (make: () => Promise<Equation>): Promise<Attempt> => {
  try {
    return judged(await make())
  } catch (error) {
    return refused(error)
  }
}

/** What the message of a failure shows of an equation. */
const toldOf = ({
  left,
  right,
  labels = ['left', 'right'],
  at = {},
}: Equation): Pick<LawFailed, 'labels' | 'shown'> => ({
  labels,
  shown: [...Object.entries(at), [labels[0], left] as const, [labels[1], right] as const].map(([name, side]) => [
    name,
    showSide(side),
  ]),
})

/** A number to three digits. */
const shortly = (value: number): string => String(Number(value.toPrecision(3)))

/** The outcome of the samples of a run. */
interface Tally {
  readonly runs: number
  readonly compared: number
  readonly worstError: number
  readonly kinks: number
  /** A sample at a kink, the first. */
  readonly atKink: { readonly sample: unknown; readonly kink: Kink } | null
  /** How many samples were too uncertain to tell, and the first. */
  readonly unsure: number
  readonly atUnsure: { readonly sample: unknown; readonly uncertainty: Uncertainty } | null
}

const nothingYet: Tally = { runs: 0, compared: 0, worstError: 0, kinks: 0, atKink: null, unsure: 0, atUnsure: null }

const counted = (tally: Tally, tried: Attempt, sample: unknown): Tally => {
  if (tried._tag === 'holds') {
    const { compared, error } = tried.comparison
    const worstError = Math.max(tally.worstError, error)
    return { ...tally, runs: tally.runs + 1, compared: tally.compared + compared, worstError }
  }
  if (tried._tag === 'unfit' && tried.uncertainty !== null) {
    const { uncertainty } = tried
    return { ...tally, unsure: tally.unsure + 1, atUnsure: tally.atUnsure ?? { sample, uncertainty } }
  }
  return tried._tag === 'kink'
    ? { ...tally, kinks: tally.kinks + 1, atKink: tally.atKink ?? { sample, kink: tried.kink } }
    : tally
}

const differing = ({ error }: Comparison): string =>
  Number.isFinite(error) ? `the sides differ, with a relative error of ${String(error)}` : 'the sides differ'

const reasonOf = (tried: Attempt): string =>
  tried._tag === 'throws'
    ? tried.message
    : tried._tag === 'differs'
      ? differing(tried.comparison)
      : 'the sample is ill conditioned now'

/** Samples are drawn with this; anything else is refused when the law is made. */
const checkSamples = <A>(name: string, samples: fc.Arbitrary<A>): fc.Arbitrary<A> => {
  const given: unknown = samples
  return isRecord(given) && typeof given['generate'] === 'function'
    ? samples
    : refuse('make a law', [], {
        expected: `samples of '${name}' to be an arbitrary of fast-check`,
        found: kindOf(given),
      })
}

/** An exception of fast-check itself: samples that cannot be drawn, or a path that leads to none of them. */
const undrawn = (name: string, error: unknown): never =>
  refuse('run the law', [], {
    expected: `samples of '${name}' that can be drawn`,
    found: `an exception, ${(messageOf(error).split('\n')[0] ?? '').replace(/\.$/, '')}`,
  })

const drawing = <A>(name: string, draw: () => A): A => {
  try {
    return draw()
  } catch (error) {
    return undrawn(name, error)
  }
}

/** A run of a law, sample by sample. */
interface Run<A> {
  readonly parameters: fc.Parameters<readonly [A]>
  /** Takes note of the verdict on a sample; tells whether it holds. An unfit sample is no evidence. */
  readonly note: (tried: Attempt, sample: A) => boolean
  /** The result; the attempt is that of the counterexample, if there is one. */
  readonly result: (found: fc.RunDetails<readonly [A]>, tried: Attempt | null) => LawResult
}

const runOf = <A>(name: string, options: LawOptions): Run<A> => {
  const how = settled(options)
  let [tally, counting] = [nothingYet, true]
  const note = (tried: Attempt, sample: A): boolean => {
    if (tried._tag === 'differs' || tried._tag === 'throws') {
      counting = false
      return false
    }
    if (counting) tally = counted(tally, tried, sample)
    fc.pre(tried._tag === 'holds')
    return true
  }
  const result = (found: fc.RunDetails<readonly [A]>, tried: Attempt | null): LawResult => {
    const { runs, compared, worstError, kinks, atKink, unsure, atUnsure } = tally
    const ran = { law: name, runs, seed: how.seed, worstError, kinks }
    const fail = (reason: string, more: Partial<LawFailed> = {}): LawResult => {
      const path = more.path ?? ''
      const replay = replayOf(name, path, how)
      return { _tag: 'failed', ...ran, reason, counterexample: '', path, differences: [], replay, ...more }
    }
    if (found.counterexample !== null && tried !== null) {
      const comparison = tried._tag === 'differs' ? tried.comparison : null
      return fail(reasonOf(tried), {
        counterexample: fc.stringify(found.counterexample[0]),
        path: found.counterexamplePath,
        differences: comparison?.differences ?? [],
        worstError: comparison?.error ?? Infinity,
        ...(tried._tag === 'differs' ? toldOf(tried.equation) : {}),
      })
    }
    const tooFew = (found.failed && !found.interrupted) || (how.path === undefined && runs < how.runs / 10)
    if (tooFew && atUnsure !== null && unsure > Math.max(runs, kinks)) {
      const { sample, uncertainty } = atUnsure
      const [error, allowed] = [uncertainty.error, uncertainty.allowed].map(shortly)
      const reason = `finite differences have an error of ${error ?? ''}, more than ${allowed ?? ''}, at ${String(unsure)} of its samples, which leaves too few`
      return { _tag: 'illConditioned', ...ran, reason, counterexample: fc.stringify(sample), uncertainty }
    }
    if (tooFew && atKink !== null && kinks > runs) {
      const reason = `the function has a kink at ${String(kinks)} of its samples, which leaves too few`
      return { _tag: 'kink', ...ran, reason, counterexample: fc.stringify(atKink.sample), kink: atKink.kink }
    }
    if (runs === 0 && !found.failed) return fail('no sample was tried')
    if (tooFew) {
      return fail(found.interrupted ? 'the time limit left too few samples' : 'too few samples are well conditioned')
    }
    return runs > 0 && compared === 0 ? fail('there was nothing to compare') : { _tag: 'passed', ...ran }
  }
  const parameters = {
    seed: how.seed,
    numRuns: how.path === undefined ? how.runs : 1,
    ...(how.path === undefined ? {} : { path: how.path, endOnFailure: true }),
    maxSkipsPerRun: skips,
    interruptAfterTimeLimit: how.timeLimit,
    markInterruptAsFailure: false,
  }
  return { parameters, note, result }
}

/**
 * The law that an equation holds for all samples.
 *
 * @example
 * ```ts
 * import { add, tensor } from 'cotangent'
 * import { domains, law, randomOf } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * const commutes = law('add: commutativity', fc.integer(), (seed) => {
 *   const draw = (offset: number) => tensor(domains.real.draw(3, randomOf(seed + offset)), [3])
 *   const [a, b] = [draw(0), draw(1)]
 *   return { left: add(a, b), right: add(b, a) }
 * })
 * commutes.run({ runs: 10, seed: 1 })
 * // => { _tag: 'passed', law: 'add: commutativity', runs: 10, seed: 1, worstError: 0, kinks: 0 }
 * ```
 */
export const law = <A>(name: string, samples: fc.Arbitrary<A>, equation: (sample: A) => Equation): Law => {
  const drawn = checkSamples(name, samples)
  const run = (options: LawOptions = {}): LawResult => {
    const { parameters, note, result } = runOf<A>(name, options)
    const tryOn = (sample: A): Attempt => attempt(() => equation(sample))
    const property = fc.property(drawn, (sample) => note(tryOn(sample), sample))
    const found = drawing(name, () => fc.check(property, parameters))
    return result(found, found.counterexample === null ? null : tryOn(found.counterexample[0]))
  }
  return { name, run }
}

/**
 * The law that one equation holds: without samples, it is tried once, whatever the number of runs.
 */
export const fact = (name: string, equation: () => Equation): Law => {
  const { run } = law(name, fc.constant(name), equation)
  // A shorter limit could pass before the fact is tried.
  const limitOf = (options: LawOptions): number => Math.max(usualTimeLimit, settled(options).timeLimit)
  return { name, run: (options = {}) => run({ ...options, runs: 1, timeLimit: limitOf(options) }) }
}

/**
 * The law that an equation holds for all samples, of sides that are waited for: streams, files, other machines.
 *
 * @example
 * ```ts
 * import { asyncLaw, checkLaw } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * const waits = asyncLaw('a promise keeps its value', fc.integer(), async (n) => ({ left: await Promise.resolve(n), right: n }))
 * const result = await checkLaw(waits, { runs: 10 })
 * result._tag // => 'passed'
 * ```
 */
export const asyncLaw = <A>(
  name: string,
  samples: fc.Arbitrary<A>,
  equation: (sample: A) => Promise<Equation>,
): AsyncLaw => {
  const drawn = checkSamples(name, samples)
  const run = async (options: LawOptions = {}): Promise<LawResult> => {
    const { parameters, note, result } = runOf<A>(name, options)
    const tryOn = (sample: A): Promise<Attempt> => attemptAsync(() => equation(sample))
    const property = fc.asyncProperty(drawn, async (sample) => note(await tryOn(sample), sample))
    const found = await fc.check(property, parameters).catch((error: unknown) => undrawn(name, error))
    return result(found, found.counterexample === null ? null : await tryOn(found.counterexample[0]))
  }
  return { name, run }
}
