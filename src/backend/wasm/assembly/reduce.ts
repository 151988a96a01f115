/**
 * @file Reductions. Sums are blocked: runs of 256 in four lanes if the innermost axis is reduced, 64 rows if it is
 * kept; the sums of blocks are added in float64. Also argmax, argmin and cumsum.
 */
import { ArgExtreme, Cumulate, Reduce, Reduction, StridedAxis } from './generated/interface'
import * as math from './math'

function lanesSum(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
}

/** The offset of the entry `index` of a box. */
function offsetOf(axes: StridedAxis, rank: i32, index: i32): usize {
  if (rank == 1) return <usize>index * axes.stride
  let offset: usize = 0
  for (let axis = rank - 1; axis >= 0; axis--) {
    const size = axes.at(axis).length
    const outer = index / size
    offset += <usize>(index - outer * size) * axes.at(axis).stride
    index = outer
  }
  return offset
}

function runSum(at: usize, length: i32): f64 {
  let total: f64 = 0
  while (length >= 16) {
    const blocks = min(length >> 4, 16)
    const end = at + ((<usize>blocks) << 6)
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    for (; at < end; at += 64) {
      a = f32x4.add(a, v128.load(at))
      b = f32x4.add(b, v128.load(at, 16))
      c = f32x4.add(c, v128.load(at, 32))
      d = f32x4.add(d, v128.load(at, 48))
    }
    total += <f64>lanesSum(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)))
    length -= blocks << 4
  }
  for (; length > 0; length--, at += 4) total += <f64>load<f32>(at)
  return total
}

function extremeOf(op: i32, a: v128, b: v128): v128 {
  return op == Reduction.min ? f32x4.min(a, b) : f32x4.max(a, b)
}

function runExtreme(op: i32, best: v128, at: usize, length: i32): v128 {
  for (; length >= 4; length -= 4, at += 16) best = extremeOf(op, best, v128.load(at))
  for (; length > 0; length--, at += 4) best = extremeOf(op, best, v128.load32_splat(at))
  return best
}

function lanesExtreme(op: i32, x: v128): f32 {
  const half = extremeOf(op, x, v128.shuffle<i32>(x, x, 2, 3, 0, 1))
  return f32x4.extract_lane(extremeOf(op, half, v128.shuffle<i32>(half, half, 1, 0, 3, 2)), 0)
}

function runExp(at: usize, length: i32, shift: v128): f64 {
  let sum: f64 = 0
  while (length >= 4) {
    let total = f32x4.splat(0)
    const end = at + ((<usize>min(length & ~3, 256)) << 2)
    length -= <i32>((end - at) >> 2)
    for (; at < end; at += 16) total = f32x4.add(total, math.exp(f32x4.sub(v128.load(at), shift)))
    sum += <f64>lanesSum(total)
  }
  for (; length > 0; length--, at += 4) {
    sum += <f64>f32x4.extract_lane(math.exp(f32x4.sub(v128.load32_splat(at), shift)), 0)
  }
  return sum
}

function finiteOr0(x: v128): v128 {
  return v128.and(x, f32x4.lt(f32x4.abs(x), f32x4.splat(Infinity)))
}

/** One output whose innermost axis is reduced: `runs` runs of `length`. */
function reduceRuns(op: i32, from: usize, axes: StridedAxis, rank: i32, runs: i32, length: i32): f32 {
  if (op == Reduction.sum) {
    let total: f64 = 0
    for (let r = 0; r < runs; r++) total += runSum(from + offsetOf(axes, rank, r), length)
    return <f32>total
  }
  let best = f32x4.splat(op == Reduction.min ? Infinity : -Infinity)
  for (let r = 0; r < runs; r++) best = runExtreme(op, best, from + offsetOf(axes, rank, r), length)
  const extreme = lanesExtreme(op, best)
  if (op != Reduction.logsumexp) return extreme
  const shift = finiteOr0(f32x4.splat(extreme))
  let total: f64 = 0
  for (let r = 0; r < runs; r++) total += runExp(from + offsetOf(axes, rank, r), length, shift)
  return f32x4.extract_lane(f32x4.add(shift, math.log(f32x4.splat(<f32>total))), 0)
}

/** Rows of a block. */
const ROWS: i32 = 64

function low(x: v128): v128 {
  return f64x2.promote_low_f32x4(x)
}
function high(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3))
}
function narrow(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5)
}

/** Adds four sums to four totals in 64 bits, or stores them there. */
function addTotals(to: usize, x: v128, isFirst: bool): void {
  v128.store(to, isFirst ? low(x) : f64x2.add(v128.load(to), low(x)))
  v128.store(to, isFirst ? high(x) : f64x2.add(v128.load(to, 16), high(x)), 16)
}

/** Sixteen columns of a kept axis, summed over `rows` rows. */
function sumColumns(from: usize, to: usize, axes: StridedAxis, rank: i32, rows: i32, scratch: usize): void {
  for (let first = 0; first < rows; first += ROWS) {
    const last = min(rows, first + ROWS)
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    for (let r = first; r < last; r++) {
      const at = from + offsetOf(axes, rank, r)
      a = f32x4.add(a, v128.load(at))
      b = f32x4.add(b, v128.load(at, 16))
      c = f32x4.add(c, v128.load(at, 32))
      d = f32x4.add(d, v128.load(at, 48))
    }
    addTotals(scratch, a, first == 0)
    addTotals(scratch + 32, b, first == 0)
    addTotals(scratch + 64, c, first == 0)
    addTotals(scratch + 96, d, first == 0)
  }
  for (let k: usize = 0; k < 64; k += 16) {
    v128.store(to + k, narrow(v128.load(scratch + 2 * k), v128.load(scratch + 2 * k, 16)))
  }
}

