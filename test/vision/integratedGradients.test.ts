/** @file Integrated gradients. */
import type { Tensor } from 'cotangent'
import { mul, pow, sub, sum, tensor, zeros } from 'cotangent'
import { law, seeds } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { chosenScores } from '../../src/vision/chosenScores.ts'
import { integratedGradients } from '../../src/vision/integratedGradients.ts'
import { toNested } from '../float64.ts'
import { holdsOn } from '../holds.ts'
import { few } from '../samples.ts'
import { chain, imagesOf, linear, sceneOf, smooth } from './scenes.ts'

const perImage = (attributions: Tensor): Tensor => sum({ axis: [1, 2, 3] })(attributions)

/** Both sides of completeness. */
const completeness = (
  scores: (x: Tensor) => Tensor,
  images: Tensor,
  baseline: Tensor,
  options: { readonly steps: number; readonly atOnce?: number },
) => {
  const labels = tensor([1, 3], [2])
  return {
    left: perImage(integratedGradients(scores, { baseline, ...options })(images, labels)),
    right: sub(chosenScores('test', scores(images), labels), chosenScores('test', scores(baseline), labels)),
  }
}

describe('integratedGradients', () => {
  holdsOn(
    few(4),
    law('completeness, of a linear score in one step', seeds, (seed) => {
      const { scores, images } = sceneOf(linear)(seed)
      return { ...completeness(scores, images, imagesOf(seed + 1), { steps: 1 }), tolerance: 1e-12 }
    }),
    law('completeness, of a quadratic score in one step', seeds, (seed) => {
      const { scores, images } = sceneOf(linear)(seed)
      const squared = (x: Tensor): Tensor => mul(scores(x), scores(x))
      return { ...completeness(squared, images, imagesOf(seed + 1), { steps: 1 }), tolerance: 1e-12 }
    }),
    law('completeness, of a smooth score within the error of the sum', seeds, (seed) => {
      const { scores, images } = sceneOf(smooth)(seed)
      return { ...completeness(scores, images, imagesOf(seed + 1), { steps: 200 }), tolerance: 1e-4 }
    }),
    law('groups of steps do not matter', seeds, (seed) => {
      const { scores, images } = sceneOf(chain)(seed)
      const by = (atOnce: number) => integratedGradients(scores, { steps: 5, atOnce })(images)
      return { left: by(2), right: by(5), tolerance: 1e-12 }
    }),
    law('an image that is its baseline has none', seeds, (seed) => {
      const { scores, images } = sceneOf(chain)(seed)
      return {
        left: integratedGradients(scores, { baseline: images, steps: 2 })(images),
        right: zeros(images.shape),
      }
    }),
  )

  it('divides a cube of a sum evenly, better with each step', () => {
    const cubed = (x: Tensor): Tensor => pow(sum({ axis: 1, keepDims: true })(x), 3)
    const of = (steps: number) => toNested(integratedGradients(cubed, { steps })(tensor([[1, 1]])))
    // 3 a^2 (1 + 1)^2, at the middles of the steps.
    expect(of(1)).toEqual([[3, 3]])
    expect(of(2)).toEqual([[3.75, 3.75]])
  })

  it('takes the classes of the image, not of the places on the way', () => {
    const scores = (x: Tensor): Tensor => sub(mul(x, tensor([1, 3])), tensor([0, 1]))
    expect(toNested(integratedGradients(scores)(tensor([[1, 1]])))).toEqual([[0, 3]])
  })

  it('refuses no steps', () => {
    expect(() => integratedGradients((x) => x, { steps: 0 })).toThrow(
      "expected 'steps' to be a whole number, 1 or more",
    )
  })
})
