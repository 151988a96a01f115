/**
 * @file Elementwise operations, each with a domain away from its kinks and poles; inverses, units, symmetries.
 */
import type { Tensor } from '../../src/core/Tensor.ts'
import { vjp } from '../../src/diff/vjp.ts'
import * as ops from '../../src/ops/index.ts'
import {
  add,
  broadcastTo,
  cos,
  div,
  equal,
  erf,
  exp,
  expm1,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  log1p,
  maximum,
  minimum,
  mul,
  neg,
  notEqual,
  ones,
  relu,
  sigmoid,
  sin,
  sqrt,
  sub,
  where,
  zeros,
} from '../../src/ops/index.ts'
import { within } from '../framework/arbitraries/Domain.ts'
import { broadcasting } from '../framework/arbitraries/shape.ts'
import * as equations from '../framework/equations/algebra.ts'
import { elementwise } from '../framework/gradient.ts'
import type { Law } from '../framework/Law.ts'
import { direction, operation } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'

const exact = true

/** One operand. */
export const unary = {
  neg: elementwise('neg', { f: ops.neg, domains: ['real'], exact }),
  exp: elementwise('exp', { f: ops.exp, domains: ['real'] }),
  expm1: elementwise('expm1', { f: ops.expm1, domains: ['real'] }),
  log: elementwise('log', { f: ops.log, domains: ['positive'] }),
  log1p: elementwise('log1p', { f: ops.log1p, domains: [within(-0.8, 2)] }),
  sqrt: elementwise('sqrt', { f: ops.sqrt, domains: ['positive'] }),
  rsqrt: elementwise('rsqrt', { f: ops.rsqrt, domains: ['positive'] }),
  abs: elementwise('abs', { f: ops.abs, domains: ['awayFromZero'] }),
  sign: elementwise('sign', { f: ops.sign, domains: ['awayFromZero'] }),
  sin: elementwise('sin', { f: ops.sin, domains: ['real'] }),
  cos: elementwise('cos', { f: ops.cos, domains: ['real'] }),
  tanh: elementwise('tanh', { f: ops.tanh, domains: ['real'] }),
  sigmoid: elementwise('sigmoid', { f: ops.sigmoid, domains: ['real'] }),
  erf: elementwise('erf', { f: ops.erf, domains: ['real'] }),
  erfc: elementwise('erfc', { f: ops.erfc, domains: ['real'] }),
  floor: elementwise('floor', { f: ops.floor, domains: ['betweenHalves'] }),
  ceil: elementwise('ceil', { f: ops.ceil, domains: ['betweenHalves'] }),
  round: elementwise('round', { f: ops.round, domains: ['betweenHalves'] }),
  relu: elementwise('relu', { f: ops.relu, domains: ['awayFromZero'] }),
} as const

/** Two operands, broadcast. */
export const binary = {
  add: elementwise('add', { f: ops.add, domains: ['real', 'real'], exact }),
  sub: elementwise('sub', { f: ops.sub, domains: ['real', 'real'], exact }),
  mul: elementwise('mul', { f: ops.mul, domains: ['real', 'real'], exact }),
  div: elementwise('div', { f: ops.div, domains: ['real', 'awayFromZero'] }),
  pow: elementwise('pow', { f: ops.pow, domains: ['positive', 'real'] }),
  maximum: elementwise('maximum', { f: ops.maximum, domains: ['distinct', 'distinctBetween'] }),
  minimum: elementwise('minimum', { f: ops.minimum, domains: ['distinct', 'distinctBetween'] }),
  fmod: elementwise('fmod', { f: ops.fmod, domains: [within(0.1, 0.9), within(1, 3)] }),
  equal: elementwise('equal', { f: ops.equal, domains: ['integers', 'integers'], order: 0 }),
  notEqual: elementwise('notEqual', { f: ops.notEqual, domains: ['integers', 'integers'], order: 0 }),
  less: elementwise('less', { f: ops.less, domains: ['integers', 'integers'], order: 0 }),
  lessEqual: elementwise('lessEqual', { f: ops.lessEqual, domains: ['integers', 'integers'], order: 0 }),
} as const

