/**
 * @file Trains a network on a data set of images and prints the accuracy after each epoch. Several examples share it.
 */
import type { Key, Tensor } from 'cotangent'
import { key, split } from 'cotangent'
import type { ImageShape, PixelScale } from 'cotangent/data'
import { Dataset } from 'cotangent/data'
import type { Network } from 'cotangent/models'
import { crossEntropy } from 'cotangent/nn'
import { cosine, sgd } from 'cotangent/optim'
import type { Classifier } from 'cotangent/train'
import { accuracy, byAccuracy, classify, evaluate, startTraining, train, trainStep } from 'cotangent/train'

/** Images [N, C, H, W]. */
export type Images = Tensor<readonly [number, number, number, number]>

/** What to train, on which data, and how. */
export interface ImageTraining {
  readonly network: Network
  readonly train: Dataset<ImageShape>
  readonly test: Dataset<ImageShape>
  readonly pixels: PixelScale
  /** The augmentation of the images of a training batch. */
  readonly augment?: (key: Key) => (images: Images) => Images
  readonly epochs: number
  readonly batch: number
  /** The initial learning rate, with cosine decay. */
  readonly rate: number
  readonly seed: number
  readonly weightDecay?: number
}

type Parameters = ReturnType<Network['init']>[0]

/** Trains, prints one line per epoch, and returns the final test accuracy. */
export const trainImages = async ({
  network,
  test,
  pixels,
  augment,
  weightDecay = 0,
  ...how
}: ImageTraining): Promise<number> => {
  const { epochs, batch, rate, seed } = how
  const steps = epochs * Math.ceil(how.train.count / batch)
  const optimizer = sgd({ learningRate: cosine({ initial: rate, steps }), momentum: 0.9, nesterov: true, weightDecay })
  const classifier: Classifier<Parameters, Parameters, Images> = network
  const learn = classify(classifier, crossEntropy)
  const augmented: typeof learn = (params, state, { images, labels }, drawn) => {
    const [forImages, forModel] = split(drawn)
    const seen = augment === undefined ? images : augment(forImages)(images)
    return learn(params, state, { images: seen, labels }, forModel)
  }
  const [forWeights, forTraining] = split(key(seed))
  const [params, state] = network.init(forWeights)
  const evaluation = evaluate(classifier, how.train.classes)
  const testBatches = Dataset.batches({ size: 100, pixels })(test)
  const begun = performance.now()
  const events = train({
    start: startTraining(optimizer, params, state),
    step: trainStep(augmented, optimizer),
    batches: (order) => Dataset.batches({ size: batch, key: order, pixels })(how.train),
    epochs,
    key: forTraining,
    evaluate: (training) => evaluation(training, testBatches),
    order: byAccuracy,
  })
  let share = 0
  for await (const event of events) {
    if (event._tag === 'done' && event.reason !== 'finished') console.log(`Training ended: ${event.reason}`)
    if (event._tag !== 'epoch') continue
    share = accuracy(event.evaluation.confusion)
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    console.log(`Epoch ${event.epoch}: ${(100 * share).toFixed(2)} % of ${test.count} after ${seconds} s`)
  }
  return share
}
