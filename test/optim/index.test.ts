/** @file Settings that optimizers refuse, which JavaScript may pass. */
import * as optim from 'cotangent/optim'
import { describe, expect, it } from 'vitest'

const { adadelta, adagrad, adam, asgd, rprop, lion, momentum, rmsprop, scale, scaleByLearningRate, sgd } = optim
const learningRate = 0.1

describe('cotangent/optim', () => {
  it.each([
    ['a decay of more than 1', () => rmsprop({ learningRate, decay: 5 }), 'the decay to be at least 0 and below 1'],
    ['a decay of NaN', () => adadelta({ decay: NaN }), 'the decay to be at least 0 and below 1'],
    ['a negative epsilon', () => rmsprop({ learningRate, epsilon: -1 }), "'epsilon' to be a finite number, 0 or more"],
    ['an epsilon of NaN', () => adam({ learningRate, epsilon: NaN }), "'epsilon' to be a finite number, 0 or more"],
    ['a negative sum', () => adagrad({ learningRate, initialSum: -1 }), "'initialSum' to be a finite number"],
    ['no rate', () => sgd({} as never), "'learningRate' to be a finite number"],
    ['a rate in words', () => adam({ learningRate: '0.1' as never }), "'learningRate' to be a finite number"],
    ['a rate of NaN', () => scaleByLearningRate(NaN), "'learningRate' to be a finite number"],
    ['a factor without end', () => scale(Infinity), "'factor' to be a finite number"],
    ['a decay of weights of NaN', () => lion({ weightDecay: NaN }), "'decay' to be a finite number"],
    ['a rate of asgd in words', () => asgd({ learningRate: 'x' as never }), "'learningRate' to be a finite number"],
    ['a range of one', () => rprop({ between: [1] as never }), "'most' to be a finite number"],
    ['a momentum of NaN', () => momentum(NaN), "'factor' to be a finite number"],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message)
  })
})
