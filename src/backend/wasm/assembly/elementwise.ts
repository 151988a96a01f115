/**
 * @file Elementwise operations over blocks, and the interpreter of a fused instruction: blocks of the output that stay
 * in the first-level cache, each step one loop over a block. Lengths are rounded up to whole vectors; every buffer has
 * room for that.
 */
import { broadcastBlock } from './broadcast'
import { Elementwise, ElementwiseOperation, Fused, Operand } from './generated/interface'
import * as math from './math'

const ONE = f32x4.splat(1)
const SIGN = i32x4.splat(0x80000000)

/** Applies an operation of one operand; false where it has more. */
function applyUnary(op: i32, d: usize, a: usize, end: usize): bool {
  const shift = a - d
  switch (op) {
    case ElementwiseOperation.neg:
      for (; d < end; d += 16) v128.store(d, v128.xor(v128.load(d + shift), SIGN))
      break
    case ElementwiseOperation.exp:
      for (; d < end; d += 16) v128.store(d, math.exp(v128.load(d + shift)))
      break
    case ElementwiseOperation.expm1:
      for (; d < end; d += 16) v128.store(d, math.expm1(v128.load(d + shift)))
      break
    case ElementwiseOperation.log:
      for (; d < end; d += 16) v128.store(d, math.log(v128.load(d + shift)))
      break
    case ElementwiseOperation.log1p:
      for (; d < end; d += 16) v128.store(d, math.log1p(v128.load(d + shift)))
      break
    case ElementwiseOperation.sqrt:
      for (; d < end; d += 16) v128.store(d, f32x4.sqrt(v128.load(d + shift)))
      break
    case ElementwiseOperation.rsqrt:
      for (; d < end; d += 16) v128.store(d, f32x4.div(ONE, f32x4.sqrt(v128.load(d + shift))))
      break
    case ElementwiseOperation.abs:
      for (; d < end; d += 16) v128.store(d, f32x4.abs(v128.load(d + shift)))
      break
    case ElementwiseOperation.sign:
      for (; d < end; d += 16) {
        const x = v128.load(d + shift)
        const one = v128.or(v128.and(x, SIGN), ONE)
        v128.store(d, v128.and(one, v128.or(f32x4.gt(x, f32x4.splat(0)), f32x4.lt(x, f32x4.splat(0)))))
      }
      break
    case ElementwiseOperation.sin:
      for (; d < end; d += 16) v128.store(d, math.sin(v128.load(d + shift)))
      break
    case ElementwiseOperation.cos:
      for (; d < end; d += 16) v128.store(d, math.cos(v128.load(d + shift)))
      break
    case ElementwiseOperation.tanh:
      for (; d < end; d += 16) v128.store(d, math.tanh(v128.load(d + shift)))
      break
    case ElementwiseOperation.sigmoid:
      for (; d < end; d += 16) v128.store(d, math.sigmoid(v128.load(d + shift)))
      break
    case ElementwiseOperation.erf:
      for (; d < end; d += 16) v128.store(d, math.erf(v128.load(d + shift)))
      break
    case ElementwiseOperation.floor:
      for (; d < end; d += 16) v128.store(d, f32x4.floor(v128.load(d + shift)))
      break
    case ElementwiseOperation.ceil:
      for (; d < end; d += 16) v128.store(d, f32x4.ceil(v128.load(d + shift)))
      break
    case ElementwiseOperation.round:
      for (; d < end; d += 16) v128.store(d, f32x4.nearest(v128.load(d + shift)))
      break
    case ElementwiseOperation.relu:
      for (; d < end; d += 16) {
        const x = v128.load(d + shift)
        v128.store(d, v128.andnot(x, f32x4.le(x, f32x4.splat(0))))
      }
      break
    case ElementwiseOperation.erfc:
      for (; d < end; d += 16) v128.store(d, math.erfc(v128.load(d + shift)))
      break
    default:
      return false
  }
  return true
}