/** Four columns: their sums, or those of the exponentials of their excess over `shift`. */
function totalColumns(op: i32, from: usize, axes: StridedAxis, rank: i32, rows: i32, shift: v128): v128 {
  let left = f64x2.splat(0)
  let right = left
  for (let first = 0; first < rows; first += ROWS) {
    const last = min(rows, first + ROWS)
    let part = f32x4.splat(0)
    if (op == Reduction.sum && rank == 1) {
      const step = axes.stride
      let at = from + <usize>first * step
      for (let r = first; r < last; r++, at += step) part = f32x4.add(part, v128.load(at))
    } else if (op == Reduction.sum) {
      for (let r = first; r < last; r++) part = f32x4.add(part, v128.load(from + offsetOf(axes, rank, r)))
    } else {
      for (let r = first; r < last; r++) {
        part = f32x4.add(part, math.exp(f32x4.sub(v128.load(from + offsetOf(axes, rank, r)), shift)))
      }
    }
    left = f64x2.add(left, low(part))
    right = f64x2.add(right, high(part))
  }
  return narrow(left, right)
}

function reduceColumns(op: i32, from: usize, axes: StridedAxis, rank: i32, rows: i32): v128 {
  if (op == Reduction.sum) return totalColumns(op, from, axes, rank, rows, f32x4.splat(0))
  let best = f32x4.splat(op == Reduction.min ? Infinity : -Infinity)
  for (let r = 0; r < rows; r++) best = extremeOf(op, best, v128.load(from + offsetOf(axes, rank, r)))
  if (op != Reduction.logsumexp) return best
  const shift = finiteOr0(best)
  return f32x4.add(shift, math.log(totalColumns(op, from, axes, rank, rows, shift)))
}

/** Stores the first `lanes` lanes. */
export function storeLanes(to: usize, x: v128, lanes: i32): void {
  if (lanes >= 4) v128.store(to, x)
  else {
    store<f32>(to, f32x4.extract_lane(x, 0))
    if (lanes > 1) store<f32>(to, f32x4.extract_lane(x, 1), 4)
    if (lanes > 2) store<f32>(to, f32x4.extract_lane(x, 2), 8)
  }
}

/** Reduces axes. An item is an output, or 16 neighbouring outputs if the innermost axis is kept. */
export function reduce(args: Reduce, unit: i32, scratch: usize): void {
  const op = args.operation
  const source: usize = args.source
  const target: usize = args.target
  const isReduced = args.isInnerReduced
  const inner = args.inner
  const perUnit = args.perUnit
  const last = min(args.items, (unit + 1) * perUnit)
  const rows = args.runs
  const kept = args.kept
  const keptRank = args.keptCount
  const reduced = args.reduced
  const reducedRank = args.reducedCount
  const chunks = (inner + 15) >> 4
  for (let item = unit * perUnit; item < last; item++) {
    if (isReduced) {
      const from = source + offsetOf(kept, keptRank, item)
      store<f32>(target + ((<usize>item) << 2), reduceRuns(op, from, reduced, reducedRank, rows, inner))
      continue
    }
    const row = item / chunks
    const column = (item - row * chunks) << 4
    const from = source + offsetOf(kept, keptRank, row) + ((<usize>column) << 2)
    const to = target + ((<usize>(row * inner + column)) << 2)
    const width = min(16, inner - column)
    if (op == Reduction.sum && width == 16) sumColumns(from, to, reduced, reducedRank, rows, scratch)
    else {
      for (let k = 0; k < width; k += 4) {
        const at = (<usize>k) << 2
        storeLanes(to + at, reduceColumns(op, from + at, reduced, reducedRank, rows), width - k)
      }
    }
  }
}

/** The position of the largest or the smallest entry of a line. */
export function argExtreme(args: ArgExtreme, unit: i32, _scratch: usize): void {
  const length = args.length
  const inner = args.inner
  const perUnit = args.perUnit
  const last = min(args.lines, (unit + 1) * perUnit)
  const sign = args.sign
  for (let line = unit * perUnit; line < last; line++) {
    const outer = line / inner
    let at = args.source + ((<usize>(outer * length * inner + line - outer * inner)) << 2)
    let best = load<f32>(at) * sign
    let winner = 0
    for (let k = 1; k < length && best == best; k++) {
      at += (<usize>inner) << 2
      const candidate = load<f32>(at) * sign
      if (candidate <= best) continue
      best = candidate
      winner = k
    }
    store<f32>(args.target + ((<usize>line) << 2), <f32>winner)
  }
}

/** Running sums of lines. */
export function cumulate(args: Cumulate, unit: i32, _scratch: usize): void {
  const length = args.length
  const inner = args.inner
  const perUnit = args.perUnit
  const last = min(args.lines, (unit + 1) * perUnit)
  for (let line = unit * perUnit; line < last; line++) {
    const outer = line / inner
    const start = (<usize>(outer * length * inner + line - outer * inner)) << 2
    let from = args.source + start
    let to = args.target + start
    let total: f64 = 0
    for (let k = 0; k < length; k++) {
      total += <f64>load<f32>(from)
      store<f32>(to, <f32>total)
      from += (<usize>inner) << 2
      to += (<usize>inner) << 2
    }
  }
}
