/**
 * @file Cross-entropy: how improbable the right classes are, from logits, log-probabilities or with soft labels.
 *
 *     crossEntropy            -w[label[n]] ln softmax(logits[n])[label[n]]
 *     negativeLogLikelihood   -w[label[n]] x[n, label[n]]                          x: log-probabilities
 *     softCrossEntropy        -sum over c of w[c] t[n, c] ln softmax(logits[n])[c]
 *
 * With label smoothing e, (1 - e) of the loss plus e/C times the sum over all classes. Means are weighted by the
 * weights of the labels that count; those of `softCrossEntropy` are over the examples, as in PyTorch.
 *
 * Shape rule: logits [N, C, ...] with labels [N, ...]; without a batch [C] with []. Pullback: of the mean, without
 * options, (softmax(logits) - indicator of the label) / N, through their parts.
 * Laws: finite differences; "shift": does not change when a number is added to all logits of a row; "0 in the limit of a
 * certain, right prediction"; equals PyTorch's.
 */
import type { Clash } from '../../core/DimensionTypes.ts'
import type { IndexNames } from '../../core/indexNames.ts'
import { checkShare } from '../../core/numberRules.ts'
import type { OptionNames } from '../../core/options.ts'
import { checkOptions } from '../../core/options.ts'
import type { Shape } from '../../core/Shape.ts'
import { countOf, sameShape, showShape } from '../../core/Shape.ts'
import type { HasRank, SameDimensions, ShapeError, ShowShape } from '../../core/ShapeTypes.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { add } from '../../ops/add.ts'
import { ones, zero } from '../../ops/constant.ts'
import { div } from '../../ops/div.ts'
import { equal } from '../../ops/equal.ts'
import { gatherNamed, takeNamed } from '../../ops/gather.ts'
import { centred, logSoftmax, logsumexpCentred } from '../../ops/logsumexp.ts'
import { mul } from '../../ops/mul.ts'
import { neg } from '../../ops/neg.ts'
import { notEqual } from '../../ops/notEqual.ts'
import { expandDims, reshape, squeeze } from '../../ops/reshape.ts'
import { sub } from '../../ops/sub.ts'
import { sum } from '../../ops/sum.ts'
import { where } from '../../ops/where.ts'
import { checkParameter } from '../checkParameter.ts'
import type { ReducedLoss, Reducing, ReductionName, TargetLoss } from './reduction.ts'
import { labelsOf } from './labels.ts'
import { reduced, reductionNames, targetLoss } from './reduction.ts'

/** The weights of classes. */
export interface ClassOptions {
  /** One weight per class, `[C]`; all 1 by default. */
  readonly weights?: Tensor
}

/** Which labels count, and with which weights. */
export interface LabelOptions extends ClassOptions {
  /** A label whose examples are ignored; it may lie outside the classes. None by default. */
  readonly ignoreIndex?: number
}

/** The options of {@link crossEntropy}. */
export interface CrossEntropyOptions extends LabelOptions {
  /** The share of each label that is spread evenly over all classes; 0 by default. */
  readonly labelSmoothing?: number
}

/** The options of {@link softCrossEntropy}. */
export interface SoftCrossEntropyOptions extends ClassOptions {
  /** The share of each distribution that is spread evenly over all classes; 0 by default. */
  readonly labelSmoothing?: number
}

type CrossEntropyRule<S extends Shape, L extends Shape> =
  HasRank<S> extends false
    ? L
    : S extends readonly [infer N extends number, number]
      ? HasRank<L> extends false
        ? L
        : L extends readonly [infer M extends number]
          ? Clash<M, N> extends true
            ? ShapeError<`crossEntropy: expected ${N} labels, found ${M}`>
            : L
          : ShapeError<`crossEntropy: expected labels [N], found ${ShowShape<L>}`>
      : S extends readonly [number]
        ? SameDimensions<readonly [], L> extends true
          ? L
          : ShapeError<`crossEntropy: expected one label, found labels ${ShowShape<L>}`>
        : S extends readonly [infer N extends number, number, ...infer Rest extends Shape]
          ? SameDimensions<readonly [N, ...Rest], L> extends true
            ? L
            : ShapeError<`crossEntropy: expected labels ${ShowShape<readonly [N, ...Rest]>}, found ${ShowShape<L>}`>
          : ShapeError<`crossEntropy: expected logits [N, C], found ${ShowShape<S>}`>

/** Labels that fit scores of shape `S`. */
type LabelsOf<S extends Shape, L extends Shape> = Tensor<L> & Misfit<CrossEntropyRule<S, L>>

/** The error of a rule; `unknown` if the rule gave a shape. */
type Misfit<Result> = Result extends ShapeError<infer Message> ? ShapeError<Message> : unknown

