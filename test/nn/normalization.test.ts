/** @file Layers that normalize: gains and shifts beside the operations of their names. */
import type { Tensor } from 'cotangent'
import { key, ones, tensor } from 'cotangent'
import { evalMode, groupNorm, instanceNorm, layerNorm, rmsNorm } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { expectNear } from '../near.ts'

const standard = [-1.0690449676496976, -0.5345224838248488, 0, 1.6035674514745464]

describe('layerNorm', () => {
  it('has a gain and a shift for each entry of its axes', () => {
    const layer = layerNorm([4], { epsilon: 0 })
    const params = { weight: tensor([1, 1, 1, 2], [4]), bias: tensor([0, 0, 5, 0], [4]) }
    const expected = [standard[0]!, standard[1]!, 5, 2 * standard[3]!]
    expectNear(layer.apply(evalMode)(params, {}, tensor([1, 2, 3, 6], [1, 4]))[0], expected)
  })

  it('refuses other shapes', () => {
    const layer = layerNorm([3])
    const other: Tensor = ones([2, 4])
    expect(() => layer.apply(evalMode)(layer.init(key(0))[0], {}, other)).toThrow('ends with [3]')
  })
})

describe('groupNorm', () => {
  it('has a gain and a shift for each channel', () => {
    const layer = groupNorm(1, 2, { epsilon: 0 })
    const params = { weight: tensor([1, 2], [2]), bias: tensor([0, 1], [2]) }
    const expected = [standard[0]!, standard[1]!, 1, 1 + 2 * standard[3]!]
    expectNear(layer.apply(evalMode)(params, {}, tensor([1, 2, 3, 6], [1, 2, 2]))[0], expected)
  })

  it('refuses other channels, and groups of one number', () => {
    const [others, lone]: readonly [Tensor, Tensor] = [ones([2, 6, 2]), ones([2, 4])]
    const [two, four] = [groupNorm(2, 4), groupNorm(4, 4)]
    expect(() => two.apply(evalMode)(two.init(key(0))[0], {}, others)).toThrow('expected [N, 4, ...], found [2, 6, 2]')
    expect(() => four.apply(evalMode)(four.init(key(0))[0], {}, lone)).toThrow(
      'expected more than one number per group, found 1',
    )
  })
})

describe('instanceNorm', () => {
  it('normalizes each channel of each image by itself', () => {
    const layer = instanceNorm(2, { epsilon: 0 })
    const [params, state] = layer.init(key(0))
    const x = tensor([1, 2, 3, 6, 10, 20, 30, 60], [1, 2, 4])
    expectNear(layer.apply(evalMode)(params, state, x)[0], [...standard, ...standard])
  })
})

describe('rmsNorm', () => {
  it('divides by the root of the mean square, and has a gain for each entry', () => {
    const layer = rmsNorm(2, { epsilon: 0 })
    expectNear(layer.apply(evalMode)({ weight: tensor([10, 1], [2]) }, {}, tensor([1, 7], [1, 2]))[0], [2, 1.4])
  })
})
