/**
 * @file Mending: entries of a convolution whose fast algorithm may have mixed in cells that they do not see are summed
 * again, one by one, over the cells that they do see. Which they are is told by the magnitudes of cells, of kernels and of
 * channels. The algorithms that need it: Winograd's tiles (`winograd.ts`), and padding with zeros beside infinite weights.
 *
 * An axis of a convolution is seven words: 0 taps, 1 outputs, then how an output and a tap give a cell of the input:
 * (2 times the output, plus 3 times the tap, plus 4) over 5, if that is whole and below 6, the cells.
 */

/** How much more a tile may hold than the window of one of its outputs: the same for kernels and their visible taps. */
const SPREAD: f32 = 64
/** How much of a sum of magnitudes a single one may be the reciprocal of: else the sum says little of the others. */
const SHARE: f32 = 8
/** Magnitudes of products between which transforms neither overflow nor lose digits to subnormal numbers. */
const LARGEST: f32 = 1.2676506002282294e30
const SMALLEST: f32 = 7.703719777548943e-34

/**
 * Of the magnitudes of all channels, cell by cell, the sums, and behind them the greatest. args: 0 source, 1 destination, 2
 * channels, 3 cells, 4 cells of a unit, 5 units of an image, 6 bytes from the sums to the greatest, 7 first image, 8 and 9 the
 * first cell and the end of those that are looked at.
 */
export function cellMagnitudes(args: usize, unit: i32): void {
  const channels = load<i32>(args, 8)
  const cells = load<i32>(args, 12)
  const perUnit = load<i32>(args, 16)
  const units = load<i32>(args, 20)
  const place = unit / units
  const image = load<i32>(args, 28) + place
  const first = load<i32>(args, 32) + (unit - place * units) * perUnit
  const count = min(perUnit, load<i32>(args, 36) - first)
  const plane = (<usize>cells) << 2
  const sums = load<u32>(args, 4) + <usize>image * plane + ((<usize>first) << 2)
  const most = sums + load<u32>(args, 24)
  let from = load<u32>(args) + <usize>image * (<usize>channels * plane) + ((<usize>first) << 2)
  memory.fill(sums, 0, (<usize>count) << 2)
  memory.fill(most, 0, (<usize>count) << 2)
  const end = (<usize>count) << 2
  const whole = (<usize>(count & ~3)) << 2
  let c = 0
  for (; c + 4 <= channels; c += 4, from += plane << 2) {
    let k: usize = 0
    for (; k < whole; k += 16) {
      const a = f32x4.abs(v128.load(from + k))
      const b = f32x4.abs(v128.load(from + plane + k))
      const d = f32x4.abs(v128.load(from + 2 * plane + k))
      const e = f32x4.abs(v128.load(from + 3 * plane + k))
      v128.store(sums + k, f32x4.add(v128.load(sums + k), f32x4.add(f32x4.add(a, b), f32x4.add(d, e))))
      v128.store(most + k, f32x4.max(v128.load(most + k), f32x4.max(f32x4.max(a, b), f32x4.max(d, e))))
    }
    for (let at = from; at < from + (plane << 2); at += plane) addCells(sums, most, at, k, end)
  }
  for (; c < channels; c++, from += plane) addCells(sums, most, from, 0, end)
}

