/** @file An epoch of LeNet on some of the digits, on a group and alone, by the engine's own float32. */
import { key, makeRuntime, split, toArray, Tree, wasmBackend } from 'cotangent'
import { Dataset, mnistPixels, readMnist } from 'cotangent/data'
import type { Group } from 'cotangent/distributed'
import { alone, dataParallel } from 'cotangent/distributed'
import { lenet } from 'cotangent/models'
import { crossEntropy } from 'cotangent/nn'
import { sgd } from 'cotangent/optim'
import { classify, startTraining } from 'cotangent/train'
import * as E from 'fp-ts/lib/Either.js'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../data/mnist', import.meta.url))
const [digits, size] = [1000, 50]

/** How far the weights that a group reaches are from those of a process alone, at most. */
export const lenetApart = async (group: Group): Promise<number> => {
  const read = await readMnist(folder)()
  if (E.isLeft(read)) return Number.NaN
  const some = Dataset.take(digits)(read.right.train)
  const runtime = makeRuntime(wasmBackend({ threads: 1 }))
  const weightsOn = (ranks: Group): readonly number[] => {
    const optimizer = sgd({ learningRate: 0.01, momentum: 0.9 })
    const step = dataParallel(ranks, { metrics: 'sum', runtime })(classify(lenet, crossEntropy), optimizer)
    const [params, state] = lenet.init(key(1))
    const batches = Dataset.batches({ size, key: key(2), pixels: mnistPixels, part: ranks })(some)
    const keys = split(key(3), digits / size)
    const training = [...batches].reduce(
      (now, batch, k) => step(now, batch, keys[k]!).training,
      startTraining(optimizer, params, state),
    )
    return Tree.leaves(training.params).flatMap((t) => [...toArray(t, runtime)])
  }
  const [mine, whole] = [weightsOn(group), weightsOn(alone)]
  runtime.close()
  return mine.reduce((most, value, k) => Math.max(most, Math.abs(value - whole[k]!)), 0)
}
