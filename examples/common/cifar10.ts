/**
 * @file Trains a network on the CIFAR-10 files in a folder, or, without a folder, on a small generated data set. The
 * AlexNet and VGG examples share its flags, data, augmentation, progress and result.
 */
import { join } from 'node:path'
import { Command } from 'commander'
import { split } from 'cotangent'
import { decodeCifar10, Dataset, randomCrop, randomFlip, readBytes, showDecodeError } from 'cotangent/data'
import type { Network } from 'cotangent/models'
import { showSummary, summary } from 'cotangent/nn'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { sketches } from './sketches.ts'
import { trainImages } from './trainImages.ts'

type Images = Dataset<readonly [3, 32, 32]>

interface Parts {
  readonly train: Images
  readonly test: Images
  readonly isGenerated: boolean
}

const pixels = { mean: 0.4734, std: 0.2516 } as const

const readBatch = async (folder: string, name: string): Promise<Images> => {
  const read = await pipe(readBytes(join(folder, name)), TE.chainEitherK(decodeCifar10))()
  if (E.isLeft(read)) throw new RangeError(showDecodeError(read.left))
  return read.right
}

/** Two data sets as one. */
const joined = (a: Images, b: Images): Images => ({
  ...a,
  images: Buffer.concat([a.images, b.images]),
  labels: Uint32Array.from([...a.labels, ...b.labels]),
  count: a.count + b.count,
})

/** The files of the binary version of CIFAR-10 in a folder, or sketches. */
const partsFrom = async (folder: string | undefined, images: number): Promise<Parts> => {
  if (folder === undefined) {
    return { train: sketches(images, 1), test: sketches(Math.ceil(images / 5), 2), isGenerated: true }
  }
  const batches = await Promise.all([1, 2, 3, 4, 5].map((k) => readBatch(folder, `data_batch_${String(k)}.bin`)))
  const [first, ...others] = batches
  if (first === undefined) throw new RangeError('there is no batch')
  const all = others.reduce<Images>(joined, first)
  return { train: Dataset.take(images)(all), test: await readBatch(folder, 'test_batch.bin'), isGenerated: false }
}

/** Trains a network that maps [N, 3, 32, 32] to ten logits, and prints one line per epoch. */
export const trainOnCifar10 = async (name: string, network: Network, rate: string): Promise<void> => {
  const flags = new Command(name)
    .description(`Trains ${name} on CIFAR-10.`)
    .option('--data <folder>', 'the binary version: data_batch_1.bin to 5, test_batch.bin (default: a generated set)')
    .option('--epochs <count>', 'passes over the images', '3')
    .option('--images <count>', 'number of training images', '2000')
    .option('--batch <count>', 'images per step', '50')
    .option('--lr <rate>', 'initial learning rate, with cosine decay', rate)
    .option('--seed <number>', 'seed of all random numbers', '0')
    .parse()
    .opts<Readonly<Record<'epochs' | 'images' | 'batch' | 'lr' | 'seed', string>> & { readonly data?: string }>()
  const { train: images, test, isGenerated } = await partsFrom(flags.data, Number(flags.images))
  if (isGenerated) console.log('No --data: training on generated sketches of ten shapes, not on photographs.')
  console.log(showSummary(summary(network, [1, 3, 32, 32])))
  await trainImages({
    network,
    train: images,
    test,
    pixels,
    augment: (drawn) => {
      const [forCrop, forFlip] = split(drawn)
      return (seen) => randomFlip()(forFlip)(randomCrop({ size: [32, 32], padding: 4 })(forCrop)(seen))
    },
    epochs: Number(flags.epochs),
    batch: Number(flags.batch),
    rate: Number(flags.lr),
    seed: Number(flags.seed),
    weightDecay: 5e-4,
  })
}
