/**
 * @file Random tensors: pure functions of a key, the same numbers on every backend.
 *
 *     uniform: the top 24 bits of Threefry words, over 2^24, so exact in float32
 *     normal:  Box-Muller, sqrt(-2 ln(1 - u)) cos(2 pi v) of two uniforms
 *     bernoulli: 1 where u < p        permutation: Fisher-Yates over 0 .. n - 1
 *     categorical: argmax of scores - ln(-ln u), the Gumbel-max trick
 *
 * Shape rule: the shape asked for; categorical removes an axis. Pullback: none to the key; scale, shift and mean are ordinary operations.
 * Laws: "the same key gives the same numbers", "lies in [low, high)", "holds each number once",
 * mean and variance within five standard errors.
 */
import { drawing } from '../backend/families.ts'
import { checkFinite, checkNotNegative, checkShare, unlessTensor } from '../core/numberRules.ts'
import { checkOptions } from '../core/options.ts'
import { ownList } from '../core/own.ts'
import type { Shape } from '../core/Shape.ts'
import { checkCount, checkShape, resolveAxis } from '../core/shapeRules.ts'
import type { Key } from '../core/Key.ts'
import { keyWords, split } from '../core/Key.ts'
import { mostIndexed, tooManyToIndex } from '../core/exactIndices.ts'
import { largestBelow } from '../core/float32.ts'
import type { Operand, Primitive, Tensor } from '../core/Tensor.ts'
import { applyPrimitive, checkTensor, ofShape } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { add } from './add.ts'
import { argmax } from './argmax.ts'
import { literal, one } from './constant.ts'
import { less } from './less.ts'
import { log } from './log.ts'
import { max } from './max.ts'
import { maximum } from './maximum.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { checkNonEmpty } from './reductions.ts'
import { cos } from './sin.ts'
import { sqrt } from './sqrt.ts'
import { sub } from './sub.ts'
import { where } from './where.ts'

export const uniformPrimitive: Primitive<'uniform'> = {
  name: 'uniform',
  family: drawing,
  shape: ({ shape }) => checkShape('draw', shape),
  pullback: () => [null],
}

export const permutationPrimitive: Primitive<'permutation'> = {
  name: 'permutation',
  family: drawing,
  shape: ({ count }) =>
    count > mostIndexed ? refuse('permute', [[count]], tooManyToIndex(count)) : checkShape('permute', [count]),
  pullback: () => [null],
}

const unit = (key: Key, shape: Shape): Tensor =>
  applyPrimitive(uniformPrimitive, { shape: ownList(checkShape('draw', shape)) }, [keyWords(key)])

/** Moves numbers that were rounded up to the bound back below it, to the next float32, which every backend can hold. */
const under = (high: number, x: Tensor): Tensor => where(less(x, literal(high)), x, literal(largestBelow(high)))

/** Bounds of a uniform distribution. */
export interface UniformOptions {
  /** The least value; 0 by default. */
  readonly low?: number
  /** The upper bound, which is never reached; 1 by default. */
  readonly high?: number
}

/**
 * Numbers drawn uniformly from [low, high), by default [0, 1). The upper bound is never reached, whatever the backend's
 * precision. If both bounds are equal, every number is that bound. Refuses bounds that are not finite, and a lower
 * bound above the upper.
 *
 * @example
 * ```ts
 * import { item, key, max, uniform } from 'cotangent'
 *
 * item(max()(uniform([100])(key(1)))) < 1 // => true
 * ```
 */
export const uniform = <const S extends Shape>(given: S, options: UniformOptions = {}) => {
  const shape = ownList(given)
  const { low = 0, high = 1 } = checkOptions('uniform', options, { low: true, high: true })
  return (key: Key): Tensor<S> => {
    if (!(low <= high && Number.isFinite(high - low))) {
      return refuse('draw', [shape], {
        expected: 'finite bounds, the lower first',
        found: `${String(low)} and ${String(high)}`,
      })
    }
    const u = unit(key, shape)
    if (low === 0 && high === 1) return ofShape(u)
    const spread: Tensor = add(mul(u, high - low), low)
    return ofShape(low === high ? spread : under(high, spread))
  }
}

