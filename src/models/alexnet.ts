/**
 * @file AlexNet, twice: as the paper has it (Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep
 * convolutional neural networks", 2012), and as torchvision has it after "One weird trick" (Krizhevsky, 2014).
 */
import { checkOptions } from '../core/options.ts'
import { adaptiveAvgPool2d, flatten, localResponseNormOfPaper, maxPool2d, relu } from '../ops/index.ts'
import { conv2d, dense, dropout, layers, sequential } from '../nn/index.ts'
import type { Network } from './Network.ts'
import { asNetwork } from './Network.ts'

/** What may differ from the published networks. */
export interface AlexnetOptions {
  /** 1000 by default. */
  readonly classes?: number
  /** What every width is divided by, to make a smaller network of the same form; 1 by default. */
  readonly divisor?: number
  /** Width of the hidden dense layers; 4096 over the divisor by default. */
  readonly hidden?: number
  /** The probability that a hidden number is dropped in training; 0.5 by default. */
  readonly dropout?: number
  /** Channels of the images; 3 by default. */
  readonly channels?: number
}

const optionNames = { classes: true, divisor: true, hidden: true, dropout: true, channels: true } as const

const overlapping = maxPool2d({ kernel: 3, stride: 2 })

/**
 * AlexNet in torchvision's form, with its parameter names: images [N, 3, 224, 224] to logits [N, classes].
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { alexnet } from 'cotangent/models'
 * import { evalMode } from 'cotangent/nn'
 *
 * const tiny = alexnet({ divisor: 32, classes: 10 })
 * const [params, state] = tiny.init(key(0))
 * tiny.apply(evalMode)(params, state, zeros([1, 3, 64, 64]))[0].shape // => [1, 10]
 * ```
 */
export const alexnet = (options: AlexnetOptions = {}): Network => {
  const {
    classes = 1000,
    divisor = 1,
    channels = 3,
    hidden = 4096 / divisor,
    dropout: dropped = 0.5,
  } = checkOptions('alexnet', options, optionNames)

  const w = (width: number): number => width / divisor
  return asNetwork(
    layers({
      features: sequential(
        conv2d({ in: channels, out: w(64), kernel: 11, stride: 4, padding: 2 }),
        relu,
        overlapping,
        conv2d({ in: w(64), out: w(192), kernel: 5, padding: 2 }),
        relu,
        overlapping,
        conv2d({ in: w(192), out: w(384), kernel: 3, padding: 1 }),
        relu,
        conv2d({ in: w(384), out: w(256), kernel: 3, padding: 1 }),
        relu,
        conv2d({ in: w(256), out: w(256), kernel: 3, padding: 1 }),
        relu,
        overlapping,
      ),
      avgpool: adaptiveAvgPool2d([6, 6]),
      flatten,
      classifier: sequential(
        dropout(dropped),
        dense(w(256) * 36, hidden),
        relu,
        dropout(dropped),
        dense(hidden, hidden),
        relu,
        dense(hidden, classes),
      ),
    }),
  )
}

/**
 * AlexNet as the paper has it: images [N, 3, 227, 227] to logits [N, classes]. Two of three later convolutions are in two
 * groups, as they were on two cards; local response normalization follows the first two; pooling windows overlap.
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { alexnetOfPaper } from 'cotangent/models'
 * import { evalMode } from 'cotangent/nn'
 *
 * const tiny = alexnetOfPaper({ divisor: 16, classes: 10 })
 * const [params, state] = tiny.init(key(0))
 * tiny.apply(evalMode)(params, state, zeros([1, 3, 227, 227]))[0].shape // => [1, 10]
 * ```
 */
export const alexnetOfPaper = (options: AlexnetOptions = {}): Network => {
  const {
    classes = 1000,
    divisor = 1,
    channels = 3,
    hidden = 4096 / divisor,
    dropout: dropped = 0.5,
  } = checkOptions('alexnetOfPaper', options, optionNames)

  const w = (width: number): number => width / divisor
  const normalize = localResponseNormOfPaper({ size: 5 })
  return asNetwork(
    layers({
      features: sequential(
        conv2d({ in: channels, out: w(96), kernel: 11, stride: 4 }),
        relu,
        normalize,
        overlapping,
        conv2d({ in: w(96), out: w(256), kernel: 5, padding: 2, groups: 2 }),
        relu,
        normalize,
        overlapping,
        conv2d({ in: w(256), out: w(384), kernel: 3, padding: 1 }),
        relu,
        conv2d({ in: w(384), out: w(384), kernel: 3, padding: 1, groups: 2 }),
        relu,
        conv2d({ in: w(384), out: w(256), kernel: 3, padding: 1, groups: 2 }),
        relu,
        overlapping,
      ),
      flatten,
      classifier: sequential(
        dense(w(256) * 36, hidden),
        relu,
        dropout(dropped),
        dense(hidden, hidden),
        relu,
        dropout(dropped),
        dense(hidden, classes),
      ),
    }),
  )
}
