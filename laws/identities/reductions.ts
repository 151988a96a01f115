/** @file Identities of reductions: sums of sums, shifts, conservation. */
import type { Tensor } from '../../src/core/Tensor.ts'
import {
  add,
  argmax,
  argmin,
  argsort,
  at,
  cumsum,
  exp,
  gather,
  log,
  logsumexp,
  max,
  min,
  mul,
  neg,
  ones,
  prod,
  softmax,
  sort,
  sub,
  sum,
} from '../../src/ops/index.ts'
import * as equations from '../framework/equations/algebra.ts'
import type { Law } from '../framework/Law.ts'
import { direction } from '../framework/Operation.ts'
import { composites, operations } from '../operations/index.ts'
import { lawOf } from '../framework/property.ts'

/** Identities of reductions, by name. */
export const reductionIdentities = {
  argmax: [
    lawOf(operations.argmax, 'x gathered at argmax is max', ([x], { geometry: { axis } }) => ({
      left: gather({ axis })(x, argmax({ axis, keepDims: true })(x)),
      right: max({ axis, keepDims: true })(x),
    })),
  ],
  argmin: [
    lawOf(operations.argmin, 'x gathered at argmin is min', ([x], { geometry: { axis } }) => ({
      left: gather({ axis })(x, argmin({ axis, keepDims: true })(x)),
      right: min({ axis, keepDims: true })(x),
    })),
  ],
  argsort: [
    lawOf(operations.argsort, 'what is sorted stays in place', ([x], { geometry: { axis } }) => ({
      left: argsort({ axis })(sort({ axis })(x).values),
      right: sub(cumsum({ axis })(ones(x.shape)), 1),
    })),
    lawOf(operations.argsort, 'descending is ascending of what is negated', ([x], { geometry: { axis } }) => ({
      left: argsort({ axis, descending: true })(x),
      right: argsort({ axis })(neg(x)),
    })),
  ],
  cumsum: [
    lawOf(
      { ...operations.argmax, name: 'cumsum' },
      'the last running sum is the sum',
      ([x], { geometry: { axis } }) => ({
        left: at(-1, { axis })(cumsum({ axis })(x)),
        right: sum({ axis })(x),
        tolerance: 1e-12,
      }),
    ),
  ],
  logsumexp: [
    lawOf(operations.logsumexp, 'meaning', ([x]) => ({
      left: logsumexp()(x),
      right: log(sum()(exp(x))),
      tolerance: 1e-12,
    })),
    ...[1e4, -1e4].map((shift) =>
      lawOf(operations.logsumexp, `shift by ${String(shift)}`, ([x], { f }) => ({
        left: f(add(x, shift)),
        right: add(f(x), shift),
        tolerance: 1e-12,
      })),
    ),
  ],
  logSoftmax: [
    ...[1e4, -1e4].map((shift) =>
      lawOf(composites.logSoftmax, `shift by ${String(shift)} changes nothing`, ([x], { f }) => ({
        left: f(add(x, shift)),
        right: f(x),
        tolerance: 1e-11,
      })),
    ),
    lawOf(composites.logSoftmax, 'is the logarithm of softmax', ([x], { f, geometry: { axis } }) => ({
      left: exp(f(x)),
      right: softmax({ axis })(x),
      tolerance: 1e-12,
    })),
  ],
  softmax: [
    lawOf(composites.softmax, 'sums to 1', ([x], { f, geometry: { axis } }) => {
      const total = sum({ axis })(f(x))
      return { left: total, right: ones(total.shape), tolerance: 1e-12 }
    }),
  ],
  max: [
    lawOf(operations.max, 'conservation', ([x], { f, seed }) =>
      equations.conservation(f, x, (y) => direction(y.shape, seed, 1)),
    ),
    lawOf({ ...operations.argmax, name: 'max' }, 'conservation among equals', ([x], { seed }) =>
      equations.conservation(max(), x, (y) => direction(y.shape, seed, 1)),
    ),
  ],
  min: [
    lawOf(operations.min, 'conservation', ([x], { f, seed }) =>
      equations.conservation(f, x, (y) => direction(y.shape, seed, 1)),
    ),
  ],
  prod: [
    lawOf({ ...operations.log, name: 'prod' }, 'the exponential of the sum of logarithms', ([x]) => ({
      left: prod()(x),
      right: exp(sum()(log(x))),
      tolerance: 1e-12,
    })),
  ],
  sum: [
    lawOf(operations.sum, 'linearity', ([x], { f, seed }) => equations.linearity(f, x, direction(x.shape, seed, 1))),
    lawOf(operations.sum, 'over all axes, one after the other', ([x]) => ({
      left: sum()(x),
      right: x.shape.reduce<Tensor>((rest) => sum({ axis: 0 })(rest), x),
      tolerance: 1e-12,
    })),
  ],
  mean: [
    lawOf(composites.mean, 'is the sum over the count', ([x], { f, geometry }) => {
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
    lawOf(composites.variance, 'shift', ([x], { f }) => ({ left: f(add(x, 5)), right: f(x), tolerance: 1e-12 })),
    lawOf(composites.variance, 'scale', ([x], { f }) => ({
      left: f(mul(x, -3)),
      right: mul(f(x), 9),
      tolerance: 1e-12,
    })),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