function addCells(sums: usize, most: usize, from: usize, first: usize, end: usize): void {
  for (let k = first; k < end; k += 4) {
    store<f32>(sums + k, load<f32>(sums + k) + abs(load<f32>(from + k)))
    larger(most + k, load<f32>(from + k))
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

function larger(at: usize, value: f32): void {
  store<f32>(at, max(load<f32>(at), abs(value)))
}

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

/** Four greatest magnitudes to the places from `place` of a period of nine. */
function spread(to: usize, values: v128, place: i32): void {
  larger(to + ((<usize>place) << 2), f32x4.extract_lane(values, 0))
  larger(to + ((<usize>((place + 1) % 9)) << 2), f32x4.extract_lane(values, 1))
  larger(to + ((<usize>((place + 2) % 9)) << 2), f32x4.extract_lane(values, 2))
  larger(to + ((<usize>((place + 3) % 9)) << 2), f32x4.extract_lane(values, 3))
}

function greatestOfBox(taps: usize, top: i32, bottom: i32, left: i32, right: i32): f32 {
  let found: f32 = 0
  for (let p = top; p <= bottom; p++) {
    for (let q = left; q <= right; q++) found = max(found, load<f32>(taps + ((<usize>(p * 3 + q)) << 2)))
  }
  return found
}

/**
 * Which kernels cannot be trusted to the fast algorithm. args: 0 greatest magnitudes, 1 destination, 2 kernels, 3 magnitudes
 * of each, 4 whether by tiles, 5 and 6 the first and last row of taps that every output sees at its border, 7 and 8 the same
 * for columns, 9 sums of magnitudes, 10 how many there are of each kernel. Destination: 0 whether there is any, 1 the least and 2 the largest magnitude of the others, from word 16 on
 * 1 or 0 for each. By tiles one is trusted if what is visible at a border is not far below the rest; else, if it is finite.
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
      isTrusted = most <= LARGEST && most >= SMALLEST && min(upper, lower) * SPREAD >= most && most * SHARE <= sum
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

/** The cell that an output and a tap meet, or -1. */
function cellOf(axis: usize, output: i32, tap: i32): i32 {
  const at = load<i32>(axis, 8) * output + load<i32>(axis, 12) * tap + load<i32>(axis, 16)
  const spacing = load<i32>(axis, 20)
  if (at < 0 || at % spacing != 0) return -1
  const cell = at / spacing
  return cell < load<i32>(axis, 24) ? cell : -1
}

/** Whether an output sees all of its taps. */
function isInside(axis: usize, output: i32): bool {
  const taps = load<i32>(axis)
  for (let tap = 0; tap < taps; tap++) if (cellOf(axis, output, tap) < 0) return false
  return true
}

/** One output, over the cells that it sees: `planes` of cells, kernels `step` bytes apart. */
function sumWindow(
  rows: usize,
  columns: usize,
  i: i32,
  j: i32,
  cells: usize,
  weights: usize,
  planes: i32,
  step: usize,
): f32 {
  const down = load<i32>(rows)
  const across = load<i32>(columns)
  const width = load<i32>(columns, 24)
  const plane = (<usize>(load<i32>(rows, 24) * width)) << 2
  let total: f64 = 0
  for (let p = 0; p < down; p++) {
    const row = cellOf(rows, i, p)
    if (row < 0) continue
    for (let q = 0; q < across; q++) {
      const column = cellOf(columns, j, q)
      if (column < 0) continue
      let x = cells + ((<usize>(row * width + column)) << 2)
      let w = weights + ((<usize>(p * across + q)) << 2)
      for (let k = 0; k < planes; k++, x += plane, w += step) total += <f64>load<f32>(x) * <f64>load<f32>(w)
    }
  }
  return <f32>total
}

/**
 * Sums of `count` rows of magnitudes from `first` on, or the greatest of each column, behind `low` zeros and before zeros.
 */
function sumRows(
  to: usize,
  from: usize,
  first: i32,
  count: i32,
  height: i32,
  width: i32,
  low: i32,
  length: i32,
  isSum: bool,
): void {
  memory.fill(to, 0, (<usize>length) << 2)
  const own = to + ((<usize>low) << 2)
  for (let row = max(0, first); row < min(height, first + count); row++) {
    const source = from + ((<usize>(row * width)) << 2)
    let c = 0
    for (; c + 4 <= width; c += 4) {
      const at = (<usize>c) << 2
      const old = v128.load(own + at)
      const value = v128.load(source + at)
      v128.store(own + at, isSum ? f32x4.add(old, value) : f32x4.max(old, value))
    }
    for (; c < width; c++) {
      const at = (<usize>c) << 2
      store<f32>(own + at, join(load<f32>(own + at), load<f32>(source + at), isSum))
    }
  }
}

function sumOf(from: usize, count: i32): f32 {
  let total: f32 = 0
  for (let k = 0; k < count; k++) total += load<f32>(from + ((<usize>k) << 2))
  return total
}

/**
 * Sums outputs again. args: 0 input, 1 kernels, 2 output, 3 what `judgeKernels` found, 4 `cellMagnitudes` or 0 where no tile
 * was used, 5 kernels of a group, 6 planes of the input of a group, 7 groups, 8 bytes from a kernel to the next, 9 bytes from
 * the taps of a plane to those of the next, 10 bytes of the kernels of a group, 11 rows of outputs of a unit, 12 units of an
 * image, 13-19 the axis of rows, 20-26 that of columns, 27 and 28 the rows and columns of
 * padding before the first tile, 29 bytes from the sums of `cellMagnitudes` to the greatest.
 */
export function mend(args: usize, unit: i32, scratch: usize): void {
  const found: usize = load<u32>(args, 12)
  const magnitudes: usize = load<u32>(args, 16)
  const any = load<i32>(found) != 0
  if (!any && magnitudes == 0) return
  const kernels = load<i32>(args, 20)
  const planes = load<i32>(args, 24)
  const groups = load<i32>(args, 28)
  const perUnit = load<i32>(args, 44)
  const units = load<i32>(args, 48)
  const rows = args + 52
  const columns = args + 80
  const image = unit / units
  const height = load<i32>(rows, 4)
  const width = load<i32>(columns, 4)
  const first = (unit - image * units) * perUnit
  const last = min(height, first + perUnit)
  const cellsHigh = load<i32>(rows, 24)
  const cellsWide = load<i32>(columns, 24)
  const source = load<u32>(args) + ((<usize>(image * groups * planes * cellsHigh * cellsWide)) << 2)
  const target = load<u32>(args, 8) + ((<usize>(image * groups * kernels * height * width)) << 2)
  const own = magnitudes + ((<usize>(image * cellsHigh * cellsWide)) << 2)
  const least = load<f32>(found, 4)
  const largest = load<f32>(found, 8)
  const lowRow = load<i32>(args, 108)
  const lowColumn = load<i32>(args, 112)
  const length = lowColumn + max(cellsWide, width) + 8
  const ofTile = scratch
  const ofWindow = scratch + ((<usize>length) << 2)
  const mostOfTile = ofWindow + ((<usize>length) << 2)
  const most = own + load<u32>(args, 116)
  for (let i = first; i < last; i++) {
    if (magnitudes == 0) {
      const isWhole = isInside(rows, i)
      for (let j = 0; j < width; j++) {
        if (!isWhole || !isInside(columns, j)) mendPixel(args, i, j, source, target, false, false)
      }
      continue
    }
    if (i == first || (i & 3) == 0) {
      sumRows(ofTile, own, (i & ~3) - lowRow, 6, cellsHigh, cellsWide, lowColumn, length, true)
      sumRows(mostOfTile, most, (i & ~3) - lowRow, 6, cellsHigh, cellsWide, lowColumn, length, false)
    }
    sumRows(ofWindow, own, i - lowRow, 3, cellsHigh, cellsWide, lowColumn, length, true)
    let all: f32 = 0
    let isEven = true
    for (let j = 0; j < width; j++) {
      const at = (<usize>j) << 2
      if ((j & 3) == 0) {
        all = sumOf(ofTile + at, 6)
        isEven = magnitudeOf(mostOfTile + at, 0, 6, false) * SHARE <= all
      }
      const seen = sumOf(ofWindow + at, 3)
      const isSafe = isEven && seen * SPREAD >= all && all * largest <= LARGEST && seen * least >= SMALLEST
      if (any || !(isSafe || all == 0)) mendPixel(args, i, j, source, target, !(isSafe || all == 0), seen == 0)
    }
  }
}

/** One output of all kernels (`isAll`), or of those that are not trusted; 0 of the others where all that it sees `isZero`. */
function mendPixel(args: usize, i: i32, j: i32, source: usize, target: usize, isAll: bool, isZero: bool): void {
  const found: usize = load<u32>(args, 12)
  const kernels = load<i32>(args, 20)
  const planes = load<i32>(args, 24)
  const groups = load<i32>(args, 28)
  const rows = args + 52
  const columns = args + 80
  const width = load<i32>(columns, 4)
  const ofPlanes = (<usize>(planes * load<i32>(rows, 24) * load<i32>(columns, 24))) << 2
  const plane = (<usize>(load<i32>(rows, 4) * width)) << 2
  let to = target + ((<usize>(i * width + j)) << 2)
  for (let group = 0; group < groups; group++) {
    let weights = load<u32>(args, 4) + <usize>group * load<u32>(args, 40)
    for (let kernel = 0; kernel < kernels; kernel++, to += plane, weights += load<u32>(args, 32)) {
      const isTrusted = load<i32>(found + 64 + ((<usize>(group * kernels + kernel)) << 2)) == 0
      if (isTrusted && !isAll) continue
      const isNothing = isTrusted && isZero
      const cells = source + <usize>group * ofPlanes
      store<f32>(to, isNothing ? 0 : sumWindow(rows, columns, i, j, cells, weights, planes, load<u32>(args, 36)))
    }
  }
}

/**
 * Magnitudes of channels: their sum, that of their border, and the greatest, added to what is there. args: 0 source, 1
 * destination [channels][4], 2 channels, 3 images, 4 height, 5 width, 6-9 the core, which is not the border: first row, end,
 * first column, end, 10 channels of a unit, 11 first image, 12 and 13 first row and end of the rows that are looked at, 14
 * whether nothing is there yet.
 */
export function channelMagnitudes(args: usize, unit: i32): void {
  const channels = load<i32>(args, 8)
  const images = load<i32>(args, 12)
  const height = load<i32>(args, 16)
  const width = load<i32>(args, 20)
  const left = load<i32>(args, 32)
  const right = load<i32>(args, 36)
  const perUnit = load<i32>(args, 40)
  const firstImage = load<i32>(args, 44)
  const first = load<i32>(args, 48)
  const end = load<i32>(args, 52)
  const top = max(first, min(end, load<i32>(args, 24)))
  const bottom = min(end, max(top, load<i32>(args, 28)))
  const last = min(channels, (unit + 1) * perUnit)
  const plane = (<usize>(height * width)) << 2
  for (let channel = unit * perUnit; channel < last; channel++) {
    const to = load<u32>(args, 4) + ((<usize>channel) << 4)
    if (load<i32>(args, 56) != 0) v128.store(to, f32x4.splat(0))
    let all = load<f32>(to)
    let border = load<f32>(to, 4)
    let most = load<f32>(to, 8)
    for (let image = firstImage; image < firstImage + images; image++) {
      const own = load<u32>(args) + <usize>(image * channels + channel) * plane
      all += sumAndGreatest(own + ((<usize>(first * width)) << 2), (end - first) * width)
      most = max(most, greatestOfSum)
      border += magnitudeOf(own, first * width, top * width, true) + magnitudeOf(own, bottom * width, end * width, true)
      for (let row = top; row < bottom; row++) {
        const line = own + ((<usize>(row * width)) << 2)
        for (let k = 0; k < left; k++) border += abs(load<f32>(line + ((<usize>k) << 2)))
        for (let k = right; k < width; k++) border += abs(load<f32>(line + ((<usize>k) << 2)))
      }
    }
    store<f32>(to, all)
    store<f32>(to, border, 4)
    store<f32>(to, most, 8)
  }
}

/** The greatest magnitude of those that `sumAndGreatest` has summed. */
let greatestOfSum: f32 = 0

function sumAndGreatest(from: usize, count: i32): f32 {
  let a = f32x4.splat(0)
  let b = a
  let m = a
  let n = a
  let k = 0
  for (; k + 8 <= count; k += 8, from += 32) {
    const x = f32x4.abs(v128.load(from))
    const y = f32x4.abs(v128.load(from, 16))
    a = f32x4.add(a, x)
    b = f32x4.add(b, y)
    m = f32x4.max(m, x)
    n = f32x4.max(n, y)
  }
  a = f32x4.add(a, b)
  m = f32x4.max(m, n)
  let sum = f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) + (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3))
  const half = max(f32x4.extract_lane(m, 0), f32x4.extract_lane(m, 1))
  let most = max(half, max(f32x4.extract_lane(m, 2), f32x4.extract_lane(m, 3)))
  for (; k < count; k++, from += 4) {
    const value = abs(load<f32>(from))
    sum += value
    most = max(most, value)
  }
  greatestOfSum = most
  return sum
}

