/** @file Reductions and running sums and products: over every choice of axes; sums of sums, shifts, conservation. */
import type { Tensor } from '../../src/core/Tensor.ts'
import * as ops from '../../src/ops/index.ts'
import { add, at, cumsum, exp, log, logsumexp, max, mul, ones, prod, softmax, sum } from '../../src/ops/index.ts'
import * as equations from '../framework/equations/algebra.ts'
import type { Law } from '../framework/Law.ts'
import { direction } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'
import type { Reduce } from './axes.ts'
import { along, over } from './axes.ts'
import { unary } from './elementwise.ts'
import { one } from './fixed.ts'
import { sorting } from './sorting.ts'

const exact = true
const empty = false

/** Primitives. */
export const reductions = {
  sum: over('sum', ops.sum as Reduce, { exact }),
  max: over('max', ops.max as Reduce, { domain: 'distinct', empty }),
  min: over('min', ops.min as Reduce, { domain: 'distinct', empty }),
  logsumexp: over('logsumexp', ops.logsumexp as Reduce, { empty }),
  cumsum: along('cumsum', ops.cumsum, { exact }),
} as const

/** Operations made of them. */
export const reductionComposites = {
  mean: over('mean', ops.mean as Reduce, { exact, empty }),
  variance: over('variance', ops.variance as Reduce, { empty }),
  prod: over('prod', ops.prod as Reduce, {}),
  'prod with zeros': over('prod with zeros', ops.prod as Reduce, { domain: 'flags', maxRank: 3 }),
  logSoftmax: along('logSoftmax', ops.logSoftmax, { empty }),
  softmax: along('softmax', ops.softmax, { empty }),
  'cumsum, reversed and exclusive': one(
    'cumsum, reversed and exclusive',
    [2, 4],
    ops.cumsum({ axis: 1, reverse: true, exclusive: true }),
    { exact },
  ),
  cumprod: one('cumprod', [2, 3, 2], ops.cumprod({ axis: 1 })),
} as const

/** Identities of reductions, by name. */
export const reductionIdentities = {
  sum: [
    lawOf(reductions.sum, 'linearity', ([x], { f, seed }) => equations.linearity(f, x, direction(x.shape, seed, 1))),
    lawOf(reductions.sum, 'over all axes, one after the other', ([x]) => ({
      left: sum()(x),
      right: x.shape.reduce<Tensor>((rest) => sum({ axis: 0 })(rest), x),
      tolerance: 1e-12,
    })),
  ],
  mean: [
    lawOf(reductionComposites.mean, 'is the sum over the count', ([x], { f, geometry }) => {
      const count = geometry.axis?.reduce((total, axis) => total * (x.shape[axis] ?? 1), 1)
      const size = x.shape.reduce((total, d) => total * d, 1)
      const options = geometry.axis === undefined ? {} : { axis: geometry.axis }
      return {
        left: mul(f(x), count ?? size),
        right: sum({ ...options, keepDims: geometry.keepDims })(x),
        tolerance: 1e-12,
      }
    }),
  ],
  variance: [
    lawOf(reductionComposites.variance, 'shift', ([x], { f }) => ({
      left: f(add(x, 5)),
      right: f(x),
      tolerance: 1e-12,
    })),
    lawOf(reductionComposites.variance, 'scale', ([x], { f }) => ({
      left: f(mul(x, -3)),
      right: mul(f(x), 9),
      tolerance: 1e-12,
    })),
  ],
  max: [
    lawOf(reductions.max, 'conservation', ([x], { f, seed }) =>
      equations.conservation(f, x, (y) => direction(y.shape, seed, 1)),
    ),
    lawOf({ ...sorting.argmax, name: 'max' }, 'conservation among equals', ([x], { seed }) =>
      equations.conservation(max(), x, (y) => direction(y.shape, seed, 1)),
    ),
  ],
  min: [
    lawOf(reductions.min, 'conservation', ([x], { f, seed }) =>
      equations.conservation(f, x, (y) => direction(y.shape, seed, 1)),
    ),
  ],
  prod: [
    lawOf({ ...unary.log, name: 'prod' }, 'the exponential of the sum of logarithms', ([x]) => ({
      left: prod()(x),
      right: exp(sum()(log(x))),
      tolerance: 1e-12,
    })),
  ],
  logsumexp: [
    lawOf(reductions.logsumexp, 'meaning', ([x]) => ({
      left: logsumexp()(x),
      right: log(sum()(exp(x))),
      tolerance: 1e-12,
    })),
    ...[1e4, -1e4].map((shift) =>
      lawOf(reductions.logsumexp, `shift by ${String(shift)}`, ([x], { f }) => ({
        left: f(add(x, shift)),
        right: add(f(x), shift),
        tolerance: 1e-12,
      })),
    ),
  ],
  logSoftmax: [
    ...[1e4, -1e4].map((shift) =>
      lawOf(reductionComposites.logSoftmax, `shift by ${String(shift)} changes nothing`, ([x], { f }) => ({
        left: f(add(x, shift)),
        right: f(x),
        tolerance: 1e-11,
      })),
    ),
    lawOf(reductionComposites.logSoftmax, 'is the logarithm of softmax', ([x], { f, geometry: { axis } }) => ({
      left: exp(f(x)),
      right: softmax({ axis })(x),
      tolerance: 1e-12,
    })),
  ],
  softmax: [
    lawOf(reductionComposites.softmax, 'sums to 1', ([x], { f, geometry: { axis } }) => {
      const total = sum({ axis })(f(x))
      return { left: total, right: ones(total.shape), tolerance: 1e-12 }
    }),
  ],
  cumsum: [
    lawOf({ ...sorting.argmax, name: 'cumsum' }, 'the last running sum is the sum', ([x], { geometry: { axis } }) => ({
      left: at(-1, { axis })(cumsum({ axis })(x)),
      right: sum({ axis })(x),
      tolerance: 1e-12,
    })),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
