/** @file The loops over entries, one for each elementwise primitive, written by `npm run build:wasm` from the tables of `interface/`; not to be edited. */

import { ElementwiseOperation } from './interface'
import * as lanes from '../lanes'

/** Applies an operation of one operand; false where it has another number of them. */
function applyUnary(op: i32, d: usize, a: usize, end: usize): bool {
  a -= d
  switch (op) {
    case ElementwiseOperation.neg:
      for (; d < end; d += 16) v128.store(d, lanes.neg(v128.load(d + a)))
      break
    case ElementwiseOperation.exp:
      for (; d < end; d += 16) v128.store(d, lanes.exp(v128.load(d + a)))
      break
    case ElementwiseOperation.expm1:
      for (; d < end; d += 16) v128.store(d, lanes.expm1(v128.load(d + a)))
      break
    case ElementwiseOperation.log:
      for (; d < end; d += 16) v128.store(d, lanes.log(v128.load(d + a)))
      break
    case ElementwiseOperation.log1p:
      for (; d < end; d += 16) v128.store(d, lanes.log1p(v128.load(d + a)))
      break
    case ElementwiseOperation.sqrt:
      for (; d < end; d += 16) v128.store(d, lanes.sqrt(v128.load(d + a)))
      break
    case ElementwiseOperation.rsqrt:
      for (; d < end; d += 16) v128.store(d, lanes.rsqrt(v128.load(d + a)))
      break
    case ElementwiseOperation.abs:
      for (; d < end; d += 16) v128.store(d, lanes.abs(v128.load(d + a)))
      break
    case ElementwiseOperation.sign:
      for (; d < end; d += 16) v128.store(d, lanes.sign(v128.load(d + a)))
      break
    case ElementwiseOperation.sin:
      for (; d < end; d += 16) v128.store(d, lanes.sin(v128.load(d + a)))
      break
    case ElementwiseOperation.cos:
      for (; d < end; d += 16) v128.store(d, lanes.cos(v128.load(d + a)))
      break
    case ElementwiseOperation.tanh:
      for (; d < end; d += 16) v128.store(d, lanes.tanh(v128.load(d + a)))
      break
    case ElementwiseOperation.sigmoid:
      for (; d < end; d += 16) v128.store(d, lanes.sigmoid(v128.load(d + a)))
      break
    case ElementwiseOperation.erf:
      for (; d < end; d += 16) v128.store(d, lanes.erf(v128.load(d + a)))
      break
    case ElementwiseOperation.erfc:
      for (; d < end; d += 16) v128.store(d, lanes.erfc(v128.load(d + a)))
      break
    case ElementwiseOperation.floor:
      for (; d < end; d += 16) v128.store(d, lanes.floor(v128.load(d + a)))
      break
    case ElementwiseOperation.ceil:
      for (; d < end; d += 16) v128.store(d, lanes.ceil(v128.load(d + a)))
      break
    case ElementwiseOperation.round:
      for (; d < end; d += 16) v128.store(d, lanes.round(v128.load(d + a)))
      break
    case ElementwiseOperation.relu:
      for (; d < end; d += 16) v128.store(d, lanes.relu(v128.load(d + a)))
      break
    default:
      return false
  }
  return true
}

/** Applies an operation of two operands; false where it has another number of them. */
function applyBinary(op: i32, d: usize, a: usize, b: usize, end: usize): bool {
  a -= d
  b -= d
  switch (op) {
    case ElementwiseOperation.add:
      for (; d < end; d += 16) v128.store(d, lanes.add(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.sub:
      for (; d < end; d += 16) v128.store(d, lanes.sub(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.mul:
      for (; d < end; d += 16) v128.store(d, lanes.mul(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.div:
      for (; d < end; d += 16) v128.store(d, lanes.div(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.pow:
      for (; d < end; d += 16) v128.store(d, lanes.pow(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.maximum:
      for (; d < end; d += 16) v128.store(d, lanes.maximum(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.minimum:
      for (; d < end; d += 16) v128.store(d, lanes.minimum(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.fmod:
      for (; d < end; d += 16) v128.store(d, lanes.fmod(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.equal:
      for (; d < end; d += 16) v128.store(d, lanes.equal(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.notEqual:
      for (; d < end; d += 16) v128.store(d, lanes.notEqual(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.less:
      for (; d < end; d += 16) v128.store(d, lanes.less(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.lessEqual:
      for (; d < end; d += 16) v128.store(d, lanes.lessEqual(v128.load(d + a), v128.load(d + b)))
      break
    default:
      return false
  }
  return true
}

/** Applies an operation of three operands; false where it has another number of them. */
function applyTernary(op: i32, d: usize, a: usize, b: usize, c: usize, end: usize): bool {
  a -= d
  b -= d
  c -= d
  switch (op) {
    case ElementwiseOperation.where:
      for (; d < end; d += 16) v128.store(d, lanes.where(v128.load(d + a), v128.load(d + b), v128.load(d + c)))
      break
    default:
      return false
  }
  return true
}

/** d[..] = op(a[..], b[..], c[..]) up to address `end`; operands that `op` lacks are not read. */
export function applyStep(op: i32, d: usize, a: usize, b: usize, c: usize, end: usize): void {
  if (!applyUnary(op, d, a, end) && !applyBinary(op, d, a, b, end)) applyTernary(op, d, a, b, c, end)
}
