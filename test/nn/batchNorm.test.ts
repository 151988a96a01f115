import type { Tensor } from 'cotangent'
import {
  adaptiveAvgPool2d,
  compile,
  globalAvgPool2d,
  key,
  localResponseNorm,
  localResponseNormOfPaper,
  normal,
  ones,
  tensor,
} from 'cotangent'
import { batchNorm, conv2d, dropout, evalMode, parallel, residual, sequential, trainMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { item, toArray, toNested } from '../float64.ts'

describe('batchNorm', () => {
  const layer = batchNorm(3)
  const [params, state] = layer.init(key(0))
  const x = normal([4, 3, 2, 2], { mean: 5, standardDeviation: 3 })(key(1))

  it('makes each channel of mean 0 and variance 1', () => {
    const [y] = layer.apply(trainMode(key(0)))(params, state, x)
    const all = Array.from(toArray(y))
    const channel = all.filter((_, k) => Math.floor(k / 4) % 3 === 1)
    const mean = channel.reduce((a, b) => a + b, 0) / 16
    expect(mean).toBeCloseTo(0, 10)
    expect(channel.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 16).toBeCloseTo(1, 4)
  })

  it('moves its statistics in training alone, and uses them', () => {
    const [, after] = layer.apply(trainMode(key(0)))(params, state, x)
    expect(toNested(after.runningMean)).not.toEqual([0, 0, 0])
    const [y, same] = layer.apply(evalMode)(params, after, ones([1, 3]))
    expect(same).toBe(after)
    const [mean, variance] = [toNested(after.runningMean)[0]!, toNested(after.runningVar)[0]!]
    expect(toNested(y)[0]![0]).toBeCloseTo((1 - mean) / Math.sqrt(variance + 1e-5), 12)
  })

  it('refuses to train on one number a channel, and another number of channels', () => {
    expect(() => layer.apply(trainMode(key(0)))(params, state, ones([1, 3]))).toThrow(
      'training needs more than one number a channel',
    )
    expect(() => layer.apply(evalMode)(params, state, ones([2, 4]))).toThrow('batchNorm expects [N, 3, ...]')
  })

  it('keeps its precision where the mean is large, in float32', () => {
    const far = compile((images: Tensor) => layer.apply(trainMode(key(0)))(params, state, images)[0])
    const y = far(
      tensor(
        Float32Array.from({ length: 24 }, (_, k) => 10_000 + (k % 2)),
        [2, 3, 2, 2],
      ),
    )
    Array.from(toArray(y)).forEach((value, k) => expect(value).toBeCloseTo(k % 2 === 0 ? -1 : 1, 2))
  })
})

describe('parallel', () => {
  it('joins its branches along the channels, each with its parameters and state', () => {
    const layer = parallel(
      conv2d({ in: 2, out: 3, kernel: 1 }),
      sequential(conv2d({ in: 2, out: 4, kernel: 1 }), batchNorm(4)),
    )
    const [params, state] = layer.init(key(0))
    const [y, next] = layer.apply(trainMode(key(1)))(params, state, normal([2, 2, 3, 3])(key(2)))
    expect(y.shape).toEqual([2, 7, 3, 3])
    expect(toNested(next[1][1].runningMean)).not.toEqual([0, 0, 0, 0])
  })

  it('gives each branch a key of its own', () => {
    const layer = parallel(dropout(0.5), dropout(0.5))
    const [y] = layer.apply(trainMode(key(3)))([{}, {}], [{}, {}], ones([1, 64]))
    const drawn = Array.from(toArray(y))
    expect(drawn.slice(0, 64)).not.toEqual(drawn.slice(64))
  })
})

describe('residual', () => {
  it('adds the input, and refuses another shape', () => {
    const [params, state] = residual(batchNorm(1)).init(key(0))
    expect(toNested(residual(batchNorm(1)).apply(evalMode)(params, state, tensor([2], [1, 1]))[0])[0]![0]).toBeCloseTo(
      4,
      4,
    )
    const narrowing = residual(conv2d({ in: 1, out: 1, kernel: 3 }))
    const [weights, none] = narrowing.init(key(0))
    expect(() => narrowing.apply(evalMode)(weights, none, ones([1, 1, 5, 5]))).toThrow(
      'the layer keeps the shape of its input',
    )
  })
})

describe('localResponseNorm', () => {
  const x = tensor([1, 2, 3, 4], [1, 4, 1, 1])

  it("divides alpha by the size in PyTorch's form, and not in the paper's", () => {
    const pytorch = localResponseNorm({ size: 2, alpha: 2, beta: 1, k: 2 })(x)
    const paper = localResponseNormOfPaper({ size: 2, alpha: 1, beta: 1 })(x)
    expect(toNested(pytorch)).toEqual(toNested(paper))
    expect(toArray(paper)[1]).toBeCloseTo(2 / (2 + 1 + 4), 12)
  })
})

describe('adaptive and global average pooling', () => {
  it('averages the cells that PyTorch averages', () => {
    const x = tensor([1, 2, 3, 4, 5, 6, 7], [1, 1, 1, 7])
    const found = toArray(adaptiveAvgPool2d([1, 3])(x))
    ;[2, 4, 6].forEach((mean, k) => expect(found[k]).toBeCloseTo(mean, 12))
    expect(item(globalAvgPool2d(x))).toBe(4)
  })
})
