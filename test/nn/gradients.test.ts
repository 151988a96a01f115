/** @file The gradients of layers, models and losses against finite differences, first and second order. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { avgPool2d, flatten, key, normal, split, tanh, tensor, uniform } from 'cotangent'
import type { LawResult } from 'cotangent/laws'
import { checkGradient } from 'cotangent/laws'
import {
  conv2d,
  crossEntropy,
  dense,
  dropout,
  euclideanLoss,
  evalMode,
  meanSquaredError,
  model,
  named,
  trainMode,
} from 'cotangent/nn'
import { seed } from '../seed.ts'

const [forParams, forInput, forOther] = split(key(seed()), 3)

const expectPassed = (result: LawResult): void => {
  expect(result._tag === 'passed' ? '' : JSON.stringify(result)).toBe('')
}

describe('gradients of layers', () => {
  it('dense', () => {
    const layer = dense(3, 2)
    const point = { params: layer.init(forParams)[0], x: normal([4, 3])(forInput) }
    expectPassed(checkGradient(({ params, x }: typeof point) => layer.apply(evalMode)(params, {}, x)[0], { point }))
  })

  it('conv2d', () => {
    const layer = conv2d({ in: 2, out: 4, kernel: [2, 3], stride: [2, 1], padding: 1, groups: 2 })
    const point = { params: layer.init(forParams)[0], x: normal([2, 2, 5, 4])(forInput) }
    expectPassed(checkGradient(({ params, x }: typeof point) => layer.apply(evalMode)(params, {}, x)[0], { point }))
  })

  it('dropout, whose mask is held', () => {
    const layer = dropout(0.5)
    const point = normal([3, 4])(forInput)
    expectPassed(checkGradient((x: typeof point) => layer.apply(trainMode(forOther))({}, {}, x)[0], { point }))
  })

  it('a model under a loss', () => {
    const net = model(
      [-1, 1, 6, 6],
      named('conv', conv2d({ in: 1, out: 2, kernel: 3 })),
      tanh,
      avgPool2d({ kernel: 2 }),
      flatten,
      named('fc', dense(8, 3)),
    )
    const point = net.init(forParams)[0]
    const images = normal([2, 1, 6, 6])(forInput)
    const loss = (params: typeof point) => crossEntropy(net.apply(evalMode)(params, {}, images)[0], tensor([2, 0], [2]))
    expectPassed(checkGradient(loss, { point }))
  })
})

describe('gradients of losses', () => {
  const scores = normal([3, 4])(forInput)
  const target = uniform([3, 4])(forOther)
  const both = { y: scores, t: target }

  it('crossEntropy', () => {
    expectPassed(
      checkGradient((x: Tensor<readonly [3, 4]>) => crossEntropy(x, tensor([0, 3, 3], [3])), { point: scores }),
    )
  })

  it('meanSquaredError, to its targets too', () => {
    expectPassed(checkGradient(({ y, t }: typeof both) => meanSquaredError(y, t), { point: both }))
  })

  it('euclideanLoss, to its targets too', () => {
    expectPassed(checkGradient(({ y, t }: typeof both) => euclideanLoss(y, t), { point: both }))
  })
})
