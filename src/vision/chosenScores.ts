/**
 * @file The scores that an explanation is about: those of one class per image.
 */
import { foundValue } from '../core/foundValue.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { isTensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { argmax, expandDims, full, squeeze } from '../ops/index.ts'
import { gatherNamed } from '../ops/gather.ts'

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
  return isTensor(classes) && classes.shape.length === 1 && classes.shape[0] === n
    ? classes
    : refuse(operation, [scores.shape, ...(isTensor(classes) ? [classes.shape] : [])], {
        expected: `one class per image, [${String(n)}]`,
        found: isTensor(classes) ? showShape(classes.shape) : foundValue(classes),
      })
}

/** The score of each image's class, [N]. A class that is none is refused when the numbers are computed. */
export const chosenScores = (operation: string, scores: Tensor, labels: Tensor): Tensor => {
  const names = { operation, phrase: 'choose scores', index: 'class', among: ['class', 'classes'] } as const
  return squeeze(1)(gatherNamed(scores, expandDims(1)(labels), 1, names))
}
