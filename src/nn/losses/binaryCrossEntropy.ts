/**
 * @file Binary cross-entropy of independent yes-or-no questions, from probabilities p or logits x.
 *
 *     binaryCrossEntropy             -w (t ln p + (1 - t) ln(1 - p))                 each logarithm at least -100
 *     binaryCrossEntropyWithLogits w ((1 - t) ln(1 + e^x) + v t ln(1 + e^-x)) v: weight of positives
 *
 * Pullback: of the first, w (p - t) / max(p (1 - p), 1e-12) and w (ln(1 - p) - ln p), as PyTorch's; of the second through
 * its parts, (sigmoid(x) - t) w where v is 1. Laws: finite differences; "the second is the first of sigmoid(x)"; equal
 * PyTorch's.
 */
import type { Tensor } from '../../core/Tensor.ts'
import { customVjp } from '../../diff/customVjp.ts'
import { softplus } from '../../ops/activations.ts'
import { add } from '../../ops/add.ts'
import { literal, one } from '../../ops/constant.ts'
import { div } from '../../ops/div.ts'
import { log } from '../../ops/log.ts'
import { log1p } from '../../ops/log1p.ts'
import { maximum } from '../../ops/maximum.ts'
import { mul } from '../../ops/mul.ts'
import { neg } from '../../ops/neg.ts'
import { sigmoid } from '../../ops/sigmoid.ts'
import { sub } from '../../ops/sub.ts'
import { withSlopes } from '../../ops/withSlopes.ts'
import type { TargetLoss } from './reduction.ts'
import { targetLoss } from './reduction.ts'

/** The weights of entries. */
export interface BinaryOptions {
  /** One weight per entry, broadcast; all 1 by default. */
  readonly weights?: Tensor
}

/** The weights of entries and of positive targets. */
export interface BinaryLogitOptions extends BinaryOptions {
  /** The weight of positive targets, one per class, broadcast; 1 by default. */
  readonly positiveWeights?: Tensor
}

const weighted = (losses: Tensor, weights: Tensor | undefined): Tensor =>
  weights === undefined ? losses : mul(losses, weights)

interface Pair {
  readonly p: Tensor
  readonly t: Tensor
}

const clamped = (logarithm: Tensor): Tensor => maximum(logarithm, literal(-100))
const logs = (p: Tensor) => ({ yes: clamped(log(p)), no: clamped(log1p(neg(p))) })

const entropies = customVjp(
  ({ p, t }: Pair): Tensor => neg(add(mul(t, logs(p).yes), mul(sub(one, t), logs(p).no))),
  ({ p, t }) =>
    (g) => {
      const { yes, no } = logs(p)
      const spread: Tensor = maximum(mul(p, sub(one, p)), literal(1e-12))
      return { p: mul(g, div(sub(p, t), spread)), t: mul(g, sub(no, yes)) }
    },
)

/**
 * The mean binary cross-entropy of probabilities, as PyTorch's `binary_cross_entropy`: a certain, wrong prediction costs
 * 100. Probabilities outside [0, 1] give NaN. Prefer {@link binaryCrossEntropyWithLogits}, which loses no digits.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { binaryCrossEntropy } from 'cotangent/nn'
 *
 * item(binaryCrossEntropy(tensor([1, 0], [2]), tensor([1, 1], [2]))) // => 50
 * ```
 */
export const binaryCrossEntropy: TargetLoss<BinaryOptions> = targetLoss<BinaryOptions>(
  'binaryCrossEntropy',
  { weights: true },
  (p, t, { weights }) => weighted(entropies({ p, t }), weights),
)

/** t ln(1 + e^-x) + (1 - t) ln(1 + e^x), whose derivative with respect to t is -x instead of a difference of two logarithms. */
export const logitEntropies = (x: Tensor, t: Tensor): Tensor =>
  withSlopes(add(mul(sub(one, t), softplus(x)), mul(t, softplus(neg(x)))), [x, t], () => [
    sub(mul(sub(one, t), sigmoid(x)), mul(t, sigmoid(neg(x)))),
    neg(x),
  ])

/**
 * The mean binary cross-entropy of sigmoid(logits), without overflow: logits of ±1e4 are fine. As PyTorch's
 * `binary_cross_entropy_with_logits`.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { binaryCrossEntropyWithLogits } from 'cotangent/nn'
 *
 * item(binaryCrossEntropyWithLogits(tensor([1e4, -1e4], [2]), tensor([1, 1], [2]))) // => 5000
 * ```
 */
export const binaryCrossEntropyWithLogits: TargetLoss<BinaryLogitOptions> = targetLoss<BinaryLogitOptions>(
  'binaryCrossEntropyWithLogits',
  { weights: true, positiveWeights: true },
  (x, t, { weights, positiveWeights }) => {
    if (positiveWeights === undefined) return weighted(logitEntropies(x, t), weights)
    const yes: Tensor = mul(t, positiveWeights)
    return weighted(add(mul(sub(one, t), softplus(x)), mul(yes, softplus(neg(x)))), weights)
  },
)
