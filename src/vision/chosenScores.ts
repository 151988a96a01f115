/**
 * @file The scores that an explanation is about: those of one class per image.
 */
import { foundValue } from '../core/foundValue.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { argmax, full, oneHot, sum, where } from '../ops/index.ts'

/** One class for all images, or one per image, [N]. */
export type Classes = number | Tensor

const isClass = (value: number, classes: number): boolean => Number.isInteger(value) && value >= 0 && value < classes

/** The class of each image, [N]: the given one, or else that with the highest score. Refuses what is no score [N, classes]. */
export const labelsOf = (operation: string, scores: Tensor, classes?: Classes): Tensor => {
  const [n, all, ...others] = scores.shape
  if (n === undefined || all === undefined || others.length > 0) {
    return refuse(operation, [scores.shape], {
      expected: 'a network that gives scores [N, classes]',
      found: showShape(scores.shape),
    })
  }
  if (classes === undefined) return argmax({ axis: 1 })(scores)
  if (typeof classes === 'number') {
    return isClass(classes, all)
      ? full([n], classes)
      : refuse(operation, [scores.shape], {
          expected: `a class from 0 to ${String(all - 1)}`,
          found: foundValue(classes),
        })
  }
  return classes.shape.length === 1 && classes.shape[0] === n
    ? classes
    : refuse(operation, [scores.shape, classes.shape], {
        expected: `one class per image, [${String(n)}]`,
        found: showShape(classes.shape),
      })
}

/** The score of each image's class, [N]. An infinite score of another class takes no part. */
export const chosenScores = (scores: Tensor, labels: Tensor): Tensor =>
  sum({ axis: 1 })(where(oneHot(scores.shape[1] ?? 0)(labels), scores, 0))
