/**
 * @file The pictures of a training run: its curves, and test digits with their predictions.
 */
import type { MnistImage } from 'cotangent/data'
import { Dataset } from 'cotangent/data'
import type { Curve, CurvesError } from 'cotangent/vision'
import { captionedGrid, curves } from 'cotangent/vision'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Story } from './Story.ts'

const smoothing = 25

/** The mean of each value and of those up to `smoothing - 1` before it. */
const smoothed = (values: readonly number[]): readonly number[] =>
  values.map((_, i) => {
    const window = values.slice(Math.max(0, i + 1 - smoothing), i + 1)
    return window.reduce((sum, value) => sum + value, 0) / window.length
  })

const counted = (name: string, values: readonly number[], style: Curve['style'] = 'line'): Curve => ({
  name,
  points: values.map((value, i) => [i + 1, value]),
  style,
})

const percents = (fractions: readonly number[]): readonly number[] => fractions.map((fraction) => 100 * fraction)

/** The loss over steps, as SVG. */
export const lossPicture = ({ losses }: Story): TaskEither<CurvesError, string> =>
  curves([counted('each step', losses, 'thin'), counted(`mean of ${smoothing} steps`, smoothed(losses))], {
    title: 'LeNet on handwritten digits: loss',
    xLabel: 'step',
    yLabel: 'cross-entropy',
  })

/** Both accuracies over epochs, as SVG. */
export const accuracyPicture = ({ epochs }: Story): TaskEither<CurvesError, string> =>
  curves(
    [
      counted('training, during the epoch', percents(epochs.map((epoch) => epoch.accuracy)), 'dots'),
      counted('test, after the epoch', percents(epochs.map((epoch) => epoch.testAccuracy)), 'dots'),
    ],
    { title: 'LeNet on handwritten digits: accuracy', xLabel: 'epoch', yLabel: 'digits right, %' },
  )

const shownDigits = 96
const shownMistakes = 48

/** Test digits with their predictions, mistakes first and in red, as SVG. */
export const digitsPicture = (test: Dataset<MnistImage>, predicted: readonly number[]): string => {
  const places = predicted.map((_, place) => place)
  const isRight = (place: number): boolean => predicted[place] === test.labels[place]
  const mistakes = places.filter((place) => !isRight(place)).slice(0, shownMistakes)
  const shown = [...mistakes, ...places.filter(isRight).slice(0, shownDigits - mistakes.length)]
  const captions = shown.map((place) =>
    isRight(place)
      ? { text: String(predicted[place]) }
      : { text: `${predicted[place] ?? '?'} not ${test.labels[place] ?? '?'}`, marked: true },
  )
  return captionedGrid(Dataset.toBatch()(Dataset.pick(shown)(test)).images, { columns: 12, captions })
}
