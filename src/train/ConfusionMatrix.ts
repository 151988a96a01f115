/**
 * @file Confusion matrices: how often each class was predicted as each other, and measures that follow from the counts.
 *
 * `counts[actual][predicted]`. Matrices of one number of classes form a monoid by addition, so a test set can be
 * counted batch by batch. Laws: those of a monoid; "the counts sum to the examples"; "accuracy is the trace over the
 * sum".
 */
import { pipe } from 'fp-ts/lib/function.js'
import type { Monoid } from 'fp-ts/lib/Monoid.js'
import { groupBy } from 'fp-ts/lib/NonEmptyArray.js'
import { foundValue } from '../core/foundValue.ts'
import { countOf } from '../core/Shape.ts'
import { refuse } from '../core/TensorError.ts'

/** How many examples of class `actual` were predicted as `predicted`, at `counts[actual][predicted]`. */
export interface ConfusionMatrix {
  readonly counts: readonly (readonly number[])[]
}

const range = (length: number): readonly number[] => Array.from({ length }, (_, i) => i)

const square = (classes: number, at: (actual: number, predicted: number) => number): ConfusionMatrix => ({
  counts: Object.freeze(range(classes).map((actual) => Object.freeze(range(classes).map((one) => at(actual, one))))),
})

/** A matrix has the square of them. */
const mostClasses = 100_000

const checkClasses = (operation: string, classes: number): number =>
  Number.isSafeInteger(classes) && classes > 0 && classes <= mostClasses
    ? classes
    : refuse(operation, [], {
        expected: `a whole number of classes, from 1 to ${String(mostClasses)}`,
        found: foundValue(classes),
      })

const countAt = ({ counts }: ConfusionMatrix, actual: number, predicted: number): number =>
  counts[actual]?.[predicted] ?? 0

/**
 * Matrices of `classes` classes under addition. Refuses matrices of another number of classes.
 *
 * @example
 * ```ts
 * import { confusionMatrix, confusionMonoid } from 'cotangent/train'
 *
 * const count = confusionMatrix(2)
 * confusionMonoid(2).concat(count([0], [1]), count([1], [1])).counts // => [[0, 1], [0, 1]]
 * ```
 */
export const confusionMonoid = (classes: number): Monoid<ConfusionMatrix> => {
  const checked = ({ counts }: ConfusionMatrix): void => {
    if (counts.length !== classes)
      refuse('confusionMonoid', [], {
        expected: `matrices of ${countOf(classes, 'class', 'classes')}`,
        found: `one of ${String(counts.length)}`,
      })
  }
  return {
    empty: square(checkClasses('confusionMonoid', classes), () => 0),
    concat: (first, second) => {
      checked(first)
      checked(second)
      return square(classes, (row, column) => countAt(first, row, column) + countAt(second, row, column))
    },
  }
}

/**
 * Counts predictions against labels, example by example. A class outside `0 .. classes - 1` is not counted. Refuses lists of
 * different lengths.
 *
 * @example
 * ```ts
 * import { accuracy, confusionMatrix } from 'cotangent/train'
 *
 * const matrix = confusionMatrix(2)([0, 0, 1, 1], [0, 1, 1, 1])
 * matrix.counts // => [[1, 1], [0, 2]]
 * accuracy(matrix) // => 0.75
 * ```
 */
export const confusionMatrix = (classes: number) => {
  checkClasses('confusionMatrix', classes)
  return (actual: ArrayLike<number>, predicted: ArrayLike<number>): ConfusionMatrix => {
    if (actual.length !== predicted.length) {
      return refuse('confusionMatrix', [], {
        expected: `a prediction for each of ${countOf(actual.length, 'label')}`,
        found: String(predicted.length),
      })
    }
    const isClass = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < classes
    const pairs = Array.from(actual, (label, i) => [label, predicted[i] ?? Number.NaN] as const)
    const groups = pipe(
      pairs.filter((pair) => pair.every(isClass)),
      groupBy(([label, prediction]) => `${label} ${prediction}`),
    )
    return square(classes, (row, column) => groups[`${row} ${column}`]?.length ?? 0)
  }
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0)