/** A condition and two operands, broadcast. */
export const ternary = {
  where: elementwise('where', { f: ops.where, domains: ['flags', 'real', 'real'], held: [0], exact }),
} as const

/** Operations made of the above. */
export const elementwiseComposites = {
  acos: elementwise('acos', { f: ops.acos, domains: [within(-0.8, 0.8)] }),
  acosh: elementwise('acosh', { f: ops.acosh, domains: [within(1.2, 3)] }),
  asin: elementwise('asin', { f: ops.asin, domains: [within(-0.8, 0.8)] }),
  asinh: elementwise('asinh', { f: ops.asinh, domains: ['real'] }),
  atan: elementwise('atan', { f: ops.atan, domains: ['real'] }),
  atanh: elementwise('atanh', { f: ops.atanh, domains: [within(-0.8, 0.8)] }),
  cosh: elementwise('cosh', { f: ops.cosh, domains: ['real'] }),
  digamma: elementwise('digamma', { f: ops.digamma, domains: ['positive'] }),
  erfinv: elementwise('erfinv', { f: ops.erfinv, domains: [within(-0.9, 0.9)] }),
  exp2: elementwise('exp2', { f: ops.exp2, domains: ['real'] }),
  frac: elementwise('frac', { f: ops.frac, domains: ['betweenHalves'] }),
  lgamma: elementwise('lgamma', { f: ops.lgamma, domains: ['positive'] }),
  log10: elementwise('log10', { f: ops.log10, domains: ['positive'] }),
  log2: elementwise('log2', { f: ops.log2, domains: ['positive'] }),
  sinc: elementwise('sinc', { f: ops.sinc, domains: ['real'] }),
  sinh: elementwise('sinh', { f: ops.sinh, domains: ['real'] }),
  tan: elementwise('tan', { f: ops.tan, domains: [within(-1, 1)] }),
  trunc: elementwise('trunc', { f: ops.trunc, domains: ['betweenHalves'] }),
  atan2: elementwise('atan2', { f: ops.atan2, domains: ['awayFromZero', 'awayFromZero'] }),
  fmax: elementwise('fmax', { f: ops.fmax, domains: ['distinct', 'distinctBetween'] }),
  fmin: elementwise('fmin', { f: ops.fmin, domains: ['distinct', 'distinctBetween'] }),
  hypot: elementwise('hypot', { f: ops.hypot, domains: ['awayFromZero', 'awayFromZero'] }),
  logaddexp: elementwise('logaddexp', { f: ops.logaddexp, domains: ['distinct', 'distinctBetween'] }),
  xlogy: elementwise('xlogy', { f: ops.xlogy, domains: ['awayFromZero', 'positive'] }),
  lerp: elementwise('lerp', { f: ops.lerp(0.3), domains: ['real', 'real'], exact }),
  logit: elementwise('logit', { f: ops.logit(), domains: [within(0.1, 0.9)] }),
  greater: elementwise('greater', { f: ops.greater, domains: ['integers', 'integers'], order: 0 }),
  greaterEqual: elementwise('greaterEqual', { f: ops.greaterEqual, domains: ['integers', 'integers'], order: 0 }),
  'whole powers': operation('whole powers', {
    geometry: broadcasting(1),
    inputs: ({ shapes: [shape = []] }) => [{ shape, domain: 'awayFromZero' }],
    f: () => (x) => ops.add(ops.pow(x, 3), ops.pow(x, -2)),
  }),
} as const

