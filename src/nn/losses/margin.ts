/**
 * @file Margin losses: the loss is 0 once the right answer is ahead by a margin m. Targets t are 1 and -1.
 *
 *     hinge max(0, m - t x) L2 support vector machines square it
 *     hingeEmbedding     x where t = 1, max(0, m - x) where t = -1
 *     softMargin         ln(1 + e^(-t x))
 *     marginRanking      max(0, m - t (a - b))
 *     multiMargin        sum over j other than the label of max(0, m - x[label] + x[j])^p / C
 *     multilabelMargin   sum over labels j and others i of max(0, 1 - x[j] + x[i]) / C
 *     multilabelSoftMargin   mean over classes of binary cross-entropy of logits
 *
 * Where a margin is met exactly, `multiMargin` and `multilabelMargin` have no derivative, and the others that of the loss
 * side, as PyTorch's. Laws: finite differences away from margins; equal PyTorch's.
 */
import { checkOptions } from '../../core/options.ts'
import type { Shape } from '../../core/Shape.ts'
import { sameShape, showShape } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { softplus } from '../../ops/activations.ts'
import { add } from '../../ops/add.ts'
import { zero, one } from '../../ops/constant.ts'
import { cumsum } from '../../ops/cumsum.ts'
import { equal } from '../../ops/equal.ts'
import { gatherNamed, takeNamed } from '../../ops/gather.ts'
import { greater } from '../../ops/greater.ts'
import { less } from '../../ops/less.ts'
import { mul } from '../../ops/mul.ts'
import { neg } from '../../ops/neg.ts'
import { oneHot } from '../../ops/oneHot.ts'
import { relu } from '../../ops/relu.ts'
import { expandDims } from '../../ops/reshape.ts'
import { sub } from '../../ops/sub.ts'
import { mean, sum } from '../../ops/sum.ts'
import { where } from '../../ops/where.ts'
import type { BinaryOptions } from './binaryCrossEntropy.ts'
import { logitEntropies } from './binaryCrossEntropy.ts'
import type { NoOptions, ReducedLoss, Reducing, ReductionName, TargetLoss, TargetOf } from './reduction.ts'
import { labelsOf } from './labels.ts'
import { checkTargets, reduced, reductionNames, targetLoss } from './reduction.ts'

/** The margin of a loss. */
export interface MarginOptions {
  /** The margin; each loss states its default. */
  readonly margin?: number
}

/** max(0, z) with the derivative of z at 0. */
export const atLeastZero = (z: Tensor): Tensor => where(less(z, zero), zero, z)

/**
 * The mean hinge loss of scores and targets 1 and -1, with margin 1 by default (Cortes and Vapnik, "Support-vector
 * networks", 1995).
 *
 * @example
 * ```ts
 * import { toNested, tensor } from 'cotangent'
 * import { hinge } from 'cotangent/nn'
 *
 * const scores = tensor([2, 0.5, -1], [3])
 * toNested(hinge(scores, tensor([1, 1, 1], [3]), { reduction: 'none' })) // => [0, 0.5, 2]
 * ```
 */
export const hinge: TargetLoss<MarginOptions> = targetLoss<MarginOptions>(
  'hinge',
  { margin: true },
  (x, t, { margin = 1 }) => atLeastZero(sub(margin, mul(t, x))),
)

/**
 * The mean hinge loss of distances that should be small where the target is 1, and beyond a margin, 1 by default, where
 * it is -1. As PyTorch's `hinge_embedding_loss`.
 *
 * @example
 * ```ts
 * import { toNested, tensor } from 'cotangent'
 * import { hingeEmbedding } from 'cotangent/nn'
 *
 * const distances = tensor([0.5, 0.25, 3], [3])
 * toNested(hingeEmbedding(distances, tensor([1, -1, -1], [3]), { reduction: 'none' })) // => [0.5, 0.75, 0]
 * ```
 */
export const hingeEmbedding: TargetLoss<MarginOptions> = targetLoss<MarginOptions>(
  'hingeEmbedding',
  { margin: true },
  (x, t, { margin = 1 }) => where(equal(t, one), x, atLeastZero(sub(margin, x))),
)

/**
 * The mean logistic loss of scores and targets 1 and -1, without overflow, as PyTorch's `soft_margin_loss`.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { softMargin } from 'cotangent/nn'
 *
 * item(softMargin(tensor([-1e4], [1]), tensor([1], [1]))) // => 10000
 * ```
 */
export const softMargin: TargetLoss = targetLoss<NoOptions>('softMargin', {}, (x, t) => softplus(neg(mul(t, x))))

/**
 * The mean shortfall of pairs of scores: by how much the score that should be larger (the first where the target is 1,
 * the second where it is -1) falls short of leading by the margin, 0 by default. As PyTorch's `margin_ranking_loss`.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { marginRanking } from 'cotangent/nn'
 *
 * item(marginRanking(tensor([1], [1]), tensor([3], [1]), tensor([1], [1]))) // => 2
 * ```
 */
export const marginRanking = <
  const S extends Shape,
  const B extends Shape,
  const T extends Shape,
  R extends ReductionName = 'mean',
>(
  a: Tensor<S>,
  b: TargetOf<S, B>,
  targets: TargetOf<S, T>,
  options?: MarginOptions & Reducing<R>,
): ReducedLoss<R, S> => {
  const { margin = 0 } = checkOptions<MarginOptions & Reducing>('marginRanking', options ?? {}, {
    margin: true,
    reduction: reductionNames,
  })
  const [x, y, t]: readonly [Tensor, Tensor, Tensor] = [a, b, targets]
  checkTargets('marginRanking', x, y)
  checkTargets('marginRanking', x, t)
  return reduced<R, S>(atLeastZero(sub(margin, mul(t, sub(x, y)))), options ?? {})
}

