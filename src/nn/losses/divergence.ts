/**
 * @file Losses of distributions: the Kullback-Leibler divergence, and Poisson and Gaussian likelihoods.
 *
 *     klDivergence   t (ln t - x), and 0 where t is 0        x: log-probabilities
 *     poissonLoss    e^x - t x        gaussianLoss   (ln v + (x - t)^2 / v) / 2        v: variance
 *
 * Pullback: through their parts; of poissonLoss e^x - t and -x, also where e^x is infinite.
 * Laws: finite differences; "the divergence from itself is 0"; equal PyTorch's.
 */
import { checkOptions } from '../../core/options.ts'
import type { Shape } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { stopGradient } from '../../diff/stopGradient.ts'
import { abs } from '../../ops/abs.ts'
import { add } from '../../ops/add.ts'
import { literal, one, zero } from '../../ops/constant.ts'
import { div } from '../../ops/div.ts'
import { equal } from '../../ops/equal.ts'
import { exp } from '../../ops/exp.ts'
import { greater } from '../../ops/greater.ts'
import { log } from '../../ops/log.ts'
import { maximum } from '../../ops/maximum.ts'
import { mul } from '../../ops/mul.ts'
import { neg } from '../../ops/neg.ts'
import { sub } from '../../ops/sub.ts'
import { where } from '../../ops/where.ts'
import { withSlopes } from '../../ops/withSlopes.ts'
import type { ReducedLoss, Reducing, ReductionName, TargetLoss, TargetOf } from './reduction.ts'
import { checkTargets, reduced, reductionNames, targetLoss } from './reduction.ts'

/** The form of the targets of {@link klDivergence}. */
export interface DivergenceOptions {
  /** Whether targets are log-probabilities too; false by default. */
  readonly logTargets?: boolean
}

/**
 * The divergence of targets from predicted log-probabilities, averaged over all entries, as PyTorch's `kl_div`. For the
 * mean divergence of whole distributions (PyTorch's `batchmean`), use `reduction: 'sum'` and divide by the number of
 * examples.
 *
 * @example
 * ```ts
 * import { item, logSoftmax, tensor } from 'cotangent'
 * import { klDivergence } from 'cotangent/nn'
 *
 * const even = logSoftmax()(tensor([0, 0], [1, 2]))
 * item(klDivergence(even, tensor([1, 0], [1, 2]), { reduction: 'sum' })) // => 0.69314…
 * ```
 */
export const klDivergence: TargetLoss<DivergenceOptions> = targetLoss<DivergenceOptions>(
  'klDivergence',
  { logTargets: true },
  (x, t, { logTargets = false }) => {
    if (logTargets) {
      const none = equal(t, -Infinity)
      return mul(exp(t), where(none, zero, sub(t, x)))
    }
    const some: Tensor = greater(t, zero)
    // 0 times minus infinity is 0: an entry with target 0 may have probability 0.
    const counted: Tensor = where(mul(equal(t, zero), equal(abs(x), Infinity)), zero, x)
    return sub(where(some, mul(t, log(where(some, t, one))), zero), mul(t, counted))
  },
)

/** The form of the predictions of {@link poissonLoss}. */
export interface PoissonOptions {
  /** Whether predictions are logarithms of rates, the default, or rates. */
  readonly logRates?: boolean
  /** Whether Stirling's approximation of ln t! is added where t is above 1; false by default. */
  readonly full?: boolean
  /** Added to a rate whose logarithm is taken; 1e-8 by default. */
  readonly epsilon?: number
}

const stirling = (t: Tensor): Tensor => {
  const many: Tensor = greater(t, one)
  const safe: Tensor = where(many, t, one)
  const approximation: Tensor = add(sub(mul(safe, log(safe)), safe), mul(log(mul(safe, 2 * Math.PI)), literal(0.5)))
  return where(many, approximation, zero)
}

/** e^x - t x, which is infinite where e^x is, even if t x is infinite too. */
const ofLogRates = (x: Tensor, t: Tensor): Tensor => {
  const rate = exp(x)
  const losses = where(equal(rate, Infinity), rate, sub(rate, mul(t, x)))
  return withSlopes(losses, [x, t], () => [sub(exp(x), t), neg(x)])
}

/**
 * The mean negative log-likelihood of counts under Poisson distributions, as PyTorch's `poisson_nll_loss`.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { poissonLoss } from 'cotangent/nn'
 *
 * item(poissonLoss(tensor([0, 0], [2]), tensor([3, 5], [2]))) // => 1
 * ```
 */
export const poissonLoss: TargetLoss<PoissonOptions> = targetLoss<PoissonOptions>(
  'poissonLoss',
  { logRates: true, full: true, epsilon: true },
  (x, t, { logRates = true, full = false, epsilon = 1e-8 }) => {
    const losses: Tensor = logRates ? ofLogRates(x, t) : sub(x, mul(t, log(add(x, epsilon))))
    return full ? add(losses, stirling(t)) : losses
  },
)

/** The options of {@link gaussianLoss}. */
export interface GaussianOptions {
  /** Whether ln(2 pi) / 2 is added; false by default. */
  readonly full?: boolean
  /** The least variance, for stability; 1e-6 by default. */
  readonly epsilon?: number
}

/**
 * The mean negative log-likelihood of targets under Gaussians of predicted means and variances of one shape, as PyTorch's
 * `gaussian_nll_loss`. A variance below `epsilon` is replaced by epsilon, where its derivative is taken.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { gaussianLoss } from 'cotangent/nn'
 *
 * item(gaussianLoss(tensor([1], [1]), tensor([3], [1]), tensor([1], [1]))) // => 2
 * ```
 */
export const gaussianLoss = <
  const S extends Shape,
  const T extends Shape,
  const V extends Shape,
  R extends ReductionName = 'mean',
>(
  means: Tensor<S>,
  targets: TargetOf<S, T>,
  variances: TargetOf<S, V>,
  options?: GaussianOptions & Reducing<R>,
): ReducedLoss<R, S> => {
  const [x, t, v]: readonly [Tensor, Tensor, Tensor] = [means, targets, variances]
  checkTargets('gaussianLoss', x, t)
  checkTargets('gaussianLoss', x, v)
  const { full = false, epsilon = 1e-6 } = checkOptions<GaussianOptions & Reducing>('gaussianLoss', options ?? {}, {
    full: true,
    epsilon: true,
    reduction: reductionNames,
  })
  const safe: Tensor = add(v, stopGradient(sub(maximum(v, epsilon), v)))
  const error: Tensor = sub(x, t)
  const losses: Tensor = mul(add(log(safe), div(mul(error, error), safe)), literal(0.5))
  return reduced<R, S>(full ? add(losses, 0.5 * Math.log(2 * Math.PI)) : losses, options ?? {})
}
