/**
 * @file VGG: stacks of 3x3 convolutions between poolings, then three dense layers (Simonyan and Zisserman, "Very deep
 * convolutional networks for large-scale image recognition", 2015), in the form and with the parameter names of torchvision.
 *
 * The paper's table of configurations A, B, D and E, read downwards: a number is a convolution to so many channels, 'M' a max
 * pooling that halves the image.
 */
import { checkOptions } from '../core/options.ts'
import type { SomeLayer } from '../nn/index.ts'
import { adaptiveAvgPool2d, flatten, maxPool2d, relu } from '../ops/index.ts'
import { batchNorm, conv2d, dense, dropout, heNormal, layers, sequential, zeroInitializer } from '../nn/index.ts'
import type { Network } from './Network.ts'
import { asNetwork } from './Network.ts'

/** The depths of the paper that are in use. */
export type VggDepth = 11 | 13 | 16 | 19

const configurations: Readonly<Record<VggDepth, readonly (number | 'M')[]>> = {
  11: [64, 'M', 128, 'M', 256, 256, 'M', 512, 512, 'M', 512, 512, 'M'],
  13: [64, 64, 'M', 128, 128, 'M', 256, 256, 'M', 512, 512, 'M', 512, 512, 'M'],
  16: [64, 64, 'M', 128, 128, 'M', 256, 256, 256, 'M', 512, 512, 512, 'M', 512, 512, 512, 'M'],
  19: [64, 64, 'M', 128, 128, 'M', 256, 256, 256, 256, 'M', 512, 512, 512, 512, 'M', 512, 512, 512, 512, 'M'],
}

/** What may differ from the paper. */
export interface VggOptions {
  /** Whether each convolution is followed by batch normalization; false by default. */
  readonly batchNorm?: boolean
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

const convolutions = (
  depth: VggDepth,
  { batchNorm: normalized = false, divisor = 1, channels = 3 }: VggOptions,
): readonly SomeLayer[] => {
  const steps = configurations[depth].reduce<{ readonly made: readonly SomeLayer[]; readonly width: number }>(
    ({ made, width }, step) => {
      if (step === 'M') return { made: [...made, maxPool2d({ kernel: 2 })], width }
      const out = step / divisor
      const own = conv2d({
        in: width,
        out,
        kernel: 3,
        padding: 1,
        initialWeight: heNormal,
        initialBias: zeroInitializer,
      })
      return { made: [...made, own, ...(normalized ? [batchNorm(out)] : []), relu], width: out }
    },
    { made: [], width: channels },
  )
  return steps.made
}

/**
 * VGG with 11, 13, 16 or 19 layers: images [N, 3, H, W] to logits [N, classes]; made for 224 x 224, where the last pooling
 * leaves 7 x 7. Other sizes, 32 at least, are averaged to 7 x 7 as torchvision does.
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { vgg } from 'cotangent/models'
 * import { evalMode } from 'cotangent/nn'
 *
 * const tiny = vgg(11, { divisor: 32, classes: 10 })
 * const [params, state] = tiny.init(key(0))
 * tiny.apply(evalMode)(params, state, zeros([1, 3, 32, 32]))[0].shape // => [1, 10]
 * ```
 */
export const vgg = (depth: VggDepth, options: VggOptions = {}): Network => {
  checkOptions('vgg', options, {
    batchNorm: true,
    classes: true,
    divisor: true,
    hidden: true,
    dropout: true,
    channels: true,
  })

  const { classes = 1000, divisor = 1, hidden = 4096 / divisor, dropout: dropped = 0.5 } = options
  const last = 512 / divisor
  return asNetwork(
    layers({
      features: sequential(...convolutions(depth, options)),
      avgpool: adaptiveAvgPool2d([7, 7]),
      flatten,
      classifier: sequential(
        dense(last * 49, hidden),
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

/**
 * VGG-11, configuration A of the paper.
 *
 * @example
 * ```ts
 * import { vgg11 } from 'cotangent/models'
 * import { summary } from 'cotangent/nn'
 *
 * summary(vgg11(), [1, 3, 224, 224]).parameters // => 132863336
 * ```
 */
export const vgg11 = (options: VggOptions = {}): Network => vgg(11, options)
/**
 * VGG-13, configuration B of the paper.
 *
 * @example
 * ```ts
 * import { vgg13 } from 'cotangent/models'
 * import { summary } from 'cotangent/nn'
 *
 * summary(vgg13(), [1, 3, 224, 224]).parameters // => 133047848
 * ```
 */
export const vgg13 = (options: VggOptions = {}): Network => vgg(13, options)
/**
 * VGG-16, configuration D of the paper.
 *
 * @example
 * ```ts
 * import { vgg16 } from 'cotangent/models'
 * import { summary } from 'cotangent/nn'
 *
 * summary(vgg16(), [1, 3, 224, 224]).parameters // => 138357544
 * ```
 */
export const vgg16 = (options: VggOptions = {}): Network => vgg(16, options)
/**
 * VGG-19, configuration E of the paper.
 *
 * @example
 * ```ts
 * import { vgg19 } from 'cotangent/models'
 * import { summary } from 'cotangent/nn'
 *
 * summary(vgg19(), [1, 3, 224, 224]).parameters // => 143667240
 * ```
 */
export const vgg19 = (options: VggOptions = {}): Network => vgg(19, options)
