/**
 * @file Elementwise operations over blocks, and the interpreter of a fused instruction: blocks of the output that stay
 * in the first-level cache, each step one loop over a block. Lengths are rounded up to whole vectors; every buffer has
 * room for that.
 */
import * as math from './math'
import { broadcastBlock } from './broadcast'

const ONE = f32x4.splat(1)
const SIGN = i32x4.splat(0x80000000)

function applyUnary(op: i32, d: usize, a: usize, end: usize): void {
  const shift = a - d
  switch (op) {
    case 0:
      for (; d < end; d += 16) v128.store(d, v128.xor(v128.load(d + shift), SIGN))
      break
    case 1:
      for (; d < end; d += 16) v128.store(d, math.exp(v128.load(d + shift)))
      break
    case 2:
      for (; d < end; d += 16) v128.store(d, math.expm1(v128.load(d + shift)))
      break
    case 3:
      for (; d < end; d += 16) v128.store(d, math.log(v128.load(d + shift)))
      break
    case 4:
      for (; d < end; d += 16) v128.store(d, math.log1p(v128.load(d + shift)))
      break
    case 5:
      for (; d < end; d += 16) v128.store(d, f32x4.sqrt(v128.load(d + shift)))
      break
    case 6:
      for (; d < end; d += 16) v128.store(d, f32x4.div(ONE, f32x4.sqrt(v128.load(d + shift))))
      break
    case 7:
      for (; d < end; d += 16) v128.store(d, f32x4.abs(v128.load(d + shift)))
      break
    case 8:
      for (; d < end; d += 16) {
        const x = v128.load(d + shift)
        const one = v128.or(v128.and(x, SIGN), ONE)
        v128.store(d, v128.and(one, v128.or(f32x4.gt(x, f32x4.splat(0)), f32x4.lt(x, f32x4.splat(0)))))
      }
      break
    case 9:
      for (; d < end; d += 16) v128.store(d, math.sin(v128.load(d + shift)))
      break
    case 10:
      for (; d < end; d += 16) v128.store(d, math.cos(v128.load(d + shift)))
      break
    case 11:
      for (; d < end; d += 16) v128.store(d, math.tanh(v128.load(d + shift)))
      break
    case 12:
      for (; d < end; d += 16) v128.store(d, math.sigmoid(v128.load(d + shift)))
      break
    case 13:
      for (; d < end; d += 16) v128.store(d, math.erf(v128.load(d + shift)))
      break
    case 14:
      for (; d < end; d += 16) v128.store(d, f32x4.floor(v128.load(d + shift)))
      break
    case 15:
      for (; d < end; d += 16) v128.store(d, f32x4.ceil(v128.load(d + shift)))
      break
    case 16:
      for (; d < end; d += 16) v128.store(d, f32x4.nearest(v128.load(d + shift)))
      break
    case 17:
      for (; d < end; d += 16) {
        const x = v128.load(d + shift)
        v128.store(d, v128.andnot(x, f32x4.le(x, f32x4.splat(0))))
      }
      break
    case 18:
      for (; d < end; d += 16) v128.store(d, math.erfc(v128.load(d + shift)))
      break
  }
}

function applyBinary(op: i32, d: usize, a: usize, b: usize, end: usize): void {
  a -= d
  b -= d
  switch (op) {
    case 32:
      for (; d < end; d += 16) v128.store(d, f32x4.add(v128.load(d + a), v128.load(d + b)))
      break
    case 33:
      for (; d < end; d += 16) v128.store(d, f32x4.sub(v128.load(d + a), v128.load(d + b)))
      break
    case 34:
      for (; d < end; d += 16) v128.store(d, f32x4.mul(v128.load(d + a), v128.load(d + b)))
      break
    case 35:
      for (; d < end; d += 16) v128.store(d, f32x4.div(v128.load(d + a), v128.load(d + b)))
      break
    case 36:
      for (; d < end; d += 16) v128.store(d, math.pow(v128.load(d + a), v128.load(d + b)))
      break
    case 37:
      for (; d < end; d += 16) v128.store(d, f32x4.max(v128.load(d + a), v128.load(d + b)))
      break
    case 38:
      for (; d < end; d += 16) v128.store(d, f32x4.min(v128.load(d + a), v128.load(d + b)))
      break
    case 39:
      for (; d < end; d += 16) v128.store(d, v128.and(f32x4.eq(v128.load(d + a), v128.load(d + b)), ONE))
      break
    case 40:
      for (; d < end; d += 16) v128.store(d, v128.and(f32x4.ne(v128.load(d + a), v128.load(d + b)), ONE))
      break
    case 41:
      for (; d < end; d += 16) v128.store(d, v128.and(f32x4.lt(v128.load(d + a), v128.load(d + b)), ONE))
      break
    case 42:
      for (; d < end; d += 16) v128.store(d, v128.and(f32x4.le(v128.load(d + a), v128.load(d + b)), ONE))
      break
    case 43:
      for (; d < end; d += 16) v128.store(d, math.fmod(v128.load(d + a), v128.load(d + b)))
      break
  }
}

