/**
 * @file Integrated gradients: a score's change from a baseline, divided among the entries of the image.
 *
 *     attribution = (x - b) * integral over a from 0 to 1 of (d score / d x)(b + a (x - b))
 *
 * The integral is a sum over the middles of equal steps. After Sundararajan, Taly and Yan, "Axiomatic attribution for deep
 * networks" (2017).
 *
 * Laws: "completeness": the attributions of an image sum to score(x) - score(b), for linear scores in any number of steps,
 * for quadratic ones too, since the middles integrate lines exactly; "an image that is its baseline has none".
 */
import { checkFinite } from '../core/numberRules.ts'
import { checkOptions } from '../core/options.ts'
import { sameShape, showShape } from '../core/Shape.ts'
import { broadcastShapes, checkSizes } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { TensorFunction } from '../nn/index.ts'
import { add, broadcastTo, mul, reshape, sub, sum } from '../ops/index.ts'
import type { Classes } from './chosenScores.ts'
import { labelsOf } from './chosenScores.ts'
import { inGroups } from './inGroups.ts'
import { gradientOfScores } from './saliency.ts'

/** How {@link integratedGradients} integrates. */
export interface IntegratedGradientsOptions {
  /** What stands for the absence of an image: a number, or a tensor that broadcasts to the images; 0 by default. */
  readonly baseline?: number | Tensor
  /** How many steps the way from the baseline to the image has; 32 by default. */
  readonly steps?: number
  /** How many steps are computed as one batch, which bounds the memory; 8 by default. */
  readonly atOnce?: number
}

/** Refuses a baseline that is larger than the images, or no number. */
const checkBaseline = (images: Tensor, baseline: number | Tensor): void => {
  if (typeof baseline === 'number') checkFinite('integratedGradients', 'baseline', baseline)
  else if (!sameShape(broadcastShapes('integratedGradients', images.shape, baseline.shape), images.shape))
    refuse('integratedGradients', [images.shape, baseline.shape], {
      expected: `a baseline that broadcasts to ${showShape(images.shape)}`,
      found: showShape(baseline.shape),
    })
}

/** The sum of gradients over several places of the way. */
const gradientsAt = (
  scores: TensorFunction,
  places: readonly number[],
  from: Tensor | number,
  way: Tensor,
  labels: Tensor,
): Tensor => {
  const [n = 0, ...sides] = way.shape
  const fractions = tensor(places, [places.length, ...way.shape.map(() => 1)])
  const points = reshape([places.length * n, ...sides])(add(mul(fractions, way), from))
  const repeated = reshape([places.length * n])(broadcastTo([places.length, n])(labels))
  const gradients = gradientOfScores('integratedGradients', scores, points, repeated)
  return sum({ axis: 0 })(reshape([places.length, ...way.shape])(gradients))
}

/**
 * Integrated gradients of a class's score, in the shape of the images: how much each entry contributes to the difference
 * between the scores of the image and of the baseline. Classes are chosen as for {@link inputGradient}, at the image.
 *
 * @example
 * ```ts
 * import { item, mul, sum, tensor, toNested } from 'cotangent'
 * import type { Tensor } from 'cotangent'
 * import { integratedGradients } from 'cotangent/vision'
 *
 * const energy = (x: Tensor) => sum({ axis: 1, keepDims: true })(mul(x, x))
 * const parts = integratedGradients(energy, { steps: 1 })(tensor([[3, 4]]))
 * toNested(parts) // => [[9, 16]]
 * item(sum()(parts)) // => 25
 * ```
 */
export const integratedGradients = (
  scores: TensorFunction,
  options: IntegratedGradientsOptions = {},
): ((images: Tensor, classes?: Classes) => Tensor) => {
  const {
    baseline = 0,
    steps = 32,
    atOnce = 8,
  } = checkOptions('integratedGradients', options, { baseline: true, steps: true, atOnce: true })
  checkSizes('integratedGradients', { steps, atOnce })
  return (images, classes) => {
    checkBaseline(images, baseline)
    const labels = labelsOf('integratedGradients', scores(images), classes)
    const way: Tensor = sub(images, baseline)
    const middles = Array.from({ length: steps }, (_, step) => (step + 0.5) / steps)
    const total = inGroups(middles, atOnce)
      .map((places) => gradientsAt(scores, places, baseline, way, labels))
      .reduce((a, b) => add(a, b))
    return mul(way, mul(total, 1 / steps))
  }
}
