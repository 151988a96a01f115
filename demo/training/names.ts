/** @file What a page remembers of training, and the names in it; the page itself loads no network. */
import type { Source } from '../common/code.ts'
import { digitsCode, fetching, weightsCode, weightsFrom, weightsImports } from '../common/code.ts'
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

/** The keys that a visitor may choose from. */
export const keyRange = [0, 20] as const

/** The unseen digits that a visitor may choose from. */
export const digitRange = [0, 99] as const

export const fields = {
  optimizer: oneOf(optimizerNames, 'momentum'),
  key: whole(...keyRange, 1),
  digit: whole(...digitRange, 0),
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

/** How many batches of 32 the 1,600 digits fill. */
const batchesPerEpoch = 50

const epochs = runLength / batchesPerEpoch

/** A program that trains as the page does. */
export const codeOf = ({ optimizer, key }: TrainingChoice, { page, weights }: Source): string => {
  const constructor = constructors[optimizer]
  const { path, bytes } = weightsFrom(weights)
  const isGiven = weights !== null
  return `${isGiven ? "import { readFile } from 'node:fs/promises'\n" : ''}import { compile, foldIn, item, key } from 'cotangent'
${isGiven ? `import { ${weightsImports(path).join(', ')} } from 'cotangent/checkpoint'\n` : ''}import { Dataset, decodeMnist, mnistPixels, showDecodeError } from 'cotangent/data'
${isGiven ? "import type { LenetParams } from 'cotangent/models'\n" : ''}import { lenet } from 'cotangent/models'
import { crossEntropy } from 'cotangent/nn'
import { ${constructor.slice(0, constructor.indexOf('('))} } from 'cotangent/optim'
import { classify, startTraining, trainStep } from 'cotangent/train'
import { either as E } from 'fp-ts'

${fetching(page)}

${digitsCode('seen')}
${isGiven ? `\n${weightsCode(path, bytes)}\n` : ''}
const optimizer = ${constructor}
const step = compile(trainStep(classify(lenet, crossEntropy), optimizer))

let training = startTraining(optimizer, ${isGiven ? 'params, {}' : `...lenet.init(key(${key}))`})
let count = 0
for (const epoch of [${Array.from({ length: epochs }, (_, k) => k + 1).join(', ')}]) {
  // Each epoch has an order of its own.
  const order = foldIn(key(${key}), epoch)
  for (const batch of Dataset.batches({ size: 32, key: order, dropLast: true, pixels: mnistPixels })(seen)) {
    const done = step(training, batch, key(0))
    training = done.training
    count += 1
    console.log('step', count, 'loss', item(done.loss).toFixed(3))
  }
}
`
}