function join(a: f32, b: f32, isSum: bool): f32 {
  return isSum ? a + b : max(a, b)
}

function magnitudeOf(line: usize, first: i32, end: i32, isSum: bool): f32 {
  let k = first
  let result: f32 = 0
  if (end - first >= 4) {
    let lanes = f32x4.splat(0)
    if (end - first >= 16) {
      let second = lanes
      let third = lanes
      let fourth = lanes
      for (; k + 16 <= end; k += 16) {
        const at = line + ((<usize>k) << 2)
        const a = f32x4.abs(v128.load(at))
        const b = f32x4.abs(v128.load(at, 16))
        const c = f32x4.abs(v128.load(at, 32))
        const d = f32x4.abs(v128.load(at, 48))
        if (isSum) {
          lanes = f32x4.add(lanes, a)
          second = f32x4.add(second, b)
          third = f32x4.add(third, c)
          fourth = f32x4.add(fourth, d)
        } else {
          lanes = f32x4.max(lanes, a)
          second = f32x4.max(second, b)
          third = f32x4.max(third, c)
          fourth = f32x4.max(fourth, d)
        }
      }
      if (isSum) lanes = f32x4.add(f32x4.add(lanes, second), f32x4.add(third, fourth))
      else lanes = f32x4.max(f32x4.max(lanes, second), f32x4.max(third, fourth))
    }
    for (; k + 4 <= end; k += 4) {
      const value = f32x4.abs(v128.load(line + ((<usize>k) << 2)))
      lanes = isSum ? f32x4.add(lanes, value) : f32x4.max(lanes, value)
    }
    const a = f32x4.extract_lane(lanes, 0)
    const b = f32x4.extract_lane(lanes, 1)
    const c = f32x4.extract_lane(lanes, 2)
    const d = f32x4.extract_lane(lanes, 3)
    result = isSum ? a + b + (c + d) : max(max(a, b), max(c, d))
  }
  for (; k < end; k++) {
    const value = abs(load<f32>(line + ((<usize>k) << 2)))
    result = isSum ? result + value : max(result, value)
  }
  return result
}

