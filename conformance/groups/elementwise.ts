/** @file Functions entry by entry and the softmax family: the group `math`. */
import * as c from 'cotangent'
import type { Tensor } from 'cotangent'
import { dropout, evalMode } from 'cotangent/nn'
import type { Ours } from '../check.ts'
import { number, reductionOf, text } from './params.ts'
import { backward } from './windows.ts'

const unary =
  (f: (x: Tensor) => Tensor): Ours =>
  (_, [x]) => [f(x!)]

const binary =
  (f: (a: Tensor, b: Tensor) => Tensor): Ours =>
  (_, [a, b]) => [f(a!, b!)]

const axisOf = (params: Parameters<Ours>[0]): { readonly axis: number } => ({ axis: number(params, 'dim', -1) })

const logSoftmax: Ours = (params, [x]) => [c.logSoftmax(axisOf(params))(x!)]
const softmax: Ours = (params, [x]) => [c.softmax(axisOf(params))(x!)]
const logsumexp: Ours = (params, [x]) => [c.logsumexp(reductionOf(params))(x!)]
const power: Ours = (params, [x]) => [c.pow(x!, number(params, 'exponent'))]

const elu: Ours = (params, [x]) => [c.elu({ alpha: number(params, 'alpha', 1) })(x!)]
const gelu: Ours = (params, [x]) => [c.gelu({ approximate: text(params, 'approximate') === 'tanh' })(x!)]

/** PyTorch's softplus has a steepness, and is straight beyond a threshold, which makes no difference in its precision. */
const softplus: Ours = (params, [x]) => {
  const beta = number(params, 'beta', 1)
  return [c.div(c.softplus(c.mul(x!, beta)), beta)]
}

/** Functions entry by entry. */
export const elementwise: Readonly<Record<string, Ours>> = {
  relu: unary(c.relu),
  relu6: unary(c.relu6),
  leaky_relu: (params, [x]) => [c.leakyRelu({ slope: number(params, 'negative_slope') })(x!)],
  elu,
  selu: unary(c.selu),
  celu: (params, [x]) => [c.celu({ alpha: number(params, 'alpha') })(x!)],
  gelu,
  silu: unary(c.silu),
  mish: unary(c.mish),
  softplus,
  logsigmoid: unary(c.logSigmoid),
  hardtanh: (params, [x]) => [c.hardtanh({ low: number(params, 'min_val'), high: number(params, 'max_val') })(x!)],
  hardswish: unary(c.hardswish),
  hardsigmoid: unary(c.hardsigmoid),
  softsign: unary(c.softsign),
  tanhshrink: unary(c.tanhshrink),
  softshrink: (params, [x]) => [c.softshrink({ threshold: number(params, 'lambd') })(x!)],
  hardshrink: (params, [x]) => [c.hardshrink({ threshold: number(params, 'lambd') })(x!)],
  clamp: (params, [x]) => [
    c.clamp({ low: number(params, 'min', -Infinity), high: number(params, 'max', Infinity) })(x!),
  ],
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
  rpow: (params, [x]) => [c.pow(number(params, 'base'), x!)],
  addmulscalar: (params, [x]) => [c.mul(c.add(x!, number(params, 'add')), number(params, 'mul'))],
  softmax,
  log_softmax: logSoftmax,
  logsumexp,
  softmin: (params, [x]) => softmax(params, [c.neg(x!)]),
  add: binary(c.add),
  sub: binary(c.sub),
  mul: binary(c.mul),
  div: binary(c.div),
  pow_tensor: binary(c.pow),
  maximum: binary(c.maximum),
  minimum: binary(c.minimum),
  threshold: (params, [x]) => [c.threshold({ above: number(params, 'threshold'), value: number(params, 'value') })(x!)],
  exp2: unary(c.exp2),
  log2: unary(c.log2),
  log10: unary(c.log10),
  tan: unary(c.tan),
  asin: unary(c.asin),
  acos: unary(c.acos),
  atan: unary(c.atan),
  sinh: unary(c.sinh),
  cosh: unary(c.cosh),
  asinh: unary(c.asinh),
  acosh: unary(c.acosh),
  atanh: unary(c.atanh),
  erfc: unary(c.erfc),
  erfinv: unary(c.erfinv),
  lgamma: unary(c.lgamma),
  digamma: unary(c.digamma),
  sinc: unary(c.sinc),
  logit: (params, [x]) => [c.logit(params['eps'] === null ? {} : { epsilon: number(params, 'eps') })(x!)],
  trunc: unary(c.trunc),
  frac: unary(c.frac),
  nan_to_num: (params, [x]) => [
    c.nanToNum({ nan: number(params, 'nan'), posinf: number(params, 'posinf'), neginf: number(params, 'neginf') })(x!),
  ],
  rsub_rdiv: unary((x) => c.add(c.sub(1, x), c.div(2, x))),
  prelu: binary(c.prelu),
  glu: (params, [x]) => [c.glu({ axis: number(params, 'dim') })(x!)],
  fmax: binary(c.fmax),
  atan2: binary(c.atan2),
  hypot: binary(c.hypot),
  fmod: binary(c.fmod),
  remainder: binary(c.remainder),
  logaddexp: binary(c.logaddexp),
  xlogy: binary(c.xlogy),
  lerp: (params, [a, b]) => [c.lerp(number(params, 'weight'))(a!, b!)],
  clamp_tensor: (_, [x, low, high]) => {
    const raised = c.where(c.less(x!, low!), low!, x!)
    return [c.where(c.less(high!, raised), high!, raised)]
  },
  where_nan_trap: unary((x) => c.where(c.greater(x, 0), c.log(x), c.mul(x, 0))),
  dropout: (params, [x]) => [dropout(number(params, 'p')).apply(evalMode)({}, {}, x!)[0]],
  dropout_masked: (params, [x, mask]) => [c.mul(c.mul(x!, mask!), 1 / (1 - number(params, 'p')))],
  compare: (_, [a, b]) => [c.equal, c.notEqual, c.less, c.lessEqual, c.greater, c.greaterEqual].map((f) => f(a!, b!)),
}

/** Their second order, in the group `conv`. */
export const elementwiseBackward: Readonly<Record<string, Ours>> = {
  tanh_backward: backward(unary(c.tanh)),
  sigmoid_backward: backward(unary(c.sigmoid)),
  relu_backward: backward(unary(c.relu)),
  softplus_backward: backward(softplus),
  gelu_backward: backward(gelu),
  silu_backward: backward(unary(c.silu)),
  elu_backward: backward(elu),
  exp_backward: backward(unary(c.exp)),
  pow_backward: backward(power),
  log_softmax_backward: backward(logSoftmax),
  softmax_backward: backward(softmax),
  logsumexp_backward: backward(logsumexp),
  matmul_backward: backward(binary((a, b) => c.matmul(a, b))),
}
