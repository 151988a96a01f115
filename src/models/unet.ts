/**
 * @file U-Net (Ronneberger, Fischer and Brox, "U-Net: convolutional networks for biomedical image segmentation", 2015). The
 * image is halved step by step while its channels double, then enlarged again by transposed convolutions, each time joined
 * with what it was at that size. Convolutions are padded, so that the result has the size of the image.
 *
 *     down    two 3x3 convolutions, then a pooling          depth times
 *     middle  two 3x3 convolutions
 *     up      a transposed convolution of 2x2, joined with what came down, then two 3x3 convolutions
 */
import { checkOptions } from '../core/options.ts'
import { showShape } from '../core/Shape.ts'
import { checkSizes } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { SomeLayer } from '../nn/index.ts'
import { batchNorm, conv2d, convTranspose2d, heNormal, layers, sequential, zeroInitializer } from '../nn/index.ts'
import { concatAlong } from '../ops/concat.ts'
import { maxPool2d, relu } from '../ops/index.ts'
import { inOneRecord } from './merged.ts'
import type { Network } from './Network.ts'

/** The options by which a network may differ from the paper's. */
export interface UnetOptions {
  /** 2 by default. */
  readonly classes?: number
  /** Channels of the images; 1 by default. */
  readonly channels?: number
  /** Channels after the first convolutions; 64 by default. */
  readonly width?: number
  /** How often the image is halved; 4 by default. */
  readonly depth?: number
  /** Whether each convolution is followed by batch normalization; false by default. */
  readonly batchNorm?: boolean
}

const twice = (ins: number, outs: number, normalized: boolean): SomeLayer =>
  sequential(
    ...[ins, outs].flatMap((from): readonly SomeLayer[] => [
      conv2d({
        in: from,
        out: outs,
        kernel: 3,
        padding: 1,
        initialWeight: heNormal,
        initialBias: zeroInitializer,
      }),
      ...(normalized ? [batchNorm(outs)] : []),
      relu,
    ]),
  )

type Step = (x: Tensor) => Tensor

const halved: Step = (x) => maxPool2d({ kernel: 2 })(x)

/** Down to one level, whatever lies below, and up again. */
const through = (level: number, depth: number, parts: readonly Step[], x: Tensor): Tensor => {
  const [down, up, joined] = [parts[level], parts[depth + 1 + level], parts[2 * depth + 1 + level]]
  if (down === undefined) return x
  const here = down(x)
  if (level === depth || up === undefined || joined === undefined) return here
  const below = through(level + 1, depth, parts, halved(here))
  return joined(concatAlong([here, up(below)], 1))
}

const checkSides = (x: Tensor, depth: number): void => {
  const divides = x.shape.length === 4 && x.shape.slice(2).every((side) => side % 2 ** depth === 0)
  if (divides) return
  refuse('unet', [x.shape], {
    expected: `images [N, C, H, W] with sides that ${String(2 ** depth)} divides`,
    found: showShape(x.shape),
  })
}

/**
 * U-Net: images [N, C, H, W], whose sides are multiples of 2 to the power of the depth, to scores [N, classes, H, W].
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { unet } from 'cotangent/models'
 * import { evalMode } from 'cotangent/nn'
 *
 * const tiny = unet({ width: 4, depth: 2, classes: 3 })
 * const [params, state] = tiny.init(key(0))
 * tiny.apply(evalMode)(params, state, zeros([1, 1, 8, 12]))[0].shape // => [1, 3, 8, 12]
 * ```
 */
export const unet = (options: UnetOptions = {}): Network => {
  const known = { classes: true, channels: true, width: true, depth: true, batchNorm: true } as const
  const {
    classes = 2,
    channels = 1,
    width = 64,
    depth = 4,
    batchNorm: normalized = false,
  } = checkOptions('unet', options, known)
  checkSizes('unet', { classes, channels, width, depth })
  const widthAt = (level: number): number => width * 2 ** level
  const levels = Array.from({ length: depth }, (_, level) => level)
  const down = [...levels, depth].map((level) =>
    layers({
      [`down${String(level)}`]: twice(level === 0 ? channels : widthAt(level - 1), widthAt(level), normalized),
    }),
  )
  const up = levels.map((level) =>
    layers({
      [`up${String(level)}`]: convTranspose2d({ in: widthAt(level + 1), out: widthAt(level), kernel: 2, stride: 2 }),
    }),
  )
  const joined = levels.map((level) =>
    layers({ [`joined${String(level)}`]: twice(widthAt(level + 1), widthAt(level), normalized) }),
  )
  const scores = layers({ scores: conv2d({ in: width, out: classes, kernel: 1 }) })
  return inOneRecord([...down, ...up, ...joined, scores], (x, parts) => {
    checkSides(x, depth)
    return (parts.at(-1) ?? halved)(through(0, depth, parts, x))
  })
}
