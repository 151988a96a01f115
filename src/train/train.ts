/**
 * @file Training as a stream of events: epochs of steps, an evaluation after each, until the end or a signal.
 *
 * The loop only computes; the reader of the stream decides what to show or save, and when to stop. Everything in the
 * events follows from the options: the same key gives the same numbers, bit for bit. Timing is left to the reader.
 *
 * Laws: "the same options give the same events", "an aborted stream ends with done", "done holds the best epoch",
 * "a training in pieces gives the events of the whole, bit for bit".
 */
/* eslint-disable functional/no-let, functional/no-loop-statements -- a stream of events is a loop with a memory */
import { foundValue } from '../core/foundValue.ts'
import { isLeft } from 'fp-ts/lib/Either.js'
import type { Ord } from 'fp-ts/lib/Ord.js'
import type { Key } from '../core/Key.ts'
import { foldIn, split } from '../core/Key.ts'
import { checkPositiveWhole, checkWhole, orEndless } from '../core/numberRules.ts'
import type { OptionNames } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import { recordLike } from '../core/records.ts'
import { countOf } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { DecodeError } from '../data/DecodeError.ts'
import { compile, defaultRuntime, item } from '../runtime/index.ts'
import type { Fed } from './batches.ts'
import { fedBy } from './batches.ts'
import { isInParts } from './inParts.ts'
import type { StepResult } from './trainStep.ts'

/**
 * Named scalars that a step measures besides the loss, such as the number of correct predictions: a constraint on `M`.
 */
export type Metrics<M> = { readonly [K in keyof M]: Tensor<readonly []> }

/** The same scalars as numbers. */
export type Numbers<M> = { readonly [K in keyof M]: number }

/** What to train, on what, and for how long. */
export interface TrainOptions<T, B, M extends Metrics<M>, E> {
  /** Parameters, layer states and optimizer state to begin with. */
  readonly start: T
  /** One step, as `trainStep` builds it: an expression; the stream computes it. */
  readonly step: (training: T, batch: B, key: Key) => StepResult<T, M>
  /**
   * The batches of an epoch, synchronous or asynchronous; the key is the epoch's own, for its order. A left side among
   * them, such as a `Source` gives where a file cannot be read, ends the training.
   */
  readonly batches: (key: Key) => Iterable<Fed<B>> | AsyncIterable<Fed<B>>
  /** How many; without end if infinite, until the signal or the reader ends it. */
  readonly epochs: number
  /** The source of all randomness: the order of batches and the draws of the steps. */
  readonly key: Key
  /**
   * Evaluates after each epoch: the last value is the result, those before it are progress. A left side ends the training.
   * An epoch without an evaluation has no epoch event.
   */
  readonly evaluate: (training: T) => Iterable<Fed<E>> | AsyncIterable<Fed<E>>
  /** The order of evaluations; the greater one is better, and any is better than NaN. */
  readonly order: Ord<E>
  /** The number of steps between checkpoint events, which hold the whole training state; no such events by default. */
  readonly checkpointEvery?: number
  /** Resumes after this many steps, with `start` as the state by then; the rest is the same, bit for bit. */
  readonly resumeAfter?: number
  /**
   * The checkpoint's record of the epochs before it. Without it, as for a checkpoint of the training state alone, the
   * first epoch that is finished afterwards counts as the best so far.
   */
  readonly progress?: Progress<T, E>
  /** Ends the stream between two steps. */
  readonly signal?: AbortSignal
  /**
   * Asked where the signal is looked at: before each step, and during evaluations; `true` ends the stream in the same way.
   * On several ranks, all must get the same answer: `() => group.some(signal.aborted)`.
   */
  readonly stops?: () => boolean
  readonly runtime?: typeof defaultRuntime
}

/** Refuses a training that ended before the step after which it was to resume. */
const checkReached = (resumeAfter: number, steps: number): void => {
  if (steps >= resumeAfter) return
  const expected = `at least ${countOf(resumeAfter, 'step')}, after which it resumes`
  refuse('train', [], { expected, found: `${String(steps)} in all epochs` }, 'resume the training')
}

/** Refuses an epoch without batches: of too few examples for one, or of an iterator that an epoch before has emptied. */
const checkFed = (epoch: number, batches: number): void => {
  if (batches > 0) return
  const expected = `a batch in epoch ${String(epoch)}`
  refuse('train', [], { expected, found: 'none', advice: 'let `batches` begin anew when it is called' })
}