/** A loss of scores and labels. */
type LabelLoss<Options> = <const S extends Shape, const L extends Shape, R extends ReductionName = 'mean'>(
  scores: Tensor<S>,
  labels: LabelsOf<S, L>,
  options?: Options & Reducing<R>,
) => ReducedLoss<R, L>

const classAxis = (scores: Tensor): number => (scores.shape.length === 1 ? 0 : 1)

const labelOptions: OptionNames<LabelOptions & Reducing> = {
  weights: true,
  ignoreIndex: true,
  reduction: reductionNames,
}

const ignorable = { negative: 'labels that are to be left out are named by ignoreIndex' }
const ofCrossEntropy: IndexNames = { ...labelsOf('crossEntropy', 'take the cross-entropy'), ...ignorable }
const ofLikelihood: IndexNames = {
  ...labelsOf('negativeLogLikelihood', 'take the negative log-likelihood'),
  ...ignorable,
}

const checkLabels = ({ operation, phrase }: IndexNames, scores: Tensor, labels: Tensor): void => {
  const axis = classAxis(scores)
  const expected = scores.shape.filter((_, index) => index !== axis)
  if (scores.shape.length > 0 && sameShape(labels.shape, expected)) return
  const labelled =
    labels.shape.length === 1 ? countOf(labels.shape[0] ?? 0, 'label') : `labels ${showShape(labels.shape)}`
  const isOneHot = scores.shape.length > 0 && sameShape(labels.shape, scores.shape)
  refuse(
    operation,
    [scores.shape, labels.shape],
    isOneHot
      ? {
          expected: `labels ${showShape(expected)}, each the index of a class`,
          found: showShape(labels.shape),
          advice: 'one-hot labels and probabilities of classes go to softCrossEntropy',
        }
      : {
          expected: 'scores [N, C] with labels [N], or [N, C, ...] with labels [N, ...]',
          found: `${showShape(scores.shape)} and ${showShape(labels.shape)}`,
        },
    `${phrase} of ${showShape(scores.shape)} with ${labelled}`,
  )
}

/** Weights of classes, shaped to be broadcast along the class axis of scores. */
const alongClasses = (weights: Tensor, scores: Tensor): Tensor =>
  reshape(scores.shape.map((_, index) => (index === classAxis(scores) ? -1 : 1)))(weights)

/** Refuses anything but one weight per class. */
const checkClassWeights = (operation: string, scores: Tensor, weights: Tensor | undefined): void => {
  if (weights !== undefined) checkParameter(operation, 'weights', weights, [scores.shape[classAxis(scores)] ?? 0])
}

/** The entries of scores at the labels. */
const atLabels = (scores: Tensor, labels: Tensor, names: IndexNames): Tensor => {
  const axis = classAxis(scores)
  return squeeze(axis)(gatherNamed(scores, expandDims(axis)(labels), axis, names))
}

/** The weight of each label, and whether it counts. */
const labelWeights = (labels: Tensor, { weights, ignoreIndex }: LabelOptions, names: IndexNames) => {
  const counts: Tensor = ignoreIndex === undefined ? ones(labels.shape) : notEqual(labels, ignoreIndex)
  const safe: Tensor = ignoreIndex === undefined ? labels : where(counts, labels, zero)
  return {
    counts,
    safe,
    weight: weights === undefined ? counts : mul(takeNamed(weights, safe, 0, names), counts),
  }
}

/** Minus log-probabilities at the labels, weighted, smoothed and reduced. */
const ofLabels = <R extends ReductionName, L extends Shape>(
  scores: Tensor,
  labels: Tensor<L>,
  options: CrossEntropyOptions & Reducing<R>,
  names: IndexNames,
): ReducedLoss<R, L> => {
  const { labelSmoothing: smoothing = 0, weights } = options
  checkClassWeights(names.operation, scores, weights)
  const { counts, safe, weight } = labelWeights(labels, options, names)
  const axis = classAxis(scores)
  const counted = (losses: Tensor): Tensor => where(counts, losses, zero)
  const right = counted(mul(neg(atLabels(scores, safe, names)), weight))
  const all = weights === undefined ? scores : mul(scores, alongClasses(weights, scores))
  const losses: Tensor =
    smoothing === 0
      ? right
      : add(mul(right, 1 - smoothing), mul(counted(neg(sum({ axis })(all))), smoothing / (scores.shape[axis] ?? 1)))
  return reduced<R, L>(losses, options, (all) => div(sum()(all), sum()(weight)))
}

/** Log-probabilities along the class axis, without overflow. */
const logProbabilities = (logits: Tensor): Tensor => logSoftmax({ axis: classAxis(logits) })(logits)

