/** @file What LeNet sees in a digit of the visitor's, and the program that does the same. */
import { argmax, softmax, tensor, toArray } from 'cotangent'
import { mnistPixels } from 'cotangent/data'
import type { LenetParams } from 'cotangent/models'
import { lenet } from 'cotangent/models'
import { inUse } from 'cotangent/nn'
import { saliency } from 'cotangent/vision'

/** What the network sees in a digit: the probability of each class, and how much each pixel matters to the best. */
export interface Recognition {
  readonly scores: readonly number[]
  readonly saliency: readonly number[]
}

/** Recognizes the 28 x 28 pixels of a digit, from 0 to 255. */
export const recognize = (params: LenetParams, pixels: readonly number[]): Recognition => {
  const { mean, std } = mnistPixels
  const image = tensor(
    pixels.map((pixel) => (pixel / 255 - mean) / std),
    [1, 1, 28, 28],
  )
  const scores = inUse(lenet)(params, {})
  const [best = 0] = toArray(argmax({ axis: 1 })(scores(image)))
  return {
    scores: Array.from(toArray(softmax()(scores(image)))),
    saliency: Array.from(toArray(saliency(scores)(image, best))),
  }
}
