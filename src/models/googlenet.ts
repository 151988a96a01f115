/**
 * @file GoogLeNet: nine Inception modules (Szegedy et al., "Going deeper with convolutions", 2015), twice: as the paper has
 * it, with local response normalization, and in the form and with the parameter names of torchvision, with batch
 * normalization and 3x3 in place of 5x5.
 *
 *     stem          [N, 3, 224, 224] to [N, 192, 28, 28]
 *     3a, 3b        to [N, 480, 28, 28], pooled to 14
 *     4a            to [N, 512, 14, 14]            first auxiliary head
 *     4b, 4c, 4d    to [N, 528, 14, 14]            second auxiliary head
 *     4e, 5a, 5b    to [N, 1024, 7, 7]
 *     mean, dropout, dense                         scores
 */
import { checkOptions } from '../core/options.ts'
import type { Key } from '../core/Key.ts'
import { split } from '../core/Key.ts'
import type { Tensor } from '../core/Tensor.ts'
import { restore, splitMode } from '../nn/Layer.ts'
import type { Layer, Mode, SomeLayer } from '../nn/index.ts'
import {
  adaptiveAvgPool2d,
  avgPool2d,
  flatten,
  globalAvgPool2d,
  localResponseNorm,
  maxPool2d,
  relu,
} from '../ops/index.ts'
import { dense, dropout, identity, layers } from '../nn/index.ts'
import { add } from '../ops/add.ts'
import { mul } from '../ops/mul.ts'
import type { InceptionWidths } from './inception.ts'
import { inception, inceptionChannels, unitOf } from './inception.ts'
import type { ImagesToScores } from './ImagesToScores.ts'
import type { Network, Parts } from './Network.ts'
import { asNetwork } from './Network.ts'

/** The options by which a network may differ from the published ones. */
export interface GooglenetOptions<Classes extends number = number, Channels extends number = number> {
  /** 1000 by default. */
  readonly classes?: Classes
  /** The divisor of every width, rounded down, for a smaller network of the same form; 1 by default. */
  readonly divisor?: number
  /** The dropout probability before the scores; 0.2 in torchvision's form, 0.4 in the paper's. */
  readonly dropout?: number
  /** Channels of the images; 3 by default. */
  readonly channels?: Channels
}

/** What may differ in the network with its heads. */
export interface GooglenetHeadsOptions extends GooglenetOptions {
  /** Width of the hidden layer of a head; 1024 over the divisor by default. */
  readonly headHidden?: number
  /** The dropout probability in a head; 0.7 by default. */
  readonly headDropout?: number
}

const optionNames = { classes: true, divisor: true, dropout: true, channels: true } as const
const headOptionNames = { ...optionNames, headHidden: true, headDropout: true } as const

/** The paper's table, one row per module. */
const table = {
  inception3a: { point: 64, three: [96, 128], five: [16, 32], pooled: 32 },
  inception3b: { point: 128, three: [128, 192], five: [32, 96], pooled: 64 },
  inception4a: { point: 192, three: [96, 208], five: [16, 48], pooled: 64 },
  inception4b: { point: 160, three: [112, 224], five: [24, 64], pooled: 64 },
  inception4c: { point: 128, three: [128, 256], five: [24, 64], pooled: 64 },
  inception4d: { point: 112, three: [144, 288], five: [32, 64], pooled: 64 },
  inception4e: { point: 256, three: [160, 320], five: [32, 128], pooled: 128 },
  inception5a: { point: 256, three: [160, 320], five: [32, 128], pooled: 128 },
  inception5b: { point: 384, three: [192, 384], five: [48, 128], pooled: 128 },
} as const satisfies Readonly<Record<string, InceptionWidths>>

/** Where the pieces of a form differ: torchvision's, or the paper's. */
interface Form {
  readonly batchNorm: boolean
  readonly widest: 3 | 5
  /** After the first pooling and before the second. */
  readonly normalization: SomeLayer
  readonly lastPool: SomeLayer
  readonly headPool: SomeLayer
  readonly dropout: number
}

const halving = maxPool2d({ kernel: 3, stride: 2, ceilMode: true })

const torchvision: Form = {
  batchNorm: true,
  widest: 3,
  normalization: identity,
  lastPool: maxPool2d({ kernel: 2, ceilMode: true }),
  headPool: adaptiveAvgPool2d([4, 4]),
  dropout: 0.2,
}

const published: Form = {
  batchNorm: false,
  widest: 5,
  normalization: localResponseNorm({ size: 5 }),
  lastPool: halving,
  headPool: avgPool2d({ kernel: 5, stride: 3 }),
  dropout: 0.4,
}

type Named = Readonly<Record<string, SomeLayer>>

