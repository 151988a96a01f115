/**
 * @file Activation functions other than relu, sigmoid and tanh, entry by entry.
 *
 * Shape rule: the result has the shape of x.
 * Pullback: through the parts, since each function is a composition; likewise for every order. At kinks the derivative
 * is PyTorch's: that of the flat side for relu6, hardtanh and hardsigmoid, that of the left side for leakyRelu and elu, and
 * that of the bend for hardswish.
 * Laws: finite differences, adjointness, pullback linearity, second order, where there is no kink; PyTorch's values and
 * derivatives at extreme inputs.
 */
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { abs } from './abs.ts'
import { add } from './add.ts'
import { literal, one, zero } from './constant.ts'
import { div } from './div.ts'
import type { UnaryOperation } from './elementwise.ts'
import { composedUnary } from './elementwise.ts'
import { equal } from './equal.ts'
import { erfc } from './erfc.ts'
import { exp } from './exp.ts'
import { expm1 } from './expm1.ts'
import { gauss } from './gauss.ts'
import { less } from './less.ts'
import { lessEqual } from './lessEqual.ts'
import { log1p } from './log1p.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { sigmoid } from './sigmoid.ts'
import { sign } from './sign.ts'
import { sub } from './sub.ts'
import { tanh } from './tanh.ts'
import { where } from './where.ts'
import { withSlope } from './withSlopes.ts'

/**
 * `x` where it is not above 0, else 0. The branch that is not taken must not overflow, and its derivative must be
 * finite.
 */
const notPositive = (x: Tensor): Tensor => where(less(zero, x), zero, x)

/** Passes every entry through; NaN entries get no derivative. */
const numberOnly = (x: Tensor): Tensor => where(equal(x, x), x, literal(Number.NaN))

/**
 * A bend between two straight pieces: x beyond a distance to the right, and 0 beyond that distance to the left, where
 * the formula would multiply infinity by zero. At the distance itself, the derivative is that of the bend.
 */
const betweenTails =
  (distance: number, bend: (x: Tensor) => Tensor) =>
  (x: Tensor): Tensor => {
    const isRight = less(literal(distance), x)
    const isLeft = less(x, literal(-distance))
    const inside = where(isRight, zero, where(isLeft, zero, x))
    return where(isRight, x, where(isLeft, zero, bend(inside)))
  }

/** Clamps between two bounds. The derivative is 0 at and beyond both bounds. NaN stays NaN. */
const clamped = (low: number, high: number, x: Tensor): Tensor =>
  where(lessEqual(x, literal(low)), literal(low), where(lessEqual(literal(high), x), literal(high), x))

/**
 * max(min(x, 6), 0) (Howard and others, "MobileNets", 2017). Its derivative is 0 at 0 and at 6.
 *
 * @example
 * ```ts
 * import { relu6, tensor, toNested } from 'cotangent'
 *
 * toNested(relu6(tensor([-1, 3, 8], [3]))) // => [0, 3, 6]
 * ```
 */
export const relu6: UnaryOperation = composedUnary((x) => clamped(0, 6, x))

/**
 * x where it is above 0, and `slope` times x below, 0.01 by default (Maas, Hannun and Ng, 2013).
 *
 * @example
 * ```ts
 * import { leakyRelu, tensor, toNested } from 'cotangent'
 *
 * toNested(leakyRelu()(tensor([-1, 2], [2]))) // => [-0.01, 2]
 * ```
 */
export const leakyRelu = (options: { readonly slope?: number } = {}): UnaryOperation => {
  const { slope = 0.01 } = checkOptions('leakyRelu', options, { slope: true })
  return composedUnary((x) => where(less(zero, x), x, mul(x, literal(slope))))
}

/**
 * x where it is above 0, and alpha (e^x - 1) below (Clevert, Unterthiner and Hochreiter, 2016).
 *
 * @example
 * ```ts
 * import { elu, tensor, toNested } from 'cotangent'
 *
 * toNested(elu()(tensor([-Infinity, 0, 2], [3]))) // => [-1, 0, 2]
 * ```
 */
export const elu = (options: { readonly alpha?: number } = {}): UnaryOperation => {
  const { alpha = 1 } = checkOptions('elu', options, { alpha: true })
  return composedUnary((x) => {
    const isPositive = less(zero, x)
    return where(isPositive, x, mul(expm1(notPositive(x)), literal(alpha)))
  })
}

/**
 * x where it is above 0, and alpha (e^(x / alpha) - 1) below: elu whose derivative at 0 is 1 for every alpha (Barron,
 * 2017).
 *
 * @example
 * ```ts
 * import { celu, tensor, toNested } from 'cotangent'
 *
 * toNested(celu()(tensor([-Infinity, 0, 2], [3]))) // => [-1, 0, 2]
 * ```
 */
export const celu = (options: { readonly alpha?: number } = {}): UnaryOperation => {
  const { alpha = 1 } = checkOptions('celu', options, { alpha: true })
  return composedUnary((x) => {
    const left = div(notPositive(x), literal(alpha))
    return where(less(zero, x), x, mul(expm1(left), literal(alpha)))
  })
}

