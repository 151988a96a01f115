/**
 * @file Mending: outputs of a convolution whose fast algorithm may have mixed in cells outside their windows are summed
 * again, one by one, over the cells inside. The magnitudes of cells and of kernels determine which outputs these are.
 * The algorithms that need it are Winograd's tiles (`winograd.ts`), and padding with zeros beside infinite weights.
 */
import { Judgement, Mend, MendedAxis, Verdict } from './generated/interface'
import { greater, join, magnitudeOf, sumOf } from './magnitudes'
import { LARGEST, SHARE, SMALLEST, SPREAD } from './trust'
import { cellOf, isInside } from './windowAxis'

/** Sums outputs again. */
export function mend(args: Mend, unit: i32, scratch: usize): void {
  const judgement = changetype<Judgement>(args.found)
  const magnitudes: usize = args.magnitudes
  const hasDoubts = judgement.hasDoubts
  if (!hasDoubts && magnitudes == 0) return
  const kernels = args.kernels
  const planes = args.planes
  const groups = args.groups
  const perUnit = args.perUnit
  const units = args.units
  const rows = args.rows
  const columns = args.columns
  const image = unit / units
  const height = rows.outputs
  const width = columns.outputs
  const first = (unit - image * units) * perUnit
  const last = min(height, first + perUnit)
  const cellsHigh = rows.cells
  const cellsWide = columns.cells
  const source = args.input + ((<usize>(image * groups * planes * cellsHigh * cellsWide)) << 2)
  const target = args.output + ((<usize>(image * groups * kernels * height * width)) << 2)
  const own = magnitudes + ((<usize>(image * cellsHigh * cellsWide)) << 2)
  const least = judgement.least
  const largest = judgement.largest
  const lowRow = args.lowRow
  const lowColumn = args.lowColumn
  const length = lowColumn + max(cellsWide, width) + 8
  const ofTile = scratch
  const ofWindow = scratch + ((<usize>length) << 2)
  const mostOfTile = ofWindow + ((<usize>length) << 2)
  const most = own + args.toGreatest
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
      if (hasDoubts || !(isSafe || all == 0)) mendPixel(args, i, j, source, target, !(isSafe || all == 0), seen == 0)
    }
  }
}

/**
 * One output of all kernels (`isAll`), or of those that are not trusted; 0 for the others if its whole window `isZero`.
 */
function mendPixel(args: Mend, i: i32, j: i32, source: usize, target: usize, isAll: bool, isZero: bool): void {
  const verdicts = changetype<Verdict>(changetype<Judgement>(args.found).behind)
  const kernels = args.kernels
  const planes = args.planes
  const groups = args.groups
  const rows = args.rows
  const columns = args.columns
  const width = columns.outputs
  const ofPlanes = (<usize>(planes * rows.cells * columns.cells)) << 2
  const plane = (<usize>(rows.outputs * width)) << 2
  let to = target + ((<usize>(i * width + j)) << 2)
  for (let group = 0; group < groups; group++) {
    let weights = args.kernel + <usize>group * args.groupStride
    for (let kernel = 0; kernel < kernels; kernel++, to += plane, weights += args.kernelStride) {
      const isTrusted = !verdicts.at(group * kernels + kernel).isDoubtful
      if (isTrusted && !isAll) continue
      const isNothing = isTrusted && isZero
      const cells = source + <usize>group * ofPlanes
      store<f32>(to, isNothing ? 0 : sumWindow(rows, columns, i, j, cells, weights, planes, args.planeStride))
    }
  }
}

/** One output, over the cells of its window: `planes` of cells, kernels `step` bytes apart. */
function sumWindow(
  rows: MendedAxis,
  columns: MendedAxis,
  i: i32,
  j: i32,
  cells: usize,
  weights: usize,
  planes: i32,
  step: usize,
): f32 {
  const down = rows.taps
  const across = columns.taps
  const width = columns.cells
  const plane = (<usize>(rows.cells * width)) << 2
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
 * Sums of `count` rows of magnitudes from `first` on, or the greatest of each column, between `low` zeros and more
 * zeros.
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
      v128.store(own + at, isSum ? f32x4.add(old, value) : greater(old, value))
    }
    for (; c < width; c++) {
      const at = (<usize>c) << 2
      store<f32>(own + at, join(load<f32>(own + at), load<f32>(source + at), isSum))
    }
  }
}
