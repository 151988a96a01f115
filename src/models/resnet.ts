/**
 * @file Residual networks (He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2016), in the form and
 * with the parameter names of torchvision: in a bottleneck, the 3x3 convolution has the stride.
 *
 *     basic         relu(bn(3x3(relu(bn(3x3(x))))) + shortcut(x))
 *     bottleneck    relu(bn(1x1(relu(bn(3x3(relu(bn(1x1(x)))))))) + shortcut(x))
 *
 * The shortcut is x itself, or where the shape changes a 1x1 convolution with batch normalization.
 *
 *     stem       [N, 3, 224, 224] to [N, 64, 56, 56]
 *     layer1     to [N, 64 e, 56, 56]      e: 1 for basic blocks, 4 for bottlenecks
 *     layer2     to [N, 128 e, 28, 28]
 *     layer3     to [N, 256 e, 14, 14]
 *     layer4     to [N, 512 e, 7, 7]
 *     mean, dense                          scores
 */
import { checkOptions } from '../core/options.ts'
import { restore } from '../nn/Layer.ts'
import type { Layer, SomeLayer } from '../nn/index.ts'
import { batchNorm, conv2d, dense, heNormal, identity, layers, sequential } from '../nn/index.ts'
import { globalAvgPool2d, maxPool2d, relu } from '../ops/index.ts'
import { checkDepth } from './checkDepth.ts'
import type { ImagesToScores } from './ImagesToScores.ts'
import { merged, summed } from './merged.ts'
import type { Network, Parts } from './Network.ts'
import { asNetwork } from './Network.ts'

/** The depths of the paper. */
export type ResnetDepth = 18 | 34 | 50 | 101 | 152

/** The options by which a network may differ from the paper's. */
export interface ResnetOptions<Classes extends number = number, Channels extends number = number> {
  /** 1000 by default. */
  readonly classes?: Classes
  /** The divisor of every width, for a smaller network of the same form; 1 by default. */
  readonly divisor?: number
  /** Channels of the images; 3 by default. */
  readonly channels?: Channels
}

const configurations: Readonly<Record<ResnetDepth, { readonly isDeep: boolean; readonly blocks: readonly number[] }>> =
  {
    18: { isDeep: false, blocks: [2, 2, 2, 2] },
    34: { isDeep: false, blocks: [3, 4, 6, 3] },
    50: { isDeep: true, blocks: [3, 4, 6, 3] },
    101: { isDeep: true, blocks: [3, 4, 23, 3] },
    152: { isDeep: true, blocks: [3, 8, 36, 3] },
  }

const convolution = (ins: number, outs: number, kernel: 1 | 3, stride = 1): SomeLayer =>
  conv2d({ in: ins, out: outs, kernel, stride, padding: (kernel - 1) / 2, bias: false, initialWeight: heNormal })

/** Channels into a block, its width, and its stride. */
interface Block {
  readonly ins: number
  readonly width: number
  readonly stride: number
}

/** Channels out of a block of so many per unit of width. */
const expansion = (isDeep: boolean): 1 | 4 => (isDeep ? 4 : 1)

const basic = ({ ins, width, stride }: Block): SomeLayer =>
  layers({
    conv1: convolution(ins, width, 3, stride),
    bn1: batchNorm(width),
    relu,
    conv2: convolution(width, width, 3),
    bn2: batchNorm(width),
  })

const bottleneck = ({ ins, width, stride }: Block): SomeLayer =>
  layers({
    conv1: convolution(ins, width, 1),
    bn1: batchNorm(width),
    relu1: relu,
    conv2: convolution(width, width, 3, stride),
    bn2: batchNorm(width),
    relu2: relu,
    conv3: convolution(width, 4 * width, 1),
    bn3: batchNorm(4 * width),
  })

const residualBlock = (isDeep: boolean, block: Block): Network => {
  const { ins, width, stride } = block
  const outs = width * expansion(isDeep)
  const shortcut =
    stride === 1 && ins === outs
      ? identity
      : layers({ downsample: sequential(convolution(ins, outs, 1, stride), batchNorm(outs)) })
  return merged(summed(isDeep ? bottleneck(block) : basic(block), shortcut), layers({ relu }))
}

