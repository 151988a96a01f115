/**
 * @file A confusion matrix as a picture: one cell for each pair of classes, right ones in green and mistakes in red, darker
 * where there are more of a class.
 */
import { checkOptions } from '../core/options.ts'
import { foundValue } from '../core/foundValue.ts'
import { refuse } from '../core/TensorError.ts'
import { checkText, checkTexts, ink, svgOf, svgText, widthOf } from './svg.ts'

/** Counts by actual and predicted class, as `confusionMatrix` of `cotangent/train` makes them. */
export interface Counts {
  readonly counts: readonly (readonly number[])[]
}

/** What {@link confusionPicture} writes. */
export interface ConfusionPictureOptions {
  readonly title?: string
  /** The names of the classes, in any script; their numbers by default. */
  readonly names?: readonly string[]
  /** What stands along the sides, 'actual' and 'predicted' by default. */
  readonly sides?: readonly [actual: string, predicted: string]
}

const side = 36
const letters = 12

/** Refuses anything but two texts. */
const checkSides = (operation: string, name: string, [actual, predicted]: readonly [string, string]): void => {
  checkTexts(operation, name, [actual, predicted])
}

/** Refuses anything but counts, as many in each row as there are rows. */
const checkCounts = (counts: Counts['counts']): void => {
  const isSquare =
    Array.isArray(counts) && counts.every((row: unknown) => Array.isArray(row) && row.length === counts.length)
  if (!isSquare)
    refuse('confusionPicture', [], {
      expected: 'as many counts in each row as there are rows',
      found: foundValue(counts),
    })
  const bad = counts.flat().find((count) => !Number.isSafeInteger(count) || count < 0)
  if (bad !== undefined)
    refuse('confusionPicture', [], { expected: 'counts, whole numbers of 0 or more', found: foundValue(bad) })
}

/** The color of a cell with a share of its class. */
const colorOf = (share: number, isRight: boolean): string => {
  const faint = Math.round(255 * (1 - 0.75 * share))
  return isRight ? `rgb(${faint},${Math.round(255 - 95 * share)},${faint})` : `rgb(255,${faint},${faint})`
}

/**
 * Draws how often each class was predicted as each other, as the text of an SVG file: one row per actual class, one column
 * per predicted class. Zeros are left out, so that errors stand out.
 *
 * @example
 * ```ts
 * import { confusionMatrix } from 'cotangent/train'
 * import { confusionPicture } from 'cotangent/vision'
 *
 * const matrix = confusionMatrix(2)([0, 0, 1, 1], [0, 1, 1, 1])
 * confusionPicture(matrix, { names: ['猫', '狗'] }).includes('>猫</text>') // => true
 * ```
 */
export const confusionPicture = ({ counts }: Counts, options: ConfusionPictureOptions = {}): string => {
  const {
    title = '',
    names = [],
    sides: [actual, predicted] = ['actual', 'predicted'],
  } = checkOptions('confusionPicture', options, { title: checkText, names: checkTexts, sides: checkSides })
  checkCounts(counts)
  const nameOf = (category: number): string => names[category] ?? String(category)
  const longest = Math.ceil(Math.max(0, ...counts.map((_, category) => widthOf(nameOf(category), letters))))
  const left = 48 + longest
  // A column has room for its name.
  const wide = Math.max(side, longest + 8)
  const top = title === '' ? 60 : 90
  const middle = top + (side * counts.length) / 2
  const cells = counts.flatMap((row, y) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    return row.map((count, x) => {
      const place = { x: left + wide * x, y: top + side * y }
      const share = total === 0 ? 0 : count / total
      const box = `<rect x="${place.x}" y="${place.y}" width="${wide}" height="${side}" fill="${colorOf(share, x === y)}" stroke="#e0e0e0"/>`
      const text = { x: place.x + wide / 2, y: place.y + side / 2 + 4, size: 12, color: ink }
      return count === 0 ? box : box + svgText(String(count), text)
    })
  })
  const labels = counts.flatMap((_, k) => [
    svgText(nameOf(k), { x: left - 8, y: top + side * (k + 0.5) + 4, size: 12, color: ink, anchor: 'end' }),
    svgText(nameOf(k), { x: left + wide * (k + 0.5), y: top - 8, size: 12, color: ink }),
  ])
  const width = left + wide * counts.length + 20
  const words = [
    ...(title === '' ? [] : [svgText(title, { x: width / 2, y: 26, size: 16, color: ink })]),
    svgText(predicted, { x: left + (wide * counts.length) / 2, y: top - 28, size: 12, color: ink }),
    `<g transform="rotate(-90 16 ${middle})">${svgText(actual, { x: 16, y: middle, size: 12, color: ink })}</g>`,
  ]
  return svgOf(width, top + side * counts.length + 20, [...words, ...labels, ...cells])
}
