/** @file AlexNet at a quarter of its width on CIFAR-10: `npm run example:alexnet-cifar10 -- --help`. */
import { adaptiveAvgPool2d, flatten, localResponseNormOfPaper, maxPool2d, relu } from 'cotangent'
import { conv2d, dense, dropout, heNormal, layers, sequential } from 'cotangent/nn'
import { asNetwork } from 'cotangent/models'
import { trainOnCifar10 } from './common/cifar10.ts'

const overlapping = maxPool2d({ kernel: 3, stride: 2 })
const normalized = localResponseNormOfPaper({ size: 5 })

/** The five convolutions, overlapping pooling and response normalization of AlexNet, for images of 32 x 32. */
const network = asNetwork(
  layers({
    features: sequential(
      conv2d({ initialWeight: heNormal, in: 3, out: 24, kernel: 5, padding: 2 }),
      relu,
      normalized,
      overlapping,
      conv2d({ initialWeight: heNormal, in: 24, out: 64, kernel: 5, padding: 2, groups: 2 }),
      relu,
      normalized,
      overlapping,
      conv2d({ initialWeight: heNormal, in: 64, out: 96, kernel: 3, padding: 1 }),
      relu,
      conv2d({ initialWeight: heNormal, in: 96, out: 96, kernel: 3, padding: 1, groups: 2 }),
      relu,
      conv2d({ initialWeight: heNormal, in: 96, out: 64, kernel: 3, padding: 1, groups: 2 }),
      relu,
      overlapping,
    ),
    avgpool: adaptiveAvgPool2d([3, 3]),
    flatten,
    classifier: sequential(dropout(0.5), dense(576, 256), relu, dense(256, 10)),
  }),
)

await trainOnCifar10('AlexNet', network, '0.02')