/** d[..] = op(a[..], b[..], c[..]) up to address `end`; operands that `op` lacks are not read. */
export function applyStep(op: i32, d: usize, a: usize, b: usize, c: usize, end: usize): void {
  if (op < 32) applyUnary(op, d, a, end)
  else if (op < 64) applyBinary(op, d, a, b, end)
  else {
    a -= d
    b -= d
    c -= d
    for (; d < end; d += 16) {
      const zero = f32x4.eq(v128.load(d + a), f32x4.splat(0))
      v128.store(d, v128.bitselect(v128.load(d + c), v128.load(d + b), zero))
    }
  }
}

/** The address of an operand of a step: kind 0 an array like the output, 1 a block of scratch. */
function operand(at: usize, first: usize, scratch: usize, blockBytes: usize): usize {
  const word = <usize>load<u32>(at)
  return load<i32>(at, 4) == 0 ? word + first : scratch + word * blockBytes
}

/**
 * args: count, stride of a unit, number of broadcasts, number of steps, rank of broadcasts, floats of a block;
 * then for each broadcast: source address, scratch slot, and `rank` pairs (length, stride);
 * then for each step: op, and four operands (destination, a, b, c) of two words.
 */
export function fused(args: usize, unit: i32, scratch: usize): void {
  const count = load<i32>(args)
  const perUnit = load<i32>(args, 4)
  const broadcasts = load<i32>(args, 8)
  const steps = load<i32>(args, 12)
  const rank = load<i32>(args, 16)
  const block = load<i32>(args, 20)
  const blockBytes = (<usize>block) << 2
  const broadcastAt = args + 24
  const broadcastSize = <usize>(8 + rank * 8)
  const stepsAt = broadcastAt + broadcastSize * broadcasts
  const last = min(count, (unit + 1) * perUnit)
  for (let start = unit * perUnit; start < last; start += block) {
    const length = min(block, last - start)
    const first = (<usize>start) << 2
    const bytes = (<usize>((length + 3) >> 2)) << 4
    for (let k = 0, at = broadcastAt; k < broadcasts; k++, at += broadcastSize) {
      broadcastBlock(load<u32>(at), scratch + <usize>load<u32>(at, 4) * blockBytes, at + 8, rank, start, length)
    }
    for (let k = 0, at = stepsAt; k < steps; k++, at += 36) {
      const d = operand(at + 4, first, scratch, blockBytes)
      const a = operand(at + 12, first, scratch, blockBytes)
      const b = operand(at + 20, first, scratch, blockBytes)
      applyStep(load<i32>(at), d, a, b, operand(at + 28, first, scratch, blockBytes), d + bytes)
    }
  }
}

/** args: op, count, stride of a unit, destination, a, b, c. */
export function elementwise(args: usize, unit: i32): void {
  const count = load<i32>(args, 4)
  const perUnit = load<i32>(args, 8)
  const first = unit * perUnit
  const last = min(count, first + perUnit)
  const from = (<usize>first) << 2
  const d = <usize>load<u32>(args, 12) + from
  const end = d + ((<usize>((last - first + 3) >> 2)) << 4)
  applyStep(load<i32>(args), d, load<u32>(args, 16) + from, load<u32>(args, 20) + from, load<u32>(args, 24) + from, end)
}
