/** @file Networks that give a class per pixel: shapes, names, what they refuse, and that they learn. */
import type { Tensor } from 'cotangent'
import { key, mul, normal, ones, sub, sum, tensor, toArray, Tree, valueAndGrad, zeros } from 'cotangent'
import { fcn, unet } from 'cotangent/models'
import { crossEntropy, evalMode, trainMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { bilinearKernels } from '../../src/models/bilinearKernels.ts'
import { convTranspose2d } from '../../src/ops/convTranspose2d.ts'

const namesOf = (tree: unknown): readonly string[] => Tree.paths(tree as never).map(([path]) => path)

describe('fcn', () => {
  it.each([8, 16, 32] as const)('scores each pixel, at stride %d', (stride) => {
    const network = fcn({ stride, divisor: 64, classes: 3 })
    const [params, state] = network.init(key(0))
    expect(network.apply(evalMode)(params, state, zeros([2, 3, 64, 32]))[0].shape).toEqual([2, 3, 64, 32])
    expect(namesOf(params).filter((name) => name.startsWith('score') || name.startsWith('up'))).toEqual(
      [
        stride < 32 ? ['score_pool4.weight', 'score_pool4.bias'] : [],
        stride === 8 ? ['score_pool3.weight', 'score_pool3.bias'] : [],
        stride < 32 ? ['upscore2.weight'] : [],
        stride === 8 ? ['upscore_pool4.weight'] : [],
        ['upscore.weight'],
      ].flat(),
    )
  })

  it('has as many parameters as VGG-16 with dense layers as convolutions, scores and enlargements', () => {
    const count = Tree.reduce(
      0,
      (n: number, t: Tensor) => n + t.shape.reduce((a, b) => a * b, 1),
    )(fcn().init(key(0))[0])
    const trunk = 14_714_688 + (512 * 49 * 4096 + 4096) + (4096 * 4096 + 4096)
    const scores = 4097 * 21 + 513 * 21 + 257 * 21
    expect(count).toBe(trunk + scores + 2 * 21 * 21 * 16 + 21 * 21 * 256)
  })

  it('refuses sides that 32 does not divide, and other strides', () => {
    const network = fcn({ divisor: 64 })
    const [params, state] = network.init(key(0))
    expect(() => network.apply(evalMode)(params, state, zeros([1, 3, 33, 32]))).toThrow(
      'expected images [N, C, H, W] with sides that 32 divides, found [1, 3, 33, 32]',
    )
    expect(() => fcn({ stride: 4 as never })).toThrow('expected a stride of 8, 16 or 32, found 4')
  })
})

describe('bilinearKernels', () => {
  it.each([2, 4, 8])('keep a constant image constant inside, %d times as large', (factor) => {
    const weight = bilinearKernels([2, 2, 2 * factor, 2 * factor])(key(0))
    const y = convTranspose2d({ stride: factor, padding: factor / 2 })(ones([1, 2, 4, 4]), weight)
    expect(y.shape).toEqual([1, 2, 4 * factor, 4 * factor])
    const side = 4 * factor
    const inside = Array.from(toArray(y)).filter((_, at) =>
      [at % side, Math.floor(at / side) % side].every((place) => place >= factor && place < side - factor),
    )
    inside.forEach((cell) => {
      expect(cell).toBeCloseTo(1, 6)
    })
  })
})

describe('unet', () => {
  it('scores each pixel, and names its levels', () => {
    const network = unet({ width: 2, depth: 2, classes: 3, batchNorm: true })
    const [params, state] = network.init(key(0))
    expect(network.apply(evalMode)(params, state, zeros([2, 1, 8, 12]))[0].shape).toEqual([2, 3, 8, 12])
    expect([...new Set(namesOf(params).map((name) => name.split('.')[0]))]).toEqual([
      'down0',
      'down1',
      'down2',
      'up0',
      'up1',
      'joined0',
      'joined1',
      'scores',
    ])
    expect(namesOf(network.apply(trainMode(key(1)))(params, state, zeros([2, 1, 8, 12]))[1])).toEqual(namesOf(state))
  })

  it('has as many parameters as published, but for padding', () => {
    const count = Tree.reduce(
      0,
      (n: number, t: Tensor) => n + t.shape.reduce((a, b) => a * b, 1),
    )(unet().init(key(0))[0])
    expect(count).toBe(31_030_658)
  })

  it('refuses sides that it cannot halve so often', () => {
    const network = unet({ width: 2, depth: 3 })
    const [params, state] = network.init(key(0))
    expect(() => network.apply(evalMode)(params, state, zeros([1, 1, 8, 12]))).toThrow(
      'expected images [N, C, H, W] with sides that 8 divides, found [1, 1, 8, 12]',
    )
  })

  it('learns to tell bright pixels from dark ones', () => {
    const network = unet({ width: 4, depth: 1 })
    const [first, state] = network.init(key(0))
    const images = normal([2, 1, 8, 8])(key(1))
    const labels = tensor(
      Array.from(toArray(images), (cell) => (cell > 0 ? 1 : 0)),
      [2, 8, 8],
    )
    const loss = (params: typeof first): Tensor =>
      crossEntropy(network.apply(evalMode)(params, state, images)[0] as Tensor<readonly [2, 2, 8, 8]>, labels)
    const descend = (params: typeof first, steps: number): typeof first => {
      if (steps === 0) return params
      const gradients = valueAndGrad(loss)(params)[1]
      return descend(Tree.zipWith((a: Tensor, g: Tensor) => sub(a, mul(g, 0.5)))(params, gradients), steps - 1)
    }
    const [before, after] = [loss(first), loss(descend(first, 30))].map((t) => toArray(sum()(t))[0]!)
    expect(after).toBeLessThan(0.4 * before!)
  })
})
