/**
 * @file Copies between strided boxes, and the loading of blocks of a broadcast operand.
 */
import { CopyBox, Ramp, StridedAxis, TransposeMatrix } from './generated/interface'

/** Fills `length` floats from `value`. */
export function fillFloats(to: usize, value: f32, length: i32): void {
  const end = to + ((<usize>length) << 2)
  const lanes = f32x4.splat(value)
  for (; to + 16 <= end; to += 16) v128.store(to, lanes)
  for (; to < end; to += 4) store<f32>(to, value)
}

/** Copies `length` floats, forwards. */
export function copyFloats(to: usize, from: usize, length: i32): void {
  const end = to + ((<usize>length) << 2)
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from))
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(from))
}

/** Writes entries start .. start + length - 1 of a broadcast array to `to`; the last of `rank` axes is innermost. */
export function broadcastBlock(from: usize, to: usize, axes: StridedAxis, rank: i32, start: i32, length: i32): void {
  const inner = axes.at(rank - 1).length
  const step = axes.at(rank - 1).stride
  const end = start + length
  while (start < end) {
    let row = start / inner
    const column = start - row * inner
    let at = from + <usize>column * step
    for (let axis = rank - 2; axis >= 0; axis--) {
      const size = axes.at(axis).length
      const outer = row / size
      at += <usize>(row - outer * size) * axes.at(axis).stride
      row = outer
    }
    const run = min(inner - column, end - start)
    if (step == 0) fillFloats(to, load<f32>(at), run)
    else if (step == 4) copyFloats(to, at, run)
    else for (let k = 0; k < run; k++, at += step) store<f32>(to + ((<usize>k) << 2), load<f32>(at))
    to += (<usize>run) << 2
    start += run
  }
}

/** Copies a box of entries; the last axis is innermost. */
export function copyBox(args: CopyBox, unit: i32, _scratch: usize): void {
  const axes = args.axes
  const rank = args.axesCount
  const perUnit = args.perUnit
  const last = min(args.rows, (unit + 1) * perUnit)
  const inner = axes.at(rank - 1).length
  const step = axes.at(rank - 1).from
  const put = axes.at(rank - 1).to
  for (let r = unit * perUnit; r < last; r++) {
    let from = args.source
    let to = args.target
    let row = r
    for (let axis = rank - 2; axis >= 0; axis--) {
      const along = axes.at(axis)
      const outer = row / along.length
      const index = <usize>(row - outer * along.length)
      from += index * along.from
      to += index * along.to
      row = outer
    }
    if (put == 4 && step == 4) copyFloats(to, from, inner)
    else if (put == 4 && step == 0) fillFloats(to, load<f32>(from), inner)
    else {
      let k = 0
      for (; k + 4 <= inner; k += 4) {
        const a = load<f32>(from)
        const b = load<f32>(from + step)
        const c = load<f32>(from + step * 2)
        const d = load<f32>(from + step * 3)
        store<f32>(to, a)
        store<f32>(to + put, b)
        store<f32>(to + put * 2, c)
        store<f32>(to + put * 3, d)
        from += step * 4
        to += put * 4
      }
      for (; k < inner; k++, from += step, to += put) store<f32>(to, load<f32>(from))
    }
  }
}

/** Stores the columns of four rows, `step` bytes apart. */
export function storeTransposed(to: usize, step: usize, x0: v128, x1: v128, x2: v128, x3: v128): void {
  const y0 = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5)
  const y1 = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5)
  const y2 = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7)
  const y3 = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<i64>(y0, y1, 0, 2))
  v128.store(to + step, v128.shuffle<i64>(y0, y1, 1, 3))
  v128.store(to + 2 * step, v128.shuffle<i64>(y2, y3, 0, 2))
  v128.store(to + 3 * step, v128.shuffle<i64>(y2, y3, 1, 3))
}

/** Transposes matrices, in blocks of four by four. A unit is a band of 64 rows of one matrix. */
export function transposeMatrix(args: TransposeMatrix, unit: i32, _scratch: usize): void {
  const rows = args.rows
  const columns = args.columns
  const fromRow = args.fromRow
  const toRow = args.toRow
  const bands = (rows + 63) / 64
  const matrix = unit / bands
  const first = (unit - matrix * bands) * 64
  const last = min(rows, first + 64)
  const source = args.source + matrix * args.fromMatrix
  const target = args.target + matrix * args.toMatrix
  let c = 0
  for (; c + 4 <= columns; c += 4) {
    let r = first
    let from = source + r * fromRow + ((<usize>c) << 2)
    let to = target + c * toRow + ((<usize>r) << 2)
    for (; r + 4 <= last; r += 4, from += fromRow * 4, to += 16) {
      storeTransposed(
        to,
        toRow,
        v128.load(from),
        v128.load(from + fromRow),
        v128.load(from + fromRow * 2),
        v128.load(from + fromRow * 3),
      )
    }
    for (; r < last; r++, from += fromRow, to += 4) {
      for (let k: usize = 0; k < 4; k++) store<f32>(to + k * toRow, load<f32>(from + (k << 2)))
    }
  }
  for (; c < columns; c++) {
    for (let r = first; r < last; r++) {
      store<f32>(target + c * toRow + ((<usize>r) << 2), load<f32>(source + r * fromRow + ((<usize>c) << 2)))
    }
  }
}

/** Fills entries with value + index * increment. */
export function ramp(args: Ramp, unit: i32, _scratch: usize): void {
  const perUnit = args.perUnit
  const first = unit * perUnit
  const length = min(args.count, first + perUnit) - first
  const to = args.target + ((<usize>first) << 2)
  const value = args.value
  const increment = args.increment
  if (increment == 0) fillFloats(to, value, length)
  else for (let k = 0; k < length; k++) store<f32>(to + ((<usize>k) << 2), value + <f32>(first + k) * increment)
}
