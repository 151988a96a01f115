/**
 * @file Regression losses, of the difference d = y - t between prediction and target.
 *
 *     meanSquaredError   d^2                      meanAbsoluteError   |d|
 *     smoothL1           d^2 / (2 beta) where |d| < beta, else |d| - beta / 2
 *     huber              beta smoothL1            euclideanLoss       1/(2 N) sum over n of ||d[n]||^2
 *
 * Pullback: through their parts; for euclideanLoss d / N; for meanAbsoluteError 0 where d is 0.
 * smoothL1 and huber have the slope of their line at infinite differences.
 * Laws: finite differences; "euclideanLoss is K / 2 times meanSquaredError"; equal PyTorch's.
 */
import type { Shape } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { abs } from '../../ops/abs.ts'
import { literal, zero } from '../../ops/constant.ts'
import { div } from '../../ops/div.ts'
import { lessEqual } from '../../ops/lessEqual.ts'
import { mul } from '../../ops/mul.ts'
import { sub } from '../../ops/sub.ts'
import { sum } from '../../ops/sum.ts'
import { where } from '../../ops/where.ts'
import type { Loss, NoOptions, TargetLoss, TargetOf } from './reduction.ts'
import { checkTargets, targetLoss } from './reduction.ts'

/**
 * The mean of the squared differences over all entries, as PyTorch's `mse_loss`. Refuses targets of another shape: nothing
 * is broadcast.
 *
 * @example
 * ```ts
 * import { item, tensor, toNested } from 'cotangent'
 * import { meanSquaredError } from 'cotangent/nn'
 *
 * const [y, t] = [tensor([1, 2, 3, 4], [2, 2]), tensor([1, 2, 3, 6], [2, 2])]
 * item(meanSquaredError(y, t)) // => 1
 * toNested(meanSquaredError(y, t, { reduction: 'none' })) // => [[0, 0], [0, 4]]
 * ```
 */
export const meanSquaredError: TargetLoss = targetLoss<NoOptions>('meanSquaredError', {}, (y, t) => {
  const error: Tensor = sub(y, t)
  return mul(error, error)
})

/**
 * The mean of the magnitudes of the differences, as PyTorch's `l1_loss`.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { meanAbsoluteError } from 'cotangent/nn'
 *
 * item(meanAbsoluteError(tensor([1, 2], [2]), tensor([4, 1], [2]))) // => 2
 * ```
 */
export const meanAbsoluteError: TargetLoss = targetLoss<NoOptions>('meanAbsoluteError', {}, (y, t) => abs(sub(y, t)))

/**
 * Which differences are not below a bound, and the others alone: the parabola of those would multiply their cotangent of 0 by
 * infinity. A difference that is not a number stays one.
 */
const beyond = (bound: number, error: Tensor, size: Tensor): readonly [isFar: Tensor, near: Tensor] => {
  const isFar: Tensor = lessEqual(literal(bound), size)
  return [isFar, where(isFar, zero, error)]
}

/** Where {@link smoothL1} changes from a parabola to a line. */
export interface SmoothL1Options {
  /** Below this difference the loss is a parabola; 1 by default, and with 0 it is {@link meanAbsoluteError}. */
  readonly beta?: number
}

/**
 * The mean of losses that are quadratic near zero and linear, with slope 1, away from it, as PyTorch's
 * `smooth_l1_loss`.
 *
 * @example
 * ```ts
 * import { toNested, tensor } from 'cotangent'
 * import { smoothL1 } from 'cotangent/nn'
 *
 * toNested(smoothL1(tensor([0.5, 3], [2]), tensor([0, 0], [2]), { reduction: 'none' })) // => [0.125, 2.5]
 * ```
 */
export const smoothL1: TargetLoss<SmoothL1Options> = targetLoss<SmoothL1Options>(
  'smoothL1',
  { beta: true },
  (y, t, { beta = 1 }) => {
    const error: Tensor = sub(y, t)
    const size: Tensor = abs(error)
    if (beta === 0) return size
    const [isFar, near] = beyond(beta, error, size)
    return where(isFar, sub(size, beta / 2), mul(mul(near, near), 1 / (2 * beta)))
  },
)

/** Where {@link huber} changes from a parabola to a line. */
export interface HuberOptions {
  /** Below this difference the loss is half its square; 1 by default. */
  readonly delta?: number
}

/**
 * The mean of losses that are half the squared difference below delta, and linear with slope delta beyond, as PyTorch's
 * `huber_loss` (Huber, "Robust estimation of a location parameter", 1964).
 *
 * @example
 * ```ts
 * import { toNested, tensor } from 'cotangent'
 * import { huber } from 'cotangent/nn'
 *
 * toNested(huber(tensor([0.5, 3], [2]), tensor([0, 0], [2]), { delta: 2, reduction: 'none' })) // => [0.125, 4]
 * ```
 */
export const huber: TargetLoss<HuberOptions> = targetLoss<HuberOptions>(
  'huber',
  { delta: true },
  (y, t, { delta = 1 }) => {
    const error: Tensor = sub(y, t)
    const size: Tensor = abs(error)
    const [isFar, near] = beyond(delta, error, size)
    return where(isFar, mul(sub(size, delta / 2), delta), mul(mul(near, near), literal(0.5)))
  },
)

/**
 * Half the squared Euclidean distance to the target, averaged over the batch, which is the first axis: 1/(2 N) times
 * the sum of squares. Its gradient is the plain error, (y - t) / N, as in the textbook derivation of backpropagation.
 * Refuses targets of another shape, and scalars, which have no batch.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { euclideanLoss } from 'cotangent/nn'
 *
 * item(euclideanLoss(tensor([1, 2, 3, 4], [2, 2]), tensor([1, 2, 3, 6], [2, 2]))) // => 1
 * ```
 */
export const euclideanLoss = <const S extends Shape, const T extends Shape>(
  predictions: Tensor<S>,
  targets: TargetOf<S, T>,
): Loss => {
  const [y, t]: readonly [Tensor, Tensor] = [predictions, targets]
  checkTargets('euclideanLoss', y, t)
  const error: Tensor = sub(y, t)
  const [batch] = error.shape
  return batch === undefined || batch === 0
    ? refuse(
        'euclideanLoss',
        [error.shape],
        { expected: 'at least one example', found: error.shape.length === 0 ? 'a scalar' : 'an empty batch' },
        'average over the batch',
      )
    : div(sum()(mul(error, error)), literal(2 * batch))
}