/** Applies an operation of two operands; false where it has more. */
function applyBinary(op: i32, d: usize, a: usize, b: usize, end: usize): bool {
  a -= d
  b -= d
  switch (op) {
    case ElementwiseOperation.add:
      for (; d < end; d += 16) v128.store(d, f32x4.add(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.sub:
      for (; d < end; d += 16) v128.store(d, f32x4.sub(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.mul:
      for (; d < end; d += 16) v128.store(d, f32x4.mul(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.div:
      for (; d < end; d += 16) v128.store(d, f32x4.div(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.pow:
      for (; d < end; d += 16) v128.store(d, math.pow(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.maximum:
      for (; d < end; d += 16) v128.store(d, f32x4.max(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.minimum:
      for (; d < end; d += 16) v128.store(d, f32x4.min(v128.load(d + a), v128.load(d + b)))
      break
    case ElementwiseOperation.equal:
      for (; d < end; d += 16) v128.store(d, v128.and(f32x4.eq(v128.load(d + a), v128.load(d + b)), ONE))
      break
    case ElementwiseOperation.notEqual:
      for (; d < end; d += 16) v128.store(d, v128.and(f32x4.ne(v128.load(d + a), v128.load(d + b)), ONE))
      break
    case ElementwiseOperation.less:
      for (; d < end; d += 16) v128.store(d, v128.and(f32x4.lt(v128.load(d + a), v128.load(d + b)), ONE))
      break
    case ElementwiseOperation.lessEqual:
      for (; d < end; d += 16) v128.store(d, v128.and(f32x4.le(v128.load(d + a), v128.load(d + b)), ONE))
      break
    case ElementwiseOperation.fmod:
      for (; d < end; d += 16) v128.store(d, math.fmod(v128.load(d + a), v128.load(d + b)))
      break
    default:
      return false
  }
  return true
}

function applyWhere(d: usize, a: usize, b: usize, c: usize, end: usize): void {
  a -= d
  b -= d
  c -= d
  for (; d < end; d += 16) {
    const zero = f32x4.eq(v128.load(d + a), f32x4.splat(0))
    v128.store(d, v128.bitselect(v128.load(d + c), v128.load(d + b), zero))
  }
}

/** d[..] = op(a[..], b[..], c[..]) up to address `end`; operands that `op` lacks are not read. */
export function applyStep(op: i32, d: usize, a: usize, b: usize, c: usize, end: usize): void {
  if (op == ElementwiseOperation.where) applyWhere(d, a, b, c, end)
  else if (!applyUnary(op, d, a, end)) applyBinary(op, d, a, b, end)
}

/** Where an operand of a step lies. */
function addressOf(operand: Operand, first: usize, scratch: usize, blockBytes: usize): usize {
  return operand.isBlock ? scratch + operand.place * blockBytes : operand.place + first
}

/** Runs the steps of a fused instruction, block by block. */
export function fused(args: Fused, unit: i32, scratch: usize): void {
  const perUnit = args.perUnit
  const broadcasts = args.broadcasts
  const broadcastsCount = args.broadcastsCount
  const steps = args.steps
  const stepsCount = args.stepsCount
  const block = args.block
  const blockBytes = (<usize>block) << 2
  const last = min(args.count, (unit + 1) * perUnit)
  for (let start = unit * perUnit; start < last; start += block) {
    const length = min(block, last - start)
    const first = (<usize>start) << 2
    const bytes = (<usize>((length + 3) >> 2)) << 4
    for (let k = 0; k < broadcastsCount; k++) {
      const broadcast = broadcasts.at(k)
      broadcastBlock(
        broadcast.source,
        scratch + <usize>broadcast.block * blockBytes,
        broadcast.axes,
        broadcast.axesCount,
        start,
        length,
      )
    }
    for (let k = 0; k < stepsCount; k++) {
      const step = steps.at(k)
      const d = addressOf(step.target, first, scratch, blockBytes)
      const a = addressOf(step.a, first, scratch, blockBytes)
      const b = addressOf(step.b, first, scratch, blockBytes)
      const c = addressOf(step.c, first, scratch, blockBytes)
      applyStep(step.operation, d, a, b, c, d + bytes)
    }
  }
}

/** Applies one operation. */
export function elementwise(args: Elementwise, unit: i32, _scratch: usize): void {
  const perUnit = args.perUnit
  const first = unit * perUnit
  const last = min(args.count, first + perUnit)
  const from = (<usize>first) << 2
  const d = args.target + from
  const end = d + ((<usize>((last - first + 3) >> 2)) << 4)
  applyStep(args.operation, d, args.a + from, args.b + from, args.c + from, end)
}