/** The widths of every module over a divisor, with the channels that come into each. */
const modulesOf = (w: (width: number) => number): readonly (readonly [name: string, ins: number, InceptionWidths])[] =>
  Object.entries(table).reduce<readonly (readonly [string, number, InceptionWidths])[]>((made, [name, full]) => {
    const widths = {
      point: w(full.point),
      three: [w(full.three[0]), w(full.three[1])],
      five: [w(full.five[0]), w(full.five[1])],
      pooled: w(full.pooled),
    } as const
    const before = made.at(-1)
    return [...made, [name, before === undefined ? w(192) : inceptionChannels(before[2]), widths]]
  }, [])

/** The network in three stretches, each ending where a head begins or at the scores, and the heads. */
interface Stretches {
  readonly trunk: readonly [Named, Named, Named]
  readonly heads: { readonly aux1: SomeLayer; readonly aux2: SomeLayer }
}

const stretchesOf = (form: Form, options: GooglenetHeadsOptions): Stretches => {
  const { classes = 1000, divisor = 1, channels = 3, dropout: dropped = form.dropout } = options
  const w = (width: number): number => Math.floor(width / divisor)
  const { headHidden = w(1024), headDropout = 0.7 } = options
  const unit = unitOf(form.batchNorm)
  const modules = modulesOf(w)
  const between = (first: string, last: string): Named =>
    Object.fromEntries(
      modules
        .filter(([name]) => name >= first && name <= last)
        .map(([name, ins, widths]) => [
          name,
          inception(ins, widths, { batchNorm: form.batchNorm, widest: form.widest }),
        ]),
    )
  const channelsAfter = (wanted: string): number =>
    modules.reduce((found, [name, , widths]) => (name === wanted ? inceptionChannels(widths) : found), 0)
  const head = (ins: number): SomeLayer =>
    layers({
      pool: form.headPool,
      conv: unit(ins, w(128), 1),
      flatten,
      fc1: dense(w(128) * 16, headHidden),
      relu,
      dropout: dropout(headDropout),
      fc2: dense(headHidden, classes),
    })
  return {
    trunk: [
      {
        conv1: unit(channels, w(64), 7, { stride: 2, padding: 3 }),
        maxpool1: halving,
        norm1: form.normalization,
        conv2: unit(w(64), w(64), 1),
        conv3: unit(w(64), w(192), 3, { padding: 1 }),
        norm2: form.normalization,
        maxpool2: halving,
        ...between('inception3a', 'inception3b'),
        maxpool3: halving,
        ...between('inception4a', 'inception4a'),
      },
      between('inception4b', 'inception4d'),
      {
        ...between('inception4e', 'inception4e'),
        maxpool4: form.lastPool,
        ...between('inception5a', 'inception5b'),
        avgpool: globalAvgPool2d,
        dropout: dropout(dropped),
        fc: dense(channelsAfter('inception5b'), classes),
      },
    ],
    heads: { aux1: head(channelsAfter('inception4a')), aux2: head(channelsAfter('inception4d')) },
  }
}

/** Layers by name, one after another. */
const networkIn = (parts: Named): Network => asNetwork(layers(parts))

/**
 * GoogLeNet without heads. The types know what it gives; its parameters are too many to be of use in types: 57 convolutions,
 * each with a normalization or a bias, built from a table of widths.
 */
export type Googlenet<Classes extends number, Channels extends number> = Layer<
  ImagesToScores<Channels, Classes>,
  Parts,
  Parts
>

const networkOf =
  (form: Form) =>
  <const Classes extends number = 1000, const Channels extends number = 3>(
    options: GooglenetOptions<Classes, Channels> = {},
  ): Googlenet<Classes, Channels> => {
    const [first, second, third] = stretchesOf(form, checkOptions('googlenet', options, optionNames)).trunk
    return restore(networkIn({ ...first, ...second, ...third }))
  }

/**
 * GoogLeNet in torchvision's form, with its parameter names, without auxiliary heads: images [N, 3, 224, 224] to scores
 * [N, classes]. Other sizes, 32 at least, are averaged too.
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { googlenet } from 'cotangent/models'
 * import { evalMode } from 'cotangent/nn'
 *
 * const tiny = googlenet({ divisor: 16, classes: 10 })
 * const [params, state] = tiny.init(key(0))
 * tiny.apply(evalMode)(params, state, zeros([1, 3, 64, 64]))[0].shape // => [1, 10]
 * ```
 */
export const googlenet = networkOf(torchvision)

/**
 * GoogLeNet as in the paper, with local response normalization, without auxiliary heads; see {@link googlenet}.
 *
 * @example
 * ```ts
 * import { googlenetOfPaper } from 'cotangent/models'
 * import { summary } from 'cotangent/nn'
 *
 * summary(googlenetOfPaper(), [1, 3, 224, 224]).output // => [1, 1000]
 * ```
 */