const seluAlpha = 1.6732632423543772
const seluScale = 1.0507009873554805

/**
 * The elu, scaled so that activations keep mean 0 and variance 1 (Klambauer and others, 2017).
 *
 * @example
 * ```ts
 * import { selu, tensor, toNested } from 'cotangent'
 *
 * toNested(selu(tensor([-1, 0, 1], [3]))) // => [-1.111331, 0, 1.050701]
 * ```
 */
export const selu: UnaryOperation = composedUnary((x) => mul(elu({ alpha: seluAlpha })(x), literal(seluScale)))

/**
 * log(1 + e^x), without overflow.
 *
 * @example
 * ```ts
 * import { item, softplus } from 'cotangent'
 *
 * item(softplus(10000)) // => 10000
 * item(softplus(-10000)) // => 0
 * ```
 */
export const softplus: UnaryOperation = composedUnary((x) => {
  const isNegative = less(x, zero)
  const left = log1p(exp(where(isNegative, x, zero)))
  const right = log1p(exp(neg(where(isNegative, zero, x))))
  return where(isNegative, left, add(x, right))
})

/**
 * log(sigmoid(x)), without overflow.
 *
 * @example
 * ```ts
 * import { logSigmoid, tensor, toNested } from 'cotangent'
 *
 * toNested(logSigmoid(tensor([-1000, 0], [2]))) // => [-1000, -0.693147]
 * ```
 */
export const logSigmoid: UnaryOperation = composedUnary((x) => neg(softplus(neg(x))))

/**
 * x sigmoid(x), also called swish (Elfwing, Uchibe and Doya, 2018).
 *
 * @example
 * ```ts
 * import { silu, tensor, toNested } from 'cotangent'
 *
 * toNested(silu(tensor([-1, 0, 1], [3]))) // => [-0.268941, 0, 0.731059]
 * ```
 */
export const silu: UnaryOperation = composedUnary(betweenTails(1e4, (x) => mul(x, sigmoid(x))))

/**
 * x tanh(softplus(x)) (Misra, 2019).
 *
 * @example
 * ```ts
 * import { mish, tensor, toNested } from 'cotangent'
 *
 * toNested(mish(tensor([-1, 0, 1], [3]))) // => [-0.303401, 0, 0.865098]
 * ```
 */
export const mish: UnaryOperation = composedUnary(betweenTails(1e4, (x) => mul(x, tanh(softplus(x)))))

/** So far from 0, a normal variable is certain to lie on one side. */
const farOff = 1e4

/** The probability that a standard normal variable is below x. */
const probabilityBelow = (x: Tensor): Tensor => mul(erfc(mul(x, literal(-Math.SQRT1_2))), literal(0.5))

/** x P(x) with the probability P; its derivative is P + x P', and needs no branches once x is clamped. */
const exactGelu = withSlope(
  (x) => {
    const inside = clamped(-farOff, farOff, x)
    return where(lessEqual(literal(farOff), x), x, mul(inside, probabilityBelow(inside)))
  },
  (x) => {
    const inside = clamped(-farOff, farOff, x)
    const density = mul(gauss(mul(inside, literal(Math.SQRT1_2))), literal(Math.SQRT1_2 / 2))
    return add(probabilityBelow(inside), mul(inside, density))
  },
)

const approximateGelu = betweenTails(farOff, (x) => {
  // (1 + tanh z) / 2 is sigmoid(2 z), which loses no digits for negative z.
  const cubic = add(x, mul(mul(mul(x, x), x), literal(0.044715)))
  return mul(x, sigmoid(mul(cubic, literal(2 * Math.sqrt(2 / Math.PI)))))
})

/**
 * x times the probability that a standard normal variable is below x (Hendrycks and Gimpel, 2016): exact, by erf, or
 * the paper's approximation by tanh.
 *
 * @example
 * ```ts
 * import { gelu, item } from 'cotangent'
 *
 * item(gelu()(1)) // => 0.841345
 * ```
 */
export const gelu = (options: { readonly approximate?: boolean } = {}): UnaryOperation => {
  const { approximate = false } = checkOptions('gelu', options, { approximate: true })
  return composedUnary(approximate ? approximateGelu : exactGelu)
}

/**
 * x / (1 + |x|).
 *
 * @example
 * ```ts
 * import { softsign, tensor, toNested } from 'cotangent'
 *
 * toNested(softsign(tensor([-1, 0, 3], [3]))) // => [-0.5, 0, 0.75]
 * ```
 */
export const softsign: UnaryOperation = composedUnary(
  withSlope(
    (x) => where(equal(abs(x), literal(Infinity)), sign(x), div(x, add(abs(x), one))),
    (x) => {
      const shrunk = div(one, add(abs(x), one))
      return mul(shrunk, shrunk)
    },
  ),
)

