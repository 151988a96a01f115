/** @file Options that there are not: refused at the call, with those that there are, since JavaScript would pass over them. */
import * as ops from 'cotangent'
import { ones, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import * as data from 'cotangent/data'
import * as nn from 'cotangent/nn'
import * as optim from 'cotangent/optim'
import { describe, expect, it } from 'vitest'
import { checkOptions } from '../../src/core/options.ts'

const image: Tensor = ones([1, 1, 4, 4])
const line: Tensor = ones([1, 1, 4])
const scores: Tensor = ones([2, 3])
const labels: Tensor = tensor([0, 1])

type Call = (bad: never) => unknown

/** Calls with a record of options, and one option that each has. */
const calls: Readonly<Record<string, readonly [call: Call, own: object]>> = {
  slice: [(bad) => ops.slice([bad])(line), { start: 0 }],
  at: [(bad) => ops.at(0, bad)(line), { axis: 0 }],
  sum: [(bad) => ops.sum(bad)(image), { axis: 0 }],
  mean: [(bad) => ops.mean(bad)(image), { keepDims: true }],
  variance: [(bad) => ops.variance(bad)(image), { correction: 0 }],
  norm: [(bad) => ops.norm(bad)(image), { p: 2 }],
  max: [(bad) => ops.max(bad)(image), { axis: 0 }],
  conv: [(bad) => ops.conv(bad)(image, ones([1, 1, 2, 2]) as Tensor), { stride: 1 }],
  maxPool: [(bad) => ops.maxPool({ kernel: 2, ...(bad as object) })(image), { stride: 1 }],
  avgPool: [(bad) => ops.avgPool({ kernel: 2, ...(bad as object) })(image), { countIncludePad: false }],
  crossEntropy: [(bad) => nn.crossEntropy(scores, labels, bad), { labelSmoothing: 0.1 }],
  negativeLogLikelihood: [(bad) => nn.negativeLogLikelihood(scores, labels, bad), { ignoreIndex: 1 }],
  multiMargin: [(bad) => nn.multiMargin(scores, labels, bad), { margin: 1 }],
  meanSquaredError: [(bad) => nn.meanSquaredError(scores, scores, bad), { reduction: 'sum' }],
  smoothL1: [(bad) => nn.smoothL1(scores, scores, bad), { beta: 1 }],
  huber: [(bad) => nn.huber(scores, scores, bad), { delta: 1 }],
  binaryCrossEntropy: [(bad) => nn.binaryCrossEntropy(scores, scores, bad), { weights: ones([3]) }],
  softCrossEntropy: [(bad) => nn.softCrossEntropy(scores, scores, bad), { labelSmoothing: 0.1 }],
  adadelta: [optim.adadelta as Call, { decay: 0.9 }],
  adagrad: [optim.adagrad as Call, { learningRate: 1 }],
  adam: [optim.adam as Call, { learningRate: 1 }],
  adamax: [optim.adamax as Call, { beta1: 0.9 }],
  adamw: [optim.adamw as Call, { weightDecay: 0.1 }],
  asgd: [optim.asgd as Call, { power: 1 }],
  lion: [optim.lion as Call, { beta2: 0.9 }],
  nadam: [optim.nadam as Call, { momentumDecay: 0 }],
  radam: [optim.radam as Call, { epsilon: 1e-6 }],
  rmsprop: [(bad) => optim.rmsprop({ learningRate: 1, ...(bad as object) }), { centered: true }],
  rprop: [optim.rprop as Call, { grow: 1.1 }],
  scaleByAdam: [optim.scaleByAdam as Call, { amsgrad: true }],
  sgd: [(bad) => optim.sgd({ learningRate: 1, momentum: 0.5, ...(bad as object) }), { nesterov: true }],
}

describe('an option that there is not', () => {
  it.each(Object.entries(calls))('is refused by %s', (name, [call, own]) => {
    expect(() => call(own as never)).not.toThrow()
    const names = Object.keys(own).join()
    const message = `Cannot set the options of ${name}: expected options among `
    expect(() => call({ ...own, lr: 0.1 } as never)).toThrow(message)
    expect(() => call({ lr: 0.1 } as never)).toThrow(
      new RegExp(`: expected options among .*\\b${names}\\b.*, found 'lr'$`),
    )
  })

  it('is refused as a reduction of a loss', () => {
    expect(() => nn.meanSquaredError(scores, scores, { reduction: 'average' as never })).toThrow(
      "Cannot set the options of meanSquaredError: expected reduction to be one of none, sum, mean, found 'average'",
    )
  })
})

describe('checkOptions', () => {
  const names = { a: true, b: true } as const

  it('gives back a copy of what it is given', () => {
    const given = { b: 2 }
    const found = checkOptions<{ readonly a?: number; readonly b?: number }>('f', given, names)
    given.b = 3
    expect(found).toEqual({ b: 2 })
  })

  it('knows options from what all records have', () => {
    expect(() => checkOptions<object>('f', { toString: 1 }, names)).toThrow(
      "expected options among a, b, found 'toString'",
    )
  })

  it('refuses a word that is none of an option, and what is no word', () => {
    const moded = { mode: { near: true, far: true } } as const
    const check = (mode: unknown) => () =>
      checkOptions<{ readonly mode?: 'near' | 'far' }>('f', { mode } as never, moded)
    expect(check('far')()).toEqual({ mode: 'far' })
    expect(check(undefined)).not.toThrow()
    for (const word of ['Far', '', 'toString']) {
      expect(check(word)).toThrow(`expected mode to be one of near, far, found '${word}'`)
    }
    expect(check(3)).toThrow('found a number')
    expect(check(null)).toThrow('found null')
    expect(check(['far'])).toThrow('found a list of 1')
  })

  it.each([
    ['null', null, 'null'],
    ['a number', 3, 'a number'],
  ])('refuses %s', (_, given, found) => {
    expect(() => checkOptions<object>('f', given as never, names)).toThrow(
      `expected a record of options, found ${found}`,
    )
  })
})

describe('the rule of an option', () => {
  const rule = (operation: string, name: string, value: number) => {
    if (value > 1) throw new Error(`${operation} ${name} ${String(value)}`)
  }
  const check = (options: { readonly at?: number }) => checkOptions('place', options, { at: rule })

  it('is told the operation, the option and its value, and passes over what is not given', () => {
    expect(() => check({ at: 2 })).toThrow('place at 2')
    expect(check({ at: 1 })).toEqual({ at: 1 })
    expect(check({ at: undefined } as never)).toEqual({ at: undefined })
  })
})

/** Calls whose options are inferred. The compiler would pass over a name that is too many. */
const inferred: Readonly<Record<string, () => unknown>> = {
  // @ts-expect-error -- there is no option 'pad'
  conv2d: () => nn.conv2d({ in: 1, out: 6, kernel: 5, pad: 2 }),
  // @ts-expect-error -- there is no option 'pad'
  convTranspose2d: () => nn.convTranspose2d({ in: 1, out: 6, kernel: 5, pad: 2 }),
  // @ts-expect-error -- there is no option 'strides'
  maxPool2d: () => ops.maxPool2d({ kernel: 3, strides: 2 })(image),
  // @ts-expect-error -- there is no option 'strides'
  avgPool2d: () => ops.avgPool2d({ kernel: 2, strides: 2 })(image),
  // @ts-expect-error -- there is no option 'strides'
  'conv2d of tensors': () => ops.conv2d({ padding: 1, strides: 2 })(image, image),
  // @ts-expect-error -- there is no option 'outputpadding'
  'convTranspose2d of tensors': () => ops.convTranspose2d({ stride: 2, outputpadding: 1 })(image, image),
  // @ts-expect-error -- there is no option 'keepdims'
  sum: () => ops.sum({ axis: 1, keepdims: true })(scores),
  // @ts-expect-error -- there is no option 'keepdims'
  argmax: () => ops.argmax({ axis: 1, keepdims: true })(scores),
  // @ts-expect-error -- there is no option 'axes'
  norm: () => ops.norm({ p: 1, axes: 1 })(scores),
  // @ts-expect-error -- there is no option 'ddof'
  variance: () => ops.variance({ correction: 1, ddof: 1 })(scores),
  // @ts-expect-error -- there is no option 'channels'
  readImage: () => data.readImage({ size: 28, channels: 1 }),
  // @ts-expect-error -- there is no option 'gray'
  readImageFolder: () => data.readImageFolder({ size: 28, gray: true }),
}

describe('options whose type is inferred', () => {
  it.each(Object.entries(inferred))('of %s are refused by the compiler and at run time', (_, call) => {
    expect(call).toThrow('expected options among')
  })

  it('still give shapes', () => {
    const found: Tensor<readonly [2]> = ops.sum({ axis: 1 })(ones([2, 3]))
    expect(found.shape).toEqual([2])
  })
})