/** Cross-entropies without options: logits are looked up before the logarithm is subtracted. */
const plainLosses = (logits: Tensor, labels: Tensor): Tensor => {
  const axis = classAxis(logits)
  const shifted: Tensor = centred(logits, [axis])
  const likelihood = gatherNamed(shifted, expandDims(axis)(labels), axis, ofCrossEntropy)
  return sub(expandDims(axis)(logsumexpCentred(shifted, [axis])), likelihood)
}

/**
 * The mean negative log-likelihood of the right classes, as PyTorch's `cross_entropy`. Takes logits [N, C] and labels
 * [N], class indices from 0; also [N, C, H, W] with [N, H, W], and [C] with []. It applies the softmax itself, without
 * overflow: logits of ±1e4 and of -Infinity are fine, Infinity gives NaN. With weights, the mean is weighted by the
 * weights of the labels; it is NaN if no label counts. Refuses other shapes. A label outside the classes is refused
 * when the numbers are computed.
 *
 * @example
 * ```ts
 * import { item, tensor, toNested } from 'cotangent'
 * import { crossEntropy } from 'cotangent/nn'
 *
 * const logits = tensor([0, 0, 1e4, -Infinity], [2, 2])
 * item(crossEntropy(logits, tensor([1, 0], [2]))) // => 0.34657…
 * item(crossEntropy(logits, tensor([1, 0], [2]), { reduction: 'sum', labelSmoothing: 0.5 })) // => Infinity
 * toNested(crossEntropy(logits, tensor([0, 0], [2]), { reduction: 'none', ignoreIndex: 0 })) // => [0, 0]
 * ```
 */
export const crossEntropy: LabelLoss<CrossEntropyOptions> = <
  const S extends Shape,
  const L extends Shape,
  R extends ReductionName = 'mean',
>(
  logits: Tensor<S>,
  labels: LabelsOf<S, L>,
  options?: CrossEntropyOptions & Reducing<R>,
) => {
  checkLabels(ofCrossEntropy, logits, labels)
  const chosen: CrossEntropyOptions & Reducing<R> = options ?? {}
  checkOptions<CrossEntropyOptions & Reducing>('crossEntropy', chosen, { ...labelOptions, labelSmoothing: checkShare })
  const plain = Object.keys(chosen).length === 0
  return plain
    ? reduced<R, L>(plainLosses(logits, labels), chosen)
    : ofLabels<R, L>(logProbabilities(logits), labels, chosen, ofCrossEntropy)
}

/**
 * The mean of the negated log-probabilities at the labels, as PyTorch's `nll_loss`: {@link crossEntropy} for the result
 * of `logSoftmax`, with the same shapes, weights and refusals.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { negativeLogLikelihood } from 'cotangent/nn'
 *
 * item(negativeLogLikelihood(tensor([-1, -2, -3, -4], [2, 2]), tensor([1, 0], [2]))) // => 2.5
 * ```
 */
export const negativeLogLikelihood: LabelLoss<LabelOptions> = <
  const S extends Shape,
  const L extends Shape,
  R extends ReductionName = 'mean',
>(
  scores: Tensor<S>,
  labels: LabelsOf<S, L>,
  options?: LabelOptions & Reducing<R>,
) => {
  checkLabels(ofLikelihood, scores, labels)
  const chosen: LabelOptions & Reducing<R> = options ?? {}
  checkOptions<LabelOptions & Reducing>('negativeLogLikelihood', chosen, labelOptions)
  return ofLabels<R, L>(scores, labels, chosen, ofLikelihood)
}

const softLosses = targetLoss<SoftCrossEntropyOptions>(
  'softCrossEntropy',
  { weights: true, labelSmoothing: checkShare },
  (logits, targets, options) => {
    const { labelSmoothing: smoothing = 0, weights } = options
    checkClassWeights('softCrossEntropy', logits, weights)
    const axis = classAxis(logits)
    const spread = smoothing / (logits.shape[axis] ?? 1)
    const wanted: Tensor = smoothing === 0 ? targets : add(mul(targets, 1 - smoothing), spread)
    const weighted: Tensor = weights === undefined ? wanted : mul(wanted, alongClasses(weights, logits))
    // 0 ln 0 is 0: a class with target 0 may have probability 0.
    const none: Tensor = equal(weighted, zero)
    return neg(sum({ axis })(mul(weighted, where(none, zero, logProbabilities(logits)))))
  },
)

/**
 * The mean cross-entropy with soft labels, as PyTorch's `cross_entropy` with probabilities. The labels are
 * distributions over classes, of the shape of the logits. The mean is over the examples, with or without weights.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { softCrossEntropy } from 'cotangent/nn'
 *
 * item(softCrossEntropy(tensor([3, 3], [1, 2]), tensor([0.25, 0.75], [1, 2]))) // => 0.69314…
 * ```
 */
export const softCrossEntropy: TargetLoss<SoftCrossEntropyOptions> = softLosses