/** The layers up to the last block, by torchvision's names. */
const trunkOf = (
  depth: ResnetDepth,
  { divisor = 1, channels = 3 }: ResnetOptions,
): Readonly<Record<string, SomeLayer>> => {
  const { isDeep, blocks } = configurations[depth]
  const widths = [64, 128, 256, 512].map((width) => width / divisor)
  const [stem = 0] = widths
  const stage = (count: number, k: number): SomeLayer => {
    const width = widths[k] ?? 0
    const before = k === 0 ? stem : (widths[k - 1] ?? 0) * expansion(isDeep)
    return sequential(
      ...Array.from({ length: count }, (_, place) =>
        residualBlock(isDeep, {
          ins: place === 0 ? before : width * expansion(isDeep),
          width,
          stride: place === 0 && k > 0 ? 2 : 1,
        }),
      ),
    )
  }
  return {
    conv1: conv2d({ in: channels, out: stem, kernel: 7, stride: 2, padding: 3, bias: false, initialWeight: heNormal }),
    bn1: batchNorm(stem),
    relu,
    maxpool: maxPool2d({ kernel: 3, stride: 2, padding: 1 }),
    ...Object.fromEntries(blocks.map((count, k) => [`layer${String(k + 1)}`, stage(count, k)])),
  }
}

/**
 * A residual network with 18, 34, 50, 101 or 152 layers: images [N, 3, H, W] to logits [N, classes]. It is made for 224 x
 * 224; other sizes, 32 at least, are averaged too.
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { resnet } from 'cotangent/models'
 * import { evalMode } from 'cotangent/nn'
 *
 * const tiny = resnet(18, { divisor: 16, classes: 10 })
 * const [params, state] = tiny.init(key(0))
 * tiny.apply(evalMode)(params, state, zeros([1, 3, 32, 32]))[0].shape // => [1, 10]
 * ```
 */
export const resnet = <const Classes extends number = 1000, const Channels extends number = 3>(
  depth: ResnetDepth,
  options: ResnetOptions<Classes, Channels> = {},
): Layer<ImagesToScores<Channels, Classes>, Parts, Parts> => {
  const given: ResnetOptions = options
  const { classes = 1000, divisor = 1 } = checkOptions('resnet', given, {
    classes: true,
    divisor: true,
    channels: true,
  })
  checkDepth('resnet', depth, configurations)
  const last = (512 / divisor) * expansion(configurations[depth].isDeep)
  return restore(asNetwork(layers({ ...trunkOf(depth, given), avgpool: globalAvgPool2d, fc: dense(last, classes) })))
}

const ofDepth =
  (depth: ResnetDepth) =>
  <const Classes extends number = 1000, const Channels extends number = 3>(
    options: ResnetOptions<Classes, Channels> = {},
  ): ReturnType<typeof resnet<Classes, Channels>> =>
    resnet(depth, options)

/**
 * ResNet-18.
 *
 * @example
 * ```ts
 * import { resnet18 } from 'cotangent/models'
 * import { summary } from 'cotangent/nn'
 *
 * summary(resnet18(), [1, 3, 224, 224]).parameters // => 11689512
 * ```
 */
export const resnet18 = ofDepth(18)
/**
 * ResNet-34.
 *
 * @example
 * ```ts
 * import { resnet34 } from 'cotangent/models'
 * import { summary } from 'cotangent/nn'
 *
 * summary(resnet34(), [1, 3, 224, 224]).parameters // => 21797672
 * ```
 */
export const resnet34 = ofDepth(34)
/**
 * ResNet-50.
 *
 * @example
 * ```ts
 * import { resnet50 } from 'cotangent/models'
 * import { summary } from 'cotangent/nn'
 *
 * summary(resnet50(), [1, 3, 224, 224]).parameters // => 25557032
 * ```
 */
export const resnet50 = ofDepth(50)
/**
 * ResNet-101.
 *
 * @example
 * ```ts
 * import { resnet101 } from 'cotangent/models'
 * import { summary } from 'cotangent/nn'
 *
 * summary(resnet101(), [1, 3, 224, 224]).parameters // => 44549160
 * ```
 */
export const resnet101 = ofDepth(101)
/**
 * ResNet-152.
 *
 * @example
 * ```ts
 * import { resnet152 } from 'cotangent/models'
 * import { summary } from 'cotangent/nn'
 *
 * summary(resnet152(), [1, 3, 224, 224]).parameters // => 60192808
 * ```
 */
export const resnet152 = ofDepth(152)