/** Identities of elementwise operations, by name. */
export const elementwiseIdentities = {
  add: [
    lawOf(binary.add, 'commutativity', ([a, b]) => equations.commutativity(add, a, b)),
    lawOf(binary.add, 'associativity', ([a, b], { seed }) =>
      equations.associativity(add, a, b, direction(b.shape, seed, 1)),
    ),
    lawOf(binary.add, 'unit 0', ([a]) => equations.unit(add, 0, a)),
  ],
  div: [
    lawOf(binary.div, 'undone by mul', ([a, b]) => ({
      left: mul(div(a, b), b),
      right: broadcastTo(div(a, b).shape)(a),
      tolerance: 1e-12,
    })),
  ],
  equal: [lawOf(binary.equal, 'commutativity', ([a, b]) => equations.commutativity(equal, a, b))],
  erf: [lawOf(unary.erf, 'oddness', ([x]) => ({ left: erf(neg(x)), right: neg(erf(x)) }))],
  greater: [
    lawOf(elementwiseComposites.greater, 'less exchanged', ([a, b]) => ({ left: greater(a, b), right: less(b, a) })),
  ],
  greaterEqual: [
    lawOf(elementwiseComposites.greaterEqual, 'lessEqual exchanged', ([a, b]) => ({
      left: greaterEqual(a, b),
      right: lessEqual(b, a),
    })),
  ],
  log: [lawOf(unary.log, 'undone by exp', ([x]) => equations.inverse(log, exp, x, 1e-12))],
  log1p: [lawOf(unary.log1p, 'undone by expm1', ([x]) => equations.inverse(log1p, expm1, x, 1e-12))],
  maximum: [lawOf(binary.maximum, 'commutativity', ([a, b]) => equations.commutativity(maximum, a, b))],
  minimum: [lawOf(binary.minimum, 'commutativity', ([a, b]) => equations.commutativity(minimum, a, b))],
  mul: [
    lawOf(binary.mul, 'commutativity', ([a, b]) => equations.commutativity(mul, a, b)),
    lawOf(binary.mul, 'bilinearity', ([a, b], { seed }) =>
      equations.bilinearity(mul, [a, direction(a.shape, seed, 1)], [b, direction(b.shape, seed, 2)]),
    ),
    lawOf(binary.mul, 'unit 1', ([a]) => equations.unit(mul, 1, a)),
  ],
  neg: [lawOf(unary.neg, 'twice is identity', ([x]) => equations.inverse(neg, neg, x))],
  notEqual: [lawOf(binary.notEqual, 'commutativity', ([a, b]) => equations.commutativity(notEqual, a, b))],
  relu: [lawOf(unary.relu, 'twice is once', ([x]) => ({ left: relu(relu(x)), right: relu(x) }))],
  sigmoid: [
    lawOf(unary.sigmoid, 'symmetry', ([x]) => ({
      left: add(sigmoid(x), sigmoid(neg(x))),
      right: ones(x.shape),
      tolerance: 1e-12,
    })),
  ],
  sin: [
    lawOf(unary.sin, 'with cos on the unit circle', ([x]) => ({
      left: add(mul(sin(x), sin(x)), mul(cos(x), cos(x))),
      right: ones(x.shape),
      tolerance: 1e-12,
    })),
  ],
  sqrt: [lawOf(unary.sqrt, 'undone by squaring', ([x]) => equations.inverse(sqrt, (y) => mul(y, y), x, 1e-12))],
  sub: [lawOf(binary.sub, 'exchanged', ([a, b]) => ({ left: sub(a, b), right: neg(sub(b, a)) }))],
  where: [
    lawOf(ternary.where, 'each entry of g goes to one operand', ([condition, a, b], { f, seed }) => {
      const y = f(condition, a, b)
      const stretch = broadcastTo(y.shape)
      const [, pullback] = vjp(([left, right]: readonly [Tensor, Tensor]) => f(condition, left, right))([
        stretch(a),
        stretch(b),
      ])
      const g = direction(y.shape, seed, 1)
      const [toA, toB] = pullback(g)
      return { left: [add(toA, toB), where(condition, toB, toA)], right: [g, zeros(y.shape)] }
    }),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
