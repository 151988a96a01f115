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
/** Magnitudes of products between which transforms neither overflow nor lose digits to subnormal numbers. */
const LARGEST: f32 = 1.2676506002282294e30
const SMALLEST: f32 = 7.703719777548943e-34

/**
 * The sums of the magnitudes of all channels, cell by cell. args: 0 source, 1 destination, 2 channels, 3 cells, 4 cells of
 * a unit, 5 units of an image.
 */
export function cellMagnitudes(args: usize, unit: i32): void {
  const channels = load<i32>(args, 8)
  const cells = load<i32>(args, 12)
  const perUnit = load<i32>(args, 16)
  const units = load<i32>(args, 20)
  const image = unit / units
  const first = (unit - image * units) * perUnit
  const count = min(perUnit, cells - first)
  const plane = (<usize>cells) << 2
  const to = load<u32>(args, 4) + <usize>image * plane + ((<usize>first) << 2)
  let from = load<u32>(args) + <usize>image * (<usize>channels * plane) + ((<usize>first) << 2)
  memory.fill(to, 0, (<usize>count) << 2)
  let c = 0
  for (; c + 4 <= channels; c += 4, from += plane << 2) {
    let k: usize = 0
    const whole = (<usize>(count & ~3)) << 2
    for (; k < whole; k += 16) {
      const a = f32x4.abs(v128.load(from + k))
      const b = f32x4.abs(v128.load(from + plane + k))
      const d = f32x4.abs(v128.load(from + 2 * plane + k))
      const e = f32x4.abs(v128.load(from + 3 * plane + k))
      v128.store(to + k, f32x4.add(v128.load(to + k), f32x4.add(f32x4.add(a, b), f32x4.add(d, e))))
    }
    const end = (<usize>count) << 2
    for (; k < end; k += 4) {
      const half = abs(load<f32>(from + k)) + abs(load<f32>(from + plane + k))
      const rest = abs(load<f32>(from + 2 * plane + k)) + abs(load<f32>(from + 3 * plane + k))
      store<f32>(to + k, load<f32>(to + k) + (half + rest))
    }
  }
  for (; c < channels; c++, from += plane) {
    const end = (<usize>count) << 2
    for (let k: usize = 0; k < end; k += 4) store<f32>(to + k, load<f32>(to + k) + abs(load<f32>(from + k)))
  }
}

function greatestOfColumns(to: usize, from: usize, rows: i32, columns: i32, first: i32, last: i32): void {
  for (let row = 0; row < rows; row++, from += (<usize>columns) << 2) {
    let k = first
    for (; k + 4 <= last; k += 4) {
      const at = (<usize>k) << 2
      const value = f32x4.abs(v128.load(from + at))
      v128.store(to + at, row == 0 ? value : f32x4.max(v128.load(to + at), value))
    }
    for (; k < last; k++) {
      const at = (<usize>k) << 2
      if (row == 0) store<f32>(to + at, 0)
      larger(to + at, load<f32>(from + at))
    }
  }
}

function larger(at: usize, value: f32): void {
  store<f32>(at, max(load<f32>(at), abs(value)))
}

/**
 * The greatest magnitudes of a matrix. args: 0 source, 1 destination, 2 rows, 3 columns, 4 period or 0, 5 lines of a unit,
 * 6 lines, 7 groups. With a period: of the entries of each row (a line) at each place of the period. Without: of each
 * column of each group; a line is a group, or a column where there is one group.
 */
