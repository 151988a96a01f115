/**
 * @file The progress of a training run: a bar if stdout is a terminal, a few plain lines otherwise.
 *
 * Speed is measured separately for training steps and evaluations, and the time left is estimated from both.
 */
import { examples } from 'cotangent/train'
import { Presets, SingleBar } from 'cli-progress'
import type { EpochResult, Event, Means, Story } from './Story.ts'

/** How much there is to do. */
export interface Plan {
  readonly epochs: number
  /** Examples in an epoch. */
  readonly examples: number
  /** Examples in an evaluation. */
  readonly tests: number
}

/** Shows a training. */
export interface Display {
  /** After each event, with the story so far. */
  readonly show: (event: Event, story: Story) => void
  /** Removes the bar, if there is one. */
  readonly stop: () => void
}

const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`

/** A duration in readable form: `2 m 05 s`. */
export const showSeconds = (seconds: number): string => {
  const whole = Math.max(Math.round(seconds), 0)
  const minutes = Math.floor(whole / 60)
  return minutes === 0 ? `${whole} s` : `${minutes} m ${String(whole % 60).padStart(2, '0')} s`
}

interface Clock {
  /** Seconds since the last call belong to this kind of work. */
  readonly spent: (kind: 'train' | 'test', done: number) => void
  readonly rate: (kind: 'train' | 'test') => number
}

/** Examples per second, separately for training and testing. */
const startClock = (now: () => number): Clock => {
  const totals = { train: { seconds: 0, examples: 0 }, test: { seconds: 0, examples: 0 } }
  let last = now()
  return {
    spent: (kind, done) => {
      const at = now()
      totals[kind].seconds += (at - last) / 1000
      totals[kind].examples += done
      last = at
    },
    rate: (kind) => totals[kind].examples / totals[kind].seconds,
  }
}

const secondsLeft = (plan: Plan, clock: Clock, epoch: number, done: number): number => {
  const toTrain = (plan.epochs - epoch + 1) * plan.examples - done
  const toTest = (plan.epochs - epoch + 1) * plan.tests
  const testRate = clock.rate('test')
  // Until the first evaluation has been timed, a forward pass is assumed to be three times as fast as a step.
  return toTrain / clock.rate('train') + toTest / (Number.isFinite(testRate) ? testRate : 3 * clock.rate('train'))
}

const measures = ({ loss, accuracy }: Means, rate: number, left: number): string =>
  `loss ${loss.toFixed(3)}  accuracy ${percent(accuracy)}  ${Math.round(rate)} images/s  ${showSeconds(left)} left`

const summary = ({ epoch, loss, accuracy, testAccuracy }: EpochResult, plan: Plan): string =>
  `Epoch ${epoch}/${plan.epochs}: loss ${loss.toFixed(4)}, training accuracy ${percent(accuracy)}, ` +
  `test accuracy ${(100 * testAccuracy).toFixed(2)} %`

/** Where progress is shown. */
interface Screen {
  readonly update: (title: string, done: number, total: number, text: string) => void
  readonly line: (text: string) => void
  readonly stop: () => void
}

const barScreen = (columns: number): Screen => {
  const barsize = Math.min(Math.max(columns - 76, 6), 32)
  const format = '{title} {bar}  {text}'
  const bar = new SingleBar({ format, barsize, fps: 8, clearOnComplete: true, gracefulExit: false }, Presets.rect)
  const stop = () => bar.stop()
  return {
    update: (title, done, total, text) => {
      if (!bar.isActive) bar.start(total, 0, { title, text })
      bar.setTotal(total)
      bar.update(done, { title, text })
    },
    line: (text) => {
      stop()
      console.log(text)
    },
    stop,
  }
}

/** One line for each tenth of the total. */
const lineScreen = (): Screen => {
  const shown = { title: '', tenth: 0 }
  return {
    update: (title, done, total, text) => {
      const tenth = Math.floor((10 * done) / total)
      if (title !== shown.title) Object.assign(shown, { title, tenth: 0 })
      if (tenth > shown.tenth) console.log(`${title} ${done}/${total}  ${text}`)
      Object.assign(shown, { tenth })
    },
    line: (text) => console.log(text),
    stop: () => undefined,
  }
}

/** Shows a training run on stdout. */
export const startDisplay = (plan: Plan): Display => {
  const screen = process.stdout.isTTY ? barScreen(process.stdout.columns) : lineScreen()
  const clock = startClock(() => performance.now())
  const counted = { seen: 0, tested: 0 }
  const showStep = ({ now }: Story): void => {
    clock.spent('train', now.done - counted.seen)
    Object.assign(counted, { seen: now.done, tested: 0 })
    const text = measures(now, clock.rate('train'), secondsLeft(plan, clock, now.epoch, now.done))
    screen.update(`Epoch ${now.epoch}/${plan.epochs}`, now.done, plan.examples, text)
  }
  const showEvaluation = (done: number): void => {
    clock.spent('test', done - counted.tested)
    Object.assign(counted, { seen: 0, tested: done })
    screen.update('Testing', done, plan.tests, `${Math.round(clock.rate('test'))} images/s`)
  }
  return {
    show: (event, story) => {
      if (event._tag === 'step') showStep(story)
      else if (event._tag === 'evaluation') showEvaluation(examples(event.partial.confusion))
      else if (event._tag === 'epoch') story.epochs.slice(-1).forEach((result) => screen.line(summary(result, plan)))
      else screen.stop()
    },
    stop: screen.stop,
  }
}

/** Shows nothing, where another process shows it. */
export const silent: Display = { show: () => undefined, stop: () => undefined }
