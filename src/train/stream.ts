/**
 * @file What may be done with the events of a training as they pass: to stop when nothing gets better, to write them down.
 */
/* eslint-disable functional/no-let, functional/no-loop-statements -- a stream of events is a loop with a memory */
import { type Epoch, type TrainEvent } from './train.ts'

/**
 * Ends a training when so many epochs in a row were no better than the best before: the events as they come, and then a
 * `done` with the reason `stopped`.
 *
 * @example
 * ```ts
 * import { stopEarly } from 'cotangent/train'
 * import type { TrainEvent } from 'cotangent/train'
 *
 * const epoch = (n: number, evaluation: number, isBest: boolean): TrainEvent<object, object, number> =>
 *   ({ _tag: 'epoch', epoch: n, evaluation, training: {}, isBest })
 * async function* events() {
 *   yield* [epoch(1, 0.5, true), epoch(2, 0.4, false), epoch(3, 0.3, false), epoch(4, 0.9, true)]
 * }
 * const seen: string[] = []
 * for await (const event of stopEarly(2)(events())) seen.push(event._tag)
 * seen // => ['epoch', 'epoch', 'epoch', 'done']
 * ```
 */
export const stopEarly = (patience: number) =>
  async function* <T, M, E>(
    events: AsyncIterable<TrainEvent<T, M, E>>,
  ): AsyncGenerator<TrainEvent<T, M, E>, void, void> {
    let steps = 0
    let waited = 0
    let best: Epoch<T, E> | null = null
    for await (const event of events) {
      yield event
      if (event._tag === 'step') steps = event.step
      if (event._tag !== 'epoch') continue
      const { epoch, evaluation, training, isBest } = event
      if (isBest) best = { epoch, evaluation, training }
      waited = isBest ? 0 : waited + 1
      if (waited >= patience) return yield { _tag: 'done', reason: 'stopped', steps, training, best }
    }
  }

/**
 * Events as lines of JSON, one object a line, without what was trained; evaluations as the given function writes them. An
 * event that is only about what was trained has no line: `null`.
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
        const { epoch, batch, step, loss, metrics } = event as StepLine<M>
        return JSON.stringify({ event: 'step', epoch, batch, step, loss, ...metrics })
      }
      case 'evaluation':
      case 'checkpoint':
        return null
      case 'epoch':
        return JSON.stringify({
          event: 'epoch',
          epoch: event.epoch,
          ...evaluation(event.evaluation),
          best: event.isBest,
        })
      case 'done': {
        const { best, reason, steps } = event
        return JSON.stringify({ event: 'done', reason, steps, bestEpoch: best?.epoch ?? null })
      }
    }
  }

/** A step as lines tell it. */
interface StepLine<M> {
  readonly _tag: 'step'
  readonly epoch: number
  readonly batch: number
  readonly step: number
  readonly loss: number
  readonly metrics: M
}
