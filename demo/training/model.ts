/**
 * @file LeNet learning the digits of the page: a run is a stream of steps, each with its own parameters. Nothing that a
 * step has made is changed by the next, so every step can be looked at again.
 */
import type { Tensor } from 'cotangent'
import {
  add,
  argmax,
  compile,
  conv2d,
  equal,
  foldIn,
  key,
  maxPool2d,
  relu,
  reshape,
  softmax,
  sum,
  toArray,
  valueAndGrad,
} from 'cotangent'
import type { MnistImage } from 'cotangent/data'
import { Dataset, mnistPixels } from 'cotangent/data'
import type { LenetParams } from 'cotangent/models'
import { lenet } from 'cotangent/models'
import { crossEntropy, evalMode } from 'cotangent/nn'
import type { Optimizer, StateFunction } from 'cotangent/optim'
import { adadelta, adagrad, adam, applyUpdates, globalNorm, rmsprop, sgd } from 'cotangent/optim'
import type { OptimizerName } from './names.ts'
import { layerNames } from './names.ts'

type Digits = Dataset<MnistImage>

type Images = Tensor<readonly [number, 1, 28, 28]>

/** Digits to learn from, and digits that no step has seen. */
export interface Parts {
  readonly seen: Digits
  readonly unseen: Digits
}

/** One step of a run. Step 0 has learned nothing. */
export interface Step {
  readonly index: number
  /** The loss on the batch, before the step. */
  readonly loss: number
  /** The norm of the gradient of each layer, before the step. */
  readonly norms: readonly number[]
  /** The parameters before the step. */
  readonly params: LenetParams
}

/** What is inside a network at a step. */
export interface Inside {
  /** The filters of the first layer, six of 5 x 5. */
  readonly filters: readonly number[]
  /** The first layer's maps of a digit, six of 28 x 28. */
  readonly first: readonly number[]
  /** The second layer's, sixteen of 10 x 10. */
  readonly second: readonly number[]
  /** The probability of each class. */
  readonly scores: readonly number[]
  /** How many of the unseen digits are recognized. */
  readonly recognized: number
}

const unseenCount = 400

/** The digits in two parts, by an order of their own. */
export const partsOf = (digits: Digits): Parts => {
  const [unseen, seen] = Dataset.split(key(2026), unseenCount)(digits)
  return { seen, unseen }
}

const batchSize = 32

/** Batches without end, in an order drawn from the key. */
function* batchesOf(digits: Digits, seed: number) {
  for (let epoch = 0; ; epoch++) {
    const order = foldIn(key(seed), epoch + 1)
    yield* Dataset.batches({ size: batchSize, key: order, dropLast: true, pixels: mnistPixels })(digits)
  }
}

const scoresOf = (params: LenetParams, images: Images): Tensor<readonly [number, 10]> =>
  lenet.apply(evalMode)(params, {}, images)[0]

/** A run over digits in the order of a seed, which also determines the parameters that it begins with, unless they are given. */
type Run = (digits: Digits, seed: number, given?: LenetParams | null) => Generator<Step, void, void>

/** The runs of an optimizer. */
const runBy = <F extends StateFunction>(optimizer: Optimizer<F>): Run => {
  const initial = (params: LenetParams) => optimizer.init<LenetParams>(params)
  const step = compile(
    (params: LenetParams, state: ReturnType<typeof initial>, images: Images, labels: Tensor<readonly [number]>) => {
      const descend = valueAndGrad((weights: LenetParams) => crossEntropy(scoresOf(weights, images), labels))
      const [loss, gradient] = descend(params)
      const [updates, next] = optimizer.update<LenetParams>(gradient, state, params)
      const norms = layerNames.map((name) => globalNorm()(gradient[name]))
      return { loss, norms, params: applyUpdates(params, updates), next }
    },
  )
  return function* (digits, seed, given = null) {
    let params = given ?? lenet.init(key(seed))[0]
    let state = initial(params)
    let index = 0
    for (const { images, labels } of batchesOf(digits, seed)) {
      const done = step(params, state, images, labels)
      const [loss = Number.NaN] = toArray(done.loss)
      yield { index, loss, norms: done.norms.map((norm) => toArray(norm)[0] ?? Number.NaN), params }
      params = done.params
      state = done.next
      index += 1
    }
  }
}

/** A run of each optimizer, with a learning rate that suits it. */
export const runs: Readonly<Record<OptimizerName, Run>> = {
  sgd: runBy(sgd({ learningRate: 0.05 })),
  momentum: runBy(sgd({ learningRate: 0.02, momentum: 0.9 })),
  adagrad: runBy(adagrad({ learningRate: 0.01 })),
  rmsprop: runBy(rmsprop({ learningRate: 0.001 })),
  adadelta: runBy(adadelta()),
  adam: runBy(adam({ learningRate: 0.002 })),
}

const biased = (maps: Tensor, bias: Tensor<readonly [number]>): Tensor =>
  relu(add(maps, reshape([1, bias.shape[0], 1, 1])(bias)))

const through = compile((params: LenetParams, image: Images) => {
  const first = biased(conv2d({ padding: 2 })(image, params.conv1.weight), params.conv1.bias)
  const second = biased(
    conv2d()(maxPool2d({ kernel: 2 })(reshape([1, 6, 28, 28])(first)), params.conv2.weight),
    params.conv2.bias,
  )
  return { first, second, scores: softmax()(scoresOf(params, image)) }
})

const recognizedOf = compile((params: LenetParams, images: Images, labels: Tensor<readonly [number]>) =>
  sum()(equal(argmax({ axis: 1 })(scoresOf(params, images)), labels)),
)

const listOf = (t: Tensor): readonly number[] => Array.from(toArray(t))

const firstBatch = (digits: Digits, size: number) => {
  const [batch] = Dataset.batches({ size, pixels: mnistPixels })(digits)
  return batch
}

/** Looks inside the network that has these parameters, as it sees one of the unseen digits. */
export const inside = (params: LenetParams, { unseen }: Parts, digit: number): Inside => {
  const one = firstBatch(Dataset.pick([digit % unseen.count])(unseen), 1)
  const all = firstBatch(unseen, unseen.count)
  if (one === undefined || all === undefined) throw new RangeError('there are no digits')
  const { first, second, scores } = through(params, one.images)
  return {
    filters: listOf(params.conv1.weight),
    first: listOf(first),
    second: listOf(second),
    scores: listOf(scores),
    recognized: toArray(recognizedOf(params, all.images, all.labels))[0] ?? Number.NaN,
  }
}

/** The pixels of an unseen digit, from 0 to 255. */
export const pixelsOf = ({ unseen }: Parts, digit: number): readonly number[] =>
  Array.from(Dataset.pick([digit % unseen.count])(unseen).images)
