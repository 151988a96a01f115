/**
 * @file Averages of weights over time: often better to evaluate with than the weights themselves.
 *
 *     exponential: average' = decay * average + (1 - decay) * weights      read: average / (1 - decay^t), as it starts at 0
 *     Polyak:      average' = average + (weights - average) / t
 *
 * Laws: "the average of weights that do not change is these weights"; a compiled update is the update.
 *
 * Polyak and Juditsky, 1992; Tarvainen and Valpola, "Mean teachers are better role models", NeurIPS 2017.
 */
import type { Tensor } from '../core/Tensor.ts'
import type { LikeOptions, Tree } from '../core/Tree.ts'
import { checkTree, leavesLike, map, rebuild, zipWith } from '../core/Tree.ts'
import { add } from '../ops/add.ts'
import { zeros } from '../ops/constant.ts'
import { div } from '../ops/div.ts'
import { where } from '../ops/where.ts'
import { equal } from '../ops/equal.ts'
import { sub } from '../ops/sub.ts'
import { biasOf, checkDecay } from './perTensor.ts'
import { running } from './rmsprop.ts'

/** The state of an average. */
export interface AverageState<P> {
  /** The number of sets of weights so far. */
  readonly step: Tensor<readonly []>
  /** Their average, which starts at zero. */
  readonly average: P
}

/** The average of weights over time, as pure functions. */
export interface WeightAverage {
  /** The state before any weights. */
  readonly init: <P>(weights: P & Tree<P>) => AverageState<P>
  /** The average with one more set of weights. */
  readonly update: <P>(state: AverageState<P>, weights: P & Tree<P>) => AverageState<P>
  /** The average so far; zeros before any weights. */
  readonly read: <P>(state: AverageState<P>) => P
}

const like: LikeOptions = {
  operation: 'update',
  phrase: 'average weights',
  name: 'the tree of weights',
  shaped: true,
}

/** Weights of the form and the shapes of their average; others are refused. */
const likeAverage = <P>(average: P, weights: P & Tree<P>): P =>
  rebuild<P>(checkTree(average), leavesLike(average, weights, like))

const fromZero: WeightAverage['init'] = <P>(weights: P & Tree<P>) => ({
  step: zeros([]),
  average: map(({ shape }) => zeros(shape))<P>(weights),
})

/**
 * The exponential moving average of weights, corrected for starting at zero. Refuses a decay outside [0, 1).
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { exponentialMovingAverage } from 'cotangent/optim'
 *
 * const average = exponentialMovingAverage(0.5)
 * const w = { weight: tensor([4], [1]) }
 * const once = average.update(average.init(w), w)
 * const twice = average.update(once, { weight: tensor([10], [1]) })
 * toNested(average.read(twice).weight) // => [8]
 * ```
 */
export const exponentialMovingAverage = (decay: number): WeightAverage => {
  checkDecay('exponentialMovingAverage', 'the decay', decay)
  return {
    init: fromZero,
    update: <P>({ step, average }: AverageState<P>, weights: P & Tree<P>) => ({
      step: add(step, 1),
      average: zipWith((mean, value) => running(decay, mean, value))<P>(
        checkTree(average),
        likeAverage(average, weights),
      ),
    }),
    read: <P>({ step, average }: AverageState<P>) => {
      const bias: Tensor = where(equal(step, 0), 1, biasOf(decay, step))
      return map((mean): Tensor => div(mean, bias))<P>(checkTree(average))
    },
  }
}

/**
 * The mean of all weights so far, each counting as much as the others (Polyak and Juditsky, 1992): for the weights of the last
 * epochs, as stochastic weight averaging takes it (Izmailov and others, 2018).
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { polyakAverage } from 'cotangent/optim'
 *
 * const average = polyakAverage
 * const seen = [4, 10, 22].map((value) => tensor([value], [1]))
 * toNested(average.read(seen.reduce(average.update<(typeof seen)[0]>, average.init(tensor([0], [1]))))) // => [12]
 * ```
 */
export const polyakAverage: WeightAverage = {
  init: fromZero,
  update: <P>({ step, average }: AverageState<P>, weights: P & Tree<P>) => {
    const next = add(step, 1)
    const toward = (mean: Tensor, value: Tensor): Tensor => add(mean, div(sub(value, mean), next))
    return { step: next, average: zipWith(toward)<P>(checkTree(average), likeAverage(average, weights)) }
  },
  read: ({ average }) => average,
}
