/**
 * @file What losses share: the reduction of single losses to one, and the check that targets have the shape of
 * predictions.
 *
 *     none: unreduced sum: their sum mean: their sum over their number, NaN if there are none
 */
import type { OptionNames } from '../../core/options.ts'
import { checkOptions } from '../../core/options.ts'
import type { Shape } from '../../core/Shape.ts'
import { sameShape, showShape } from '../../core/Shape.ts'
import type { Checked, SameDimensions, ShapeError, ShowShape } from '../../core/ShapeTypes.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { mean, sum } from '../../ops/sum.ts'

/** A scalar that training minimizes. */
export type Loss = Tensor<readonly []>

/** How single losses are reduced: not at all, to their sum, or to their mean. */
export type ReductionName = 'none' | 'sum' | 'mean'

/** The words of the option. */
export const reductionNames: Readonly<Record<ReductionName, true>> = { none: true, sum: true, mean: true }

/** The option of every loss that says how single losses are reduced. */
export interface Reducing<R extends ReductionName = ReductionName> {
  /** `'none'` keeps single losses, `'sum'` adds them, `'mean'`, the default, averages them. */
  readonly reduction?: R
}

/** No options other than the reduction. */
export type NoOptions = Readonly<Record<never, never>>

/** The result of a loss: a scalar, or with `reduction: 'none'` a tensor of shape `S`. */
export type ReducedLoss<R extends ReductionName, S extends Shape> = readonly [R] extends readonly ['none']
  ? Tensor<S>
  : 'none' extends R
    ? Tensor
    : Loss

const reducedBy = (reduction: ReductionName, losses: Tensor, average: (losses: Tensor) => Tensor): Tensor => {
  switch (reduction) {
    case 'none':
      return losses
    case 'sum':
      return sum()(losses)
    case 'mean':
      return average(losses)
    default:
      return refuse(
        'reduce',
        [],
        { expected: "'none', 'sum' or 'mean'", found: `'${String(reduction)}'` },
        'reduce losses',
      )
  }
}

/** Reduces single losses as the options say. `S` is the shape of the losses; the caller is responsible for it. */
export const reduced = <R extends ReductionName, S extends Shape>(
  losses: Tensor,
  { reduction }: Reducing<R>,
  average: (losses: Tensor) => Tensor = mean(),
): ReducedLoss<R, S> =>
  // The compiler does not see that each branch returns the type of its word of `R`.
  reducedBy(reduction ?? 'mean', losses, average) as ReducedLoss<R, S>

/** Targets of the shape of the predictions; nothing is broadcast. */
export type TargetOf<S extends Shape, T extends Shape> = Checked<
  T,
  SameDimensions<S, T> extends true
    ? T
    : ShapeError<`expected predictions and targets of one shape, found ${ShowShape<S>} and ${ShowShape<T>}`>
>

/** Refuses targets whose shape differs from that of the predictions: nothing is broadcast. */
export const checkTargets = (operation: string, predictions: Tensor, targets: Tensor): void => {
  const [y, t] = [predictions.shape, targets.shape]
  if (sameShape(y, t)) return
  refuse(
    operation,
    [y, t],
    { expected: 'predictions and targets of one shape', found: `${showShape(y)} and ${showShape(t)}` },
    `compare ${showShape(y)} with ${showShape(t)}`,
  )
}

/** A loss of predictions and targets of one shape, entry by entry, then reduced. */
export type TargetLoss<Options = NoOptions> = <
  const S extends Shape,
  const T extends Shape,
  R extends ReductionName = 'mean',
>(
  predictions: Tensor<S>,
  targets: TargetOf<S, T>,
  options?: Options & Reducing<R>,
) => ReducedLoss<R, S>

/**
 * A loss, from the names of its options besides the reduction, and its formula for predictions and targets of one
 * shape.
 */
export const targetLoss =
  <Options = NoOptions>(
    operation: string,
    names: OptionNames<Options>,
    losses: (predictions: Tensor, targets: Tensor, options: Partial<Options>) => Tensor,
  ): TargetLoss<Options> =>
  <const S extends Shape, const T extends Shape, R extends ReductionName = 'mean'>(
    predictions: Tensor<S>,
    targets: TargetOf<S, T>,
    options?: Options & Reducing<R>,
  ) => {
    checkTargets(operation, predictions, targets)
    const chosen: Partial<Options> & Reducing<R> = options ?? {}
    checkOptions<object>(operation, chosen, { ...names, reduction: reductionNames })
    return reduced<R, S>(losses(predictions, targets, chosen), chosen)
  }