/** The options of {@link multiMargin}. */
export interface MultiMarginOptions extends MarginOptions {
  /** The power of each shortfall; 1 by default. */
  readonly power?: 1 | 2
  /** A weight for each class, `[C]`; all 1 by default. */
  readonly weights?: Tensor
}

const ofMultiMargin = labelsOf('multiMargin', 'compare scores with labels')
const ofMultilabel = labelsOf('multilabelMargin', 'compare scores with labels')

/**
 * The mean shortfall of examples, for scores [N, C] and labels [N]: by how much the right class falls short of leading
 * every other class by the margin, 1 by default. As PyTorch's `multi_margin_loss`. Refuses other shapes. A label
 * outside the classes is refused when the numbers are computed.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { multiMargin } from 'cotangent/nn'
 *
 * item(multiMargin(tensor([2, 1.5], [1, 2]), tensor([0], [1]))) // => 0.25
 * ```
 */
export const multiMargin = <R extends ReductionName = 'mean'>(
  scores: Tensor,
  labels: Tensor,
  options?: MultiMarginOptions & Reducing<R>,
): ReducedLoss<R, readonly [number]> => {
  const chosen = checkOptions<MultiMarginOptions & Reducing>('multiMargin', options ?? {}, {
    margin: true,
    power: true,
    weights: true,
    reduction: reductionNames,
  })
  const { margin = 1, power = 1, weights } = chosen
  const classes = scores.shape[1]
  if (scores.shape.length !== 2 || classes === undefined || !sameShape(labels.shape, scores.shape.slice(0, 1))) {
    const phrase = `compare ${showShape(scores.shape)} with labels ${showShape(labels.shape)}`
    return refuse(
      'multiMargin',
      [scores.shape, labels.shape],
      { expected: 'scores [N, C] with labels [N]', found: `${showShape(scores.shape)} and ${showShape(labels.shape)}` },
      phrase,
    )
  }
  const right = gatherNamed(scores, expandDims(-1)(labels), 1, ofMultiMargin)
  const short: Tensor = relu(add(sub(scores, right), margin))
  const raised: Tensor = power === 1 ? short : mul(short, short)
  const others: Tensor = where(oneHot(classes)(labels), zero, raised)
  const each: Tensor = mul(sum({ axis: 1 })(others), 1 / classes)
  const weighed: Tensor = weights === undefined ? each : mul(each, takeNamed(weights, labels, 0, ofMultiMargin))
  return reduced<R, readonly [number]>(weighed, options ?? {})
}

/**
 * The mean shortfall of examples with several labels: by how much each label falls short of leading every other class
 * by 1. Scores and targets are [N, C]; a row of targets lists labels up to the first -1. As PyTorch's
 * `multilabel_margin_loss`.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { multilabelMargin } from 'cotangent/nn'
 *
 * item(multilabelMargin(tensor([2, 1.5], [1, 2]), tensor([0, -1], [1, 2]))) // => 0.25
 * ```
 */
export const multilabelMargin = <R extends ReductionName = 'mean'>(
  scores: Tensor,
  targets: Tensor,
  options?: NoOptions & Reducing<R>,
): ReducedLoss<R, readonly [number]> => {
  checkOptions<Reducing>('multilabelMargin', options ?? {}, { reduction: reductionNames })
  checkTargets('multilabelMargin', scores, targets)
  const classes = scores.shape[1]
  if (scores.shape.length !== 2 || classes === undefined) {
    return refuse(
      'multilabelMargin',
      [scores.shape],
      { expected: 'scores [N, C]', found: showShape(scores.shape) },
      `compare ${showShape(scores.shape)}`,
    )
  }
  const listed: Tensor = equal(cumsum({ axis: 1 })(less(targets, zero)), zero)
  const labels: Tensor = where(listed, targets, zero)
  const marks: Tensor = mul(oneHot(classes)(labels), expandDims(-1)(listed))
  const isLabel: Tensor = greater(sum({ axis: 1 })(marks), zero)
  const ahead = expandDims(-1)(gatherNamed(scores, labels, 1, ofMultilabel))
  const short: Tensor = relu(add(sub(expandDims(1)(scores), ahead), one))
  const pairs: Tensor = mul(expandDims(-1)(listed), expandDims(1)(sub(1, isLabel)))
  const each: Tensor = mul(sum({ axis: [1, 2] })(where(pairs, short, zero)), 1 / classes)
  return reduced<R, readonly [number]>(each, options ?? {})
}

/**
 * The mean over examples and classes (the last axis) of the binary cross-entropy of logits with targets 0 and 1, as
 * PyTorch's `multilabel_soft_margin_loss`. Without reduction, it gives one loss per example.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { multilabelSoftMargin } from 'cotangent/nn'
 *
 * item(multilabelSoftMargin(tensor([1e4, -1e4], [1, 2]), tensor([1, 1], [1, 2]))) // => 5000
 * ```
 */
export const multilabelSoftMargin = <const S extends Shape, const T extends Shape, R extends ReductionName = 'mean'>(
  logits: Tensor<S>,
  targets: TargetOf<S, T>,
  options?: BinaryOptions & Reducing<R>,
): ReducedLoss<R, Shape> => {
  const [x, t]: readonly [Tensor, Tensor] = [logits, targets]
  checkTargets('multilabelSoftMargin', x, t)
  const { weights } = checkOptions<BinaryOptions & Reducing>('multilabelSoftMargin', options ?? {}, {
    weights: true,
    reduction: reductionNames,
  })
  const entropies: Tensor = logitEntropies(x, t)
  const weighed: Tensor = weights === undefined ? entropies : mul(entropies, weights)
  return reduced<R, Shape>(mean({ axis: -1 })(weighed), options ?? {})
}
