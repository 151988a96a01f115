/** @file What the functions of the door refuse: options and arguments that JavaScript may pass, or that mean nothing. */
import { ones, sum, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { sgd } from 'cotangent/optim'
import * as vision from 'cotangent/vision'
import { describe, expect, it } from 'vitest'
import { toNested } from '../float64.ts'

const images = tensor([0.25, 0.5, 0.75, 1], [1, 1, 2, 2])
const brightness = (x: Tensor): Tensor => sum({ axis: [2, 3] })(x)
const { activationMaximization, captionedGrid, confusionPicture, curves, embeddingPicture } = vision
const { fromCanvas, fromImageData, heatmap, imageGrid, integratedGradients, makeGrid, occlusion } = vision
const pixel = { data: [255, 0, 0, 255], width: 1, height: 1 }
const points = tensor([0, 1], [1, 2])
const curve = { name: 'a', points: [[1, 2]] } as const
const sgdOf = { optimizer: sgd({ learningRate: 1 }) }
const matrix = { counts: [[1]] }

/** By what is wrong: the message, and calls; anything may be passed. */
const refused: Readonly<Record<string, readonly ((any: (value: unknown) => never) => unknown)[]>> = {
  "'valueRange' to be two finite numbers, the first below the second": [
    () => makeGrid(images, { valueRange: [3, 0] }),
    () => makeGrid(images, { valueRange: [0, NaN] }),
    (any) => makeGrid(images, { valueRange: any(1) }),
  ],
  'a tensor': [(any) => makeGrid(any([1, 2]))],
  "'range' to be 'fit' or two finite numbers": [
    (any) => imageGrid(images, { range: any('fits') }),
    (any) => imageGrid(images, { range: any([0]) }),
    () => imageGrid(images, { range: [NaN, 0] }),
    () => captionedGrid(images, { captions: [], range: [0, Infinity] }),
  ],
  'a picture of at most 268435456 pixels': [() => imageGrid(images, { scale: 1e6 })],
  "'captions' to be a list of { text }": [
    (any) => captionedGrid(images, any({})),
    (any) => captionedGrid(images, { captions: any(['a']) }),
    (any) => captionedGrid(images, { captions: any([{}]) }),
  ],
  "'opacity' to be a number from 0 to 1": [
    () => heatmap(images, { opacity: 2 }),
    () => heatmap(images, { opacity: NaN }),
    () => heatmap(images, { over: images, opacity: -1 }),
  ],
  "'channels' to be 1 or 3": [2, 0, 4, '3'].map(
    (channels) => (any: (value: unknown) => never) => fromImageData(pixel, { channels: any(channels) }),
  ),
  "a canvas with a context '2d'": [() => fromCanvas({ width: 1, height: 1, getContext: () => undefined })],
  "'window' to be a whole number": [
    (any) => occlusion(brightness, any({})),
    (any) => occlusion(brightness, { window: any('2') }),
    () => occlusion(brightness, { window: [1, -1] }),
  ],
  "'fill' to be a finite number": [() => occlusion(brightness, { window: 1, fill: NaN })],
  'a baseline that broadcasts to [1, 1, 2, 2]': [
    () => integratedGradients(brightness, { baseline: ones([3, 1, 2, 2]) })(images),
  ],
  "'baseline' to be a finite number": [() => integratedGradients(brightness, { baseline: Infinity })(images)],
  'a list of classes': [(any) => embeddingPicture(points, any(null))],
  "'names' to be a": [
    (any) => embeddingPicture(points, [0], { names: any('ab') }),
    (any) => confusionPicture(matrix, { names: any([5]) }),
  ],
  "'title' to be a text": [
    (any) => embeddingPicture(points, [0], { title: any(1) }),
    (any) => confusionPicture(matrix, { title: any({}) }),
    (any) => curves([curve], { title: any(7) }),
  ],
  "'sides' to be a text": [(any) => confusionPicture(matrix, { sides: any(['x']) })],
  'as many counts in each row as there are rows': [
    (any) => confusionPicture(any({})),
    () => confusionPicture({ counts: [[1, 2]] }),
  ],
  "'width' to be a whole number": [NaN, -10, 0, 0.5].map((width) => () => curves([curve], { width })),
  "'yRange' to be two finite numbers": [() => curves([curve], { yRange: [1, 0] })],
  'style to be one of line, thin, dots': [(any) => curves([{ ...curve, style: any('dotted') }])],
  'a list of curves': [(any) => curves(any(undefined))],
  'points [x, y]': [(any) => curves([{ name: 'a', points: any([1, 2]) }])],
  "'name' to be a text": [(any) => curves([{ name: any(3), points: [] }])],
  "'optimizer' to be an optimizer": [(any) => activationMaximization(brightness, any({}))],
  "'decay' to be a finite number": [() => activationMaximization(brightness, { ...sgdOf, decay: NaN })],
  "'roughness' to be a finite number": [(any) => activationMaximization(brightness, { ...sgdOf, roughness: any('a') })],
  'neighbours along two axes': [
    () => activationMaximization((x) => x, { ...sgdOf, roughness: 1 })(tensor(1, [])),
    () => activationMaximization((x) => x, { ...sgdOf, roughness: 1 })(tensor([1, 2], [2])),
  ],
}

const calls = Object.entries(refused).flatMap(([message, all]) =>
  all.map((call, k) => [`${message} (${String(k + 1)})`, message, call] as const),
)

describe('cotangent/vision', () => {
  it.each(calls)('expects %s', (_, message, call) => {
    let thrown: unknown = null
    try {
      call((value) => value as never)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toHaveProperty('name', 'TensorError')
    expect(String(thrown)).toContain(message)
  })

  it('takes what is at the edge of those', () => {
    const whole = heatmap(images, { over: tensor([1, 1, 1, 1], [1, 1, 2, 2]), opacity: 0 })
    expect(toNested(whole)).toEqual(toNested(ones([1, 3, 2, 2])))
    expect(imageGrid(images, { range: [1, 0], columns: 1e9 })).toEqual(imageGrid(images, { range: [1, 0] }))
    expect(integratedGradients(brightness, { baseline: ones([2, 2]) })(images).shape).toEqual([1, 1, 2, 2])
    expect(makeGrid(images, { normalize: true, valueRange: [0, 1] }).shape).toEqual([3, 2, 2])
  })
})
