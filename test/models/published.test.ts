import type { Shape, Tensor } from 'cotangent'
import { key, Tree, zeros } from 'cotangent'
import type { Network } from 'cotangent/models'
import {
  alexnet,
  alexnetOfPaper,
  asNetwork,
  googlenet,
  googlenetOfPaper,
  lenet1998,
  mobilenetV2,
  resnet101,
  resnet152,
  resnet18,
  resnet34,
  resnet50,
  squeezenet,
  vgg,
  vgg11,
  vgg13,
  vgg16,
  vgg19,
  visionTransformer,
} from 'cotangent/models'
import { evalMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../src/core/Shape.ts'

/** How many numbers a network learns; drawing them is put off, so counting draws none. */
const count = (network: Network): number =>
  Tree.paths(network.init(key(0))[0]).reduce((sum, [, t]) => sum + sizeOf(t.shape), 0)

/** The shape of a tensor, whose type says that it is `S`. */
const shapeSaid = <S extends Shape>(t: Tensor<S>): Shape => t.shape

describe('published networks', () => {
  it.each<readonly [string, Network, number]>([
    ['AlexNet', asNetwork(alexnet()), 61_100_840],
    ['AlexNet of the paper', asNetwork(alexnetOfPaper()), 60_965_224],
    ['VGG-11', asNetwork(vgg11()), 132_863_336],
    ['VGG-11 with batch normalization', asNetwork(vgg11({ batchNorm: true })), 132_868_840],
    ['VGG-13', asNetwork(vgg13()), 133_047_848],
    ['VGG-16', asNetwork(vgg16()), 138_357_544],
    ['VGG-16 with batch normalization', asNetwork(vgg16({ batchNorm: true })), 138_365_992],
    ['VGG-19', asNetwork(vgg19()), 143_667_240],
    ['GoogLeNet', googlenet(), 6_624_904],
    ['GoogLeNet of the paper', googlenetOfPaper(), 6_998_552],
    ['ResNet-18', asNetwork(resnet18()), 11_689_512],
    ['ResNet-34', asNetwork(resnet34()), 21_797_672],
    ['ResNet-50', asNetwork(resnet50()), 25_557_032],
    ['ResNet-101', asNetwork(resnet101()), 44_549_160],
    ['ResNet-152', asNetwork(resnet152()), 60_192_808],
    ['SqueezeNet 1.1', asNetwork(squeezenet()), 1_235_496],
    ['MobileNet v2', asNetwork(mobilenetV2()), 3_504_872],
    ['ViT-B/16', visionTransformer(), 86_567_656],
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
    ['AlexNet', asNetwork(alexnet({ divisor: 16, classes: 7 })), 224],
    ['AlexNet of the paper', asNetwork(alexnetOfPaper({ divisor: 16, classes: 7 })), 227],
    ['VGG-13', asNetwork(vgg13({ divisor: 32, classes: 7 })), 224],
    ['GoogLeNet', googlenet({ divisor: 16, classes: 7 }), 224],
    ['GoogLeNet of the paper', googlenetOfPaper({ divisor: 16, classes: 7 }), 224],
  ])('%s takes its images to scores of its classes', (_, network, side) => {
    const [params, state] = network.init(key(0))
    expect(network.apply(evalMode)(params, state, zeros([2, 3, side, side]))[0].shape).toEqual([2, 7])
  })

  it('have the parameters that their types say', () => {
    const [ofAlexnet] = alexnet({ divisor: 16, classes: 7 }).init(key(0))
    const [ofPaper] = alexnetOfPaper({ divisor: 16 }).init(key(0))
    const [ofVgg] = vgg(11, { batchNorm: true, divisor: 32, channels: 1 }).init(key(0))
    const shapes: readonly Shape[] = [
      shapeSaid<readonly [12, 4, 5, 5]>(ofAlexnet.features[3].weight),
      shapeSaid<readonly [256, 576]>(ofAlexnet.classifier[1].weight),
      shapeSaid<readonly [7]>(ofAlexnet.classifier[6].bias),
      shapeSaid<readonly [16, 3, 5, 5]>(ofPaper.features[4].weight),
      shapeSaid<readonly [16, 12, 3, 3]>(ofPaper.features[12].weight),
      shapeSaid<readonly [1000, 256]>(ofPaper.classifier[6].weight),
      shapeSaid<readonly [2, 1, 3, 3]>(ofVgg.features[0].weight),
      shapeSaid<readonly [16, 16, 3, 3]>(ofVgg.features[25].weight),
      shapeSaid<readonly [16]>(ofVgg.features[26].bias),
      shapeSaid<readonly [128, 784]>(ofVgg.classifier[0].weight),
    ]
    expect(shapes).toEqual([
      [12, 4, 5, 5],
      [256, 576],
      [7],
      [16, 3, 5, 5],
      [16, 12, 3, 3],
      [1000, 256],
      [2, 1, 3, 3],
      [16, 16, 3, 3],
      [16],
      [128, 784],
    ])
  })
})