/** One weight of a kernel's gradient: over the outputs that its tap meets. */
function sumTap(
  rows: usize,
  columns: usize,
  p: i32,
  q: i32,
  x: usize,
  y: usize,
  images: i32,
  xs: usize,
  ys: usize,
): f32 {
  const height = load<i32>(rows, 4)
  const width = load<i32>(columns, 4)
  const cellsWide = load<i32>(columns, 24)
  let total: f64 = 0
  for (let image = 0; image < images; image++, x += xs, y += ys) {
    for (let i = 0; i < height; i++) {
      const row = cellOf(rows, i, p)
      if (row < 0) continue
      for (let j = 0; j < width; j++) {
        const column = cellOf(columns, j, q)
        if (column < 0) continue
        const cell = load<f32>(x + ((<usize>(row * cellsWide + column)) << 2))
        total += <f64>cell * <f64>load<f32>(y + ((<usize>(i * width + j)) << 2))
      }
    }
  }
  return <f32>total
}

/** Whether most of a channel, as `channelMagnitudes` found it, lies in its core, and is no single entry. */
function isEvenChannel(at: usize): bool {
  const all = load<f32>(at)
  return all < Infinity && (all - load<f32>(at, 4)) * SPREAD >= all && load<f32>(at, 8) * SHARE <= all
}

