/**
 * @file Transformations of the stream of training events: early stopping, and lines of JSON.
 */
/* eslint-disable functional/no-loop-statements -- a stream of events is a loop */
import { checkPositiveWhole } from '../core/numberRules.ts'
import { showDecodeError } from '../data/DecodeError.ts'
import type { TrainEvent } from './train.ts'

/**
 * Ends a training when the given number of epochs in a row were no better than the best before. Passes the events on,
 * and then a `done` with the reason `stopped`. If a training was resumed with its `progress`, counting continues from
 * there. Refuses a patience that is not a whole number of epochs, 1 or more.
 *
 * @example
 * ```ts
 * import { stopEarly } from 'cotangent/train'
 * import type { TrainEvent } from 'cotangent/train'
 *
 * const best = { epoch: 1, evaluation: 0.5, training: {} }
 * const epoch = (n: number, evaluation: number, sinceBest: number): TrainEvent<object, object, number> =>
 *   ({ _tag: 'epoch', epoch: n, step: n, evaluation, training: {}, isBest: n === 1, progress: { best, sinceBest } })
 * async function* events() {
 *   yield* [epoch(1, 0.5, 0), epoch(2, 0.4, 1), epoch(3, 0.3, 2), epoch(4, 0.2, 3)]
 * }
 * const seen: string[] = []
 * for await (const event of stopEarly(2)(events())) seen.push(event._tag)
 * seen // => ['epoch', 'epoch', 'epoch', 'done']
 * ```
 */
export const stopEarly = (patience: number) => {
  checkPositiveWhole('stopEarly', 'patience', patience)
  return async function* <T, M, E>(
    events: AsyncIterable<TrainEvent<T, M, E>>,
  ): AsyncGenerator<TrainEvent<T, M, E>, void, void> {
    for await (const event of events) {
      yield event
      if (event._tag !== 'epoch') continue
      const { step, training, progress } = event
      if (progress.sinceBest < patience) continue
      return yield { _tag: 'done', reason: 'stopped', steps: step, training, best: progress.best }
    }
  }
}

type Fields = Readonly<Record<string, unknown>>

/** What is measured between the fields of an event, which win. */
const lineOf = (first: Fields, measured: Fields, last: Fields = {}): string =>
  JSON.stringify({ ...first, ...measured, ...first, ...last })

/**
 * Writes an event as a line of JSON, without the training state; the given function writes evaluations. An event that
 * holds only the training state has no line: `null`. The fields of an event win over metrics of the same names.
 *
 * @example
 * ```ts
 * import { jsonLine } from 'cotangent/train'
 *
 * jsonLine((accuracy: number) => ({ accuracy }))({
 *   _tag: 'step', epoch: 1, batch: 2, step: 2, loss: 0.5, metrics: { correct: 3 },
 * })
 * // => '{"event":"step","epoch":1,"batch":2,"step":2,"loss":0.5,"correct":3}'
 * ```
 */
export const jsonLine =
  <E>(evaluation: (evaluation: E) => Readonly<Record<string, unknown>>) =>
  <T, M extends Readonly<Record<string, number>>>(event: TrainEvent<T, never, E> | StepLine<M>): string | null => {
    switch (event._tag) {
      case 'step': {
        const { epoch, batch, step, loss, metrics } = event
        return lineOf({ event: 'step', epoch, batch, step, loss }, metrics)
      }
      case 'evaluation':
      case 'checkpoint':
        return null
      case 'epoch':
        return lineOf({ event: 'epoch', epoch: event.epoch }, evaluation(event.evaluation), { best: event.isBest })
      case 'done': {
        const { best, error, reason, steps } = event
        const why = error === undefined ? {} : { error: showDecodeError(error) }
        return JSON.stringify({ event: 'done', reason, steps, bestEpoch: best?.epoch ?? null, ...why })
      }
    }
  }

/** The fields of a line for a step. */
interface StepLine<M> {
  readonly _tag: 'step'
  readonly epoch: number
  readonly batch: number
  readonly step: number
  readonly loss: number
  readonly metrics: M
}
