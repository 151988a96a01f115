/** @file Pooling. */
import { MaxPool, MaxPoolIndices, Pool, SumPool, SumPoolInput, WindowAxis } from './generated/interface'

/** 0, 1, 2, 3. */
function lanesFromZero(): v128 {
  return f32x4.replace_lane(f32x4.replace_lane(f32x4.replace_lane(f32x4.splat(0), 1, 1), 2, 2), 3, 3)
}

function isPlain(axis: WindowAxis): bool {
  return axis.low == 0 && axis.dilation == 1 && axis.inputDilation == 1
}

/** Two by two, stride 2, no padding: four windows at a time. */
function maxPool2(
  from: usize,
  to: usize,
  values: usize,
  width: i32,
  height: i32,
  outputs: i32,
  wantsIndex: bool,
): void {
  // The distance from an index to its value.
  const away = values - to
  const rowBytes = (<usize>width) << 2
  const lanes = f32x4.mul(lanesFromZero(), f32x4.splat(2))
  for (let i = 0; i < height; i++) {
    let j = 0
    let at = from + rowBytes * <usize>(2 * i)
    for (; j + 4 <= outputs; j += 4, at += 32, to += 16) {
      const p = v128.load(at)
      const q = v128.load(at, 16)
      const r = v128.load(at + rowBytes)
      const s = v128.load(at + rowBytes, 16)
      const a = v128.shuffle<i32>(p, q, 0, 2, 4, 6)
      const b = v128.shuffle<i32>(p, q, 1, 3, 5, 7)
      const c = v128.shuffle<i32>(r, s, 0, 2, 4, 6)
      const d = v128.shuffle<i32>(r, s, 1, 3, 5, 7)
      const takeB = v128.or(f32x4.gt(b, a), f32x4.ne(b, b))
      const ab = v128.bitselect(b, a, takeB)
      const takeC = v128.or(f32x4.gt(c, ab), f32x4.ne(c, c))
      const abc = v128.bitselect(c, ab, takeC)
      const takeD = v128.or(f32x4.gt(d, abc), f32x4.ne(d, d))
      if (wantsIndex) {
        const corner: i32 = 2 * i * width + 2 * j
        const first = f32x4.add(lanes, f32x4.splat(<f32>corner))
        let index = v128.bitselect(f32x4.add(first, f32x4.splat(1)), first, takeB)
        index = v128.bitselect(f32x4.add(first, f32x4.splat(<f32>width)), index, takeC)
        v128.store(to, v128.bitselect(f32x4.add(first, f32x4.splat(<f32>(width + 1))), index, takeD))
        if (values != 0) v128.store(to + away, v128.bitselect(d, abc, takeD))
      } else v128.store(to, v128.bitselect(d, abc, takeD))
    }
    for (; j < outputs; j++, at += 8, to += 4) {
      let best = load<f32>(at)
      let winner = 0
      for (let k = 1; k < 4; k++) {
        const value = load<f32>(at + (k > 1 ? rowBytes : 0) + ((<usize>(k & 1)) << 2))
        if (!(value > best) && value == value) continue
        best = value
        winner = k
      }
      if (wantsIndex) {
        const cell: i32 = (2 * i + (winner >> 1)) * width + 2 * j + (winner & 1)
        store<f32>(to, <f32>cell)
        if (values != 0) store<f32>(to + away, best)
      } else store<f32>(to, best)
    }
  }
}

/**
 * A window along an axis: the cell of its first tap, its first tap inside the input, and one past the last of these.
 */
let windowAt: i32 = 0
let firstTap: i32 = 0
let lastTap: i32 = 0

function findTaps(axis: WindowAxis, output: i32): void {
  const dilation = axis.dilation
  windowAt = output * axis.stride - axis.low
  firstTap = windowAt >= 0 ? 0 : (dilation - 1 - windowAt) / dilation
  lastTap = min(axis.kernel, (max(0, axis.input - windowAt) + dilation - 1) / dilation)
}

