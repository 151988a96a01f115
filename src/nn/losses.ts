/**
 * @file Losses: how far predictions are from what was wanted, as one number to descend.
 *
 *     crossEntropy      = -1/N sum over n of ln softmax(logits[n])[label[n]]
 *     meanSquaredError  = 1/(N K) sum over n, k of (y[n, k] - t[n, k])^2
 *     euclideanLoss     = 1/(2 N) sum over n of ||y[n] - t[n]||^2
 *
 * Shape rule: to a scalar. Pullback: of crossEntropy, (softmax(logits) - indicator of the label) / N; of euclideanLoss,
 * (y - t) / N; all through their parts.
 * Laws: finite differences; "shift": crossEntropy does not change when a number is added to all logits of a row;
 * "crossEntropy is 0 in the limit of a certain, right prediction"; "euclideanLoss is K / 2 times meanSquaredError".
 */
import type { Clash } from '../core/DimensionTypes.ts'
import type { Shape } from '../core/Shape.ts'
import { countOf, sameShape, showShape } from '../core/Shape.ts'
import type { Checked, HasRank, ShapeError, ShowShape } from '../core/ShapeTypes.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { stopGradient } from '../diff/stopGradient.ts'
import { literal, zero } from '../ops/constant.ts'
import { abs } from '../ops/abs.ts'
import { div } from '../ops/div.ts'
import { equal } from '../ops/equal.ts'
import { gather } from '../ops/gather.ts'
import { logsumexp } from '../ops/logsumexp.ts'
import { max } from '../ops/max.ts'
import { mul } from '../ops/mul.ts'
import { expandDims } from '../ops/reshape.ts'
import { sub } from '../ops/sub.ts'
import { mean, sum } from '../ops/sum.ts'
import { where } from '../ops/where.ts'

/** A scalar that training descends. */
export type Loss = Tensor<readonly []>

type CrossEntropyRule<S extends Shape, L extends Shape> =
  HasRank<S> extends false
    ? L
    : S extends readonly [infer N extends number, number]
      ? HasRank<L> extends false
        ? L
        : L extends readonly [infer M extends number]
          ? Clash<M, N> extends true
            ? ShapeError<`crossEntropy expects ${N} labels, got ${M}`>
            : L
          : ShapeError<`crossEntropy expects labels [N], got ${ShowShape<L>}`>
      : ShapeError<`crossEntropy expects logits [N, C], got ${ShowShape<S>}`>

/** Whether two shapes may be the same. */
type SameDimensions<S extends Shape, T extends Shape> =
  HasRank<S> extends false
    ? true
    : HasRank<T> extends false
      ? true
      : S extends readonly [infer M extends number, ...infer RestS extends Shape]
        ? T extends readonly [infer N extends number, ...infer RestT extends Shape]
          ? Clash<M, N> extends true
            ? false
            : SameDimensions<RestS, RestT>
          : false
        : T extends readonly []
          ? true
          : false

/** The largest entry of each row to subtract: 0 where it is infinite, and without a derivative. */
const shiftOf = (logits: Tensor): Tensor => {
  const top: Tensor = stopGradient(max({ axis: 1, keepDims: true })(logits))
  return where(equal(abs(top), literal(Infinity)), zero, top)
}

/**
 * The mean negative log-likelihood of the right classes, from logits [N, C] and labels [N], class indices from 0. Takes
 * the softmax itself, without overflow: logits of ±1e4 and of -Infinity are fine. Refuses other shapes; a label outside
 * the classes is refused when the numbers are computed.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { crossEntropy } from 'cotangent/nn'
 *
 * const logits = tensor([0, 0, 1e4, -Infinity], [2, 2])
 * item(crossEntropy(logits, tensor([1, 0], [2]))) // => 0.34657…
 * ```
 */
export const crossEntropy = <const S extends Shape, const L extends Shape>(
  logits: Tensor<S>,
  labels: Checked<L, CrossEntropyRule<S, L>>,
): Loss => {
  const [x, classes]: readonly [Tensor, Tensor] = [logits, labels as Tensor]
  if (x.shape.length !== 2 || !sameShape(classes.shape, x.shape.slice(0, 1))) {
    const labelled =
      classes.shape.length === 1 ? countOf(classes.shape[0] ?? 0, 'label') : `labels ${showShape(classes.shape)}`
    const phrase = `take the cross-entropy of ${showShape(x.shape)} with ${labelled}`
    return refuse('crossEntropy', [x.shape, classes.shape], 'scores are [N, C] with labels [N]', phrase)
  }
  const shifted: Tensor = sub(x, shiftOf(x))
  const likelihood = gather({ axis: 1 })(shifted, expandDims(-1)(classes))
  return mean()(sub(logsumexp({ axis: 1, keepDims: true })(shifted) as Tensor, likelihood))
}

const phraseOf = (a: Tensor, b: Tensor): string => `compare ${showShape(a.shape)} with ${showShape(b.shape)}`

const difference = (operation: string, y: Tensor, target: Tensor): Tensor =>
  sameShape(y.shape, target.shape)
    ? sub(y, target)
    : refuse(operation, [y.shape, target.shape], 'output and target have one shape', phraseOf(y, target))

/** Targets of the shape of the predictions; nothing is broadcast. */
export type TargetOf<S extends Shape, T extends Shape> = Checked<
  T,
  SameDimensions<S, T> extends true ? T : ShapeError<`predictions ${ShowShape<S>} meet targets ${ShowShape<T>}`>
>

/**
 * The mean of the squared differences over all entries, as PyTorch's `mse_loss`. Refuses targets of another shape: nothing
 * is broadcast.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { meanSquaredError } from 'cotangent/nn'
 *
 * item(meanSquaredError(tensor([1, 2, 3, 4], [2, 2]), tensor([1, 2, 3, 6], [2, 2]))) // => 1
 * ```
 */
export const meanSquaredError = <const S extends Shape, const T extends Shape>(
  predictions: Tensor<S>,
  targets: TargetOf<S, T>,
): Loss => {
  const error = difference('meanSquaredError', predictions, targets as Tensor)
  return mean()(mul(error, error))
}

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
  const error = difference('euclideanLoss', predictions, targets as Tensor)
  const [batch] = error.shape
  return batch === undefined || batch === 0
    ? refuse('euclideanLoss', [error.shape], 'a batch has at least one example', 'average over the batch')
    : div(sum()(mul(error, error)), literal(2 * batch))
}
