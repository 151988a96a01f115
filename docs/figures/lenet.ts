/** @file Test digits with the predictions of LeNet, mistakes first, beside the confusion matrix of all test digits. */
import { Dataset, mnistPixels } from 'cotangent/data'
import { lenet as network } from 'cotangent/models'
import { evaluate } from 'cotangent/train'
import { captionedGrid, confusionPicture } from 'cotangent/vision'
import { digits } from './drawing/digits.ts'
import { trainedLenet } from './drawing/trained.ts'
import { plate } from './plate.ts'

const shownDigits = 18

/** A picture as a part of another, at a place. */
const placed = (svg: string, x: number, y: number): string => svg.replace('<svg ', `<svg x="${x}" y="${y}" `)

/** Draws the figure. */
export const lenet = async (): Promise<string> => {
  const [params, state] = trainedLenet()
  const { test } = await digits()
  const batches = Dataset.batches({ size: 500, pixels: mnistPixels })(test)
  const evaluation = [...evaluate(network, 10)({ params, state }, batches)].at(-1)
  if (evaluation === undefined) throw new RangeError('There are no digits')
  const { predicted, confusion } = evaluation
  const isRight = (place: number): boolean => predicted[place] === test.labels[place]
  const places = predicted.map((_, place) => place)
  const mistakes = places.filter((place) => !isRight(place)).slice(0, shownDigits / 2)
  const chosen = [...mistakes, ...places.filter(isRight).slice(0, shownDigits - mistakes.length)]
  const captions = chosen.map((place) =>
    isRight(place)
      ? { text: String(predicted[place]) }
      : { text: `${predicted[place] ?? '?'} (${test.labels[place] ?? '?'})`, marked: true },
  )
  const grid = captionedGrid(Dataset.toBatch()(Dataset.pick(chosen)(test)).images, { columns: 6, captions })
  const title = 'Test digits with what LeNet takes them for, mistakes first, and the confusion matrix of 2,000 digits'
  return plate({ width: 850, height: 460, title }, [placed(grid, 8, 90), placed(confusionPicture(confusion), 410, 10)])
}
