/** @file The elementwise primitives, each with the domain that keeps it away from its kinks and poles. */
import { within } from '../framework/arbitraries/Domain.ts'
import { elementwise } from '../framework/gradient.ts'
import { operation } from '../framework/Operation.ts'
import { broadcasting } from '../framework/arbitraries/shape.ts'
import * as ops from '../../src/ops/index.ts'

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
