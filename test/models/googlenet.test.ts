/** @file GoogLeNet with its heads; its numbers are PyTorch's in the conformance suite. */
import { key, tensor, Tree, zeros } from 'cotangent'
import type { HeadedNetwork } from 'cotangent/models'
import { googlenet, googlenetOfPaperWithHeads, googlenetWithHeads, headedLoss } from 'cotangent/models'
import { crossEntropy, evalMode, trainMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../src/core/Shape.ts'
import { item } from '../float64.ts'

const count = (network: HeadedNetwork): number =>
  Tree.reduce(0, (sum, t) => sum + sizeOf(t.shape))(network.init(key(0))[0])

const small = { divisor: 16, classes: 7 } as const

describe('GoogLeNet with its auxiliary heads', () => {
  it('has as many parameters as published', () => {
    expect(count(googlenetWithHeads())).toBe(13_004_888)
    expect(count(googlenetOfPaperWithHeads())).toBe(13_378_280)
  })

  it('has the names of the network without, and those of the heads after', () => {
    const names = Tree.paths(googlenetWithHeads(small).init(key(0))[0]).map(([path]) => path)
    const plain = Tree.paths(googlenet(small).init(key(0))[0]).map(([path]) => path)
    expect(names.slice(0, plain.length)).toEqual(plain)
    expect(names.slice(plain.length, plain.length + 3)).toEqual([
      'aux1.conv.conv.weight',
      'aux1.conv.bn.weight',
      'aux1.conv.bn.bias',
    ])
    expect(names.at(-1)).toBe('aux2.fc2.bias')
  })

  it.each([
    ['torchvision', googlenetWithHeads(small)],
    ['the paper', googlenetOfPaperWithHeads(small)],
  ] as const)('gives scores of three in training and of one in use, in the form of %s', (_, network) => {
    const [params, state] = network.init(key(0))
    const images = zeros([2, 3, 224, 224])
    const [training, next] = network.apply(trainMode(key(1)))(params, state, images)
    expect([training.scores, ...training.heads].map(({ shape }) => shape)).toEqual([
      [2, 7],
      [2, 7],
      [2, 7],
    ])
    const paths = (tree: typeof state) => Tree.paths(tree).map(([path]) => path)
    expect(new Set(paths(next))).toEqual(new Set(paths(state)))
    const [use, same] = network.apply(evalMode)(params, state, images)
    expect(use.heads).toEqual([])
    expect(same).toBe(state)
  })

  it('weighs the heads by 0.3', () => {
    const even = tensor([0, 0], [1, 2])
    const sure = tensor([0, 9], [1, 2])
    const label = tensor([1], [1])
    const [a, b] = [item(crossEntropy(sure, label)), item(crossEntropy(even, label))]
    expect(item(headedLoss(crossEntropy)({ scores: sure, heads: [even, sure] }, label))).toBeCloseTo(
      a + 0.3 * (a + b),
      12,
    )
    expect(item(headedLoss(crossEntropy, 1)({ scores: sure, heads: [even] }, label))).toBeCloseTo(a + b, 12)
  })
})
