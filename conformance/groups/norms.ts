/** @file Normalization: the group `norm`, and its second order in the group `conv`. */
import * as c from 'cotangent'
import type { Tensor } from 'cotangent'
import { batchNorm, evalMode, trainMode } from 'cotangent/nn'
import type { Ours } from '../check.ts'
import { flag, number, numbers } from './params.ts'
import { backward } from './windows.ts'

/** A scale and a shift along an axis of channels, where there are. */
const affine = (y: Tensor, weight: Tensor | undefined, bias: Tensor | undefined, spatial: number): Tensor => {
  const spread = (t: Tensor): Tensor => c.reshape([...t.shape, ...Array.from({ length: spatial }, () => 1)])(t)
  const scaled = weight === undefined ? y : c.mul(y, spread(weight))
  return bias === undefined ? scaled : c.add(scaled, spread(bias))
}

interface BatchNormInputs {
  readonly x: Tensor
  readonly weight?: Tensor | undefined
  readonly bias?: Tensor | undefined
  readonly mean?: Tensor | undefined
  readonly variance?: Tensor | undefined
}

const normalizeBatch = (
  { x, weight, bias, mean, variance }: BatchNormInputs,
  training: boolean,
  momentum: number,
  epsilon: number,
): readonly [y: Tensor, mean: Tensor, variance: Tensor] => {
  const channels = x.shape[1] ?? 0
  const layer = batchNorm(channels, { momentum, epsilon })
  const perChannel = c.reshape([channels])
  const [one, zero] = [c.ones([channels]), c.zeros([channels])]
  const params = { weight: perChannel(weight ?? one), bias: perChannel(bias ?? zero) }
  const state = { runningMean: perChannel(mean ?? zero), runningVar: perChannel(variance ?? one) }
  const [y, next] = layer.apply(training ? trainMode(c.key(0)) : evalMode)(params, state, x)
  return [y, next.runningMean, next.runningVar]
}

/** The roles of inputs, by their names. */
const rolesOf = (names: readonly string[], inputs: readonly Tensor[]): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(names.map((name, k) => [name.slice(name.indexOf('/') + 1), inputs[k]!]))

const batch: Ours = (params, inputs, names = []) => {
  const { x, weight, bias, running_mean: mean, running_var: variance } = rolesOf(names, inputs)
  const [y, ...statistics] = normalizeBatch(
    { x: x!, weight, bias, mean, variance },
    flag(params, 'training'),
    number(params, 'momentum'),
    number(params, 'eps'),
  )
  return [y, ...(mean === undefined ? [] : statistics)]
}

/** Three batches in training, then the last in use. Without a momentum the statistics are the mean of all batches. */
const batches: Ours = (params, inputs, names = []) => {
  const { x0, x1, x2, weight, bias } = rolesOf(names, inputs)
  const epsilon = number(params, 'eps')
  const { outputs, mean, variance } = [x0!, x1!, x2!].reduce<{
    readonly outputs: readonly Tensor[]
    readonly mean: Tensor | undefined
    readonly variance: Tensor | undefined
  }>(
    (sofar, x, k) => {
      const momentum = params['momentum'] === null ? 1 / (k + 1) : number(params, 'momentum')
      const made = normalizeBatch(
        { x, weight, bias, mean: sofar.mean, variance: sofar.variance },
        true,
        momentum,
        epsilon,
      )
      return { outputs: [...sofar.outputs, ...made], mean: made[1], variance: made[2] }
    },
    { outputs: [], mean: undefined, variance: undefined },
  )
  return [...outputs, normalizeBatch({ x: x0!, weight, bias, mean, variance }, false, 0, epsilon)[0]]
}

const layer: Ours = (params, [x, weight, bias]) => [
  affine(
    c.layerNorm({ axes: numbers(params, 'normalized_shape').length, epsilon: number(params, 'eps') })(x!),
    weight,
    bias,
    0,
  ),
]

const grouped =
  (groupsOf: (params: Parameters<Ours>[0], x: Tensor) => number): Ours =>
  (params, [x, weight, bias]) => [
    affine(
      c.groupNorm({ groups: groupsOf(params, x!), epsilon: number(params, 'eps') })(x!),
      weight,
      bias,
      x!.shape.length - 2,
    ),
  ]

/** Functions of normalization. */
export const norms: Readonly<Record<string, Ours>> = {
  batch_norm: batch,
  batch_norm_sequence: batches,
  layer_norm: layer,
  group_norm: grouped((params) => number(params, 'num_groups')),
  instance_norm: grouped((_, x) => x.shape[1] ?? 0),
  local_response_norm: (params, [x]) => [
    c.localResponseNorm({
      size: number(params, 'size'),
      alpha: number(params, 'alpha'),
      beta: number(params, 'beta'),
      k: number(params, 'k'),
    })(x!),
  ],
  normalize: (params, [x]) => [
    c.unitNorm({ p: number(params, 'p'), axis: number(params, 'dim'), epsilon: number(params, 'eps') })(x!),
  ],
}

/** A critic whose gradient by its input should have length 1: the mean of (length - 1)^2. */
const gradientPenalty: Ours = (params, [x, w1, b1, w2]) => {
  const critic = (image: Tensor): Tensor => {
    const padding = numbers(params, 'padding')
    const hidden = c.tanh(c.add(c.conv({ padding })(image, w1!), c.reshape([-1, 1, 1])(b1!)))
    return c.matmul(c.reshape([image.shape[0] ?? 0, -1])(hidden), w2!)
  }
  const slope = c.grad((image: Tensor) => c.sum()(critic(image)))(x!)
  const squares = c.sum({ axis: [1, 2, 3] })(c.mul(slope, slope))
  const off = c.sub(c.sqrt(squares), 1)
  return [c.mean()(c.mul(off, off))]
}

/** Their second order. */
export const normsBackward: Readonly<Record<string, Ours>> = {
  batch_norm_backward: backward((params, [x, weight, bias]) => [
    normalizeBatch({ x: x!, weight, bias }, true, 0.1, number(params, 'eps'))[0],
  ]),
  layer_norm_backward: backward(layer),
  wgan_gp_conv_tanh_linear: gradientPenalty,
}
