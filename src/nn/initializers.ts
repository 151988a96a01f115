/**
 * @file Initial weights: random tensors whose variance keeps signals at the same magnitude from layer to layer.
 *
 *     variance = scale / fan        fan: inputs of a unit (fan-in), uses of an input (fan-out), or their mean
 *
 * A weight has shape [out, in, ...kernel]: fan-in is in * kernel, fan-out is out * kernel, as in PyTorch (groups do not
 * count). Uniform draws lie within sqrt(3 variance); normal draws are not truncated, except by `truncatedNormal`.
 *
 * Laws: "the variance is scale / fan", within five standard errors; "uniform draws lie within the bound"; "the same key
 * gives the same weights".
 */
import { checkOptions } from '../core/options.ts'
import type { Key } from '../core/Key.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape, sizeOf } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { add } from '../ops/add.ts'
import { clamp } from '../ops/activations.ts'
import { literal, zeros } from '../ops/constant.ts'
import { erf } from '../ops/erf.ts'
import { full } from '../ops/full.ts'
import { mul } from '../ops/mul.ts'
import { normal, uniform } from '../ops/random.ts'
import { erfinv } from '../ops/erfinv.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { sub } from '../ops/sub.ts'

/** Draws a tensor of a given shape from a key; `normal` and `uniform` have this form too. */
export type Initializer = <const S extends Shape>(shape: S) => (key: Key) => Tensor<S>

/** How many inputs a unit sums up, and how many units use an input. */
export interface Fans {
  readonly in: number
  readonly out: number
}

/**
 * The fan-in and fan-out of a weight [out, in, ...kernel]. Refuses a shape with fewer than two dimensions.
 *
 * @example
 * ```ts
 * import { fansOf } from 'cotangent/nn'
 *
 * fansOf([6, 3, 5, 5]) // => { in: 75, out: 150 }
 * ```
 */
export const fansOf = (shape: Shape): Fans => {
  const [outs, ins, ...kernel] = shape
  return outs === undefined || ins === undefined
    ? refuse('initialize', [shape], {
        expected: 'at least the axes [O, I], whose fan scales the weights',
        found: showShape(shape),
      })
    : { in: ins * sizeOf(kernel), out: outs * sizeOf(kernel) }
}

/** How {@link varianceScaling} draws. */
export interface VarianceScalingOptions {
  /** The variance times the fan; 1 by default. */
  readonly scale?: number
  /**
   * The fan to use: 'in', the default, preserves the scale of activations, 'out' that of gradients, 'average' is
   * between.
   */
  readonly fan?: 'in' | 'out' | 'average'
  /** 'normal' by default. */
  readonly distribution?: 'uniform' | 'normal'
}

/** How {@link truncatedNormal} draws. */
export interface TruncatedNormalOptions {
  /** 0 by default. */
  readonly mean?: number
  /** The standard deviation before truncation; 1 by default. */
  readonly standardDeviation?: number
  /** The lower bound; -2 by default. */
  readonly low?: number
  /** The upper bound; 2 by default. */
  readonly high?: number
}

const fanOf = (shape: Shape, fan: 'in' | 'out' | 'average'): number => {
  const fans = fansOf(shape)
  return Math.max(1, fan === 'average' ? (fans.in + fans.out) / 2 : fans[fan])
}

/**
 * Draws with variance scale / fan: the family to which the initializers below belong. Refuses a scale that is not
 * positive, and shapes with fewer than two dimensions.
 *
 * @example
 * ```ts
 * import { item, key, max } from 'cotangent'
 * import { varianceScaling } from 'cotangent/nn'
 *
 * const draw = varianceScaling({ scale: 3, fan: 'out', distribution: 'uniform' })
 * item(max()(draw([9, 100])(key(1)))) < 1 // => true
 * ```
 */
export const varianceScaling = (options: VarianceScalingOptions = {}): Initializer => {
  const {
    scale = 1,
    fan = 'in',
    distribution = 'normal',
  } = checkOptions('varianceScaling', options, {
    scale: true,
    fan: { in: true, out: true, average: true },
    distribution: { uniform: true, normal: true },
  })
  return (shape) => {
    if (!(scale > 0)) return refuse('initialize', [shape], { expected: 'a scale above 0', found: String(scale) })
    const variance = scale / fanOf(shape, fan)
    const bound = Math.sqrt(3 * variance)
    return distribution === 'uniform'
      ? uniform(shape, { low: -bound, high: bound })
      : normal(shape, { standardDeviation: Math.sqrt(variance) })
  }
}

