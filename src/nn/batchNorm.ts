/**
 * @file Batch normalization (Ioffe and Szegedy, 2015): normalizes each channel to mean 0 and variance 1 over the batch,
 * then applies a learned scale and shift.
 *
 *     training: y = weight (x - mean) / sqrt(var + epsilon) + bias      over the batch, var biased
 *     use: the same with the running statistics
 *     running' = (1 - momentum) running + momentum batch            the running variance takes the unbiased one
 *
 * The running statistics are the layer's state, and are returned with the output. Where several processes share a batch,
 * the sums are those over all of them, and so are the derivatives. Refuses to train on one number per
 * channel, whose variance is meaningless.
 */
import { checkOptions } from '../core/options.ts'
import type { BatchPlace } from '../core/Key.ts'
import type { Tensor } from '../core/Tensor.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import { refuse } from '../core/TensorError.ts'
import { stopGradient } from '../diff/stopGradient.ts'
import { add } from '../ops/add.ts'
import { ones, zeros } from '../ops/constant.ts'
import { mul } from '../ops/mul.ts'
import type { Whole } from '../ops/normalization.ts'
import { momentsOver, standardize } from '../ops/normalization.ts'
import { countAlong } from '../ops/reductions.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { checkRequiredSizes } from '../core/shapeRules.ts'
import { alongChannels, checkParameter } from './checkParameter.ts'
import type { ChannelsRule, Layer, Mode } from './Layer.ts'
import { stateful } from './Layer.ts'

/** The learned parameters: one scale and one shift per channel. */
export interface BatchNormParams<C extends number> {
  readonly weight: Tensor<readonly [C]>
  readonly bias: Tensor<readonly [C]>
}

/** The state carried from step to step: the running statistics. */
export interface BatchNormState<C extends number> {
  readonly runningMean: Tensor<readonly [C]>
  readonly runningVar: Tensor<readonly [C]>
}

/** The settings of batch normalization. */
export interface BatchNormOptions {
  /** How much of the running statistics each batch replaces; 0.1 by default. */
  readonly momentum?: number
  /** Added to the variance; 1e-5 by default. */
  readonly epsilon?: number
  /**
   * Whether a step on several processes (`cotangent/distributed`) normalizes by the statistics of the whole batch, as one
   * process would; true by default. Otherwise each process uses those of its own part.
   */
  readonly acrossRanks?: boolean
}

const axesOf = (x: Tensor, channels: number): readonly number[] =>
  x.shape.length >= 2 && x.shape[1] === channels
    ? x.shape.map((_, axis) => axis).filter((axis) => axis !== 1)
    : refuse('batchNorm', [x.shape], { expected: `[N, ${String(channels)}, ...]`, found: showShape(x.shape) })

/** What the part of a process is a part of: the numbers along some axes of the whole batch, and sums over it. */
export const wholeBatch = (shape: Shape, axes: readonly number[], place: BatchPlace | undefined): Whole => ({
  count: countAlong(shape, axes) * (place === undefined ? 1 : place.of / place.count),
  sum: (part: Tensor): Tensor => (place === undefined ? part : place.sum(part)),
})

/**
 * Batch normalization of [N, C, ...] over the batch and the spatial axes, for C channels, with a learned scale and shift
 * per channel. In training it uses the statistics of the batch, and moves the running ones of its state toward them. In
 * evaluation it uses the running ones.
 *
 * @example
 * ```ts
 * import { key, tensor, toNested } from 'cotangent'
 * import { batchNorm, evalMode, trainMode } from 'cotangent/nn'
 *
 * const layer = batchNorm(1)
 * const [params, state] = layer.init(key(0))
 * const x = tensor([-1, 1], [2, 1])
 * const [y, next] = layer.apply(trainMode(key(1)))(params, state, x)
 * toNested(y) // => [[-0.999995], [0.999995]]
 * toNested(next.runningVar) // => [1.1]
 * toNested(layer.apply(evalMode)(params, next, x)[0]) // => [[-0.953458], [0.953458]]
 * ```
 */
export const batchNorm = <const C extends number>(
  channels: C,
  options: BatchNormOptions = {},
): Layer<ChannelsRule<C, 'batchNorm'>, BatchNormParams<C>, BatchNormState<C>> => {
  const known = { momentum: true, epsilon: true, acrossRanks: true } as const
  const { momentum = 0.1, epsilon = 1e-5, acrossRanks = true } = checkOptions('batchNorm', options, known)
  checkRequiredSizes('batchNorm', { channels })
  const run = ({ weight, bias }: BatchNormParams<C>, state: BatchNormState<C>, x: Tensor, mode: Mode) => {
    const axes = axesOf(x, channels)
    checkParameter('batchNorm', 'runningMean', state.runningMean, [channels])
    checkParameter('batchNorm', 'runningVar', state.runningVar, [channels])
    const scaled = (mean: Tensor, variance: Tensor): Tensor => {
      const spread = (name: string, t: Tensor): Tensor =>
        alongChannels('batchNorm', name, t, channels, x.shape.length - 2)
      return add(mul(standardize(x, mean, variance, axes, epsilon), spread('weight', weight)), spread('bias', bias))
    }
    if (mode._tag === 'eval') return [scaled(state.runningMean, state.runningVar), state] as const
    const whole = wholeBatch(x.shape, axes, acrossRanks ? mode.key.place : undefined)
    const { count } = whole
    if (count < 2)
      return refuse('batchNorm', [x.shape], {
        expected: 'more than one number per channel in training',
        found: String(count),
      })
    const [mean, variance] = momentsOver(x, axes, whole)
    const toward = (running: Tensor, batch: Tensor): Tensor<readonly [C]> =>
      reshapeTo(add(mul(running, 1 - momentum), mul(stopGradient(batch), momentum)), [channels] as const)
    const next = {
      runningMean: toward(state.runningMean, mean),
      runningVar: toward(state.runningVar, mul(variance, count / (count - 1))),
    }
    return [scaled(mean, variance), next] as const
  }
  return stateful(
    () => [
      { weight: ones([channels]), bias: zeros([channels]) },
      { runningMean: zeros([channels]), runningVar: ones([channels]) },
    ],
    run,
  )
}
