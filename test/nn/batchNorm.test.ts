import type { Tensor } from 'cotangent'
import { compile, key, normal, ones, tensor } from 'cotangent'
import { batchNorm, evalMode, trainMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'

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
      'expected more than one number per channel in training, found 1',
    )
    expect(() => layer.apply(evalMode)(params, state, ones([2, 4]) as never)).toThrow(
      'expected [N, 3, ...], found [2, 4]',
    )
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
