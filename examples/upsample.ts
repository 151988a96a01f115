/**
 * @file A transposed convolution learns to enlarge digits from 14 x 14 to 28 x 28, compared with nearest-neighbour and
 * bilinear interpolation. `npm run example:upsample`.
 */
import { join } from 'node:path'
import { Command } from 'commander'
import type { Tensor } from 'cotangent'
import {
  avgPool2d,
  compile,
  concat,
  interpolate,
  item,
  key,
  relu,
  sigmoid,
  slice,
  split,
  valueAndGrad,
} from 'cotangent'
import { showCheckpointError, writeFile } from 'cotangent/checkpoint'
import { Dataset, readMnist, showDecodeError } from 'cotangent/data'
import { conv2d, convTranspose2d, evalMode, meanSquaredError, sequential } from 'cotangent/nn'
import { adam, applyUpdates } from 'cotangent/optim'
import { imageGrid } from 'cotangent/vision'
import * as E from 'fp-ts/lib/Either.js'

const flags = new Command('upsample')
  .description('Trains a transposed convolution to enlarge digits.')
  .option('--data <folder>', 'digits in IDX format', 'data/mnist')
  .option('--steps <count>', 'number of steps, of 32 digits each', '300')
  .option('--out <folder>', 'folder for the picture', 'out')
  .parse()
  .opts<{ readonly data: string; readonly steps: string; readonly out: string }>()

/** From 1 channel to 8, to twice the size by a kernel of 4 with stride 2, and back to 1 channel. */
const network = sequential(
  conv2d({ in: 1, out: 8, kernel: 3, padding: 1 }),
  relu,
  convTranspose2d({ in: 8, out: 8, kernel: 4, stride: 2, padding: 1 }),
  relu,
  conv2d({ in: 8, out: 1, kernel: 3, padding: 1 }),
  sigmoid,
)

const small = (images: Tensor): Tensor => avgPool2d({ kernel: 2 })(images)
const enlarged = (params: Params, images: Tensor): Tensor => network.apply(evalMode)(params, state, small(images))[0]

const [forWeights, forOrder] = split(key(0))
const [params, state] = network.init(forWeights)
type Params = typeof params

const digits = await readMnist(flags.data)()
if (E.isLeft(digits)) throw new RangeError(showDecodeError(digits.left))
const { train, test } = digits.right

const optimizer = adam({ learningRate: 0.003 })
const step = compile((weights: Params, moments: ReturnType<typeof optimizer.init<Params>>, images: Tensor) => {
  const [loss, gradient] = valueAndGrad((at: Params) => meanSquaredError(enlarged(at, images), images))(weights)
  const [updates, next] = optimizer.update(gradient, moments, weights)
  return { loss, weights: applyUpdates(weights, updates), moments: next }
})

const unit = { mean: 0, std: 1 } as const
let at = { weights: params, moments: optimizer.init(params) }
let taken = 0
while (taken < Number(flags.steps)) {
  for (const { images } of Dataset.batches({ size: 32, key: forOrder, pixels: unit, dropLast: true })(train)) {
    if (taken === Number(flags.steps)) break
    const { loss, weights, moments } = step(at.weights, at.moments, images)
    at = { weights, moments }
    taken += 1
    if (taken % 50 === 0) console.log(`Step ${String(taken)}: mean squared error ${item(loss).toFixed(4)}`)
  }
}

const [batch] = [...Dataset.batches({ size: 200, pixels: unit })(Dataset.take(200)(test))]
if (batch === undefined) throw new RangeError('there are no test digits')
const truth = batch.images
const error = (images: Tensor): string => item(meanSquaredError(images, truth)).toFixed(4)
const nearest = interpolate({ scale: 2 })(small(truth))
const bilinear = interpolate({ scale: 2, mode: 'bilinear' })(small(truth))
const learned = enlarged(at.weights, truth)
console.log(`On 200 test digits: nearest ${error(nearest)}, bilinear ${error(bilinear)}, learned ${error(learned)}`)

const shown = 8
const rows = [interpolate({ size: 28 })(small(truth)), bilinear, learned, truth].map((images) =>
  slice([{ stop: shown }])(images),
)
const [first, ...others] = rows
if (first !== undefined) {
  const path = join(flags.out, 'upsample.png')
  const png = imageGrid(concat({ axis: 0 })([first, ...others]), { columns: shown, range: [0, 1] })
  const written = await writeFile(path)(png)()
  if (E.isLeft(written)) throw new RangeError(showCheckpointError(written.left))
  console.log(`${path}: rows of nearest, bilinear, learned and true digits`)
}