/** The first output whose window is entirely inside, and one past the last. */
let firstWhole: i32 = 0
let lastWhole: i32 = 0

function findWhole(axis: WindowAxis): void {
  const stride = axis.stride
  const low = axis.low
  const room = axis.input - 1 - (axis.kernel - 1) * axis.dilation + low
  lastWhole = room < 0 ? 0 : min(axis.output, room / stride + 1)
  firstWhole = min(lastWhole, (low + stride - 1) / stride)
}

/** Four cells that are `stride` cells apart. */
function cells(at: usize, stride: i32): v128 {
  if (stride == 1) return v128.load(at)
  if (stride == 2) return v128.shuffle<i32>(v128.load(at), v128.load(at, 16), 0, 2, 4, 6)
  const step = (<usize>stride) << 2
  const two = v128.load32_lane(at + step, v128.load32_zero(at), 1)
  return v128.load32_lane(at + 3 * step, v128.load32_lane(at + 2 * step, two, 2), 3)
}

/**
 * The greatest values of four windows whose first cells are `stride` cells apart, from `at` on; of equal values the
 * first, and NaN if there is one.
 */
function greatestOfWindows(at: usize, taps: i32, rowBytes: usize, kernel: i32, step: usize, stride: i32): v128 {
  let best = f32x4.splat(-Infinity)
  let unordered = f32x4.splat(0)
  for (let p = 0; p < taps; p++, at += rowBytes) {
    let from = at
    if (stride == 1) {
      for (let q = 0; q < kernel; q++, from += step) {
        const value = v128.load(from)
        unordered = v128.or(unordered, f32x4.ne(value, value))
        best = f32x4.pmax(best, value)
      }
    } else {
      for (let q = 0; q < kernel; q++, from += step) {
        const value = cells(from, stride)
        unordered = v128.or(unordered, f32x4.ne(value, value))
        best = f32x4.pmax(best, value)
      }
    }
  }
  return v128.or(best, unordered)
}

/** Max pooling of a plane; four windows at a time where they are entirely inside along a row. */
function maxPlane(
  rows: WindowAxis,
  columns: WindowAxis,
  from: usize,
  to: usize,
  values: usize,
  wantsIndex: bool,
): void {
  const away = values - to
  const width = columns.input
  const outputs = columns.output
  const kernel = columns.kernel
  const stride = columns.stride
  const dilation = columns.dilation
  const low = columns.low
  const down = rows.dilation
  findWhole(columns)
  const begin = firstWhole
  const end = lastWhole
  const steps = f32x4.mul(lanesFromZero(), f32x4.splat(<f32>stride))
  const rowBytes = (<usize>(down * width)) << 2
  const step = (<usize>dilation) << 2
  for (let i = 0; i < rows.output; i++, to += (<usize>outputs) << 2) {
    findTaps(rows, i)
    const top = windowAt
    const p0 = firstTap
    const p1 = lastTap
    let j = 0
    while (j < outputs) {
      if (p0 < p1 && j >= begin && end - begin >= 4 && j < end) {
        j = min(j, end - 4)
        const column = j * stride - low
        let cell = (top + p0 * down) * width + column
        if (!wantsIndex) {
          const first = from + ((<usize>cell) << 2)
          const best = greatestOfWindows(first, p1 - p0, rowBytes, kernel, step, stride)
          v128.store(to + ((<usize>j) << 2), best)
          j += 4
          continue
        }
        let best = cells(from + ((<usize>cell) << 2), stride)
        let winner = f32x4.add(steps, f32x4.splat(<f32>cell))
        for (let p = p0; p < p1; p++) {
          cell = (top + p * down) * width + column
          for (let q = 0; q < kernel; q++, cell += dilation) {
            const value = cells(from + ((<usize>cell) << 2), stride)
            const takes = v128.or(f32x4.gt(value, best), f32x4.ne(value, value))
            best = v128.bitselect(value, best, takes)
            winner = v128.bitselect(f32x4.add(steps, f32x4.splat(<f32>cell)), winner, takes)
          }
        }
        const at = to + ((<usize>j) << 2)
        v128.store(at, winner)
        if (values != 0) v128.store(at + away, best)
        j += 4
        continue
      }
      findTaps(columns, j)
      let winner = -1
      let best: f32 = -Infinity
      for (let p = p0; p < p1; p++) {
        let cell = (top + p * down) * width + windowAt + firstTap * dilation
        for (let q = firstTap; q < lastTap; q++, cell += dilation) {
          const value = load<f32>(from + ((<usize>cell) << 2))
          if (winner >= 0 && !(value > best) && value == value) continue
          winner = cell
          best = value
        }
      }
      const at = to + ((<usize>j) << 2)
      store<f32>(at, wantsIndex ? <f32>winner : best)
      if (values != 0) store<f32>(at + away, best)
      j++
    }
  }
}

