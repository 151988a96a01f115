/**
 * @file Gradients of scores with respect to images: which pixels the score of a class depends on.
 *
 *     inputGradient[n, c, i, j] = d score[n, class of n] / d image[n, c, i, j]
 *     saliency[n, 0, i, j] = max over c of |inputGradient[n, c, i, j]|
 *
 * After Simonyan, Vedaldi and Zisserman, "Deep inside convolutional networks" (2014). Of a network that
 * `withGuidedRelu` has changed, the input gradient is guided backpropagation.
 *
 * Laws: finite differences; "the gradient of a linear score is its weight".
 */
import type { Tensor } from '../core/Tensor.ts'
import { grad } from '../diff/index.ts'
import type { TensorFunction } from '../nn/index.ts'
import { abs, max, sum } from '../ops/index.ts'
import type { Classes } from './chosenScores.ts'
import { chosenScores, labelsOf } from './chosenScores.ts'

/** The derivative of each image's score with respect to the image. */
export const gradientOfScores = (
  operation: string,
  scores: TensorFunction,
  images: Tensor,
  classes: Classes | undefined,
): Tensor =>
  grad((x: Tensor) => {
    const all = scores(x)
    return sum()(chosenScores(operation, all, labelsOf(operation, all, classes)))
  })(images)

/**
 * The derivative of a class's score with respect to every entry of an image, [N, ...] as the images: with the sign that says
 * whether more of the entry raises the score. The class is the one with the highest score, unless one is given for all images, or
 * one per image, [N]. Refuses functions that do not give scores [N, classes].
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { dense, inUse } from 'cotangent/nn'
 * import { inputGradient } from 'cotangent/vision'
 *
 * const scores = inUse(dense(2, 2))({ weight: tensor([[1, -2], [3, 4]]), bias: tensor([0, 0]) }, {})
 * const x = tensor([[1, 1]])
 * toNested(inputGradient(scores)(x)) // => [[3, 4]]
 * toNested(inputGradient(scores)(x, 0)) // => [[1, -2]]
 * ```
 */
export const inputGradient =
  (scores: TensorFunction) =>
  (images: Tensor, classes?: Classes): Tensor =>
    gradientOfScores('inputGradient', scores, images, classes)

/**
 * How strongly a class's score depends on each pixel, whatever the sign: the largest absolute derivative over its channels, [N, 1,
 * H, W] for images [N, C, H, W]. Classes are chosen as for {@link inputGradient}.
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { lenet } from 'cotangent/models'
 * import { inUse } from 'cotangent/nn'
 * import { saliency } from 'cotangent/vision'
 *
 * const scores = inUse(lenet)(...lenet.init(key(1)))
 * saliency(scores)(zeros([2, 1, 28, 28]), 7).shape // => [2, 1, 28, 28]
 * ```
 */
export const saliency =
  (scores: TensorFunction) =>
  (images: Tensor, classes?: Classes): Tensor =>
    max({ axis: 1, keepDims: true })(abs(gradientOfScores('saliency', scores, images, classes)))
