/** @file Gradients of scores by images. */
import type { Tensor } from 'cotangent'
import { abs, add, argmax, item, key, max, mul, normal, sub, tensor } from 'cotangent'
import { direction, law, seeds } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { chosenScores, labelsOf } from '../../src/vision/chosenScores.ts'
import { inputGradient, saliency } from '../../src/vision/saliency.ts'
import { toNested } from '../float64.ts'
import { holds, holdsOn } from '../holds.ts'
import { few } from '../samples.ts'
import { chain, imagesOf, linear, sceneOf, smooth, total } from './scenes.ts'

/** The sum of the scores of a class of each image. */
const chosen = (scores: (x: Tensor) => Tensor, labels: Tensor) => (x: Tensor) =>
  total(chosenScores('test', scores(x), labels))

describe('inputGradient', () => {
  holdsOn(
    few(5),
    law('finite differences', seeds, (seed) => {
      const { scores, images } = sceneOf(smooth)(seed)
      const labels = tensor([seed % 4, (seed >> 2) % 4], [2])
      const along = direction(images.shape, seed, 1)
      const at = (step: number) => chosen(scores, labels)(add(images, mul(along, step)))
      return {
        left: total(mul(inputGradient(scores)(images, labels), along)),
        right: mul(sub(at(1e-5), at(-1e-5)), 1 / 2e-5),
        tolerance: 1e-7,
      }
    }),
    law('the gradient of a linear score is its weight', seeds, (seed) => {
      const { scores, params } = sceneOf(linear)(seed)
      const rows = toNested(params[1].weight)
      return {
        left: inputGradient(scores)(imagesOf(seed), tensor([1, 3], [2])),
        right: tensor([...(rows[1] ?? []), ...(rows[3] ?? [])], [2, 2, 6, 6]),
      }
    }),
    law('without classes, those with the highest scores are taken', seeds, (seed) => {
      const { scores, images } = sceneOf(chain)(seed)
      return {
        left: inputGradient(scores)(images),
        right: inputGradient(scores)(images, argmax({ axis: 1 })(scores(images))),
      }
    }),
  )

  it('takes one class for all images, or one for each', () => {
    const scores = (x: Tensor): Tensor => mul(x, tensor([1, 10]))
    const x = tensor([
      [1, 2],
      [3, 1],
    ])
    expect(toNested(inputGradient(scores)(x, 0))).toEqual([
      [1, 0],
      [1, 0],
    ])
    expect(toNested(inputGradient(scores)(x, tensor([1, 0])))).toEqual([
      [0, 10],
      [1, 0],
    ])
    expect(toNested(inputGradient(scores)(x))).toEqual([
      [0, 10],
      [0, 10],
    ])
  })

  it.each([[1], [-1], [0.5]])('refuses the class %s of an image, where there is one class', (label) => {
    const scores = (x: Tensor): Tensor => mul(x, 2)
    const images = tensor([[1], [2]])
    expect(() => toNested(inputGradient(scores)(images, tensor([0, label])))).toThrow('Cannot choose scores')
    expect(() => toNested(saliency((x) => scores(x))(images, [0, 0] as never))).toThrow(
      'expected one class per image, [2], found a list of 2',
    )
  })

  it('is not disturbed by infinite scores of other classes', () => {
    const scores = (x: Tensor): Tensor => add(x, tensor([0, -Infinity]))
    expect(toNested(inputGradient(scores)(tensor([[2, -1]]), 0))).toEqual([[1, 0]])
  })

  it('refuses what is no score, and classes that do not exist or do not fit', () => {
    const identity = (x: Tensor): Tensor => x
    expect(() => inputGradient(identity)(tensor([1, 2]))).toThrow('expected a network that gives scores [N, classes]')
    expect(() => inputGradient(identity)(tensor([[1, 2]]), 2)).toThrow('expected a class from 0 to 1, found 2')
    expect(() => inputGradient(identity)(tensor([[1, 2]]), 0.5)).toThrow('expected a class from 0 to 1, found 0.5')
    expect(() => inputGradient(identity)(tensor([[1, 2]]), tensor([0, 1]))).toThrow('expected one class per image, [1]')
  })

  it('gives nothing for no images', () => {
    const scores = (x: Tensor): Tensor => x
    expect(inputGradient(scores)(tensor([], [0, 3])).shape).toEqual([0, 3])
    expect(labelsOf('test', tensor([], [0, 3])).shape).toEqual([0])
  })
})

describe('saliency', () => {
  holds(
    law('the greatest derivative by a channel, whatever its sign', seeds, (seed) => {
      const { scores, images } = sceneOf(chain)(seed)
      return {
        left: saliency(scores)(images, 2),
        right: max({ axis: 1, keepDims: true })(abs(inputGradient(scores)(images, 2))),
      }
    }),
  )

  it('reads the sign of no entry', () => {
    const scores = (x: Tensor): Tensor => mul(x, tensor([-5, 3]))
    const both = (x: Tensor): Tensor => scores(x)
    expect(toNested(saliency(both)(tensor([[1, 1]]), 0))).toEqual([[5]])
    expect(item(total(saliency(both)(normal([3, 2])(key(1)), 1)))).toBe(9)
  })
})