/** Whether the window is two by two with stride 2, inside the input. */
function isPairs(axis: WindowAxis): bool {
  return isPlain(axis) && axis.kernel == 2 && axis.stride == 2 && axis.output * 2 <= axis.input
}

function maxPlanes(pool: Pool, unit: i32, pooled: usize, wantsIndex: bool): void {
  const last = min(pool.planes, (unit + 1) * pool.perUnit)
  const rows = pool.rows
  const columns = pool.columns
  const fromStep = (<usize>(rows.input * columns.input)) << 2
  const toStep = (<usize>(rows.output * columns.output)) << 2
  for (let plane = unit * pool.perUnit; plane < last; plane++) {
    const from = pool.source + plane * fromStep
    const to = pool.target + plane * toStep
    const values: usize = pooled != 0 ? pooled + plane * toStep : 0
    if (isPairs(rows) && isPairs(columns)) {
      maxPool2(from, to, values, columns.input, rows.output, columns.output, wantsIndex)
    } else maxPlane(rows, columns, from, to, values, wantsIndex)
  }
}

export function maxPool(args: MaxPool, unit: i32, _scratch: usize): void {
  maxPlanes(args.pool, unit, 0, false)
}

/** Indices of the greatest cells; the values too, if requested. */
export function maxPoolIndices(args: MaxPoolIndices, unit: i32, _scratch: usize): void {
  maxPlanes(args.pool, unit, args.values, true)
}

/**
 * Sums are computed in 64 bits, tap by tap; four windows at a time where they are entirely inside along a row.
 * Repeated from maxPlane: arguments are read into locals, which loops keep, and AssemblyScript has no closures for what
 * differs inside.
 */
function sumPlane(rows: WindowAxis, columns: WindowAxis, from: usize, to: usize): void {
  const width = columns.input
  const outputs = columns.output
  const kernel = columns.kernel
  const stride = columns.stride
  const dilation = columns.dilation
  const low = columns.low
  const down = rows.dilation
  findWhole(columns)
  const begin = firstWhole
  const end = lastWhole
  for (let i = 0; i < rows.output; i++, to += (<usize>outputs) << 2) {
    findTaps(rows, i)
    const top = windowAt
    const p0 = firstTap
    const p1 = lastTap
    let j = 0
    while (j < outputs) {
      if (j >= begin && end - begin >= 4 && j < end) {
        j = min(j, end - 4)
        let left = f64x2.splat(0)
        let right = f64x2.splat(0)
        for (let p = p0; p < p1; p++) {
          let at = from + ((<usize>((top + p * down) * width + j * stride - low)) << 2)
          for (let q = 0; q < kernel; q++, at += (<usize>dilation) << 2) {
            const value = cells(at, stride)
            left = f64x2.add(left, f64x2.promote_low_f32x4(value))
            right = f64x2.add(right, f64x2.promote_low_f32x4(v128.shuffle<i32>(value, value, 2, 3, 2, 3)))
          }
        }
        const sums = v128.shuffle<i32>(f32x4.demote_f64x2_zero(left), f32x4.demote_f64x2_zero(right), 0, 1, 4, 5)
        v128.store(to + ((<usize>j) << 2), sums)
        j += 4
        continue
      }
      findTaps(columns, j)
      let total: f64 = 0
      for (let p = p0; p < p1; p++) {
        let at = from + ((<usize>((top + p * down) * width + windowAt + firstTap * dilation)) << 2)
        for (let q = firstTap; q < lastTap; q++, at += (<usize>dilation) << 2) total += <f64>load<f32>(at)
      }
      store<f32>(to + ((<usize>j) << 2), <f32>total)
      j++
    }
  }
}

