/**
 * @file Vision Transformer (Dosovitskiy and others, "An image is worth 16x16 words", 2021), in the form and with the
 * parameter names of torchvision: patches of the image are the words of a sequence, with one more for the class.
 *
 *     words    conv_proj(image) as a sequence, class_token before it, plus pos_embedding
 *     block    y = x + attention(ln_1(x))      z = y + mlp(ln_2(y))
 *     scores   heads(ln(blocks(words))[0])
 */
import { split } from '../core/Key.ts'
import { checkOptions } from '../core/options.ts'
import { showShape } from '../core/Shape.ts'
import { checkSizes } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { parametric } from '../nn/Layer.ts'
import type { AnyShape, SomeLayer } from '../nn/index.ts'
import {
  conv2d,
  dense,
  dropout,
  layerNorm,
  layers,
  multiHeadAttention,
  sequential,
  truncatedNormal,
  xavierUniform,
  zeroInitializer,
} from '../nn/index.ts'
import { add } from '../ops/add.ts'
import { broadcastTo } from '../ops/broadcastTo.ts'
import { concatAlong } from '../ops/concat.ts'
import { zeros } from '../ops/constant.ts'
import { gelu } from '../ops/index.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { sliceAlong } from '../ops/slice.ts'
import { transposeTo } from '../ops/transpose.ts'
import { inOneRecord, merged, summed } from './merged.ts'
import type { Network } from './Network.ts'

/** The options by which a network may differ from ViT-B/16. */
export interface VisionTransformerOptions {
  /** The side of the square images; 224 by default. */
  readonly side?: number
  /** The side of a patch, which divides that of the image; 16 by default. */
  readonly patch?: number
  /** Blocks; 12 by default. */
  readonly depth?: number
  /** Heads of attention, which divide the width; 12 by default. */
  readonly heads?: number
  /** The width of a word; 768 by default. */
  readonly width?: number
  /** The width inside a block; four times the width by default. */
  readonly hidden?: number
  /** 1000 by default. */
  readonly classes?: number
  /** The probability with which entries are dropped; 0 by default. */
  readonly dropout?: number
  /** Channels of the images; 3 by default. */
  readonly channels?: number
}

type Sizes = Required<VisionTransformerOptions>

const normalized = (width: number): SomeLayer => layerNorm(width, { epsilon: 1e-6 })

const wide = (ins: number, outs: number): SomeLayer =>
  dense(ins, outs, { initialWeight: xavierUniform, initialBias: zeroInitializer })

/** A layer beside its input, whose parameters keep their names. */
const beside = (...layersOf: readonly SomeLayer[]): Network => summed(merged(...layersOf), (x: Tensor) => x)

const block = ({ width, heads, hidden, dropout: dropped }: Sizes): SomeLayer =>
  merged(
    beside(
      layers({ ln_1: normalized(width), self_attention: multiHeadAttention({ width, heads }) }),
      layers({ dropout: dropout(dropped) }),
    ),
    beside(
      layers({
        ln_2: normalized(width),
        mlp: sequential(wide(width, hidden), gelu(), dropout(dropped), wide(hidden, width), dropout(dropped)),
      }),
    ),
  )

/** [N, D, H, W] to a sequence [N, H W, D]. */
const inSequence = (x: Tensor): Tensor => {
  const [examples = 0, width = 0, ...sides] = x.shape
  const cells = sides.reduce((product, side) => product * side, 1)
  return transposeTo(reshapeTo(x, [examples, width, cells]), [0, 2, 1])
}

/** One more word, the same for all examples, before the others. */
const withClass = (width: number): SomeLayer =>
  parametric<AnyShape, { readonly class_token: Tensor }>(
    () => ({ class_token: zeros([1, 1, width]) }),
    ({ class_token: token }, x) => concatAlong([broadcastTo([x.shape[0] ?? 0, 1, width])(token), x], 1),
  )

const withPositions = (words: number, width: number): SomeLayer =>
  parametric<AnyShape, { readonly pos_embedding: Tensor }>(
    (key) => ({ pos_embedding: truncatedNormal({ standardDeviation: 0.02 })([1, words, width])(split(key)[0]) }),
    ({ pos_embedding: positions }, x) => add(x, positions),
  )

const firstWord = (x: Tensor): Tensor => reshapeTo(sliceAlong(x, 1, 0, 1), [x.shape[0] ?? 0, x.shape[2] ?? 0])

const sizesOf = (options: VisionTransformerOptions): Sizes => {
  const {
    side = 224,
    patch = 16,
    depth = 12,
    heads = 12,
    width = 768,
    hidden = 4 * width,
    classes = 1000,
    channels = 3,
    dropout: dropped = 0,
  } = checkOptions('visionTransformer', options, {
    side: true,
    patch: true,
    depth: true,
    heads: true,
    width: true,
    hidden: true,
    classes: true,
    dropout: true,
    channels: true,
  })
  const sizes = { side, patch, depth, heads, width, hidden, classes, channels }
  checkSizes('visionTransformer', sizes)
  return side % patch === 0
    ? { ...sizes, dropout: dropped }
    : refuse('visionTransformer', [], {
        expected: 'a side that the patch divides',
        found: `${String(side)} and ${String(patch)}`,
      })
}

const checkImages = ({ side, channels }: Sizes, x: Tensor): Tensor => {
  const [, found, ...sides] = x.shape
  return found === channels && sides.length === 2 && sides.every((one) => one === side)
    ? x
    : refuse('visionTransformer', [x.shape], {
        expected: `[N, ${[channels, side, side].join(', ')}]`,
        found: showShape(x.shape),
      })
}

/**
 * A Vision Transformer, ViT-B/16 by default: images [N, channels, side, side] to logits [N, classes].
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { visionTransformer } from 'cotangent/models'
 * import { evalMode } from 'cotangent/nn'
 *
 * const tiny = visionTransformer({ side: 8, patch: 4, depth: 1, heads: 2, width: 8, classes: 10 })
 * const [params, state] = tiny.init(key(0))
 * tiny.apply(evalMode)(params, state, zeros([2, 3, 8, 8]))[0].shape // => [2, 10]
 * ```
 */
export const visionTransformer = (options: VisionTransformerOptions = {}): Network => {
  const sizes = sizesOf(options)
  const { side, patch, depth, width, classes, channels, dropout: dropped } = sizes
  const words = (side / patch) ** 2 + 1
  const blocks = Array.from({ length: depth }, (_, k) => [`encoder_layer_${String(k)}`, block(sizes)] as const)
  const encoder = merged(
    withPositions(words, width),
    layers({ dropout: dropout(dropped), layers: layers(Object.fromEntries(blocks)), ln: normalized(width) }),
  )
  return inOneRecord(
    [
      layers({ conv_proj: conv2d({ in: channels, out: width, kernel: patch, stride: patch }) }),
      withClass(width),
      layers({ encoder }),
      layers({
        heads: layers({
          head: dense(width, classes, { initialWeight: zeroInitializer, initialBias: zeroInitializer }),
        }),
      }),
    ],
    (x, [patches, tokens, encoded, scores]) =>
      [patches, inSequence, tokens, encoded, firstWord, scores].reduce<Tensor>(
        (input, step) => step?.(input) ?? input,
        checkImages(sizes, x),
      ),
  )
}