export function greatest(args: usize, unit: i32): void {
  const rows = load<i32>(args, 8)
  const columns = load<i32>(args, 12)
  const period = load<i32>(args, 16)
  const perUnit = load<i32>(args, 20)
  const first = unit * perUnit
  const last = min(load<i32>(args, 24), first + perUnit)
  const line = (<usize>columns) << 2
  if (period == 0) {
    if (load<i32>(args, 28) == 1) greatestOfColumns(load<u32>(args, 4), load<u32>(args), rows, columns, first, last)
    else {
      for (let group = first; group < last; group++) {
        const to = load<u32>(args, 4) + <usize>group * line
        greatestOfColumns(to, load<u32>(args) + <usize>(group * rows) * line, rows, columns, 0, columns)
      }
    }
    return
  }
  for (let row = first; row < last; row++) {
    const to = load<u32>(args, 4) + ((<usize>(row * period)) << 2)
    const from = load<u32>(args) + <usize>row * line
    memory.fill(to, 0, (<usize>period) << 2)
    if (period == 1) {
      store<f32>(to, magnitudeOf(from, 0, columns, false))
      continue
    }
    let k = 0
    if (period == 9 && columns >= 36) {
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
 * for columns. Destination: 0 whether there is any, 1 the least and 2 the largest magnitude of the others, from word 16 on
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
      const top = load<i32>(args, 20)
      const bottom = load<i32>(args, 24)
      const left = load<i32>(args, 28)
      const right = load<i32>(args, 32)
      const upper = min(greatestOfBox(taps, top, 2, left, 2), greatestOfBox(taps, top, 2, 0, right))
      const lower = min(greatestOfBox(taps, 0, bottom, left, 2), greatestOfBox(taps, 0, bottom, 0, right))
      isTrusted = most <= LARGEST && most >= SMALLEST && min(upper, lower) * SPREAD >= most
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

/** Sums of `count` rows of magnitudes from `first` on, column by column, behind `low` zeros and before zeros. */
function sumRows(to: usize, from: usize, first: i32, count: i32, height: i32, width: i32, low: i32, length: i32): void {
  memory.fill(to, 0, (<usize>length) << 2)
  const own = to + ((<usize>low) << 2)
  for (let row = max(0, first); row < min(height, first + count); row++) {
    const source = from + ((<usize>(row * width)) << 2)
    let c = 0
    for (; c + 4 <= width; c += 4) {
      const at = (<usize>c) << 2
      v128.store(own + at, f32x4.add(v128.load(own + at), v128.load(source + at)))
    }
    for (; c < width; c++) {
      const at = (<usize>c) << 2
      store<f32>(own + at, load<f32>(own + at) + load<f32>(source + at))
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
 * padding before the first tile.
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
  for (let i = first; i < last; i++) {
    if (magnitudes == 0) {
      const isWhole = isInside(rows, i)
      for (let j = 0; j < width; j++) {
        if (!isWhole || !isInside(columns, j)) mendPixel(args, i, j, source, target, false, false)
      }
      continue
    }
    if (i == first || (i & 3) == 0) {
      sumRows(ofTile, own, (i & ~3) - lowRow, 6, cellsHigh, cellsWide, lowColumn, length)
    }
    sumRows(ofWindow, own, i - lowRow, 3, cellsHigh, cellsWide, lowColumn, length)
    let all: f32 = 0
    for (let j = 0; j < width; j++) {
      const at = (<usize>j) << 2
      if ((j & 3) == 0) all = sumOf(ofTile + at, 6)
      const seen = sumOf(ofWindow + at, 3)
      const isSafe = seen * SPREAD >= all && all * largest <= LARGEST && seen * least >= SMALLEST
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
 * Magnitudes of channels: of the whole planes, and of their core. args: 0 source, 1 destination [channels][2], 2 channels,
 * 3 images, 4 height, 5 width, 6-9 the core: first row, end, first column, end, 10 whether they are sums, else the greatest,
 * 11 channels of a unit.
 */
export function channelMagnitudes(args: usize, unit: i32): void {
  const channels = load<i32>(args, 8)
  const images = load<i32>(args, 12)
  const height = load<i32>(args, 16)
  const width = load<i32>(args, 20)
  const top = load<i32>(args, 24)
  const bottom = load<i32>(args, 28)
  const left = load<i32>(args, 32)
  const right = load<i32>(args, 36)
  const isSum = load<i32>(args, 40) != 0
  const perUnit = load<i32>(args, 44)
  const last = min(channels, (unit + 1) * perUnit)
  const plane = (<usize>(height * width)) << 2
  for (let channel = unit * perUnit; channel < last; channel++) {
    const from = load<u32>(args) + <usize>channel * plane
    const step = <usize>channels * plane
    let all: f32 = 0
    let border: f32 = 0
    for (let image = 0; image < images; image++) {
      const own = from + <usize>image * step
      all = join(all, magnitudeOf(own, 0, height * width, isSum), isSum)
      border = join(border, magnitudeOf(own, 0, top * width, isSum), isSum)
      border = join(border, magnitudeOf(own, bottom * width, height * width, isSum), isSum)
      for (let row = top; row < bottom; row++) {
        const line = own + ((<usize>(row * width)) << 2)
        for (let k = 0; k < left; k++) border = join(border, abs(load<f32>(line + ((<usize>k) << 2))), isSum)
        for (let k = right; k < width; k++) border = join(border, abs(load<f32>(line + ((<usize>k) << 2))), isSum)
      }
    }
    // Where the border is smaller than the whole, so much is in the core at least.
    let core: f32 = all
    if (!(border * 2 <= all) && (isSum || !(border < all))) {
      core = 0
      for (let image = 0; image < images; image++) {
        for (let row = top; row < bottom; row++) {
          const line = from + <usize>image * step + ((<usize>(row * width)) << 2)
          core = join(core, magnitudeOf(line, left, right, isSum), isSum)
        }
      }
    } else if (isSum) core = all - border
    const to = load<u32>(args, 4) + ((<usize>channel) << 3)
    store<f32>(to, all)
    store<f32>(to, core, 4)
  }
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

/** Whether two channels, as `channelMagnitudes` found them, may be trusted to tiles. */
function isPairSafe(x: usize, y: usize): bool {
  const all = load<f32>(x)
  const sum = load<f32>(y)
  if (all == 0 && sum < Infinity) return true
  if (sum == 0 && all < Infinity) return true
  const product = all * sum
  if (!(product <= LARGEST && product >= SMALLEST)) return false
  return load<f32>(x, 4) * SPREAD >= all && load<f32>(y, 4) * SPREAD >= sum
}

/** The least and the largest magnitude of channels that are not 0, left for `isRangeSafe`. */
let leastOfRange: f32 = 0
let largestOfRange: f32 = 0

/** Whether most of every channel lies in its core. */
function measureRange(at: usize, first: i32, last: i32): bool {
  leastOfRange = Infinity
  largestOfRange = 0
  for (let k = first; k < last; k++) {
    const all = load<f32>(at + ((<usize>k) << 3))
    if (all == 0) continue
    if (!(load<f32>(at + ((<usize>k) << 3), 4) * SPREAD >= all && all < Infinity)) return false
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
 * Sums weights of a kernel's gradient again. args: 0 input, 1 error, 2 gradient, 3 and 4 `channelMagnitudes` of both (the
 * greatest of the input, sums of the error), or 0 where no tile was used: then those that are NaN; 5 channels of a group,
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
      if (isTiled && isPairSafe(ofInput + ((<usize>channel) << 3), ofError + ((<usize>feature) << 3))) continue
      for (let p = 0; p < down; p++) {
        for (let q = 0; q < across; q++, to += 4) {
          const value = load<f32>(to)
          if (isTiled || value != value) store<f32>(to, sumTap(rows, columns, p, q, x, y, images, xImage, yImage))
        }
      }
    }
  }
}
