/**
 * @file Losses of embeddings, by their angle or their distance along the last axis.
 *
 *     cosineSimilarity   a . b / (|a| |b|)              pairwiseDistance   |a - b + epsilon|
 *     cosineEmbedding    1 - cos where t = 1, max(0, cos - m) where t = -1
 *     tripletMargin      max(0, m + |a - p| - |a - n|)
 *
 * Laws: finite differences away from margins; equal PyTorch's.
 */
import { checkOptions } from '../../core/options.ts'
import type { Shape } from '../../core/Shape.ts'
import { sameShape, showShape } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { abs } from '../../ops/abs.ts'
import { add } from '../../ops/add.ts'
import { one } from '../../ops/constant.ts'
import { div } from '../../ops/div.ts'
import { equal } from '../../ops/equal.ts'
import { less } from '../../ops/less.ts'
import { minimum } from '../../ops/minimum.ts'
import { mul } from '../../ops/mul.ts'
import { norm } from '../../ops/norm.ts'
import { expandDims } from '../../ops/reshape.ts'
import { sub } from '../../ops/sub.ts'
import { hypot } from '../../ops/trigonometry.ts'
import { sum } from '../../ops/sum.ts'
import { where } from '../../ops/where.ts'
import type { MarginOptions } from './margin.ts'
import { atLeastZero } from './margin.ts'
import type { ReducedLoss, Reducing, ReductionName, TargetOf } from './reduction.ts'
import { checkTargets, reduced, reductionNames } from './reduction.ts'

/** Lengths along the last axis, without overflow; their derivative at 0 is 0. */
const lengthOf = (a: Tensor): Tensor => norm({ axis: -1 })(a)

/** Divides vectors by lengths. */
const unitOf = (a: Tensor, length: Tensor): Tensor => div(a, expandDims(-1)(length))

const dot = (a: Tensor, b: Tensor): Tensor => sum({ axis: -1 })(mul(a, b))

/** The guard against division by zero. */
export interface SimilarityOptions {
  /** The least divisor, in place of a smaller product of the lengths; 1e-8 by default. */
  readonly epsilon?: number
}

/**
 * The cosine of the angle between vectors along the last axis, from -1 to 1, as PyTorch's `cosine_similarity`.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { cosineSimilarity } from 'cotangent/nn'
 *
 * toNested(cosineSimilarity(tensor([3, 0, 0, 2], [2, 2]), tensor([5, 0, 1, 0], [2, 2]))) // => [1, 0]
 * ```
 */
export const cosineSimilarity = <const S extends Shape, const T extends Shape>(
  a: Tensor<S>,
  b: TargetOf<S, T>,
  options: SimilarityOptions = {},
): Tensor => {
  const { epsilon = 1e-8 } = checkOptions('cosineSimilarity', options, { epsilon: true })

  const [x, y]: readonly [Tensor, Tensor] = [a, b]
  checkTargets('cosineSimilarity', x, y)
  const [ofX, ofY] = [lengthOf(x), lengthOf(y)]
  const lengths = mul(ofX, ofY)
  const isShort = less(lengths, epsilon)
  const isLong: Tensor = sub(one, isShort)
  const cosine = dot(unitOf(x, where(isLong, ofX, one)), unitOf(y, where(isLong, ofY, one)))
  return where(isShort, div(dot(x, y), epsilon), cosine)
}

/** The norm of a distance. */
export interface DistanceOptions {
  /** The order of the norm; 2 by default. */
  readonly order?: 1 | 2
  /** Added to each difference, so that the distance of equal vectors has a derivative; 1e-6 by default. */
  readonly epsilon?: number
}

/**
 * The distance of vectors along the last axis, as PyTorch's `pairwise_distance`.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { pairwiseDistance } from 'cotangent/nn'
 *
 * toNested(pairwiseDistance(tensor([3, 4], [1, 2]), tensor([0, 0], [1, 2]), { epsilon: 0 })) // => [5]
 * ```
 */
