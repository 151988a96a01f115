/**
 * @file A program of its own: trains on a folder of images that are ten times as large as the memory it may grow by, and
 * prints as JSON how much it grew after the first steps, in bytes. Its arguments: the folder, and the worker threads.
 */
import { flatten, key } from 'cotangent'
import { Source } from 'cotangent/data'
import { crossEntropy, dense, model } from 'cotangent/nn'
import { sgd } from 'cotangent/optim'
import { classify, startTraining, train, trainStep } from 'cotangent/train'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { Ord } from 'fp-ts/lib/number.js'

const [, , folder = '', workers = '0'] = process.argv
const read = await Source.folder({ size: 32 })(folder)()
if (E.isLeft(read)) throw new RangeError(read.left._tag)
const { source } = read.right

const network = model([-1, 3, 32, 32], flatten, dense(3072, 2))
const [params, state] = network.init(key(1))
const optimizer = sgd({ learningRate: 0.01 })
const events = train({
  start: startTraining(optimizer, params, state),
  step: trainStep(classify(network, crossEntropy), optimizer),
  batches: (order) => pipe(source, Source.shuffle(order), Source.batches({ size: 8, workers: Number(workers) })),
  epochs: 1,
  key: key(2),
  evaluate: () => [0],
  order: Ord,
})

let [steps, before, most] = [0, 0, 0]
for await (const event of events) {
  if (event._tag !== 'step') continue
  steps += 1
  const { rss } = process.memoryUsage()
  // The first steps load, compile and fill what is used again.
  if (steps <= 10) before = Math.max(before, rss)
  most = Math.max(most, rss - before)
}
console.log(JSON.stringify({ steps, grown: most }))