/**
 * How many examples were counted.
 *
 * @example
 * ```ts
 * import { confusionMatrix, examples } from 'cotangent/train'
 *
 * const matrix = confusionMatrix(2)([0, 0, 1, 1], [0, 1, 1, 1])
 * examples(matrix) // => 4
 * ```
 */
export const examples = ({ counts }: ConfusionMatrix): number => total(counts.map(total))

/**
 * How many examples were predicted correctly.
 *
 * @example
 * ```ts
 * import { confusionMatrix, correct } from 'cotangent/train'
 *
 * const matrix = confusionMatrix(2)([0, 0, 1, 1], [0, 1, 1, 1])
 * correct(matrix) // => 3
 * ```
 */
export const correct = (matrix: ConfusionMatrix): number => total(matrix.counts.map((_, k) => countAt(matrix, k, k)))

/**
 * The fraction of correct predictions, from 0 to 1; NaN without examples.
 *
 * @example
 * ```ts
 * import { accuracy, confusionMatrix } from 'cotangent/train'
 *
 * const matrix = confusionMatrix(2)([0, 0, 1, 1], [0, 1, 1, 1])
 * accuracy(matrix) // => 0.75
 * ```
 */
export const accuracy = (matrix: ConfusionMatrix): number => correct(matrix) / examples(matrix)

/**
 * The fraction of the examples of a class that were found; NaN if there are none.
 *
 * @example
 * ```ts
 * import { confusionMatrix, recall } from 'cotangent/train'
 *
 * const matrix = confusionMatrix(2)([0, 0, 1, 1], [0, 1, 1, 1])
 * recall(0)(matrix) // => 0.5
 * ```
 */
export const recall =
  (category: number) =>
  (matrix: ConfusionMatrix): number =>
    countAt(matrix, category, category) / total(matrix.counts[category] ?? [])

/**
 * The fraction of the predictions of a class that were right; NaN if there are none.
 *
 * @example
 * ```ts
 * import { confusionMatrix, precision } from 'cotangent/train'
 *
 * const matrix = confusionMatrix(2)([0, 0, 1, 1], [0, 1, 1, 1])
 * precision(1)(matrix) // => 0.6666666666666666
 * ```
 */
export const precision =
  (category: number) =>
  (matrix: ConfusionMatrix): number =>
    countAt(matrix, category, category) / total(matrix.counts.map((row) => row[category] ?? 0))

const column = (texts: readonly string[]): readonly string[] => {
  const width = Math.max(...texts.map((text) => text.length))
  return texts.map((text) => text.padStart(width))
}

/**
 * The matrix as lines of text: one row per class, with its recall in percent. Zeros are printed as dots, so that errors
 * stand out.
 *
 * @example
 * ```ts
 * import { confusionMatrix, showConfusionMatrix } from 'cotangent/train'
 *
 * showConfusionMatrix(confusionMatrix(2)([0, 0, 1, 1], [0, 1, 1, 1])).split('\n')[1] // => '     0  1  1   50.0 %'
 * ```
 */
export const showConfusionMatrix = (matrix: ConfusionMatrix, names?: readonly string[]): string => {
  const nameOf = (category: number): string => names?.[category] ?? String(category)
  const classes = matrix.counts.map((_, category) => category)
  const rates = classes.map((category) => {
    const rate = recall(category)(matrix)
    return Number.isNaN(rate) ? '-' : `${(100 * rate).toFixed(1)} %`
  })
  const columns = [
    column(['actual', ...classes.map(nameOf)]),
    ...classes.map((predicted) =>
      column([nameOf(predicted), ...classes.map((actual) => String(countAt(matrix, actual, predicted) || '.'))]),
    ),
    column(['found', ...rates]),
  ]
  return ['', ...classes].map((_, row) => columns.map((texts) => texts[row] ?? '').join('  ')).join('\n')
}
