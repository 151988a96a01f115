/**
 * @file The loss of one small network on the same digits in the same order, under each optimizer: 200 digits of 7 x 7
 * pixels, batches of 20, one layer of 16 tanh units. Each optimizer has the best of the rates 10, 3, 1, 0.3, ... 0.003, by the last loss.
 */
import { avgPool2d, compile, flatten, item, key, referenceRuntime, tanh, tensor, toArray } from 'cotangent'
import type { Batch } from 'cotangent/data'
import { Dataset } from 'cotangent/data'
import { crossEntropy, dense, evalMode, sequential, xavierUniform } from 'cotangent/nn'
import type { AnyOptimizer } from 'cotangent/optim'
import { adadelta, adagrad, adam, adamw, lion, nadam, rmsprop, sgd } from 'cotangent/optim'
import { classify, startTraining, trainStep } from 'cotangent/train'
import { chart } from './drawing/chart.ts'
import { digits } from './drawing/digits.ts'

const compared: Readonly<Record<string, AnyOptimizer>> = {
  SGD: sgd({ learningRate: 1 }),
  momentum: sgd({ learningRate: 0.1, momentum: 0.9 }),
  Nesterov: sgd({ learningRate: 0.3, momentum: 0.9, nesterov: true }),
  AdaGrad: adagrad({ learningRate: 0.3 }),
  RMSProp: rmsprop({ learningRate: 0.01 }),
  AdaDelta: adadelta({ learningRate: 10 }),
  Adam: adam({ learningRate: 0.03 }),
  AdamW: adamw({ learningRate: 0.03 }),
  NAdam: nadam({ learningRate: 0.03 }),
  Lion: lion({ learningRate: 0.03 }),
}

const network = sequential(
  dense(49, 16, { initialWeight: xavierUniform }),
  tanh,
  dense(16, 10, { initialWeight: xavierUniform }),
)

/** Numbers instead of an expression. */
const small = ({ images, labels }: Batch) => ({
  images: tensor(toArray(flatten(avgPool2d({ kernel: 4 })(images)), referenceRuntime), [images.shape[0], 49]),
  labels,
})

const [epochs, every] = [12, 5]

/** The loss over all digits, at the start and after every few steps. */
const descent = (optimizer: AnyOptimizer, some: Dataset): readonly number[] => {
  const options = { runtime: referenceRuntime }
  const objective = classify(network, crossEntropy)
  const step = compile(trainStep(objective, optimizer), options)
  const [params, state] = network.init(key(1))
  const all = small(Dataset.toBatch({ mean: 0.1307, std: 0.3081 })(some))
  const measure = compile(
    (p: typeof params) => crossEntropy(network.apply(evalMode)(p, state, all.images)[0], all.labels),
    options,
  )
  const lossOf = (p: typeof params): number => item(measure(p), referenceRuntime)
  let training = startTraining(optimizer, params, state)
  const losses = [lossOf(training.params)]
  let steps = 0
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const batch of Dataset.batches({ size: 20, key: key(epoch), pixels: { mean: 0.1307, std: 0.3081 } })(some)) {
      training = step(training, small(batch), key(0)).training
      if (++steps % every === 0) losses.push(lossOf(training.params))
    }
  }
  return losses
}

/** Draws the figure. */
export const optimizers = async (): Promise<string> => {
  const some = Dataset.take(200)((await digits()).train)
  const curves = Object.entries(compared).map(([name, optimizer]) => ({ name, values: descent(optimizer, some) }))
  return chart({
    title: 'The loss of one network under ten optimizers, over 120 steps',
    curves,
    width: 760,
    height: 420,
    along: [0, 120, 'step'],
    ticks: [3, 1, 0.3, 0.1, 0.03],
    isLogarithmic: true,
  })
}
