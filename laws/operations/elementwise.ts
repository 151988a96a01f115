/** @file The elementwise primitives, each with the domain that keeps it away from its kinks and poles. */
import { within } from '../arbitraries/Domain.ts'
import { elementwise } from '../gradient.ts'
import { operation } from '../Operation.ts'
import { broadcasting } from '../arbitraries/shape.ts'
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
  greater: elementwise('greater', { f: ops.greater, domains: ['integers', 'integers'], order: 0 }),
  greaterEqual: elementwise('greaterEqual', { f: ops.greaterEqual, domains: ['integers', 'integers'], order: 0 }),
  'whole powers': operation('whole powers', {
    geometry: broadcasting(1),
    inputs: ({ shapes: [shape = []] }) => [{ shape, domain: 'awayFromZero' }],
    f: () => (x) => ops.add(ops.pow(x, 3), ops.pow(x, -2)),
  }),
} as const