/** Whether an evaluation beats the best. One that does not equal itself, such as NaN, beats none, and any other beats it. */
const beats = <E>({ compare, equals }: Ord<E>, evaluation: E, best: E): boolean =>
  equals(evaluation, evaluation) && (!equals(best, best) || compare(evaluation, best) > 0)

const checkFunction = (_: string, name: string, value: unknown): void => {
  if (typeof value === 'function') return
  refuse('train', [], { expected: `'${name}' to be a function`, found: foundValue(value) })
}

/** Refuses options that are left out, which callers from JavaScript may do. */
const checkComplete = (options: object): void => {
  const missing = ['start', 'step', 'batches', 'epochs', 'key', 'evaluate', 'order'].find((name) => !(name in options))
  if (missing !== undefined) refuse('train', [], { expected: `the option '${missing}'`, found: 'none' })
}

/** What the options may be. */
const known: OptionNames<TrainOptions<unknown, unknown, Metrics<object>, unknown>> = {
  start: true,
  step: true,
  batches: checkFunction,
  epochs: orEndless(checkWhole),
  key: true,
  evaluate: checkFunction,
  order: true,
  checkpointEvery: orEndless(checkPositiveWhole),
  resumeAfter: checkWhole,
  progress: true,
  signal: true,
  stops: checkFunction,
  runtime: true,
}

/** A step was taken; `step` counts from the start of the training, `batch` from the start of the epoch, both from 1. */
export interface StepEvent<M> {
  readonly _tag: 'step'
  readonly epoch: number
  readonly batch: number
  readonly step: number
  readonly loss: number
  readonly metrics: Numbers<M>
}

/** A checkpoint after a requested step; resume from it by `start`, `resumeAfter` and `progress`. */
export interface CheckpointEvent<T, E> {
  readonly _tag: 'checkpoint'
  readonly epoch: number
  readonly step: number
  readonly training: T
  readonly progress: Progress<T, E>
}

/** Part of an evaluation was done. */
export interface EvaluationEvent<E> {
  readonly _tag: 'evaluation'
  readonly epoch: number
  readonly partial: E
}

/** An epoch, counted from 1, with its evaluation and the training state by then. */
export interface Epoch<T, E> {
  readonly epoch: number
  readonly evaluation: E
  readonly training: T
}

/** The record of the finished epochs. */
export interface Progress<T, E> {
  /** The best epoch, the first among equals; `null` if none was finished. */
  readonly best: Epoch<T, E> | null
  /** How many epochs in a row were no better than the best; early stopping goes on counting from here. */
  readonly sinceBest: number
}

/** An epoch was finished and evaluated. To resume, take a checkpoint event: resuming after this step evaluates it again. */
export interface EpochEvent<T, E> extends Epoch<T, E> {
  readonly _tag: 'epoch'
  /** The number of steps taken by then. */
  readonly step: number
  /** The record, including this epoch. */
  readonly progress: Progress<T, E>
  /** Whether it is the best so far; among equals, the first is. */
  readonly isBest: boolean
}

/**
 * Why a training ended: all epochs done, the signal, a loss that is not finite, no improvement for too long, or data that
 * could not be read.
 */
export type DoneReason = 'finished' | 'aborted' | 'diverged' | 'stopped' | 'unreadable'

/** The last event of every stream. */
export interface DoneEvent<T, E> {
  readonly _tag: 'done'
  readonly reason: DoneReason
  readonly steps: number
  /** After the last good step. */
  readonly training: T
  /** The best evaluated epoch, or `null` when none was finished. */
  readonly best: Epoch<T, E> | null
  /** What could not be read, where that is the reason. */
  readonly error?: DecodeError
}

/** What happens during a training. */
export type TrainEvent<T, M, E> =
  StepEvent<M> | CheckpointEvent<T, E> | EvaluationEvent<E> | EpochEvent<T, E> | DoneEvent<T, E>

/** Lets the process handle pending events, such as a signal. */
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve)
    else setTimeout(resolve, 0)
  })

const numbersOf = <M extends Metrics<M>>(metrics: M, runtime: typeof defaultRuntime): Numbers<M> =>
  recordLike<Numbers<M>>(metrics, (name) => item(metrics[name], runtime))