/** Whether two channels may be trusted to tiles. */
function isPairSafe(x: usize, y: usize): bool {
  const product = load<f32>(x) * load<f32>(y)
  if (product == 0 && load<f32>(x) < Infinity && load<f32>(y) < Infinity) return load<f32>(x) == 0 || load<f32>(y) == 0
  return product <= LARGEST && product >= SMALLEST && isEvenChannel(x) && isEvenChannel(y)
}

/** The least and the largest magnitude of channels that are not 0, left for `isRangeSafe`. */
let leastOfRange: f32 = 0
let largestOfRange: f32 = 0

/** Whether most of every channel lies in its core. */
function measureRange(at: usize, first: i32, last: i32): bool {
  leastOfRange = Infinity
  largestOfRange = 0
  for (let k = first; k < last; k++) {
    const all = load<f32>(at + ((<usize>k) << 4))
    if (all == 0) continue
    if (!isEvenChannel(at + ((<usize>k) << 4))) return false
    leastOfRange = min(leastOfRange, all)
    largestOfRange = max(largestOfRange, all)
  }
  return true
}

/** Whether all pairs of these channels are safe, seen at a glance. */
function isRangeSafe(x: usize, firstX: i32, lastX: i32, y: usize, firstY: i32, lastY: i32): bool {
  if (!measureRange(x, firstX, lastX)) return false
  const least = leastOfRange
  const largest = largestOfRange
  if (!measureRange(y, firstY, lastY)) return false
  if (largest == 0 || largestOfRange == 0) return true
  return largest * largestOfRange <= LARGEST && least * leastOfRange >= SMALLEST
}

