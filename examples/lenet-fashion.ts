/** @file LeNet on Fashion-MNIST: `npm run example:lenet-fashion -- --help`. */
import { split } from 'cotangent'
import { Dataset, randomCrop, randomFlip, readMnist, showDecodeError } from 'cotangent/data'
import { asNetwork, lenet } from 'cotangent/models'
import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { trainImages } from './common/trainImages.ts'

const flags = new Command('lenet-fashion')
  .description('Trains LeNet on Fashion-MNIST.')
  .option('--data <folder>', 'the four files in IDX format, gzipped or not', '/usr/share/datasets/fashion-mnist')
  .option('--epochs <count>', 'passes over the images (5, or 10 with --augment)')
  .option('--batch <count>', 'images per step', '64')
  .option('--lr <rate>', 'initial learning rate, with cosine decay', '0.05')
  .option('--images <count>', 'number of training images', '60000')
  .option('--seed <number>', 'seed of all random numbers', '0')
  .option('--augment', 'flip and shift training images')
  .parse()
  .opts<
    Readonly<Record<'data' | 'batch' | 'lr' | 'images' | 'seed', string>> & {
      readonly epochs?: string
      readonly augment?: true
    }
  >()

const read = await readMnist(flags.data)()
if (E.isLeft(read)) {
  console.error(showDecodeError(read.left))
  process.exit(2)
}
const { train, test } = read.right
const pixels = { mean: 0.286, std: 0.353 } as const
await trainImages({
  network: asNetwork(lenet),
  train: Dataset.take(Number(flags.images))(train),
  test,
  pixels,
  ...(flags.augment
    ? {
        augment: (drawn) => {
          const [forCrop, forFlip] = split(drawn)
          const crop = randomCrop({ size: [28, 28], padding: 1, fill: -pixels.mean / pixels.std })
          return (images) => randomFlip()(forFlip)(crop(forCrop)(images))
        },
      }
    : {}),
  epochs: Number(flags.epochs ?? (flags.augment ? 10 : 5)),
  batch: Number(flags.batch),
  rate: Number(flags.lr),
  seed: Number(flags.seed),
})
