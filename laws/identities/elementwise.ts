/** @file Identities of elementwise operations: what undoes what, units, symmetries. */
import type { Tensor } from '../../src/core/Tensor.ts'
import { tensor } from '../../src/core/Tensor.ts'
import { vjp } from '../../src/diff/vjp.ts'
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
import * as equations from '../framework/equations/algebra.ts'
import type { Law } from '../framework/Law.ts'
import { direction } from '../framework/Operation.ts'
import { composites, operations } from '../operations/index.ts'
import { lawOf } from '../framework/property.ts'

/** Identities of elementwise operations, by name. */
export const elementwiseIdentities = {
  add: [
    lawOf(operations.add, 'commutativity', ([a, b]) => equations.commutativity(add, a, b)),
    lawOf(operations.add, 'associativity', ([a, b], { seed }) =>
      equations.associativity(add, a, b, direction(b.shape, seed, 1)),
    ),
    lawOf(operations.add, 'unit 0', ([a]) => equations.unit(add, 0, a)),
  ],
  constant: [
    lawOf(operations.constant, 'the value everywhere', (_, { f, geometry: { value, shape } }) => ({
      left: f(),
      right: tensor(new Float64Array(shape.reduce((size, d) => size * d, 1)).fill(value), shape),
    })),
  ],
  arange: [
    lawOf(operations.arange, 'counts', (_, { f, geometry: count }) => ({
      left: f(),
      right: tensor(
        Array.from({ length: count }, (_entry, index) => index),
        [count],
      ),
    })),
  ],
  div: [
    lawOf(operations.div, 'undone by mul', ([a, b]) => ({
      left: mul(div(a, b), b),
      right: broadcastTo(div(a, b).shape)(a),
      tolerance: 1e-12,
    })),
  ],
  equal: [lawOf(operations.equal, 'commutativity', ([a, b]) => equations.commutativity(equal, a, b))],
  erf: [lawOf(operations.erf, 'oddness', ([x]) => ({ left: erf(neg(x)), right: neg(erf(x)) }))],
  greater: [lawOf(composites.greater, 'less exchanged', ([a, b]) => ({ left: greater(a, b), right: less(b, a) }))],
  greaterEqual: [
    lawOf(composites.greaterEqual, 'lessEqual exchanged', ([a, b]) => ({
      left: greaterEqual(a, b),
      right: lessEqual(b, a),
    })),
  ],
  log: [lawOf(operations.log, 'undone by exp', ([x]) => equations.inverse(log, exp, x, 1e-12))],
  log1p: [lawOf(operations.log1p, 'undone by expm1', ([x]) => equations.inverse(log1p, expm1, x, 1e-12))],
  maximum: [lawOf(operations.maximum, 'commutativity', ([a, b]) => equations.commutativity(maximum, a, b))],
  minimum: [lawOf(operations.minimum, 'commutativity', ([a, b]) => equations.commutativity(minimum, a, b))],
  mul: [
    lawOf(operations.mul, 'commutativity', ([a, b]) => equations.commutativity(mul, a, b)),
    lawOf(operations.mul, 'bilinearity', ([a, b], { seed }) =>
      equations.bilinearity(mul, [a, direction(a.shape, seed, 1)], [b, direction(b.shape, seed, 2)]),
    ),
    lawOf(operations.mul, 'unit 1', ([a]) => equations.unit(mul, 1, a)),
  ],
  neg: [lawOf(operations.neg, 'twice is identity', ([x]) => equations.inverse(neg, neg, x))],
  notEqual: [lawOf(operations.notEqual, 'commutativity', ([a, b]) => equations.commutativity(notEqual, a, b))],
  relu: [lawOf(operations.relu, 'twice is once', ([x]) => ({ left: relu(relu(x)), right: relu(x) }))],
  sigmoid: [
    lawOf(operations.sigmoid, 'symmetry', ([x]) => ({
      left: add(sigmoid(x), sigmoid(neg(x))),
      right: ones(x.shape),
      tolerance: 1e-12,
    })),
  ],
  sin: [
    lawOf(operations.sin, 'with cos on the unit circle', ([x]) => ({
      left: add(mul(sin(x), sin(x)), mul(cos(x), cos(x))),
      right: ones(x.shape),
      tolerance: 1e-12,
    })),
  ],
  sqrt: [lawOf(operations.sqrt, 'undone by squaring', ([x]) => equations.inverse(sqrt, (y) => mul(y, y), x, 1e-12))],
  sub: [lawOf(operations.sub, 'exchanged', ([a, b]) => ({ left: sub(a, b), right: neg(sub(b, a)) }))],
  where: [
    lawOf(operations.where, 'each entry of g goes to one operand', ([condition, a, b], { f, seed }) => {
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
