/**
 * @file A record of a training run: a fold over its events.
 */
import type { ClassifierMetrics, Evaluation, TrainEvent } from 'cotangent/train'
import { accuracy } from 'cotangent/train'

/** Means over the examples of an epoch so far. */
export interface Means {
  readonly epoch: number
  /** How many examples were seen. */
  readonly done: number
  readonly loss: number
  readonly accuracy: number
}

/** The result of an epoch: its means, and the test accuracy after it. */
export interface EpochResult extends Means {
  readonly testAccuracy: number
}

/** The loss of every step, the results of every epoch, and the state of the current one. */
export interface Story {
  readonly losses: readonly number[]
  readonly epochs: readonly EpochResult[]
  readonly now: Means
}

/** An event of a training of a classifier. */
export type Event = TrainEvent<unknown, ClassifierMetrics, Evaluation>

/** Before the first step. */
export const beginning: Story = { losses: [], epochs: [], now: { epoch: 1, done: 0, loss: 0, accuracy: 0 } }

/** The story after an event, where an epoch has `count` examples that come in batches of `size`. */
export const after =
  (count: number, size: number) =>
  (story: Story, event: Event): Story => {
    switch (event._tag) {
      case 'step': {
        const before = event.batch === 1 ? { done: 0, loss: 0, accuracy: 0 } : story.now
        const done = Math.min(event.batch * size, count)
        const mean = (sofar: number, sum: number): number => (sofar * before.done + sum) / done
        const loss = mean(before.loss, event.loss * (done - before.done))
        const now = { epoch: event.epoch, done, loss, accuracy: mean(before.accuracy, event.metrics.correct) }
        return { ...story, losses: [...story.losses, event.loss], now }
      }
      case 'epoch': {
        const result = { ...story.now, testAccuracy: accuracy(event.evaluation.confusion) }
        return { ...story, epochs: [...story.epochs, result] }
      }
      case 'checkpoint':
      case 'evaluation':
      case 'done':
        return story
    }
  }
