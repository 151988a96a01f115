/** @file Data sets in types: images of a folder have the size that they are read with, and fit a model of that size. */
import { flatten, key, relu } from 'cotangent'
import { Dataset, readImageFolder } from 'cotangent/data'
import { conv2d, crossEntropy, dense, model } from 'cotangent/nn'
import { sgd } from 'cotangent/optim'
import { classify, evaluate, startTraining, trainStep } from 'cotangent/train'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Equal } from './Equal.ts'
import { assert } from './Equal.ts'

type Images<R> = R extends (folder: string) => TaskEither<unknown, { readonly images: Dataset<infer I> }> ? I : never

const square = readImageFolder({ size: 32 })
const wide = readImageFolder({ size: [20, 30] })
const plain = readImageFolder()
declare const chosen: number
const unknown = readImageFolder({ size: chosen })
assert<Equal<Images<typeof square>, readonly [3, 32, 32]>>()
assert<Equal<Images<typeof wide>, readonly [3, 20, 30]>>()
assert<Equal<Images<typeof plain>, readonly [3, number, number]>>()
assert<Equal<Images<typeof unknown>, readonly [3, number, number]>>()

// the first program of many: a folder of images, a model, a step, without a cast
const network = model([-1, 3, 32, 32], conv2d({ in: 3, out: 4, kernel: 5 }), relu, flatten, dense(3136, 2))
const descent = sgd({ learningRate: 0.1 })
declare const read: Awaited<ReturnType<ReturnType<typeof square>>>
if (read._tag === 'Right') {
  const { images } = read.right
  const step = trainStep(classify(network, crossEntropy), descent)
  const [params, state] = network.init(key(0))
  const start = startTraining(descent, params, state)
  for (const batch of Dataset.batches({ size: 8 })(images)) step(start, batch, key(1))
  for (const result of evaluate(network, images.classes)({ params, state }, Dataset.batches({ size: 8 })(images)))
    result.confusion
}
declare const other: Awaited<ReturnType<ReturnType<typeof wide>>>
if (other._tag === 'Right') {
  const step = trainStep(classify(network, crossEntropy), descent)
  const start = startTraining(descent, ...network.init(key(0)))
  // @ts-expect-error -- the model takes images of 32 x 32
  for (const batch of Dataset.batches({ size: 8 })(other.right.images)) step(start, batch, key(1))
}
