/**
 * @file SqueezeNet 1.1 (Iandola and others, "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters", 2016), in the
 * form and with the parameter names of torchvision. A fire module squeezes its channels, then expands them by 1x1 and 3x3
 * convolutions side by side:
 *
 *     fire(x) = join(relu(1x1(s)), relu(3x3(s)))      s = relu(1x1(x))
 */
import type { SomeLayer } from '../nn/index.ts'
import {
  branches,
  conv2d,
  dropout,
  heUniform,
  layers,
  truncatedNormal,
  sequential,
  zeroInitializer,
} from '../nn/index.ts'
import { globalAvgPool2d, maxPool2d, relu } from '../ops/index.ts'
import { merged } from './merged.ts'
import type { Network } from './Network.ts'
import { classifierOf } from './classifier.ts'
import { asNetwork } from './Network.ts'

const convolution = (ins: number, outs: number, kernel: 1 | 3): SomeLayer =>
  conv2d({
    in: ins,
    out: outs,
    kernel,
    padding: (kernel - 1) / 2,
    initialWeight: heUniform,
    initialBias: zeroInitializer,
  })

/** [N, ins, H, W] to [N, 2 expanded, H, W]. */
const fire = (ins: number, squeezed: number, expanded: number): Network =>
  merged(
    layers({ squeeze: convolution(ins, squeezed, 1), squeeze_activation: relu }),
    branches({ expand1x1: convolution(squeezed, expanded, 1), expand3x3: convolution(squeezed, expanded, 3) }),
    layers({ expand_activation: relu }),
  )

/** The paper's table of fire modules, squeezed and expanded, and its poolings. */
const table = [
  'pool',
  [16, 64],
  [16, 64],
  'pool',
  [32, 128],
  [32, 128],
  'pool',
  [48, 192],
  [48, 192],
  [64, 256],
  [64, 256],
] as const

const halving = maxPool2d({ kernel: 3, stride: 2, ceilMode: true })

const featuresOf = (divisor: number, channels: number): readonly SomeLayer[] => {
  const first = 64 / divisor
  const stem = conv2d({
    in: channels,
    out: first,
    kernel: 3,
    stride: 2,
    initialWeight: heUniform,
    initialBias: zeroInitializer,
  })
  const { made } = table.reduce<{ readonly made: readonly SomeLayer[]; readonly width: number }>(
    ({ made: before, width }, row) => {
      if (row === 'pool') return { made: [...before, halving], width }
      const [squeezed, expanded] = [row[0] / divisor, row[1] / divisor]
      return { made: [...before, fire(width, squeezed, expanded)], width: 2 * expanded }
    },
    { made: [stem, relu], width: first },
  )
  return made
}

/**
 * SqueezeNet 1.1: images [N, 3, H, W] to logits [N, classes]. It is made for 224 x 224; other sizes, 17 at least, are
 * averaged too. The last activation is a relu, so that no logit is negative, as in torchvision.
 *
 * @example
 * ```ts
 * import { squeezenet } from 'cotangent/models'
 * import { summary } from 'cotangent/nn'
 *
 * summary(squeezenet(), [1, 3, 224, 224]).parameters // => 1235496
 * ```
 */
export const squeezenet = classifierOf('squeezenet', 0.5, ({ classes, divisor, dropout: dropped, channels }) => {
  const last = conv2d({
    in: 512 / divisor,
    out: classes,
    kernel: 1,
    initialWeight: truncatedNormal({ standardDeviation: 0.01 }),
    initialBias: zeroInitializer,
  })
  return asNetwork(
    layers({
      features: sequential(...featuresOf(divisor, channels)),
      classifier: sequential(dropout(dropped), last, relu, globalAvgPool2d),
    }),
  )
})
