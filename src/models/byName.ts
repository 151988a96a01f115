/**
 * @file Networks by the names that commands take.
 */
import { alexnet, alexnetOfPaper } from './alexnet.ts'
import { fcn } from './fcn.ts'
import { googlenet, googlenetOfPaper } from './googlenet.ts'
import { lenet, lenetTanh } from './lenet.ts'
import { lenet1998 } from './lenet1998.ts'
import { mobilenetV2 } from './mobilenetV2.ts'
import type { Network } from './Network.ts'
import { asNetwork } from './Network.ts'
import type { ResnetDepth } from './resnet.ts'
import { resnet } from './resnet.ts'
import { squeezenet } from './squeezenet.ts'
import { unet } from './unet.ts'
import type { Shape } from '../core/Shape.ts'
import type { VggDepth } from './vgg.ts'
import { vgg } from './vgg.ts'
import { visionTransformer } from './visionTransformer.ts'

/** A network with the shape of one input that it is made for. */
export interface NamedNetwork {
  /** Makes the network. */
  readonly network: () => Network
  /** [C, H, W]. */
  readonly input: Shape
}

const ofImageNet = (network: () => Parameters<typeof asNetwork>[0], side = 224): NamedNetwork => ({
  network: () => asNetwork(network()),
  input: [3, side, side],
})

const vggs = ([11, 13, 16, 19] satisfies readonly VggDepth[]).flatMap(
  (depth): readonly (readonly [string, NamedNetwork])[] => [
    [`vgg${String(depth)}`, ofImageNet(() => vgg(depth))],
    [`vgg${String(depth)}-bn`, ofImageNet(() => vgg(depth, { batchNorm: true }))],
  ],
)

const resnets = ([18, 34, 50, 101, 152] satisfies readonly ResnetDepth[]).map(
  (depth) => [`resnet${String(depth)}`, ofImageNet(() => resnet(depth))] as const,
)

/**
 * Every network, by its name; it is made on request.
 *
 * @example
 * ```ts
 * import { networks } from 'cotangent/models'
 * import { summary } from 'cotangent/nn'
 *
 * const { network, input } = networks['vgg16'] ?? { network: null, input: [] }
 * network !== null && summary(network(), [1, ...input]).parameters // => 138357544
 * ```
 */
export const networks: Readonly<Record<string, NamedNetwork>> = {
  lenet: { network: () => asNetwork(lenet), input: [1, 28, 28] },
  'lenet-tanh': { network: () => asNetwork(lenetTanh), input: [1, 32, 32] },
  'lenet-1998': { network: () => lenet1998, input: [1, 32, 32] },
  alexnet: ofImageNet(() => alexnet()),
  'alexnet-paper': ofImageNet(() => alexnetOfPaper(), 227),
  ...Object.fromEntries(vggs),
  googlenet: ofImageNet(() => googlenet()),
  'googlenet-paper': ofImageNet(() => googlenetOfPaper()),
  ...Object.fromEntries(resnets),
  squeezenet1_1: ofImageNet(() => squeezenet()),
  mobilenet_v2: ofImageNet(() => mobilenetV2()),
  vit_b_16: ofImageNet(() => visionTransformer()),
  unet: { network: () => unet(), input: [1, 256, 256] },
  fcn8s: ofImageNet(() => fcn()),
}