export const pairwiseDistance = <const S extends Shape, const T extends Shape>(
  a: Tensor<S>,
  b: TargetOf<S, T>,
  options: DistanceOptions = {},
): Tensor => {
  const { order = 2, epsilon = 1e-6 } = checkOptions('pairwiseDistance', options, { order: true, epsilon: true })

  const [x, y]: readonly [Tensor, Tensor] = [a, b]
  checkTargets('pairwiseDistance', x, y)
  const apart: Tensor = add(sub(x, y), epsilon)
  return order === 1 ? sum({ axis: -1 })(abs(apart)) : lengthOf(apart)
}

/**
 * The mean loss of pairs of vectors [N, D] that should have the same direction where the target is 1, and a cosine
 * below the margin, 0 by default, where it is -1. As PyTorch's `cosine_embedding_loss`.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { cosineEmbedding } from 'cotangent/nn'
 *
 * const [a, b] = [tensor([1, 0], [1, 2]), tensor([0, 1], [1, 2])]
 * item(cosineEmbedding(a, b, tensor([1], [1]))) // => 1
 * item(cosineEmbedding(a, b, tensor([-1], [1]))) // => 0
 * ```
 */
export const cosineEmbedding = <const S extends Shape, const B extends Shape, R extends ReductionName = 'mean'>(
  a: Tensor<S>,
  b: TargetOf<S, B>,
  targets: Tensor,
  options?: MarginOptions & Reducing<R>,
): ReducedLoss<R, Shape> => {
  const [x, y]: readonly [Tensor, Tensor] = [a, b]
  checkTargets('cosineEmbedding', x, y)
  if (!sameShape(targets.shape, x.shape.slice(0, -1))) {
    return refuse('cosineEmbedding', [x.shape, targets.shape], {
      expected: 'one target per pair of vectors',
      found: `targets ${showShape(targets.shape)} for vectors ${showShape(x.shape)}`,
    })
  }
  const { margin = 0 } = checkOptions<MarginOptions & Reducing>('cosineEmbedding', options ?? {}, {
    margin: true,
    reduction: reductionNames,
  })
  const unit = (v: Tensor): Tensor => unitOf(v, hypot(lengthOf(v), 1e-6))
  const cosine: Tensor = dot(unit(x), unit(y))
  const losses: Tensor = where(equal(targets, one), sub(1, cosine), atLeastZero(sub(cosine, margin)))
  return reduced<R, Shape>(losses, options ?? {})
}

/** The options of {@link tripletMargin}. */
export interface TripletOptions extends MarginOptions, DistanceOptions {
  /** Whether the negative's distance to the positive counts where it is the smaller one; false by default. */
  readonly swap?: boolean
}

/**
 * The mean shortfall of triples of vectors [N, D], anchor, positive and negative: by how much the negative falls short
 * of being farther from the anchor than the positive by the margin, 1 by default. As PyTorch's `triplet_margin_loss`.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { tripletMargin } from 'cotangent/nn'
 *
 * const [anchor, positive, negative] = [tensor([0], [1, 1]), tensor([2], [1, 1]), tensor([4], [1, 1])]
 * item(tripletMargin(anchor, positive, negative, { margin: 3, epsilon: 0 })) // => 1
 * ```
 */
export const tripletMargin = <
  const S extends Shape,
  const B extends Shape,
  const C extends Shape,
  R extends ReductionName = 'mean',
>(
  anchors: Tensor<S>,
  positives: TargetOf<S, B>,
  negatives: TargetOf<S, C>,
  options?: TripletOptions & Reducing<R>,
): ReducedLoss<R, Shape> => {
  const {
    margin = 1,
    order = 2,
    epsilon = 1e-6,
    swap = false,
  } = checkOptions<TripletOptions & Reducing>('tripletMargin', options ?? {}, {
    ...{ margin: true, order: true, epsilon: true },
    ...{ swap: true, reduction: reductionNames },
  })
  const distance = (a: Tensor, b: Tensor): Tensor => pairwiseDistance(a, b, { order, epsilon })
  const [a, p, n]: readonly [Tensor, Tensor, Tensor] = [anchors, positives, negatives]
  const away: Tensor = swap ? minimum(distance(a, n), distance(p, n)) : distance(a, n)
  return reduced<R, Shape>(atLeastZero(add(sub(distance(a, p), away), margin)), options ?? {})
}
