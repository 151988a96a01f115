/**
 * @file VGG: stacks of 3x3 convolutions between poolings, then three dense layers (Simonyan and Zisserman, "Very deep
 * convolutional networks for large-scale image recognition", 2015), in the form and with the parameter names of torchvision.
 *
 * The paper's table of configurations A, B, D and E, read downwards: a number is a convolution to so many channels, 'M' a max
 * pooling that halves the image.
 */
import { checkOptions } from '../core/options.ts'
import type { Quotient, Times } from '../core/DimensionTypes.ts'
import { restore } from '../nn/Layer.ts'
import type { BatchNormParams, Layer, None, SomeLayer } from '../nn/index.ts'
import { adaptiveAvgPool2d, flatten, maxPool2d, relu } from '../ops/index.ts'
import { batchNorm, conv2d, heNormal, layers, sequential, zeroInitializer } from '../nn/index.ts'
import { checkDepth } from './checkDepth.ts'
import { fullyConnected } from './fullyConnected.ts'
import type { ConvolutionParams, DropoutBehind, ImagesToScores } from './ImagesToScores.ts'
import type { Parts } from './Network.ts'

/** The depths of the paper that are in use. */
export type VggDepth = 11 | 13 | 16 | 19

const configurations = {
  11: [64, 'M', 128, 'M', 256, 256, 'M', 512, 512, 'M', 512, 512, 'M'],
  13: [64, 64, 'M', 128, 128, 'M', 256, 256, 'M', 512, 512, 'M', 512, 512, 'M'],
  16: [64, 64, 'M', 128, 128, 'M', 256, 256, 256, 'M', 512, 512, 512, 'M', 512, 512, 512, 'M'],
  19: [64, 64, 'M', 128, 128, 'M', 256, 256, 256, 256, 'M', 512, 512, 512, 512, 'M', 512, 512, 512, 512, 'M'],
} as const satisfies Readonly<Record<VggDepth, readonly (number | 'M')[]>>

/** The options by which a network may differ from the paper's. */
export interface VggOptions<
  Normalized extends boolean = boolean,
  Classes extends number = number,
  Divisor extends number = number,
  Channels extends number = number,
  Hidden extends number = number,
> {
  /** Whether each convolution is followed by batch normalization; false by default. */
  readonly batchNorm?: Normalized
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

/** What the convolutions learn, with `In` channels before the first. */
type Features<
  Steps extends readonly unknown[],
  In extends number,
  Divisor extends number,
  Normalized extends boolean,
> = Steps extends readonly [infer Step, ...infer Rest]
  ? Step extends number
    ? readonly [
        ConvolutionParams<Quotient<Step, Divisor>, In, 3>,
        ...(Normalized extends true ? readonly [BatchNormParams<Quotient<Step, Divisor>>] : readonly []),
        None,
        ...Features<Rest, Quotient<Step, Divisor>, Divisor, Normalized>,
      ]
    : readonly [None, ...Features<Rest, In, Divisor, Normalized>]
  : readonly []

/** The parameters of {@link vgg}, by layer. */
export interface VggParams<
  Depth extends VggDepth,
  Normalized extends boolean,
  Classes extends number,
  Divisor extends number,
  Channels extends number,
  Hidden extends number,
> extends DropoutBehind<Times<Quotient<512, Divisor>, 49>, Hidden, Classes> {
  readonly features: Features<(typeof configurations)[Depth], Channels, Divisor, Normalized>
  readonly avgpool: None
  readonly flatten: None
}

const convolutions = (
  depth: VggDepth,
  { batchNorm: normalized = false, divisor = 1, channels = 3 }: VggOptions,
): readonly SomeLayer[] => {
  const all: readonly (number | 'M')[] = configurations[depth]
  const steps = all.reduce<{ readonly made: readonly SomeLayer[]; readonly width: number }>(
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
 * VGG with 11, 13, 16 or 19 layers: images [N, 3, H, W] to logits [N, classes]. It is made for 224 x 224, where the
 * last pooling leaves 7 x 7. Other sizes, 32 at least, are average-pooled to 7 x 7, as in torchvision.
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
export const vgg = <
  const Depth extends VggDepth,
  const Normalized extends boolean = false,
  const Classes extends number = 1000,
  const Divisor extends number = 1,
  const Channels extends number = 3,
  const Hidden extends number = Quotient<4096, Divisor>,
>(
  depth: Depth,
  options: VggOptions<Normalized, Classes, Divisor, Channels, Hidden> = {},
): Layer<
  ImagesToScores<Channels, Classes>,
  VggParams<Depth, Normalized, Classes, Divisor, Channels, Hidden>,
  Parts
> => {
  const given: VggOptions = options
  checkOptions('vgg', given, {
    batchNorm: true,
    classes: true,
    divisor: true,
    hidden: true,
    dropout: true,
    channels: true,
  })
  checkDepth('vgg', depth, configurations)
  const { classes = 1000, divisor = 1, hidden = 4096 / divisor, dropout: dropped = 0.5 } = given
  const last = 512 / divisor
  return restore(
    layers({
      features: sequential(...convolutions(depth, given)),
      avgpool: adaptiveAvgPool2d([7, 7]),
      flatten,
      classifier: fullyConnected({ inputs: last * 49, hidden, classes }, dropped),
    }),
  )
}

const ofDepth =
  <const Depth extends VggDepth>(depth: Depth) =>
  <
    const Normalized extends boolean = false,
    const Classes extends number = 1000,
    const Divisor extends number = 1,
    const Channels extends number = 3,
    const Hidden extends number = Quotient<4096, Divisor>,
  >(
    options: VggOptions<Normalized, Classes, Divisor, Channels, Hidden> = {},
  ): ReturnType<typeof vgg<Depth, Normalized, Classes, Divisor, Channels, Hidden>> =>
    vgg(depth, options)

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
export const vgg11 = ofDepth(11)
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
export const vgg13 = ofDepth(13)
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
export const vgg16 = ofDepth(16)
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
export const vgg19 = ofDepth(19)
