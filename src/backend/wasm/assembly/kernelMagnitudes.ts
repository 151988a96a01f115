/** @file Magnitudes of the taps of a convolution's kernels, and which kernels are trusted to a fast algorithm. */
import { Greatest, JudgeKernels, Judgement, Verdict } from './generated/interface'
import { greater, larger, magnitudeOf, sumOf } from './magnitudes'
import { LARGEST, SHARE, SMALLEST, TAP_SPREAD } from './trust'

/** The greatest magnitudes of a matrix, and their sums (`interface/commands.ts`). */
export function greatest(args: Greatest, unit: i32, _scratch: usize): void {
  const rows = args.rows
  const columns = args.columns
  const period = args.period
  const perUnit = args.perUnit
  const first = unit * perUnit
  const last = min(args.lines, first + perUnit)
  const line = (<usize>columns) << 2
  const source: usize = args.source
  const target: usize = args.target
  const sums: usize = args.sums
  if (period == 0) {
    if (args.groups == 1) greatestOfColumns(target, sums, source, rows, columns, first, last)
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
        a = greater(a, f32x4.abs(v128.load(at)))
        b = greater(b, f32x4.abs(v128.load(at, 16)))
        c = greater(c, f32x4.abs(v128.load(at, 32)))
        d = greater(d, f32x4.abs(v128.load(at, 48)))
        e = greater(e, f32x4.abs(v128.load(at, 64)))
        f = greater(f, f32x4.abs(v128.load(at, 80)))
        g = greater(g, f32x4.abs(v128.load(at, 96)))
        h = greater(h, f32x4.abs(v128.load(at, 112)))
        i = greater(i, f32x4.abs(v128.load(at, 128)))
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
      v128.store(to + at, row == 0 ? value : greater(v128.load(to + at), value))
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

/** Writes four greatest magnitudes to the positions from `place` of a period of nine. */
function spread(to: usize, values: v128, place: i32): void {
  larger(to + ((<usize>place) << 2), f32x4.extract_lane(values, 0))
  larger(to + ((<usize>((place + 1) % 9)) << 2), f32x4.extract_lane(values, 1))
  larger(to + ((<usize>((place + 2) % 9)) << 2), f32x4.extract_lane(values, 2))
  larger(to + ((<usize>((place + 3) % 9)) << 2), f32x4.extract_lane(values, 3))
}

/**
 * Which kernels cannot be trusted to the fast algorithm. With tiles, one is trusted if what is visible at a border is
 * not far below the rest; otherwise, if it is finite.
 */
export function judgeKernels(args: JudgeKernels, _unit: i32, _scratch: usize): void {
  const judgement = changetype<Judgement>(args.target)
  const verdicts = changetype<Verdict>(judgement.behind)
  const kernels = args.kernels
  const count = args.magnitudes
  const isTiled = args.isTiled
  let hasDoubts = false
  let least: f32 = Infinity
  let largest: f32 = 0
  for (let kernel = 0; kernel < kernels; kernel++) {
    const taps = args.greatest + ((<usize>(kernel * count)) << 2)
    let most: f32 = 0
    for (let k = 0; k < count; k++) most = max(most, load<f32>(taps + ((<usize>k) << 2)))
    let isTrusted = most < Infinity
    if (isTiled && most != 0) {
      const sums = args.sumsOfKernel
      const sum = sumOf(args.sums + ((<usize>(kernel * sums)) << 2), sums)
      const top = args.top
      const bottom = args.bottom
      const left = args.left
      const right = args.right
      const upper = min(greatestOfBox(taps, top, 2, left, 2), greatestOfBox(taps, top, 2, 0, right))
      const lower = min(greatestOfBox(taps, 0, bottom, left, 2), greatestOfBox(taps, 0, bottom, 0, right))
      isTrusted = most <= LARGEST && most >= SMALLEST && min(upper, lower) * TAP_SPREAD >= most && most * SHARE <= sum
      if (isTrusted) {
        least = min(least, most)
        largest = max(largest, most)
      }
    }
    if (!isTrusted) hasDoubts = true
    verdicts.at(kernel).isDoubtful = !isTrusted
  }
  judgement.hasDoubts = hasDoubts
  judgement.least = least < Infinity ? least : 1
  judgement.largest = largest
}

function greatestOfBox(taps: usize, top: i32, bottom: i32, left: i32, right: i32): f32 {
  let found: f32 = 0
  for (let p = top; p <= bottom; p++) {
    for (let q = left; q <= right; q++) found = max(found, load<f32>(taps + ((<usize>(p * 3 + q)) << 2)))
  }
  return found
}
