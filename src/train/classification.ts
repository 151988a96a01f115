/**
 * @file Classifiers: the objective to train one, and the evaluation to test one.
 *
 * A classifier takes images to logits, one per class. Its prediction is the class with the greatest logit, the first
 * among equals.
 */
/* eslint-disable functional/no-let, functional/no-loop-statements -- an evaluation is a loop with a memory */
import * as E from 'fp-ts/lib/Either.js'
import type { Ord } from 'fp-ts/lib/Ord.js'
import { contramap } from 'fp-ts/lib/Ord.js'
import { Ord as numberOrd } from 'fp-ts/lib/number.js'
import type { IndexNames } from '../core/indexNames.ts'
import { isIndex, refuseIndex } from '../core/indexNames.ts'
import { checkWhole } from '../core/numberRules.ts'
import type { OnlyKnown } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import { sameShape, showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { DecodeError } from '../data/DecodeError.ts'
import type { Mode } from '../nn/index.ts'
import { evalMode, trainMode } from '../nn/index.ts'
import { argmax } from '../ops/argmax.ts'
import { equal } from '../ops/equal.ts'
import { gatherNamed } from '../ops/gather.ts'
import { less } from '../ops/less.ts'
import { lessEqual } from '../ops/lessEqual.ts'
import { expandDims, reshapeTo } from '../ops/reshape.ts'
import { sub } from '../ops/sub.ts'
import { sum } from '../ops/sum.ts'
import { compile, defaultRuntime, item, toArray } from '../runtime/index.ts'
import type { Fed } from './batches.ts'
import { fedBy } from './batches.ts'
import type { ConfusionMatrix } from './ConfusionMatrix.ts'
import { accuracy, confusionMatrix, confusionMonoid, examples } from './ConfusionMatrix.ts'
import type { Objective } from './trainStep.ts'

/** Inputs with one label each. */
export interface Labelled<X extends Tensor> {
  readonly images: X
  readonly labels: Tensor<readonly [number]>
}

/** The model to train: a layer from images to logits `[n, classes]`. */
export interface Classifier<P, S, X extends Tensor> {
  /** The function, in training or in use: parameters, state and images to logits and next state. */
  readonly apply: (mode: Mode) => (params: P, state: S, images: X) => readonly [logits: Tensor, state: S]
}

/** A loss over logits `[n, classes]` and labels `[n]`, such as `crossEntropy`. */
export type ClassifierLoss = (logits: Tensor, labels: Tensor<readonly [number]>) => Tensor<readonly []>

/** Scalars that a step of a classifier measures. */
export interface ClassifierMetrics {
  /** How many examples of the batch were predicted correctly. */
  readonly correct: Tensor<readonly []>
}

const named: IndexNames = {
  operation: 'correctWithin',
  phrase: 'count what is right',
  index: 'label',
  among: ['class', 'classes'],
}

const checkLabels = (operation: string, phrase: string, logits: Tensor, labels: Tensor): void => {
  for (const t of [logits, labels]) checkTensor(t, phrase)
  const expected = logits.shape.filter((_, axis) => axis !== 1)
  if (logits.shape.length > 1 && sameShape(labels.shape, expected)) return
  const isOneHot = sameShape(labels.shape, logits.shape)
  refuse(
    operation,
    [logits.shape, labels.shape],
    {
      expected: `labels ${showShape(expected)}, each the index of a class`,
      found: showShape(labels.shape),
      ...(isOneHot ? { advice: 'one-hot labels become indices by argmax({ axis: 1 })' } : {}),
    },
    phrase,
  )
}

/**
 * Refuses a label or a prediction that is not a class: it would not be counted, and would make the result look better.
 */
const checkClasses = (classes: number, index: 'label' | 'prediction', found: ArrayLike<number>): void => {
  const bad = Array.from(found).find((one) => !isIndex(one, classes))
  if (bad === undefined) return
  const names = { ...named, operation: 'evaluate', phrase: 'evaluate a classifier', index }
  refuseIndex({ index: bad, length: classes, shape: [found.length], name: 'gather', names })
}

const predictions = (logits: Tensor): Tensor<readonly [number]> =>
  reshapeTo(argmax({ axis: 1 })(logits), [logits.shape[0] ?? 0] as const)

/**
 * The objective of a classifier: its loss on a batch, and the number of correct predictions.
 *
 * Pass it to `trainStep` with an optimizer.
 *
 * @example
 * ```ts
 * import { item, key, tensor } from 'cotangent'
 * import { crossEntropy, identity } from 'cotangent/nn'
 * import { classify } from 'cotangent/train'
 *
 * const batch = { images: tensor([9, 0, 0, 9], [2, 2]), labels: tensor([0, 0], [2]) }
 * const { loss, metrics } = classify(identity, crossEntropy)({}, {}, batch, key(0))
 * item(loss) // => 4.5001234
 * item(metrics.correct) // => 1
 * ```
 */
export const classify =
  <P, S, X extends Tensor>(
    model: Classifier<P, S, X>,
    loss: ClassifierLoss,
  ): Objective<P, S, Labelled<X>, ClassifierMetrics> =>
  (params, state, { images, labels }, key) => {
    const [logits, next] = model.apply(trainMode(key))(params, state, images)
    checkLabels('classify', 'train a classifier', logits, labels)
    const correct = sum()(equal(predictions(logits), labels))
    return { loss: loss(logits, labels), state: next, metrics: { correct } }
  }

/**
 * The number of labels among the k greatest scores: top-k accuracy times the number of examples. Ties with the label's
 * score count in its favour. NaN counts as the greatest score, and a label whose own score is NaN is not found unless all
 * classes count. Refuses labels that are not one index per example. A label outside the classes is refused
 * when the numbers are computed.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { correctWithin } from 'cotangent/train'
 *
 * const scores = tensor([5, 3, 1, 0, 2, 9], [2, 3])
 * item(correctWithin(1)(scores, tensor([1, 2], [2]))) // => 1
 * item(correctWithin(2)(scores, tensor([1, 2], [2]))) // => 2
 * ```
 */
export const correctWithin =
  (k: number) =>
  (scores: Tensor, labels: Tensor<readonly [number]>): Tensor<readonly []> => {
    checkLabels('correctWithin', 'count what is right', scores, labels)
    const own = gatherNamed(scores, expandDims(-1)(labels), 1, named)
    // A score that is not a number is not at most the label's, and nothing is at most a label's that is none.
    const before = sub(scores.shape[1] ?? 0, sum({ axis: 1 })(lessEqual(scores, own)))
    return sum()(less(before, checkWhole('correctWithin', 'k', k)))
  }

/** The result of a classifier on a test set: every prediction in order, and their confusion matrix. */
export interface Evaluation {
  readonly predicted: readonly number[]
  readonly confusion: ConfusionMatrix
}

/**
 * Orders evaluations by their accuracy. One without examples is the least.
 *
 * @example
 * ```ts
 * import { byAccuracy, confusionMatrix } from 'cotangent/train'
 *
 * const count = confusionMatrix(2)
 * const good = { predicted: [0, 1], confusion: count([0, 1], [0, 1]) }
 * const fair = { predicted: [0, 0], confusion: count([0, 1], [0, 0]) }
 * byAccuracy.compare(good, fair) // => 1
 * ```
 */
export const byAccuracy: Ord<Evaluation> = contramap(({ confusion }: Evaluation) =>
  examples(confusion) === 0 ? -Infinity : accuracy(confusion),
)(numberOrd)

/** An evaluation that measured a loss as well. */
export interface EvaluationWithLoss extends Evaluation {
  /** The mean over the examples so far; NaN if there were none. */
  readonly loss: number
}

/**
 * Orders evaluations by their loss: the greater evaluation is the one with the smaller loss, so that the best is the
 * greatest, as by accuracy. A loss that is not a number is as bad as an infinite one.
 *
 * @example
 * ```ts
 * import { byLoss, confusionMatrix } from 'cotangent/train'
 *
 * const count = confusionMatrix(2)
 * const sure = { predicted: [0, 1], confusion: count([0, 1], [0, 1]), loss: 0.1 }
 * const unsure = { predicted: [0, 1], confusion: count([0, 1], [0, 1]), loss: 0.6 }
 * byLoss.compare(sure, unsure) // => 1
 * ```
 */
export const byLoss: Ord<EvaluationWithLoss> = contramap(({ loss }: EvaluationWithLoss) =>
  Number.isNaN(loss) ? -Infinity : -loss,
)(numberOrd)

/** What {@link evaluate} measures besides predictions, and where. */
export interface EvaluateOptions {
  /**
   * A loss to measure, as the mean over the examples of a batch, which is what losses give by default. No loss is
   * measured by default.
   */
  readonly loss?: ClassifierLoss
  readonly runtime?: typeof defaultRuntime
}

/** The result of {@link evaluate} with these options. */
export type EvaluationOf<O> = O extends { readonly loss: ClassifierLoss } ? EvaluationWithLoss : Evaluation

/** What is evaluated. */
interface Measurable<P, S> {
  readonly params: P
  readonly state: S
}

/** Evaluates on batches in memory, or on those of a stream, such as a `Source` gives. */
export interface EvaluateOn<P, S, X extends Tensor, R> {
  (training: { readonly params: P; readonly state: S }, batches: Iterable<Labelled<X>>): Iterable<R>
  (
    training: { readonly params: P; readonly state: S },
    batches: AsyncIterable<Labelled<X> | E.Either<DecodeError, Labelled<X>>>,
  ): AsyncIterable<E.Either<DecodeError, R>>
}

function* eachOf<B, R>(next: (batch: B) => R, batches: Iterable<B>): Generator<R, void, void> {
  for (const batch of batches) yield next(batch)
}

/** Up to the first batch that cannot be read. */
async function* streamed<B, R>(
  next: (batch: B) => R,
  batches: AsyncIterable<Fed<B>>,
): AsyncGenerator<E.Either<DecodeError, R>, void, void> {
  for await (const fed of batches) {
    const batch = fedBy(fed)
    yield E.map(next)(batch)
    if (E.isLeft(batch)) return
  }
}

/**
 * Tests a classifier on batches, one after the other. Yields the evaluation so far after each batch; the last one is
 * the result.
 *
 * The model is applied in `eval` mode. With a `loss`, its mean over all examples is measured too. Batches are weighted
 * by their sizes, so that the result does not depend on how the examples were divided into batches. Batches of a stream,
 * such as `Source.batches` gives, are evaluated to a stream, whose last value is the error if they could not be read.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { crossEntropy, identity } from 'cotangent/nn'
 * import { accuracy, evaluate } from 'cotangent/train'
 *
 * const batch = { images: tensor([9, 0, 0, 9], [2, 2]), labels: tensor([0, 0], [2]) }
 * const [first] = evaluate(identity, 2, { loss: crossEntropy })({ params: {}, state: {} }, [batch])
 * first !== undefined && accuracy(first.confusion) // => 0.5
 * first !== undefined && first.loss // => 4.5001234…
 * ```
 */
export const evaluate = <P, S, X extends Tensor, const O extends EvaluateOptions = {}>(
  model: Classifier<P, S, X>,
  classes: number,
  options?: OnlyKnown<O, EvaluateOptions>,
): EvaluateOn<P, S, X, EvaluationOf<O>> => {
  const given: EvaluateOptions = options ?? {}
  const { loss, runtime = defaultRuntime } = checkOptions('evaluate', given, { loss: true, runtime: true })
  const { concat, empty } = confusionMonoid(classes)
  const measure = compile(
    (params: P, state: S, images: X, labels: Tensor<readonly [number]>) => {
      const [logits] = model.apply(evalMode)(params, state, images)
      checkLabels('evaluate', 'evaluate a classifier', logits, labels)
      return { predicted: predictions(logits), losses: loss === undefined ? [] : [loss(logits, labels)] }
    },
    { runtime },
  )
  const begin = ({ params, state }: Measurable<P, S>): ((batch: Labelled<X>) => EvaluationOf<O>) => {
    let sofar: Evaluation = { predicted: [], confusion: empty }
    let total = 0
    return ({ images, labels }) => {
      const actual = toArray(labels, runtime)
      checkClasses(classes, 'label', actual)
      const measured = measure(params, state, images, labels)
      const found = Array.from(toArray(measured.predicted, runtime))
      checkClasses(classes, 'prediction', found)
      const counted = confusionMatrix(classes)(actual, found)
      sofar = { predicted: [...sofar.predicted, ...found], confusion: concat(sofar.confusion, counted) }
      for (const one of measured.losses) total += item(one, runtime) * actual.length
      const result = loss === undefined ? sofar : { ...sofar, loss: total / sofar.predicted.length }
      // The type depends on the same option that decides whether a loss is measured.
      return result as EvaluationOf<O>
    }
  }
  function evaluateOn(training: Measurable<P, S>, batches: Iterable<Labelled<X>>): Iterable<EvaluationOf<O>>
  function evaluateOn(
    training: Measurable<P, S>,
    batches: AsyncIterable<Fed<Labelled<X>>>,
  ): AsyncIterable<E.Either<DecodeError, EvaluationOf<O>>>
  function evaluateOn(
    training: Measurable<P, S>,
    batches: Iterable<Labelled<X>> | AsyncIterable<Fed<Labelled<X>>>,
  ): Iterable<EvaluationOf<O>> | AsyncIterable<E.Either<DecodeError, EvaluationOf<O>>> {
    return Symbol.asyncIterator in batches ? streamed(begin(training), batches) : eachOf(begin(training), batches)
  }
  return evaluateOn
}