/**
 * Clamps x between two bounds, -1 and 1 by default.
 *
 * @example
 * ```ts
 * import { hardtanh, tensor, toNested } from 'cotangent'
 *
 * toNested(hardtanh()(tensor([-2, 0.5, 2], [3]))) // => [-1, 0.5, 1]
 * ```
 */
export const hardtanh = (options: { readonly low?: number; readonly high?: number } = {}): UnaryOperation => {
  const { low = -1, high = 1 } = checkOptions('hardtanh', options, { low: true, high: true })
  return composedUnary((x) => clamped(low, high, x))
}

/**
 * relu6(x + 3) / 6: a sigmoid of three straight pieces (Courbariaux, Bengio and David, 2015).
 *
 * @example
 * ```ts
 * import { hardsigmoid, tensor, toNested } from 'cotangent'
 *
 * toNested(hardsigmoid(tensor([-4, 0, 4], [3]))) // => [0, 0.5, 1]
 * ```
 */
export const hardsigmoid: UnaryOperation = composedUnary((x) =>
  div(clamped(0, 6, add(numberOnly(x), literal(3))), literal(6)),
)

/**
 * x hardsigmoid(x) (Howard and others, "Searching for MobileNetV3", 2019). Its derivative is -0.5 at -3 and 1.5 at 3, that
 * of the bend between.
 *
 * @example
 * ```ts
 * import { hardswish, tensor, toNested } from 'cotangent'
 *
 * toNested(hardswish(tensor([-4, 1, 4], [3]))) // => [0, 0.666667, 4]
 * ```
 */
export const hardswish: UnaryOperation = composedUnary(
  betweenTails(3, (x) => div(mul(x, add(x, literal(3))), literal(6))),
)

/**
 * x - tanh(x) by Lambert's fraction x / (1 + x^2 / (3 + x^2 / (5 + ..))), which gives the difference from x directly.
 */
const shrunkNear = (x: Tensor): Tensor => {
  const square = mul(x, x)
  const levels = [17, 15, 13, 11, 9, 7, 5, 3] as const
  const depth = levels.reduce<Tensor>((below, k) => add(literal(k), div(square, below)), literal(19))
  const part = div(square, depth)
  return div(mul(x, part), add(one, part))
}

/**
 * x - tanh(x).
 *
 * @example
 * ```ts
 * import { tanhshrink, tensor, toNested } from 'cotangent'
 *
 * toNested(tanhshrink(tensor([-1, 0, 1], [3]))) // => [-0.238406, 0, 0.238406]
 * ```
 */
export const tanhshrink: UnaryOperation = composedUnary(
  withSlope(
    (x) => {
      const isSmall = less(abs(x), one)
      return where(isSmall, shrunkNear(where(isSmall, x, zero)), sub(x, tanh(x)))
    },
    (x) => {
      const y = tanh(x)
      return mul(y, y)
    },
  ),
)

/**
 * Moves x towards 0 by a threshold, 0.5 by default; entries within the threshold become 0.
 *
 * @example
 * ```ts
 * import { softshrink, tensor, toNested } from 'cotangent'
 *
 * toNested(softshrink()(tensor([-2, 0.25, 2], [3]))) // => [-1.5, 0, 1.5]
 * ```
 */
export const softshrink = (options: { readonly threshold?: number } = {}): UnaryOperation => {
  const { threshold = 0.5 } = checkOptions('softshrink', options, { threshold: true })
  return composedUnary((x) => {
    const t = literal(threshold)
    return where(less(t, x), sub(x, t), where(less(x, neg(t)), add(x, t), mul(x, zero)))
  })
}

/**
 * x where its magnitude is above a threshold, 0.5 by default, and 0 elsewhere.
 *
 * @example
 * ```ts
 * import { hardshrink, tensor, toNested } from 'cotangent'
 *
 * toNested(hardshrink()(tensor([-2, 0.25, 2], [3]))) // => [-2, 0, 2]
 * ```
 */
export const hardshrink = (options: { readonly threshold?: number } = {}): UnaryOperation => {
  const { threshold = 0.5 } = checkOptions('hardshrink', options, { threshold: true })
  return composedUnary((x) => where(lessEqual(abs(x), literal(threshold)), zero, x))
}

/**
 * Clamps x between two bounds. The derivative is 1 between the bounds and at them. If the lower bound is above the
 * upper, every entry is the upper bound. NaN stays NaN, without a derivative.
 *
 * @example
 * ```ts
 * import { clamp, tensor, toNested } from 'cotangent'
 *
 * toNested(clamp({ low: 0, high: 1 })(tensor([-2, 0.5, 2], [3]))) // => [0, 0.5, 1]
 * ```
 */
export const clamp = (options: { readonly low?: number; readonly high?: number }): UnaryOperation => {
  const { low = -Infinity, high = Infinity } = checkOptions('clamp', options, { low: true, high: true })
  return composedUnary((x) => {
    const raised = where(less(x, literal(low)), literal(low), numberOnly(x))
    return where(less(literal(high), raised), literal(high), raised)
  })
}