/**
 * Sums weights of a kernel's gradient again. args: 0 input, 1 error, 2 gradient, 3 and 4 `channelMagnitudes` of both, or 0 where no tile was used: then those that are NaN; 5 channels of a group,
 * 6 features of a group, 7 groups, 8 images, 9 features of a unit, 10-16 the axis of rows, 17-23 that of columns.
 */
export function mendFilter(args: usize, unit: i32): void {
  const ofInput: usize = load<u32>(args, 12)
  const ofError: usize = load<u32>(args, 16)
  const channels = load<i32>(args, 20)
  const features = load<i32>(args, 24)
  const groups = load<i32>(args, 28)
  const images = load<i32>(args, 32)
  const perUnit = load<i32>(args, 36)
  const rows = args + 40
  const columns = args + 68
  const down = load<i32>(rows)
  const across = load<i32>(columns)
  const xPlane = (<usize>(load<i32>(rows, 24) * load<i32>(columns, 24))) << 2
  const yPlane = (<usize>(load<i32>(rows, 4) * load<i32>(columns, 4))) << 2
  const xImage = <usize>(groups * channels) * xPlane
  const yImage = <usize>(groups * features) * yPlane
  const last = min(groups * features, (unit + 1) * perUnit)
  if (ofInput != 0 && isRangeSafe(ofInput, 0, channels, ofError, unit * perUnit, last)) return
  for (let feature = unit * perUnit; feature < last; feature++) {
    const y = load<u32>(args, 4) + <usize>feature * yPlane
    const group = feature / features
    for (let c = 0; c < channels; c++) {
      const channel = group * channels + c
      const x = load<u32>(args) + <usize>channel * xPlane
      let to = load<u32>(args, 8) + ((<usize>((feature * channels + c) * down * across)) << 2)
      const isTiled = ofInput != 0
      if (isTiled && isPairSafe(ofInput + ((<usize>channel) << 4), ofError + ((<usize>feature) << 4))) continue
      for (let p = 0; p < down; p++) {
        for (let q = 0; q < across; q++, to += 4) {
          const value = load<f32>(to)
          if (isTiled || value != value) store<f32>(to, sumTap(rows, columns, p, q, x, y, images, xImage, yImage))
        }
      }
    }
  }
}
