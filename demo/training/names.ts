/** @file What a page remembers of training, and the names in it; the page itself loads no network. */
import type { ValuesOf } from '../common/Field.ts'
import { oneOf, whole } from '../common/Field.ts'

/** The layers of LeNet that learn. */
export const layerNames = ['conv1', 'conv2', 'fc1', 'fc2', 'fc3'] as const

export const optimizerNames = ['sgd', 'momentum', 'adagrad', 'rmsprop', 'adadelta', 'adam'] as const

export type OptimizerName = (typeof optimizerNames)[number]

/** How many steps a run has. */
export const runLength = 150

/** How many steps each optimizer has in a race. */
export const raceLength = 60

export const fields = {
  optimizer: oneOf(optimizerNames, 'momentum'),
  key: whole(0, 999, 1),
  digit: whole(0, 399, 0),
}

export type TrainingChoice = ValuesOf<typeof fields>

const constructors: Readonly<Record<OptimizerName, string>> = {
  sgd: 'sgd({ learningRate: 0.05 })',
  momentum: 'sgd({ learningRate: 0.02, momentum: 0.9 })',
  adagrad: 'adagrad({ learningRate: 0.01 })',
  rmsprop: 'rmsprop({ learningRate: 0.001 })',
  adadelta: 'adadelta()',
  adam: 'adam({ learningRate: 0.002 })',
}

/** A program that trains as the page does. */
export const codeOf = ({ optimizer, key }: TrainingChoice): string => {
  const constructor = constructors[optimizer]
  return `import { compile, item, key } from 'cotangent'
import type { Batch, MnistImage } from 'cotangent/data'
import { Dataset, mnistPixels } from 'cotangent/data'
import { lenet } from 'cotangent/models'
import { crossEntropy } from 'cotangent/nn'
import { ${constructor.slice(0, constructor.indexOf('('))} } from 'cotangent/optim'
import { classify, startTraining, trainStep } from 'cotangent/train'

const optimizer = ${constructor}
const step = compile(trainStep(classify(lenet, crossEntropy), optimizer))

/** The losses of an epoch. */
const epoch = (digits: Dataset<MnistImage>): readonly number[] => {
  const batches = Dataset.batches({ size: 32, key: key(${key}), dropLast: true, pixels: mnistPixels })(digits)
  let training = startTraining(optimizer, ...lenet.init(key(${key})))
  return Array.from(batches, (batch: Batch<MnistImage>) => {
    const done = step(training, batch, key(0))
    training = done.training
    return item(done.loss)
  })
}
`
}
