/**
 * @file AlexNet, twice: as in the paper (Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep
 * convolutional neural networks", 2012), and as torchvision has it after "One weird trick" (Krizhevsky, 2014).
 */
import { checkOptions } from '../core/options.ts'
import { adaptiveAvgPool2d, flatten, localResponseNormOfPaper, maxPool2d, relu } from '../ops/index.ts'
import type { Quotient, Times } from '../core/DimensionTypes.ts'
import type { Layer, None } from '../nn/index.ts'
import { restore } from '../nn/Layer.ts'
import { conv2d, dense, dropout, layers, sequential } from '../nn/index.ts'
import { fullyConnected } from './fullyConnected.ts'
import type { ConvolutionParams, DropoutBefore, DropoutBehind, ImagesToScores } from './ImagesToScores.ts'
import type { Parts } from './Network.ts'

/** The options by which a network may differ from the published ones. */
export interface AlexnetOptions<
  Classes extends number = number,
  Divisor extends number = number,
  Channels extends number = number,
  Hidden extends number = number,
> {
  /** 1000 by default. */
  readonly classes?: Classes
  /** The divisor of every width, for a smaller network of the same form; 1 by default. */
  readonly divisor?: Divisor
  /** Width of the hidden dense layers; 4096 over the divisor by default. */
  readonly hidden?: Hidden
  /** The dropout probability of the hidden layers in training; 0.5 by default. */
  readonly dropout?: number
  /** Channels of the images; 3 by default. */
  readonly channels?: Channels
}

/** The parameters of {@link alexnet}, by layer. */
export interface AlexnetParams<
  Classes extends number,
  Divisor extends number,
  Channels extends number,
  Hidden extends number,
> extends DropoutBefore<Times<Quotient<256, Divisor>, 36>, Hidden, Classes> {
  readonly features: readonly [
    ...(readonly [ConvolutionParams<Quotient<64, Divisor>, Channels, 11>, None, None]),
    ...(readonly [ConvolutionParams<Quotient<192, Divisor>, Quotient<64, Divisor>, 5>, None, None]),
    ...(readonly [ConvolutionParams<Quotient<384, Divisor>, Quotient<192, Divisor>, 3>, None]),
    ...(readonly [ConvolutionParams<Quotient<256, Divisor>, Quotient<384, Divisor>, 3>, None]),
    ...(readonly [ConvolutionParams<Quotient<256, Divisor>, Quotient<256, Divisor>, 3>, None, None]),
  ]
  readonly avgpool: None
  readonly flatten: None
}

/** The parameters of {@link alexnetOfPaper}, by layer: convolutions in two groups see half of the channels. */
export interface AlexnetOfPaperParams<
  Classes extends number,
  Divisor extends number,
  Channels extends number,
  Hidden extends number,
> extends DropoutBehind<Times<Quotient<256, Divisor>, 36>, Hidden, Classes> {
  readonly features: readonly [
    ...(readonly [ConvolutionParams<Quotient<96, Divisor>, Channels, 11>, None, None, None]),
    ...(readonly [ConvolutionParams<Quotient<256, Divisor>, Quotient<Quotient<96, Divisor>, 2>, 5>, None, None, None]),
    ...(readonly [ConvolutionParams<Quotient<384, Divisor>, Quotient<256, Divisor>, 3>, None]),
    ...(readonly [ConvolutionParams<Quotient<384, Divisor>, Quotient<Quotient<384, Divisor>, 2>, 3>, None]),
    ...(readonly [ConvolutionParams<Quotient<256, Divisor>, Quotient<Quotient<384, Divisor>, 2>, 3>, None, None]),
  ]
  readonly flatten: None
}

const optionNames = { classes: true, divisor: true, hidden: true, dropout: true, channels: true } as const

/** The settings of a model, and `w`, the width that is left of one of the full model. */
const settingsOf = (model: string, options: AlexnetOptions) => {
  const {
    classes = 1000,
    divisor = 1,
    channels = 3,
    hidden = 4096 / divisor,
    dropout: dropped = 0.5,
  } = checkOptions(model, options, optionNames)
  return { classes, channels, hidden, dropped, w: (width: number): number => width / divisor }
}

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
export const alexnet = <
  const Classes extends number = 1000,
  const Divisor extends number = 1,
  const Channels extends number = 3,
  const Hidden extends number = Quotient<4096, Divisor>,
>(
  options: AlexnetOptions<Classes, Divisor, Channels, Hidden> = {},
): Layer<ImagesToScores<Channels, Classes>, AlexnetParams<Classes, Divisor, Channels, Hidden>, Parts> => {
  const { classes, channels, hidden, dropped, w } = settingsOf('alexnet', options)
  return restore(
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
 * AlexNet as in the paper: images [N, 3, 227, 227] to logits [N, classes]. Two of the three later convolutions are in
 * two groups, which ran on two graphics cards; local response normalization follows the first two; pooling windows
 * overlap.
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
export const alexnetOfPaper = <
  const Classes extends number = 1000,
  const Divisor extends number = 1,
  const Channels extends number = 3,
  const Hidden extends number = Quotient<4096, Divisor>,
>(
  options: AlexnetOptions<Classes, Divisor, Channels, Hidden> = {},
): Layer<ImagesToScores<Channels, Classes>, AlexnetOfPaperParams<Classes, Divisor, Channels, Hidden>, Parts> => {
  const { classes, channels, hidden, dropped, w } = settingsOf('alexnetOfPaper', options)
  const normalize = localResponseNormOfPaper({ size: 5 })
  return restore(
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
      classifier: fullyConnected({ inputs: w(256) * 36, hidden, classes }, dropped),
    }),
  )
}
