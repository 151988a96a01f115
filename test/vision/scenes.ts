/**
 * @file Small networks, trained on nothing, with images to look into them: what the laws of explanations draw.
 */
import type { Tensor } from 'cotangent'
import { flatten, key, maxPool2d, normal, relu, sum, tanh } from 'cotangent'
import type { LayerParams, LayerState, SomeLayer } from 'cotangent/nn'
import { branches, conv2d, dense, inUse, layers, residual, sequential } from 'cotangent/nn'

/** A network with its parameters, the function that it computes, and two images [2, 2, 6, 6]. */
export interface Scene<L extends SomeLayer> {
  readonly network: L
  readonly params: LayerParams<L>
  readonly state: LayerState<L>
  readonly scores: (x: Tensor) => Tensor
  readonly images: Tensor
}

export const sceneOf =
  <L extends SomeLayer>(network: L) =>
  (seed: number): Scene<L> => {
    const made = 'init' in network ? network.init(key(seed)) : [{}, {}]
    const [params, state] = made as [LayerParams<L>, LayerState<L>]
    // The rule of a network whose type is a parameter is not known here.
    const scores = inUse(network)(params, state) as unknown as (x: Tensor) => Tensor
    return { network, params, state, scores, images: imagesOf(seed) }
  }

export const imagesOf = (seed: number): Tensor => normal([2, 2, 6, 6])(key(seed + 1))

/** A chain with rectifiers. */
export const chain = layers({
  conv: conv2d({ in: 2, out: 3, kernel: 3 }),
  relu,
  pool: maxPool2d({ kernel: 2 }),
  flatten,
  fc: dense(12, 4),
})

/** A network without kinks. */
export const smooth = layers({
  conv: conv2d({ in: 2, out: 3, kernel: 3, stride: 2 }),
  tanh,
  flatten,
  fc: dense(12, 4),
})

/** Branches, with a layer around which the input goes. */
export const branched = layers({
  block: residual(sequential(conv2d({ in: 2, out: 2, kernel: 3, padding: 1 }), relu)),
  both: branches({ point: conv2d({ in: 2, out: 2, kernel: 1 }), pooled: sequential(tanh, relu) }),
  flatten,
  fc: dense(144, 4),
})

/** A score that is linear in the image. */
export const linear = sequential(flatten, dense(72, 4))

export const total = (x: Tensor): Tensor<readonly []> => sum()(x)
