/** @file A training step of a small convolutional network, from operations alone: momentum, dropout, a schedule. */
import type { Key, Tensor } from 'cotangent'
import {
  Tree,
  add,
  bernoulli,
  conv2d,
  div,
  foldIn,
  force,
  key,
  logSoftmax,
  matmul,
  maxPool2d,
  mean,
  mul,
  neg,
  normal,
  oneHot,
  relu,
  reshape,
  split,
  sub,
  sum,
  tensor,
  valueAndGrad,
  zeros,
} from 'cotangent'

interface Layer {
  readonly weight: Tensor
  readonly bias: Tensor
}

/** Parameters of the network. */
export interface Parameters {
  readonly conv1: Layer
  readonly conv2: Layer
  readonly dense: Layer
}

/** What training changes. */
export interface Model {
  readonly params: Parameters
  readonly velocity: Parameters
  readonly steps: Tensor<readonly []>
}

/** Images `[N, 1, H, W]` with labels `[N]`. */
export interface Batch {
  readonly images: Tensor
  readonly labels: Tensor
}

const loose = <F>(f: F): ((...args: readonly unknown[]) => Tensor) => f as never

const layer = (k: Key, weight: readonly number[], bias: readonly number[]): Layer => ({
  weight: loose(mul)(normal(weight)(k), 0.3),
  bias: zeros(bias),
})

const [first, second, third] = split(key(0), 3)

const initial: Parameters = force({
  conv1: layer(first, [4, 1, 3, 3], [4, 1, 1]),
  conv2: layer(second, [6, 4, 3, 3], [6, 1, 1]),
  dense: layer(third, [24, 10], [10]),
})

export const initialModel: Model = {
  params: initial,
  velocity: force(Tree.map((t) => zeros(t.shape))(initial)),
  steps: tensor(0, []),
}

/** A batch of 5 random images. */
export const batchOf = (seed: number): Batch =>
  force({ images: normal([5, 1, 14, 14])(key(seed)), labels: tensor([0, 1, 2, 3, 4], [5]) })

const block = (x: Tensor, { weight, bias }: Layer): Tensor =>
  loose(maxPool2d({ kernel: 2 }))(relu(loose(add)(loose(conv2d())(x, weight), bias)))

const lossOf = (params: Parameters, { images, labels }: Batch, k: Key): Tensor<readonly []> => {
  const features = loose(reshape([5, 24]))(block(block(images, params.conv1), params.conv2))
  const kept = loose(div)(loose(mul)(features, bernoulli([5, 24], 0.8)(k)), 0.8)
  const logits = loose(add)(loose(matmul)(kept, params.dense.weight), params.dense.bias)
  const picked = loose(sum({ axis: 1 }))(loose(mul)(logSoftmax()(logits), oneHot(10)(labels)))
  return neg(loose(mean())(picked)) as Tensor<readonly []>
}

/** One step of momentum on a batch, with dropout by key. */
export const trainingStep = (
  { params, velocity, steps }: Model,
  batch: Batch,
  k: Key,
  rate: number,
): readonly [loss: Tensor<readonly []>, next: Model] => {
  const [loss, gradient] = valueAndGrad(lossOf)(params, batch, foldIn(k, steps))
  const moved = Tree.zipWith((v, g) => loose(add)(loose(mul)(v, 0.9), g))(velocity, gradient)
  const next = Tree.zipWith((p, v) => loose(sub)(p, loose(mul)(v, rate)))(params, moved)
  return [loss, { params: next, velocity: moved, steps: add(steps, 1) }]
}
