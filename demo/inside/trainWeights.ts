/**
 * @file Trains the weights of the page, `demo/inside/lenet.safetensors`, from a key: `npm run demo:weights`. Without relaxed
 * SIMD every machine computes the same bytes.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { foldIn, key, makeRuntime, wasmBackend } from 'cotangent'
import { Dataset, decodeMnist, mnistPixels, randomAffine, showDecodeError } from 'cotangent/data'
import { lenet } from 'cotangent/models'
import { crossEntropy } from 'cotangent/nn'
import { cosine, sgd } from 'cotangent/optim'
import { accuracy, classify, evaluate, startTraining, trainStep } from 'cotangent/train'
import * as E from 'fp-ts/lib/Either.js'
import { decodeWeights, encodeWeights } from './weights.ts'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

const partOf = async (name: string) => {
  const fileOf = (kind: string) => readFile(path(`../../data/mnist/${name}-${kind}-ubyte.gz`))
  const read = decodeMnist()({ images: await fileOf('images-idx3'), labels: await fileOf('labels-idx1') })
  if (E.isLeft(read)) throw new RangeError(showDecodeError(read.left))
  return read.right
}

const epochs = 6
const size = 32
const [seen, unseen] = [await partOf('train'), await partOf('t10k')]
const runtime = makeRuntime(wasmBackend({ relaxedSimd: false }))
const steps = epochs * Math.floor(seen.count / size)
const optimizer = sgd({ learningRate: cosine({ initial: 0.03, steps }), momentum: 0.9, weightDecay: 1e-4 })
const step = runtime.compile(trainStep(classify(lenet, crossEntropy), optimizer))
const augment = randomAffine({ degrees: 10, scale: [0.9, 1.1], shift: 2, fill: -mnistPixels.mean / mnistPixels.std })

const [initial, none] = lenet.init(key(1998))
let training = startTraining(optimizer, initial, none)
for (let epoch = 1; epoch <= epochs; epoch++) {
  const drawn = foldIn(key(28), epoch)
  const batches = Dataset.batches({ size, key: drawn, dropLast: true, pixels: mnistPixels })(seen)
  let index = 0
  for (const { images, labels } of batches) {
    const moved = augment(foldIn(drawn, ++index))(images)
    training = step(training, { images: moved, labels }, drawn).training
  }
}

const bytes = encodeWeights(training.params)
const kept = decodeWeights(initial)(bytes)
if (E.isLeft(kept)) throw new RangeError(kept.left)
const judge = evaluate(lenet, 10, { runtime })
const batches = Dataset.batches({ size: 200, pixels: mnistPixels })(unseen)
const shares = [training.params, kept.right].map((params) => {
  const parts = Array.from(judge({ ...training, params }, batches))
  return accuracy(parts.at(-1)?.confusion ?? { counts: [] })
})
console.log(`Accuracy on ${unseen.count} unseen digits: ${shares.join(', in one byte for each weight ')}`)
await writeFile(path('lenet.safetensors'), bytes)
runtime.close()
