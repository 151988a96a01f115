/** @file VGG-11 with batch normalization at an eighth of its width on CIFAR-10: `npm run example:vgg-cifar10 -- --help`. */
import { asNetwork, vgg } from 'cotangent/models'
import { trainOnCifar10 } from './common/cifar10.ts'

const network = vgg(11, { batchNorm: true, divisor: 8, hidden: 64, classes: 10, dropout: 0.2 })

await trainOnCifar10('VGG', asNetwork(network), '0.05')