/** Mean and standard deviation of a normal distribution. */
export interface NormalOptions {
  /** 0 by default. */
  readonly mean?: number
  /** 1 by default. */
  readonly standardDeviation?: number
}

/**
 * Numbers drawn from a normal distribution, by default of mean 0 and standard deviation 1. Refuses a mean that is not finite,
 * and a deviation that is not a finite number of at least 0.
 *
 * @example
 * ```ts
 * import { key, normal } from 'cotangent'
 *
 * normal([2, 3], { standardDeviation: 0.1 })(key(1)).shape // => [2, 3]
 * ```
 */
export const normal = <const S extends Shape>(given: S, options: NormalOptions = {}) => {
  const shape = ownList(given)
  const { mean = 0, standardDeviation = 1 } = checkOptions('normal', options, {
    mean: unlessTensor(checkFinite),
    standardDeviation: unlessTensor(checkNotNegative),
  })
  return (key: Key): Tensor<S> => {
    const [first, second] = split(key)
    const radius = sqrt(mul(log(sub(one, unit(first, shape))), literal(-2)))
    const z = mul(radius, cos(mul(unit(second, shape), literal(2 * Math.PI))))
    return ofShape(mean === 0 && standardDeviation === 1 ? z : add(mul(z, standardDeviation), mean))
  }
}

/**
 * Ones with the given probability, zeros otherwise. Refuses a number outside 0 to 1; a tensor is taken as it is.
 *
 * @example
 * ```ts
 * import { bernoulli, key, toNested } from 'cotangent'
 *
 * toNested(bernoulli([3], 1)(key(1))) // => [1, 1, 1]
 * ```
 */
export const bernoulli = <const S extends Shape>(given: S, probability: Operand<readonly []> = 0.5) => {
  const shape = ownList(given)
  unlessTensor(checkShare)('bernoulli', 'probability', probability)
  return (key: Key): Tensor<S> => ofShape(less(unit(key, shape), probability))
}

/**
 * The index of a class for each row of scores, drawn with the probabilities `softmax()(scores)`, as
 * `torch.distributions.Categorical` does with logits. The axis of the classes, the last by default, disappears. A score of
 * -Infinity is never drawn beside a finite one; class 0 is, where all are -Infinity or one is NaN. For probabilities p, pass
 * `log(p)`; for a temperature, divide the scores by it. Refuses an axis without classes.
 *
 * @example
 * ```ts
 * import { categorical, key, tensor, toNested } from 'cotangent'
 *
 * toNested(categorical(tensor([0, -Infinity, -Infinity, 0], [2, 2]))(key(1))) // => [0, 1]
 * ```
 */
export const categorical = (scores: Tensor, options: { readonly axis?: number } = {}) => {
  const { axis = -1 } = checkOptions('categorical', options, { axis: true })
  return (key: Key): Tensor => {
    const along = resolveAxis('categorical', checkTensor(scores, 'draw classes').shape, axis)
    checkNonEmpty('categorical', scores.shape, [along])
    // Above 0, so that no noise is infinite; beside scores near 0, so that the noise is not rounded away.
    const u = maximum(unit(key, scores.shape), literal(2 ** -25))
    const centered = sub(scores, max({ axis: along, keepDims: true })(scores))
    return argmax({ axis: along })(sub(centered, log(neg(log(u)))))
  }
}

/**
 * The whole numbers from 0 to `count - 1` in random order; every order is equally likely. Refuses counts above 2^24,
 * since float32 cannot tell such numbers apart.
 *
 * @example
 * ```ts
 * import { item, key, permutation, sum } from 'cotangent'
 *
 * item(sum()(permutation(10)(key(1)))) // => 45
 * ```
 */
export const permutation =
  <const N extends number>(count: N) =>
  (key: Key): Tensor<readonly [N]> =>
    applyPrimitive(permutationPrimitive, { count: checkCount('permute', 'the count', count, 0) }, [keyWords(key)])
