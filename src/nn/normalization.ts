/**
 * @file Layer, root mean square, group and instance normalization as layers: the operations of the same names, followed
 * by a learned scale and shift. Unlike batch normalization, they normalize every example separately, in training and in
 * use.
 *
 * Formulas and laws: see `ops/normalization.ts`.
 */
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { sameShape, showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { add } from '../ops/add.ts'
import { ones, zeros } from '../ops/constant.ts'
import { mul } from '../ops/mul.ts'
import type { NormalizationOptions } from '../ops/normalization.ts'
import { groupNorm as groupNormOf, layerNorm as layerNormOf, rmsNorm as rmsNormOf } from '../ops/normalization.ts'
import { checkShape } from '../core/shapeRules.ts'
import { checkRequiredSizes } from '../core/shapeRules.ts'
import { alongChannels, checkParameter } from './checkParameter.ts'
import type { ChannelsRule, Layer, None, SameShape } from './Layer.ts'
import { parametric, restore } from './Layer.ts'

/** The learned parameters: a scale and a shift. */
export interface AffineParams {
  readonly weight: Tensor
  readonly bias: Tensor
}

const affine = (shape: Shape): AffineParams => ({ weight: ones(shape), bias: zeros(shape) })

const checkLast = (name: string, x: Tensor, shape: Shape): void => {
  if (shape.length === 0 || !sameShape(x.shape.slice(-shape.length), shape)) {
    refuse(name, [x.shape], { expected: `a shape that ends with ${showShape(shape)}`, found: showShape(x.shape) })
  }
}

/**
 * Layer normalization over last axes of the given lengths (Ba, Kiros and Hinton, 2016), with one scale and one shift
 * per entry of these axes. Refuses an input whose shape does not end with these lengths.
 *
 * @example
 * ```ts
 * import { key, tensor, toNested } from 'cotangent'
 * import { evalMode, layerNorm } from 'cotangent/nn'
 *
 * const layer = layerNorm([3], { epsilon: 0 })
 * const [params, state] = layer.init(key(0))
 * toNested(layer.apply(evalMode)(params, state, tensor([1, 3, 5], [1, 3]))[0]) // => [[-1.224745, 0, 1.224745]]
 * ```
 */
export const layerNorm = (
  shape: number | Shape,
  options: NormalizationOptions = {},
): Layer<SameShape, AffineParams, None> => {
  const { epsilon = 1e-5 } = checkOptions('layerNorm', options, { epsilon: true })
  const last = checkShape('layerNorm', typeof shape === 'number' ? [shape] : shape)
  return parametric<SameShape, AffineParams>(
    () => affine(last),
    ({ weight, bias }, x) => {
      checkLast('layerNorm', x, last)
      const own = (name: string, given: Tensor): Tensor => checkParameter('layerNorm', name, given, last)
      return add(mul(layerNormOf({ axes: last.length, epsilon })(x), own('weight', weight)), own('bias', bias))
    },
  )
}

/**
 * Root mean square normalization over last axes of the given lengths (Zhang and Sennrich, 2019), with one scale per
 * entry of these axes.
 *
 * @example
 * ```ts
 * import { key, tensor, toNested } from 'cotangent'
 * import { evalMode, rmsNorm } from 'cotangent/nn'
 *
 * const layer = rmsNorm(2, { epsilon: 0 })
 * const [params, state] = layer.init(key(0))
 * toNested(layer.apply(evalMode)(params, state, tensor([1, 7], [1, 2]))[0]) // => [[0.2, 1.4]]
 * ```
 */
export const rmsNorm = (
  shape: number | Shape,
  options: NormalizationOptions = {},
): Layer<SameShape, Pick<AffineParams, 'weight'>, None> => {
  const { epsilon = 1e-5 } = checkOptions('rmsNorm', options, { epsilon: true })
  const last = checkShape('rmsNorm', typeof shape === 'number' ? [shape] : shape)
  return parametric<SameShape, Pick<AffineParams, 'weight'>>(
    () => ({ weight: ones(last) }),
    ({ weight }, x) => {
      checkLast('rmsNorm', x, last)
      return mul(rmsNormOf({ axes: last.length, epsilon })(x), checkParameter('rmsNorm', 'weight', weight, last))
    },
  )
}

/**
 * Group normalization of [N, channels, ...] (Wu and He, 2018), with one scale and one shift per channel.
 *
 * @example
 * ```ts
 * import { key, tensor, toNested } from 'cotangent'
 * import { evalMode, groupNorm } from 'cotangent/nn'
 *
 * const layer = groupNorm(1, 2, { epsilon: 0 })
 * const [params, state] = layer.init(key(0))
 * toNested(layer.apply(evalMode)(params, state, tensor([1, 3], [1, 2]))[0]) // => [[-1, 1]]
 * ```
 */
export const groupNorm = <const C extends number>(
  groups: number,
  channels: C,
  options: NormalizationOptions = {},
): Layer<ChannelsRule<C, 'groupNorm'>, AffineParams, None> => {
  const { epsilon = 1e-5 } = checkOptions('groupNorm', options, { epsilon: true })
  checkRequiredSizes('groupNorm', { groups, channels })
  return parametric(
    () => affine([channels]),
    ({ weight, bias }, x) => {
      if (x.shape[1] !== channels)
        refuse('groupNorm', [x.shape], { expected: `[N, ${String(channels)}, ...]`, found: showShape(x.shape) })
      const spread = (name: string, t: Tensor): Tensor =>
        alongChannels('groupNorm', name, t, channels, x.shape.length - 2)
      return add(mul(groupNormOf({ groups, epsilon })(x), spread('weight', weight)), spread('bias', bias))
    },
  )
}

/**
 * Instance normalization of [N, channels, ...]: normalizes each channel of each example separately (Ulyanov, Vedaldi
 * and Lempitsky, 2016). Learns one scale and one shift per channel.
 *
 * @example
 * ```ts
 * import { key, tensor, toNested } from 'cotangent'
 * import { evalMode, instanceNorm } from 'cotangent/nn'
 *
 * const layer = instanceNorm(1, { epsilon: 0 })
 * const [params, state] = layer.init(key(0))
 * toNested(layer.apply(evalMode)(params, state, tensor([1, 3], [1, 1, 2]))[0]) // => [[[-1, 1]]]
 * ```
 */
export const instanceNorm = <const C extends number>(
  channels: C,
  options: NormalizationOptions = {},
): Layer<ChannelsRule<C, 'instanceNorm'>, AffineParams, None> => restore(groupNorm(channels, channels, options))
