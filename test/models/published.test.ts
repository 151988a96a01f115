import { key, Tree, zeros } from 'cotangent'
import type { Network } from 'cotangent/models'
import {
  alexnet,
  alexnetOfPaper,
  googlenet,
  googlenetOfPaper,
  lenet1998,
  vgg,
  vgg11,
  vgg13,
  vgg16,
  vgg19,
} from 'cotangent/models'
import { evalMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../src/core/Shape.ts'

/** How many numbers a network learns; drawing them is put off, so counting draws none. */
const count = (network: Network): number =>
  Tree.paths(network.init(key(0))[0]).reduce((sum, [, t]) => sum + sizeOf(t.shape), 0)

describe('published networks', () => {
  it.each<readonly [string, Network, number]>([
    ['AlexNet', alexnet(), 61_100_840],
    ['AlexNet of the paper', alexnetOfPaper(), 60_965_224],
    ['VGG-11', vgg11(), 132_863_336],
    ['VGG-11 with batch normalization', vgg11({ batchNorm: true }), 132_868_840],
    ['VGG-13', vgg13(), 133_047_848],
    ['VGG-16', vgg16(), 138_357_544],
    ['VGG-16 with batch normalization', vgg16({ batchNorm: true }), 138_365_992],
    ['VGG-19', vgg19(), 143_667_240],
    ['GoogLeNet', googlenet(), 6_624_904],
    ['GoogLeNet of the paper', googlenetOfPaper(), 6_998_552],
    ['the LeNet of 1998', lenet1998, 60_000],
  ])('%s has as many parameters as published', (_, network, published) => {
    expect(count(network)).toBe(published)
  })

  it('have the names of torchvision', () => {
    const names = Tree.paths(vgg(11, { batchNorm: true }).init(key(0))[0]).map(([path]) => path)
    expect(names.slice(0, 5)).toEqual([
      'features.0.weight',
      'features.0.bias',
      'features.1.weight',
      'features.1.bias',
      'features.4.weight',
    ])
    expect(names.slice(-2)).toEqual(['classifier.6.weight', 'classifier.6.bias'])
  })

  it.each<readonly [string, Network, number]>([
    ['AlexNet', alexnet({ divisor: 16, classes: 7 }), 224],
    ['AlexNet of the paper', alexnetOfPaper({ divisor: 16, classes: 7 }), 227],
    ['VGG-13', vgg13({ divisor: 32, classes: 7 }), 224],
    ['GoogLeNet', googlenet({ divisor: 16, classes: 7 }), 224],
    ['GoogLeNet of the paper', googlenetOfPaper({ divisor: 16, classes: 7 }), 224],
  ])('%s takes its images to scores of its classes', (_, network, side) => {
    const [params, state] = network.init(key(0))
    expect(network.apply(evalMode)(params, state, zeros([2, 3, side, side]))[0].shape).toEqual([2, 7])
  })
})
