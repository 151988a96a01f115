/** @file Magnitudes of the taps of a convolution's kernels, and which kernels are trusted to a fast algorithm. */
import { larger, magnitudeOf, sumOf } from './magnitudes'
import { LARGEST, SHARE, SMALLEST, TAP_SPREAD } from './trust'

/**
 * The greatest magnitudes of a matrix, and their sums. args: 0 source, 1 destination, 2 rows, 3 columns, 4 period or 0, 5
 * lines of a unit, 6 lines, 7 groups, 8 destination of the sums. With a period: of the entries of each row (a line) at each
 * place of the period, and the sums of each row. Without: of each column of each group; a line is a group, or a column where
 * there is one group.
 */
export function greatest(args: usize, unit: i32): void {
  const rows = load<i32>(args, 8)
  const columns = load<i32>(args, 12)
  const period = load<i32>(args, 16)
  const perUnit = load<i32>(args, 20)
  const first = unit * perUnit
  const last = min(load<i32>(args, 24), first + perUnit)
  const line = (<usize>columns) << 2
  const source: usize = load<u32>(args)
  const target: usize = load<u32>(args, 4)
  const sums: usize = load<u32>(args, 32)
  if (period == 0) {
    if (load<i32>(args, 28) == 1) greatestOfColumns(target, sums, source, rows, columns, first, last)
    else {
      for (let group = first; group < last; group++) {
        const own = <usize>group * line
        greatestOfColumns(target + own, sums + own, source + own * rows, rows, columns, 0, columns)
      }
    }
    return
  }
  for (let row = first; row < last; row++) {
    const to = target + ((<usize>(row * period)) << 2)
    const from = source + <usize>row * line
    store<f32>(sums + ((<usize>row) << 2), magnitudeOf(from, 0, columns, true))
    if (period == 1) {
      store<f32>(to, magnitudeOf(from, 0, columns, false))
      continue
    }
    memory.fill(to, 0, (<usize>period) << 2)
    let k = 0
    if (period == 9) {
      let a = f32x4.splat(0)
      let b = a
      let c = a
      let d = a
      let e = a
      let f = a
      let g = a
      let h = a
      let i = a
      for (; k + 36 <= columns; k += 36) {
        const at = from + ((<usize>k) << 2)
        a = f32x4.max(a, f32x4.abs(v128.load(at)))
        b = f32x4.max(b, f32x4.abs(v128.load(at, 16)))
        c = f32x4.max(c, f32x4.abs(v128.load(at, 32)))
        d = f32x4.max(d, f32x4.abs(v128.load(at, 48)))
        e = f32x4.max(e, f32x4.abs(v128.load(at, 64)))
        f = f32x4.max(f, f32x4.abs(v128.load(at, 80)))
        g = f32x4.max(g, f32x4.abs(v128.load(at, 96)))
        h = f32x4.max(h, f32x4.abs(v128.load(at, 112)))
        i = f32x4.max(i, f32x4.abs(v128.load(at, 128)))
      }
      spread(to, a, 0)
      spread(to, b, 4)
      spread(to, c, 8)
      spread(to, d, 3)
      spread(to, e, 7)
      spread(to, f, 2)
      spread(to, g, 6)
      spread(to, h, 1)
      spread(to, i, 5)
    }
    for (let place = k % period; k < columns; k++) {
      larger(to + ((<usize>place) << 2), load<f32>(from + ((<usize>k) << 2)))
      if (++place == period) place = 0
    }
  }
}

function greatestOfColumns(to: usize, sums: usize, from: usize, rows: i32, columns: i32, first: i32, last: i32): void {
  for (let row = 0; row < rows; row++, from += (<usize>columns) << 2) {
    let k = first
    for (; k + 4 <= last; k += 4) {
      const at = (<usize>k) << 2
      const value = f32x4.abs(v128.load(from + at))
      v128.store(to + at, row == 0 ? value : f32x4.max(v128.load(to + at), value))
      v128.store(sums + at, row == 0 ? value : f32x4.add(v128.load(sums + at), value))
    }
    for (; k < last; k++) {
      const at = (<usize>k) << 2
      if (row == 0) {
        store<f32>(to + at, 0)
        store<f32>(sums + at, 0)
      }
      larger(to + at, load<f32>(from + at))
      store<f32>(sums + at, load<f32>(sums + at) + abs(load<f32>(from + at)))
    }
  }
}

/** Four greatest magnitudes to the places from `place` of a period of nine. */
function spread(to: usize, values: v128, place: i32): void {
  larger(to + ((<usize>place) << 2), f32x4.extract_lane(values, 0))
  larger(to + ((<usize>((place + 1) % 9)) << 2), f32x4.extract_lane(values, 1))
  larger(to + ((<usize>((place + 2) % 9)) << 2), f32x4.extract_lane(values, 2))
  larger(to + ((<usize>((place + 3) % 9)) << 2), f32x4.extract_lane(values, 3))
}

/**
 * Which kernels cannot be trusted to the fast algorithm. args: 0 greatest magnitudes, 1 destination, 2 kernels, 3 magnitudes
 * of each, 4 whether by tiles, 5 and 6 the first and last row of taps that every output sees at its border, 7 and 8 the same
 * for columns, 9 sums of magnitudes, 10 how many there are of each kernel. Destination: 0 whether there is any, 1 the least
 * and 2 the largest magnitude of the others, from word 16 on 1 or 0 for each. By tiles one is trusted if what is visible at
 * a border is not far below the rest; else, if it is finite.
 */
export function judgeKernels(args: usize): void {
  const to: usize = load<u32>(args, 4)
  const kernels = load<i32>(args, 8)
  const count = load<i32>(args, 12)
  const isTiled = load<i32>(args, 16) != 0
  let any = 0
  let least: f32 = Infinity
  let largest: f32 = 0
  for (let kernel = 0; kernel < kernels; kernel++) {
    const taps = load<u32>(args) + ((<usize>(kernel * count)) << 2)
    let most: f32 = 0
    for (let k = 0; k < count; k++) most = max(most, load<f32>(taps + ((<usize>k) << 2)))
    let isTrusted = most < Infinity
    if (isTiled && most != 0) {
      const sums = load<i32>(args, 40)
      const sum = sumOf(load<u32>(args, 36) + ((<usize>(kernel * sums)) << 2), sums)
      const top = load<i32>(args, 20)
      const bottom = load<i32>(args, 24)
      const left = load<i32>(args, 28)
      const right = load<i32>(args, 32)
      const upper = min(greatestOfBox(taps, top, 2, left, 2), greatestOfBox(taps, top, 2, 0, right))
      const lower = min(greatestOfBox(taps, 0, bottom, left, 2), greatestOfBox(taps, 0, bottom, 0, right))
      isTrusted = most <= LARGEST && most >= SMALLEST && min(upper, lower) * TAP_SPREAD >= most && most * SHARE <= sum
      if (isTrusted) {
        least = min(least, most)
        largest = max(largest, most)
      }
    }
    if (!isTrusted) any = 1
    store<i32>(to + 64 + ((<usize>kernel) << 2), isTrusted ? 0 : 1)
  }
  store<i32>(to, any)
  store<f32>(to, least < Infinity ? least : 1, 4)
  store<f32>(to, largest, 8)
}

function greatestOfBox(taps: usize, top: i32, bottom: i32, left: i32, right: i32): f32 {
  let found: f32 = 0
  for (let p = top; p <= bottom; p++) {
    for (let q = left; q <= right; q++) found = max(found, load<f32>(taps + ((<usize>(p * 3 + q)) << 2)))
  }
  return found
}