export const googlenetOfPaper = networkOf(published)

/** What a network with auxiliary heads comes to: scores [N, classes], and those of its heads, which are only there in training. */
export interface HeadedScores {
  readonly scores: Tensor
  readonly heads: readonly Tensor[]
}

/** A network with auxiliary heads: like a layer, except for its result. */
export interface HeadedNetwork {
  /** Draws fresh parameters from a key, and the first state. */
  readonly init: (key: Key) => readonly [params: Parts, state: Parts]
  /** Parameters, state and images to scores and next state. */
  readonly apply: (mode: Mode) => (params: Parts, state: Parts, x: Tensor) => readonly [HeadedScores, state: Parts]
}

const headedOf =
  (form: Form) =>
  (options: GooglenetHeadsOptions = {}): HeadedNetwork => {
    const { trunk, heads } = stretchesOf(form, checkOptions('googlenetWithHeads', options, headOptionNames))
    const [first, second, third] = [networkIn(trunk[0]), networkIn(trunk[1]), networkIn(trunk[2])]
    const [aux1, aux2] = [networkIn({ aux1: heads.aux1 }), networkIn({ aux2: heads.aux2 })]
    const inTurn = [first, second, third, aux1, aux2]
    return {
      init: (key) => {
        const keys = split(key, inTurn.length)
        const made = inTurn.map((part, k) => part.init(keys[k] ?? key))
        return [
          Object.assign({}, ...made.map(([params]) => params)),
          Object.assign({}, ...made.map(([, state]) => state)),
        ]
      },
      apply: (mode) => (params, state, x) => {
        const modes = splitMode(mode, inTurn.length)
        const on = (place: number, input: Tensor): readonly [Tensor, Parts] =>
          (inTurn[place] ?? first).apply(modes[place] ?? mode)(params, state, input)
        const [afterFirst, s1] = on(0, x)
        const [afterSecond, s2] = on(1, afterFirst)
        const [scores, s3] = on(2, afterSecond)
        if (mode._tag === 'eval') return [{ scores, heads: [] }, state]
        const [head1, s4] = on(3, afterFirst)
        const [head2, s5] = on(4, afterSecond)
        return [
          { scores, heads: [head1, head2] },
          { ...s1, ...s2, ...s3, ...s4, ...s5 },
        ]
      },
    }
  }

/**
 * GoogLeNet in torchvision's form with its two auxiliary heads, for training; see {@link headedLoss}. In use the heads are
 * left out.
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { googlenetWithHeads } from 'cotangent/models'
 * import { trainMode } from 'cotangent/nn'
 *
 * const tiny = googlenetWithHeads({ divisor: 16, classes: 10 })
 * const [params, state] = tiny.init(key(0))
 * const [{ heads }] = tiny.apply(trainMode(key(1)))(params, state, zeros([2, 3, 224, 224]))
 * heads.map(({ shape }) => shape) // => [[2, 10], [2, 10]]
 * ```
 */
export const googlenetWithHeads = headedOf(torchvision)

/**
 * GoogLeNet as in the paper, with its two auxiliary heads; see {@link googlenetWithHeads}.
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { googlenetOfPaperWithHeads } from 'cotangent/models'
 * import { trainMode } from 'cotangent/nn'
 *
 * const tiny = googlenetOfPaperWithHeads({ classes: 10, divisor: 16 })
 * const [params, state] = tiny.init(key(0))
 * const [{ heads }] = tiny.apply(trainMode(key(1)))(params, state, zeros([1, 3, 224, 224]))
 * heads.map(({ shape }) => shape) // => [[1, 10], [1, 10]]
 * ```
 */
export const googlenetOfPaperWithHeads = headedOf(published)

/**
 * The loss of the scores, plus a fraction of the loss of each head; 0.3 by default, as in the paper.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { headedLoss } from 'cotangent/models'
 * import { crossEntropy } from 'cotangent/nn'
 *
 * const even = tensor([0, 0], [1, 2])
 * const loss = headedLoss(crossEntropy)({ scores: even, heads: [even, even] }, tensor([1], [1]))
 * item(loss) // => 1.1090355
 * ```
 */
export const headedLoss =
  (loss: (scores: Tensor, labels: Tensor<readonly [number]>) => Tensor<readonly []>, weight = 0.3) =>
  ({ scores, heads }: HeadedScores, labels: Tensor<readonly [number]>): Tensor<readonly []> =>
    heads.reduce<Tensor<readonly []>>((sum, head) => add(sum, mul(loss(head, labels), weight)), loss(scores, labels))
