/** @file Functions entry by entry and the softmax family: the group `math`. */
import * as c from 'cotangent'
import type { Tensor } from 'cotangent'
import type { Ours } from '../check.ts'
import { number, reductionOf } from './params.ts'
import { backward } from './windows.ts'

const unary =
  (f: (x: Tensor) => unknown): Ours =>
  (_, [x]) => [f(x!) as Tensor]

const binary =
  (f: (a: Tensor, b: Tensor) => unknown): Ours =>
  (_, [a, b]) => [f(a!, b!) as Tensor]

const axisOf = (params: Parameters<Ours>[0]): { readonly axis: number } => ({ axis: number(params, 'dim', -1) })

const logSoftmax: Ours = (params, [x]) => [c.logSoftmax(axisOf(params))(x as never) as Tensor]
const softmax: Ours = (params, [x]) => [c.softmax(axisOf(params))(x as never) as Tensor]
const logsumexp: Ours = (params, [x]) => [c.logsumexp(reductionOf(params))(x as never) as Tensor]
const power: Ours = (params, [x]) => [c.pow(x!, number(params, 'exponent')) as Tensor]

/** Functions entry by entry. */
export const elementwise: Readonly<Record<string, Ours>> = {
  relu: unary(c.relu),
  exp: unary(c.exp),
  expm1: unary(c.expm1),
  log: unary(c.log),
  log1p: unary(c.log1p),
  sqrt: unary(c.sqrt),
  rsqrt: unary(c.rsqrt),
  square: unary((x) => c.mul(x, x)),
  reciprocal: unary((x) => c.div(1, x)),
  abs: unary(c.abs),
  sign: unary(c.sign),
  neg: unary(c.neg),
  sin: unary(c.sin),
  cos: unary(c.cos),
  tanh: unary(c.tanh),
  sigmoid: unary(c.sigmoid),
  erf: unary(c.erf),
  floor: unary(c.floor),
  ceil: unary(c.ceil),
  round: unary(c.round),
  pow: power,
  rpow: (params, [x]) => [c.pow(number(params, 'base'), x as never) as Tensor],
  addmulscalar: (params, [x]) => [c.mul(c.add(x!, number(params, 'add')), number(params, 'mul')) as Tensor],
  softmax,
  log_softmax: logSoftmax,
  logsumexp,
  softmin: (params, [x]) => softmax(params, [c.neg(x!) as Tensor]),
  add: binary(c.add),
  sub: binary(c.sub),
  mul: binary(c.mul),
  div: binary(c.div),
  pow_tensor: binary(c.pow),
  maximum: binary(c.maximum),
  minimum: binary(c.minimum),
  compare: (_, [a, b]) =>
    [c.equal, c.notEqual, c.less, c.lessEqual, c.greater, c.greaterEqual].map((f) => f(a!, b!) as Tensor),
}

/** Their second order, in the group `conv`. */
export const elementwiseBackward: Readonly<Record<string, Ours>> = {
  tanh_backward: backward(unary(c.tanh)),
  sigmoid_backward: backward(unary(c.sigmoid)),
  relu_backward: backward(unary(c.relu)),
  exp_backward: backward(unary(c.exp)),
  pow_backward: backward(power),
  log_softmax_backward: backward(logSoftmax),
  softmax_backward: backward(softmax),
  logsumexp_backward: backward(logsumexp),
  matmul_backward: backward(binary((a, b) => c.matmul(a, b as never))),
}
