/**
 * @file Products of few rows with a matrix whose rows lie along the sum: inner products, for which the matrix is read
 * once and in place. Memory bandwidth limits them.
 */
import { MultiplyRows } from './generated/interface'
import { madd } from './math'

function sumOf(s: v128): f32 {
  return f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1) + (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3))
}

/** Entries that are summed in one go, in four lanes: the sums of such blocks are added in 64 bits. */
const BLOCK: i32 = 2048

/** Four inner products of a row with four rows, `step` bytes apart. */
function dots4(x: usize, w: usize, step: usize, count: i32, y: usize): void {
  let t0: f64 = 0
  let t1: f64 = 0
  let t2: f64 = 0
  let t3: f64 = 0
  for (let left = count & ~3; left > 0; left -= BLOCK) {
    let s0 = f32x4.splat(0)
    let s1 = s0
    let s2 = s0
    let s3 = s0
    const end = x + ((<usize>min(left, BLOCK)) << 2)
    for (; x < end; x += 16, w += 16) {
      const v = v128.load(x)
      s0 = madd(v, v128.load(w), s0)
      s1 = madd(v, v128.load(w + step), s1)
      s2 = madd(v, v128.load(w + 2 * step), s2)
      s3 = madd(v, v128.load(w + 3 * step), s3)
    }
    t0 += <f64>sumOf(s0)
    t1 += <f64>sumOf(s1)
    t2 += <f64>sumOf(s2)
    t3 += <f64>sumOf(s3)
  }
  for (let k = count & 3; k > 0; k--, x += 4, w += 4) {
    const v = load<f32>(x)
    t0 += <f64>(v * load<f32>(w))
    t1 += <f64>(v * load<f32>(w + step))
    t2 += <f64>(v * load<f32>(w + 2 * step))
    t3 += <f64>(v * load<f32>(w + 3 * step))
  }
  store<f32>(y, <f32>t0)
  store<f32>(y, <f32>t1, 4)
  store<f32>(y, <f32>t2, 8)
  store<f32>(y, <f32>t3, 12)
}

function dot(x: usize, w: usize, count: i32): f32 {
  let t: f64 = 0
  for (let left = count & ~3; left > 0; left -= BLOCK) {
    let s = f32x4.splat(0)
    const end = x + ((<usize>min(left, BLOCK)) << 2)
    for (; x < end; x += 16, w += 16) s = madd(v128.load(x), v128.load(w), s)
    t += <f64>sumOf(s)
  }
  for (let k = count & 3; k > 0; k--, x += 4, w += 4) t += <f64>(load<f32>(x) * load<f32>(w))
  return <f32>t
}

/** y = x wT. */
export function multiplyRows(args: MultiplyRows, unit: i32, _scratch: usize): void {
  const m = args.m
  const count = args.k
  const n = args.n
  const perUnit = args.perUnit
  const step = (<usize>count) << 2
  const last = min(n, (unit + 1) * perUnit)
  for (let row = unit * perUnit; row < last; row += 4) {
    const w = args.w + <usize>row * step
    for (let i = 0; i < m; i++) {
      const x = args.x + <usize>i * step
      const y = args.y + ((<usize>(i * n + row)) << 2)
      if (row + 4 <= last) dots4(x, w, step, count, y)
      else for (let r = 0; r < last - row; r++) store<f32>(y + ((<usize>r) << 2), dot(x, w + <usize>r * step, count))
    }
  }
}
