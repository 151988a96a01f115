/**
 * @file Mending of a kernel's gradient (see `mendOutputs.ts`): weights are summed again over the outputs that they meet.
 * Tiles are most often distrusted where a channel is sparse, as after max pooling: then only its entries are visited.
 */
import { ChannelMagnitude, MendFilter, MendedAxis } from './generated/interface'
import { isPairSafe, isRangeSafe } from './channelMagnitudes'
import { cellOf } from './windowAxis'

/** Bytes of an entry of a list: its image, row and column, and its value. */
const ENTRY: usize = 16
/** The most entries of a list. */
const MOST: i32 = 4096
/** Bytes of the nine sums of a pair of channels, before the lists. */
const SUMS: usize = 128

/** Sums weights again: those for which tiles cannot be trusted, or, if no tile was used, those that are NaN. */
export function mendFilter(args: MendFilter, unit: i32, scratch: usize): void {
  const isTiled = args.ofInput != 0
  const ofInput = changetype<ChannelMagnitude>(args.ofInput)
  const ofCotangent = changetype<ChannelMagnitude>(args.ofCotangent)
  const channels = args.channels
  const features = args.features
  const groups = args.groups
  const images = args.images
  const perUnit = args.perUnit
  const rows = args.rows
  const columns = args.columns
  const down = rows.taps
  const across = columns.taps
  const xPlane = (<usize>(rows.cells * columns.cells)) << 2
  const yPlane = (<usize>(rows.outputs * columns.outputs)) << 2
  const xImage = <usize>(groups * channels) * xPlane
  const yImage = <usize>(groups * features) * yPlane
  const last = min(groups * features, (unit + 1) * perUnit)
  if (isTiled && isRangeSafe(ofInput, 0, channels, ofCotangent, unit * perUnit, last)) return
  const ofY = scratch + SUMS
  const ofX = ofY + ENTRY * <usize>MOST
  for (let feature = unit * perUnit; feature < last; feature++) {
    const y = args.cotangent + <usize>feature * yPlane
    const group = feature / features
    let inY = UNKNOWN
    for (let c = 0; c < channels; c++) {
      const channel = group * channels + c
      const x = args.input + <usize>channel * xPlane
      let to = args.gradient + ((<usize>((feature * channels + c) * down * across)) << 2)
      if (isTiled) {
        if (isPairSafe(ofInput.at(channel), ofCotangent.at(feature))) continue
        if (ofInput.at(channel).all < Infinity && ofCotangent.at(feature).all < Infinity) {
          if (inY == UNKNOWN) inY = listOf(ofY, y, images, yImage, rows.outputs, columns.outputs)
          const inX = inY >= 0 ? MANY : listOf(ofX, x, images, xImage, rows.cells, columns.cells)
          if (inY >= 0) sumEntries(scratch, ofY, inY, rows, columns, x, xImage, 1)
          else if (inX >= 0) sumEntries(scratch, ofX, inX, rows, columns, y, yImage, -1)
          if (inY >= 0 || inX >= 0) {
            for (let tap = 0; tap < 9; tap++, to += 4) store<f32>(to, <f32>load<f64>(scratch + ((<usize>tap) << 3)))
            continue
          }
        }
      }
      for (let p = 0; p < down; p++) {
        for (let q = 0; q < across; q++, to += 4) {
          const value = load<f32>(to)
          if (isTiled || value != value) store<f32>(to, sumTap(rows, columns, p, q, x, y, images, xImage, yImage))
        }
      }
    }
  }
}

/** In place of the length of a list: not counted yet, and too many to list. */
const UNKNOWN: i32 = -2
const MANY: i32 = -1

/** Lists the entries of planes that are not 0, if they are at most a quarter of all; returns how many, or `MANY`. */
function listOf(list: usize, plane: usize, images: i32, step: usize, height: i32, width: i32): i32 {
  const limit = min(MOST, (images * height * width) >> 2)
  let count = 0
  for (let image = 0; image < images; image++, plane += step) {
    let at = plane
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++, at += 4) {
        const value = load<f32>(at)
        if (value == 0) continue
        if (count == limit) return MANY
        const entry = list + ENTRY * <usize>count
        store<i32>(entry, image)
        store<i32>(entry, row, 4)
        store<i32>(entry, column, 8)
        store<f32>(entry, value, 12)
        count++
      }
    }
  }
  return count
}

/**
 * The nine weights of a pair of channels, of which one is a list: over the entries of the list, times what each meets in
 * the planes of the other. `direction` is 1 if the list has outputs, whose taps meet cells, and -1 if it has cells.
 */
function sumEntries(
  sums: usize,
  list: usize,
  count: i32,
  rows: MendedAxis,
  columns: MendedAxis,
  planes: usize,
  step: usize,
  direction: i32,
): void {
  const isOfOutputs = direction == 1
  const height = isOfOutputs ? rows.cells : rows.outputs
  const width = isOfOutputs ? columns.cells : columns.outputs
  const down = rows.start
  const across = columns.start
  memory.fill(sums, 0, 72)
  for (const end = list + ENTRY * <usize>count; list < end; list += ENTRY) {
    const plane = planes + <usize>load<i32>(list) * step
    const value = <f64>load<f32>(list, 12)
    for (let p = 0; p < 3; p++) {
      const row = load<i32>(list, 4) + direction * (p + down)
      if (row < 0 || row >= height) continue
      for (let q = 0; q < 3; q++) {
        const column = load<i32>(list, 8) + direction * (q + across)
        if (column < 0 || column >= width) continue
        const sum = sums + ((<usize>(3 * p + q)) << 3)
        store<f64>(sum, load<f64>(sum) + value * <f64>load<f32>(plane + ((<usize>(row * width + column)) << 2)))
      }
    }
  }
}

/** One weight of a kernel's gradient: over the outputs that its tap meets. */
function sumTap(
  rows: MendedAxis,
  columns: MendedAxis,
  p: i32,
  q: i32,
  x: usize,
  y: usize,
  images: i32,
  xs: usize,
  ys: usize,
): f32 {
  const height = rows.outputs
  const width = columns.outputs
  const cellsWide = columns.cells
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
