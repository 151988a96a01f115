/**
 * @file The Inception module: one input seen through windows of 1, 3 and 5, and pooled, side by side (Szegedy et al.,
 * "Going deeper with convolutions", 2015). Convolutions of 1x1 reduce the channels before the dear windows.
 *
 *     point    1x1
 *     three    1x1, then 3x3
 *     five     1x1, then 5x5 (3x3 in torchvision's form)
 *     pooled   max pooling of 3x3, then 1x1
 *
 * Shape rule: [N, C, H, W] to [N, point + three + five + pooled, H, W].
 */
import { checkOptions } from '../core/options.ts'
import type { SomeLayer } from '../nn/index.ts'
import { maxPool2d, relu } from '../ops/index.ts'
import { batchNorm, branches, conv2d, heNormal, layers, sequential, zeroInitializer } from '../nn/index.ts'
import type { Network } from './Network.ts'
import { asNetwork } from './Network.ts'

/** Widths of a module: channels out of each branch; for the windows of 3 and 5 the reduced channels before. */
export interface InceptionWidths {
  readonly point: number
  readonly three: readonly [reduced: number, out: number]
  readonly five: readonly [reduced: number, out: number]
  readonly pooled: number
}

/** The form of a module. */
export interface InceptionOptions {
  /** Whether convolutions are followed by batch normalization (epsilon 0.001) in place of a bias; false by default. */
  readonly batchNorm?: boolean
  /** The window of the widest branch; 5 by default, as in the paper; 3 in torchvision's form. */
  readonly widest?: 3 | 5
}

/** How a window slides. */
interface Slide {
  readonly stride?: number
  readonly padding?: number
}

/** A convolution with what follows it: channels in and out, the kernel's side and how it slides, to a layer. */
type Unit = (ins: number, outs: number, kernel: number, slide?: Slide) => SomeLayer

/** Convolution with a bias, and relu; or convolution, batch normalization and relu, as torchvision's BasicConv2d. */
export const unitOf =
  (normalized: boolean): Unit =>
  (ins, outs, kernel, slide = {}) =>
    normalized
      ? layers({
          conv: conv2d({ in: ins, out: outs, kernel, ...slide, bias: false, initialWeight: heNormal }),
          bn: batchNorm(outs, { epsilon: 1e-3 }),
          relu,
        })
      : layers({
          conv: conv2d({
            in: ins,
            out: outs,
            kernel,
            ...slide,
            initialWeight: heNormal,
            initialBias: zeroInitializer,
          }),
          relu,
        })

/** Channels out of a module. */
export const inceptionChannels = ({ point, three, five, pooled }: InceptionWidths): number =>
  point + three[1] + five[1] + pooled

/**
 * An Inception module as a layer, with torchvision's parameter names, such as `branch2.0.conv.weight`.
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { inception } from 'cotangent/models'
 * import { evalMode } from 'cotangent/nn'
 *
 * const module3a = inception(192, { point: 64, three: [96, 128], five: [16, 32], pooled: 32 })
 * const [params, state] = module3a.init(key(0))
 * module3a.apply(evalMode)(params, state, zeros([1, 192, 28, 28]))[0].shape // => [1, 256, 28, 28]
 * ```
 */
export const inception = (
  channels: number,
  { point, three, five, pooled }: InceptionWidths,
  options: InceptionOptions = {},
): Network => {
  const { batchNorm: normalized = false, widest = 5 } = checkOptions('inception', options, {
    batchNorm: true,
    widest: true,
  })

  const unit = unitOf(normalized)
  return asNetwork(
    branches({
      branch1: unit(channels, point, 1),
      branch2: sequential(unit(channels, three[0], 1), unit(three[0], three[1], 3, { padding: 1 })),
      branch3: sequential(unit(channels, five[0], 1), unit(five[0], five[1], widest, { padding: (widest - 1) / 2 })),
      branch4: sequential(maxPool2d({ kernel: 3, stride: 1, padding: 1 }), unit(channels, pooled, 1)),
    }),
  )
}