/**
 * Trains a model, and yields events as they happen.
 *
 * The step is compiled: it is called once for batches of one form, on placeholders, so it may not read numbers (`item`,
 * `toArray`). Its arguments and results are tensors, keys, numbers and plain data. Each step is computed before its
 * event, so memory stays flat. The stream ends with one `done` event, even if the signal aborts it or the loss is no
 * longer finite. It may be left early.
 *
 * Batches may come from a `Source`, as they are. If it cannot be read, the `done` event has the reason `unreadable` and the
 * error.
 *
 * Refuses unknown options, numbers of epochs and steps that are not whole, an epoch without batches, and fewer steps in
 * all epochs than `resumeAfter`.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { item, key, mul, sub, tensor } from 'cotangent'
 * import { sgd } from 'cotangent/optim'
 * import { startTraining, train, trainStep } from 'cotangent/train'
 * import { Ord } from 'fp-ts/lib/number.js'
 *
 * type Scalar = Tensor<readonly []>
 * const distance = (x: Scalar, state: object, goal: number) =>
 *   ({ loss: mul(sub(x, goal), sub(x, goal)), state, metrics: {} }) as const
 * const descent = sgd({ learningRate: 0.25 })
 * const events = train({
 *   start: startTraining(descent, tensor(0, []), {}),
 *   step: trainStep(distance, descent),
 *   batches: () => [3, 3, 3],
 *   epochs: 2,
 *   key: key(0),
 *   evaluate: ({ params }) => [-Math.abs(item(params) - 3)],
 *   order: Ord,
 * })
 * const losses: number[] = []
 * for await (const event of events) if (event._tag === 'step') losses.push(event.loss)
 * losses.slice(0, 3) // => [9, 2.25, 0.5625]
 * ```
 */
export const train = <T, B, M extends Metrics<M>, E>(
  options: TrainOptions<T, B, M, E>,
): AsyncGenerator<TrainEvent<T, M, E>, void, void> => {
  checkOptions<object>('train', options, known)
  checkComplete(options)
  return eventsOf({ ...options })
}

async function* eventsOf<T, B, M extends Metrics<M>, E>(
  options: TrainOptions<T, B, M, E>,
): AsyncGenerator<TrainEvent<T, M, E>, void, void> {
  const { checkpointEvery = Infinity, order, resumeAfter = 0, signal, stops, runtime = defaultRuntime } = options
  const isStopped = (): boolean => signal?.aborted === true || stops?.() === true
  const step = isInParts(options.step)
    ? options.step
    : compile((training: T, examples: B, drawn: Key) => options.step(training, examples, drawn), { runtime })
  const [orderKey, stepKey] = split(options.key)
  let training = options.start
  let progress: Progress<T, E> = options.progress ?? { best: null, sinceBest: 0 }
  let steps = 0
  const done = (reason: DoneReason): DoneEvent<T, E> => {
    const { best } = progress
    return { _tag: 'done', reason, steps, training, best }
  }
  const unreadable = (error: DecodeError): DoneEvent<T, E> => ({ ...done('unreadable'), error })
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    let batch = 0
    for await (const fed of options.batches(foldIn(orderKey, epoch))) {
      const given = fedBy(fed)
      if (isLeft(given)) return yield unreadable(given.left)
      if (steps < resumeAfter) {
        steps += 1
        batch += 1
        continue
      }
      await breathe()
      if (isStopped()) return yield done('aborted')
      const result = step(training, given.right, foldIn(stepKey, steps + 1))
      const loss = item(result.loss, runtime)
      if (!Number.isFinite(loss)) return yield done('diverged')
      training = result.training
      steps += 1
      batch += 1
      yield { _tag: 'step', epoch, batch, step: steps, loss, metrics: numbersOf(result.metrics, runtime) }
      if (steps % checkpointEvery === 0) yield { _tag: 'checkpoint', epoch, step: steps, training, progress }
    }
    checkFed(epoch, batch)
    // This epoch was evaluated before the checkpoint.
    if (steps < resumeAfter) continue
    let evaluation: E | null = null
    for await (const fed of options.evaluate(training)) {
      const found = fedBy(fed)
      if (isLeft(found)) return yield unreadable(found.left)
      const partial = found.right
      evaluation = partial
      yield { _tag: 'evaluation', epoch, partial }
      await breathe()
      if (isStopped()) return yield done('aborted')
    }
    if (evaluation === null) continue
    const { best, sinceBest } = progress
    const isBest = best === null || beats(order, evaluation, best.evaluation)
    progress = isBest ? { best: { epoch, evaluation, training }, sinceBest: 0 } : { best, sinceBest: sinceBest + 1 }
    yield { _tag: 'epoch', epoch, step: steps, evaluation, training, isBest, progress }
  }
  checkReached(resumeAfter, steps)
  yield done('finished')
}
