/**
 * @file Fully convolutional networks (Long, Shelhamer and Darrell, "Fully convolutional networks for semantic
 * segmentation", 2015): VGG-16 whose dense layers are convolutions, and whose scores are enlarged by transposed
 * convolutions to a class per pixel. Scores of earlier, finer layers are added on the way.
 *
 *     stride 32    scores of pool5, 32 times as large
 *     stride 16    2 times as large, plus the scores of pool4; then 16 times
 *     stride 8     2 times as large once more, plus the scores of pool3; then 8 times
 *
 * The kernels of the transposed convolutions start as bilinear interpolation, as in the paper, and are learned.
 */
import { checkOptions } from '../core/options.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { SomeLayer } from '../nn/index.ts'
import { conv2d, convTranspose2d, dropout, heNormal, layers, sequential, zeroInitializer } from '../nn/index.ts'
import { add } from '../ops/add.ts'
import { bilinearKernels } from './bilinearKernels.ts'
import { maxPool2d, relu } from '../ops/index.ts'
import { inOneRecord } from './merged.ts'
import type { Network } from './Network.ts'

/** The options by which a network may differ from the paper's. */
export interface FcnOptions {
  /** How coarse the finest scores are: 8, 16 or 32 pixels; 8 by default. */
  readonly stride?: 8 | 16 | 32
  /** 21 by default, as in PASCAL VOC. */
  readonly classes?: number
  /** The divisor of every width, for a smaller network of the same form; 1 by default. */
  readonly divisor?: number
  /** The dropout probability of the last layers; 0.5 by default. */
  readonly dropout?: number
  /** Channels of the images; 3 by default. */
  readonly channels?: number
}

const strides: ReadonlySet<number> = new Set([8, 16, 32])

const convolution = (ins: number, outs: number, kernel: number): SomeLayer =>
  conv2d({
    in: ins,
    out: outs,
    kernel,
    padding: (kernel - 1) / 2,
    initialWeight: heNormal,
    initialBias: zeroInitializer,
  })

/** Scores start at 0, so that a new network says nothing. */
const scores = (ins: number, classes: number): SomeLayer =>
  conv2d({ in: ins, out: classes, kernel: 1, initialWeight: zeroInitializer, initialBias: zeroInitializer })

const enlarged = (classes: number, factor: number): SomeLayer =>
  convTranspose2d({
    in: classes,
    out: classes,
    kernel: 2 * factor,
    stride: factor,
    padding: factor / 2,
    bias: false,
    initialWeight: bilinearKernels,
  })

/** So many convolutions to a width, then a pooling. */
const stretch = (ins: number, outs: number, count: number): SomeLayer =>
  sequential(
    ...Array.from({ length: count }, (_, k) => [convolution(k === 0 ? ins : outs, outs, 3), relu]).flat(),
    maxPool2d({ kernel: 2 }),
  )

/** What becomes of images, by the parts in order: features of three strides, scores, and the way back. */
const joinFrom =
  (stride: 8 | 16 | 32) =>
  (x: Tensor, [toPool3, toPool4, toScores, of4, of3, twice, twiceAgain, last]: readonly ((t: Tensor) => Tensor)[]) => {
    const through = (part: ((t: Tensor) => Tensor) | undefined, t: Tensor): Tensor => part?.(t) ?? t
    const [height = 0, width = 0] = x.shape.slice(2)
    if (x.shape.length !== 4 || height % 32 !== 0 || width % 32 !== 0) {
      return refuse('fcn', [x.shape], {
        expected: 'images [N, C, H, W] with sides that 32 divides',
        found: showShape(x.shape),
      })
    }
    const pool3 = through(toPool3, x)
    const pool4 = through(toPool4, pool3)
    const coarse = through(toScores, pool4)
    const finer = stride === 32 ? coarse : add(through(twice, coarse), through(of4, pool4))
    const finest = stride === 8 ? add(through(twiceAgain, finer), through(of3, pool3)) : finer
    return through(last, finest)
  }

/**
 * A fully convolutional network: images [N, C, H, W], whose sides 32 divides, to scores [N, classes, H, W].
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { fcn } from 'cotangent/models'
 * import { evalMode } from 'cotangent/nn'
 *
 * const tiny = fcn({ divisor: 32, classes: 2 })
 * const [params, state] = tiny.init(key(0))
 * tiny.apply(evalMode)(params, state, zeros([1, 3, 32, 64]))[0].shape // => [1, 2, 32, 64]
 * ```
 */
export const fcn = (options: FcnOptions = {}): Network => {
  const known = { stride: true, classes: true, divisor: true, dropout: true, channels: true } as const
  const {
    stride = 8,
    classes = 21,
    divisor = 1,
    dropout: dropped = 0.5,
    channels = 3,
  } = checkOptions('fcn', options, known)
  if (!strides.has(stride)) return refuse('fcn', [], { expected: 'a stride of 8, 16 or 32', found: String(stride) })
  const w = (width: number): number => width / divisor
  const head = sequential(
    convolution(w(512), w(4096), 7),
    relu,
    dropout(dropped),
    convolution(w(4096), w(4096), 1),
    relu,
    dropout(dropped),
    scores(w(4096), classes),
  )
  const isFiner = stride < 32
  const isFinest = stride === 8
  const none = layers({})
  return inOneRecord(
    [
      layers({
        block1: stretch(channels, w(64), 2),
        block2: stretch(w(64), w(128), 2),
        block3: stretch(w(128), w(256), 3),
      }),
      layers({ block4: stretch(w(256), w(512), 3) }),
      layers({ block5: stretch(w(512), w(512), 3), head }),
      isFiner ? layers({ score_pool4: scores(w(512), classes) }) : none,
      isFinest ? layers({ score_pool3: scores(w(256), classes) }) : none,
      isFiner ? layers({ upscore2: enlarged(classes, 2) }) : none,
      isFinest ? layers({ upscore_pool4: enlarged(classes, 2) }) : none,
      layers({ upscore: enlarged(classes, stride) }),
    ],
    joinFrom(stride),
  )
}