/**
 * Uniform with variance 1 / fan-in (LeCun, Bottou, Orr and Müller, "Efficient BackProp", 1998).
 *
 * @example
 * ```ts
 * import { item, key, variance } from 'cotangent'
 * import { lecunUniform } from 'cotangent/nn'
 *
 * const weight = lecunUniform([512, 256])(key(1))
 * Math.abs(item(variance()(weight)) / (1 / 256) - 1) < 0.05 // => true
 * ```
 */
export const lecunUniform: Initializer = varianceScaling({ distribution: 'uniform' })

/**
 * Normal with variance 1 / fan-in (LeCun, Bottou, Orr and Müller, "Efficient BackProp", 1998).
 *
 * @example
 * ```ts
 * import { item, key, variance } from 'cotangent'
 * import { lecunNormal } from 'cotangent/nn'
 *
 * const weight = lecunNormal([512, 256])(key(1))
 * Math.abs(item(variance()(weight)) / (1 / 256) - 1) < 0.05 // => true
 * ```
 */
export const lecunNormal: Initializer = varianceScaling()

/**
 * Uniform within sqrt(6 / (fan-in + fan-out)), for tanh and sigmoid (Glorot and Bengio, "Understanding the difficulty
 * of training deep feedforward neural networks", 2010).
 *
 * @example
 * ```ts
 * import { item, key, variance } from 'cotangent'
 * import { xavierUniform } from 'cotangent/nn'
 *
 * const weight = xavierUniform([512, 256])(key(1))
 * Math.abs(item(variance()(weight)) / (2 / (512 + 256)) - 1) < 0.05 // => true
 * ```
 */
export const xavierUniform: Initializer = varianceScaling({ fan: 'average', distribution: 'uniform' })

/**
 * Normal with variance 2 / (fan-in + fan-out), for tanh and sigmoid (Glorot and Bengio, 2010).
 *
 * @example
 * ```ts
 * import { item, key, variance } from 'cotangent'
 * import { xavierNormal } from 'cotangent/nn'
 *
 * const weight = xavierNormal([512, 256])(key(1))
 * Math.abs(item(variance()(weight)) / (2 / (512 + 256)) - 1) < 0.05 // => true
 * ```
 */
export const xavierNormal: Initializer = varianceScaling({ fan: 'average' })

/**
 * Uniform with variance 2 / fan-in, for relu (He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015).
 *
 * @example
 * ```ts
 * import { item, key, variance } from 'cotangent'
 * import { heUniform } from 'cotangent/nn'
 *
 * const weight = heUniform([512, 256])(key(1))
 * Math.abs(item(variance()(weight)) / (2 / 256) - 1) < 0.05 // => true
 * ```
 */
export const heUniform: Initializer = varianceScaling({ scale: 2, distribution: 'uniform' })

/**
 * Normal with variance 2 / fan-in, for relu (He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015).
 *
 * @example
 * ```ts
 * import { item, key, variance } from 'cotangent'
 * import { heNormal } from 'cotangent/nn'
 *
 * const weight = heNormal([512, 256])(key(1))
 * Math.abs(item(variance()(weight)) / (2 / 256) - 1) < 0.05 // => true
 * ```
 */
export const heNormal: Initializer = varianceScaling({ scale: 2 })

/**
 * Uniform within 1 / sqrt(fan-in): PyTorch's default for the weights of linear and convolution layers
 * (`kaiming_uniform_` with a = sqrt 5), and the default of the layers here.
 *
 * @example
 * ```ts
 * import { item, key, variance } from 'cotangent'
 * import { torchUniform } from 'cotangent/nn'
 *
 * const weight = torchUniform([512, 256])(key(1))
 * Math.abs(item(variance()(weight)) / (1 / (3 * 256)) - 1) < 0.05 // => true
 * ```
 */
export const torchUniform: Initializer = varianceScaling({ scale: 1 / 3, distribution: 'uniform' })

/**
 * Uniform within 1 / sqrt(fan): PyTorch's default for a bias, given the fan-in of its weight.
 *
 * @example
 * ```ts
 * import { abs, item, key, max } from 'cotangent'
 * import { uniformByFan } from 'cotangent/nn'
 *
 * item(max()(abs(uniformByFan(100)([1000])(key(1))))) < 0.1 // => true
 * ```
 */
