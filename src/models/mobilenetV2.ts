/**
 * @file MobileNet v2 (Sandler and others, "MobileNetV2: inverted residuals and linear bottlenecks", 2018), in the form and
 * with the parameter names of torchvision. An inverted residual widens its channels, filters each by itself, and narrows
 * them without an activation:
 *
 *     y = bn(1x1(relu6(bn(3x3 by channel(relu6(bn(1x1(x))))))))        plus x where the shape is kept
 */
import type { SomeLayer } from '../nn/index.ts'
import {
  batchNorm,
  conv2d,
  dense,
  dropout,
  heNormal,
  layers,
  truncatedNormal,
  residual,
  sequential,
  zeroInitializer,
} from '../nn/index.ts'
import { globalAvgPool2d, relu6 } from '../ops/index.ts'
import { classifierOf } from './classifier.ts'
import { asNetwork } from './Network.ts'

interface Slide {
  readonly kernel: 1 | 3
  readonly stride?: number
  readonly groups?: number
}

/** Convolution, batch normalization and relu6. */
const unit = (ins: number, outs: number, { kernel, stride = 1, groups = 1 }: Slide): SomeLayer =>
  sequential(
    conv2d({
      in: ins,
      out: outs,
      kernel,
      stride,
      groups,
      padding: (kernel - 1) / 2,
      bias: false,
      initialWeight: heNormal,
    }),
    batchNorm(outs),
    relu6,
  )

const inverted = (ins: number, outs: number, factor: number, stride: number): SomeLayer => {
  const wide = ins * factor
  const conv = sequential(
    ...(factor === 1 ? [] : [unit(ins, wide, { kernel: 1 })]),
    unit(wide, wide, { kernel: 3, stride, groups: wide }),
    conv2d({ in: wide, out: outs, kernel: 1, bias: false, initialWeight: heNormal }),
    batchNorm(outs),
  )
  return stride === 1 && ins === outs ? residual(layers({ conv })) : layers({ conv })
}

/** The paper's table: factor of widening, channels, how many, stride of the first. */
const table = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const

const featuresOf = (divisor: number, channels: number): readonly SomeLayer[] => {
  const rows = table.flatMap(([factor, width, count, stride]) =>
    Array.from({ length: count }, (_, k) => ({ factor, width: width / divisor, stride: k === 0 ? stride : 1 })),
  )
  const first = 32 / divisor
  const before = (k: number): number => (k === 0 ? first : (rows[k - 1]?.width ?? 0))
  return [
    unit(channels, first, { kernel: 3, stride: 2 }),
    ...rows.map(({ factor, width, stride }, k) => inverted(before(k), width, factor, stride)),
    unit(320 / divisor, 1280 / divisor, { kernel: 1 }),
  ]
}

/**
 * MobileNet v2: images [N, 3, H, W] to logits [N, classes]. It is made for 224 x 224; other sizes, 32 at least, are
 * averaged too.
 *
 * @example
 * ```ts
 * import { mobilenetV2 } from 'cotangent/models'
 * import { summary } from 'cotangent/nn'
 *
 * summary(mobilenetV2(), [1, 3, 224, 224]).parameters // => 3504872
 * ```
 */
export const mobilenetV2 = classifierOf('mobilenetV2', 0.2, ({ classes, divisor, dropout: dropped, channels }) => {
  const last = dense(1280 / divisor, classes, {
    initialWeight: truncatedNormal({ standardDeviation: 0.01 }),
    initialBias: zeroInitializer,
  })
  return asNetwork(
    layers({
      features: sequential(...featuresOf(divisor, channels)),
      pool: globalAvgPool2d,
      classifier: sequential(dropout(dropped), last),
    }),
  )
})