export function sumPool(args: SumPool, unit: i32, _scratch: usize): void {
  const pool = args.pool
  const perUnit = pool.perUnit
  const last = min(pool.planes, (unit + 1) * perUnit)
  const rows = pool.rows
  const columns = pool.columns
  const fromStep = (<usize>(rows.input * columns.input)) << 2
  const toStep = (<usize>(rows.output * columns.output)) << 2
  for (let plane = unit * perUnit; plane < last; plane++) {
    sumPlane(rows, columns, pool.source + plane * fromStep, pool.target + plane * toStep)
  }
}

/** Adds a row of values to every `stride`-th cell of a row. */
function addRow(to: usize, from: usize, count: i32, stride: i32): void {
  let j = 0
  if (stride == 1) {
    for (; j + 4 <= count; j += 4, to += 16, from += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)))
  }
  const step = (<usize>stride) << 2
  for (; j < count; j++, to += step, from += 4) store<f32>(to, load<f32>(to) + load<f32>(from))
}

/** The same, to cells in 64 bits. */
function addRowWide(to: usize, from: usize, count: i32, stride: i32): void {
  const step = (<usize>stride) << 3
  for (let j = 0; j < count; j++, to += step, from += 4) store<f64>(to, load<f64>(to) + <f64>load<f32>(from))
}

/** The adjoint: the smaller array is the source. Processes one tap of all windows of a row at a time. */
export function sumPoolInput(args: SumPoolInput, unit: i32, _scratch: usize): void {
  const pool = args.pool
  const perUnit = pool.perUnit
  const last = min(pool.planes, (unit + 1) * perUnit)
  const rows = pool.rows
  const columns = pool.columns
  const width = columns.input
  const outputs = columns.output
  const stride = columns.stride
  const low = columns.low
  const plane4 = (<usize>(rows.input * width)) << 2
  let from = pool.source + ((<usize>(unit * perUnit * rows.output * outputs)) << 2)
  const isWide = args.totals != 0
  const totals = args.totals + <usize>unit * args.totalsBytes
  const shift: usize = isWide ? 3 : 2
  for (let plane = unit * perUnit; plane < last; plane++) {
    const result = pool.target + plane * plane4
    const to = isWide ? totals : result
    memory.fill(to, 0, isWide ? plane4 << 1 : plane4)
    for (let i = 0; i < rows.output; i++, from += (<usize>outputs) << 2) {
      findTaps(rows, i)
      for (let p = firstTap; p < lastTap; p++) {
        const line = to + ((<usize>((windowAt + p * rows.dilation) * width)) << shift)
        // Backwards, so that a cell adds its windows in order.
        for (let q = columns.kernel - 1; q >= 0; q--) {
          const offset = q * columns.dilation - low
          const first = offset >= 0 ? 0 : (stride - 1 - offset) / stride
          const count = min(outputs, (max(0, width - offset) + stride - 1) / stride) - first
          const at = line + ((<usize>(first * stride + offset)) << shift)
          if (isWide) addRowWide(at, from + ((<usize>first) << 2), count, stride)
          else addRow(at, from + ((<usize>first) << 2), count, stride)
        }
      }
    }
    if (isWide) for (let k: usize = 0; k < plane4; k += 4) store<f32>(result + k, <f32>load<f64>(totals + 2 * k))
  }
}