export const uniformByFan = (fan: number): Initializer => {
  const bound = 1 / Math.sqrt(Math.max(1, fan))
  return (shape) => uniform(shape, { low: -bound, high: bound })
}

/** Bounds further out hold a thousandth of the distribution or less, and float32 has few numbers to draw it from. */
const mostOutside = 3

/**
 * Normal with the given mean and standard deviation, truncated to the bounds. The numbers are drawn by inverting the
 * distribution, so that one draw is enough. The bounds are absolute, as in PyTorch's `trunc_normal_`; -2 and 2 by
 * default. Refuses a lower bound above the upper, and bounds that are all more than three standard deviations from the mean.
 *
 * @example
 * ```ts
 * import { item, key, max } from 'cotangent'
 * import { truncatedNormal } from 'cotangent/nn'
 *
 * item(max()(truncatedNormal({ standardDeviation: 0.02 })([10, 10])(key(1)))) < 2 // => true
 * ```
 */
export const truncatedNormal = (options: TruncatedNormalOptions = {}): Initializer => {
  const {
    mean = 0,
    standardDeviation = 1,
    low = -2,
    high = 2,
  } = checkOptions('truncatedNormal', options, { mean: true, standardDeviation: true, low: true, high: true })
  return <const S extends Shape>(shape: S) =>
    (key: Key) => {
      if (!(low < high) || !(standardDeviation > 0)) {
        return refuse('initialize', [shape], {
          expected: 'bounds in order and a standard deviation above 0',
          found: `[${String(low)}, ${String(high)}] and ${String(standardDeviation)}`,
        })
      }
      const outside = Math.max(low - mean, mean - high) / standardDeviation
      if (!(outside <= mostOutside)) {
        return refuse('initialize', [shape], {
          expected: `bounds that come within ${String(mostOutside)} standard deviations of the mean`,
          found: `[${String(low)}, ${String(high)}], ${String(outside)} away from ${String(mean)}`,
        })
      }
      // The erf of the result is uniform between the erfs of the bounds.
      const erfOf = (bound: number): Tensor => erf(literal((bound - mean) / (standardDeviation * Math.SQRT2)))
      const even: Tensor = uniform(shape)(key)
      const drawn = add(erfOf(low), mul(even, sub(erfOf(high), erfOf(low))))
      const spread = mul(erfinv(drawn), literal(standardDeviation * Math.SQRT2))
      return reshapeTo(clamp({ low, high })(add(spread, literal(mean))), shape)
    }
}

/** The activations that {@link gainOf} knows. */
export type GainName = 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu' | 'selu'

/**
 * The gain of an activation, as PyTorch's `calculate_gain`: weights of standard deviation gain / sqrt(fan) preserve the
 * scale of signals through it. Its square is the `scale` of {@link varianceScaling}. The slope is that of leakyRelu,
 * 0.01 by default.
 *
 * @example
 * ```ts
 * import { gainOf } from 'cotangent/nn'
 *
 * gainOf('tanh') // => 1.6666666666666667
 * ```
 */
export const gainOf = (activation: GainName, slope = 0.01): number =>
  ({
    linear: 1,
    sigmoid: 1,
    tanh: 5 / 3,
    relu: Math.SQRT2,
    leakyRelu: Math.sqrt(2 / (1 + slope * slope)),
    selu: 3 / 4,
  })[activation]

/**
 * The same number everywhere.
 *
 * @example
 * ```ts
 * import { key, toNested } from 'cotangent'
 * import { constantInitializer } from 'cotangent/nn'
 *
 * toNested(constantInitializer(0.1)([2])(key(0))) // => [0.1, 0.1]
 * ```
 */
export const constantInitializer =
  (value: number): Initializer =>
  (shape) =>
  () =>
    full(shape, value)

/**
 * Zeros, a common choice for biases.
 *
 * @example
 * ```ts
 * import { key, toNested } from 'cotangent'
 * import { zeroInitializer } from 'cotangent/nn'
 *
 * toNested(zeroInitializer([2])(key(1))) // => [0, 0]
 * ```
 */
export const zeroInitializer: Initializer = (shape) => () => zeros(shape)
