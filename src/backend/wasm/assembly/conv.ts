/**
 * @file Convolution and the product of matrices, through one engine: packed rows of A beside vectors of B that are read
 * where they lie (see `tiles.ts`). For a convolution A is the kernel, B the input padded by `padPlanes`; for a matrix B
 * is one row of pixels, or the panels that `packColumns` makes.
 */
import { madd } from './math'
import { copyFloats, fillFloats } from './broadcast'
import * as tiles from './tiles'
import { storeLanes } from './reduce'

/** A panel of rows: where its number, height and first row are left by `findPanel`. */
let panelHeight: i32 = 0
let panelRow: i32 = 0

/** `counts`: how many panels there are of 5, 4, 3, 2 and 1 rows, in this order. */
function findPanel(counts: usize, panel: i32): void {
  let row = 0
  let height = 5
  for (; height > 1; height--, counts += 4) {
    const count = load<i32>(counts)
    if (panel < count) break
    panel -= count
    row += count * height
  }
  panelHeight = height
  panelRow = row + panel * height
}

/** The address of vector `k` among positions (input, output) in scratch. */
function inputAt(positions: usize, k: i32): usize {
  return load<u32>(positions + ((<usize>k) << 3))
}
function outputAt(positions: usize, k: i32): usize {
  return load<u32>(positions + ((<usize>k) << 3), 4)
}

function multiplyVectors(
  a: usize,
  table: usize,
  count: i32,
  positions: usize,
  k: i32,
  x: usize,
  y: usize,
  yRow: usize,
): i32 {
  const x0 = x + inputAt(positions, k)
  const x1 = x + inputAt(positions, k + 1)
  const y0 = y + outputAt(positions, k)
  const y1 = y + outputAt(positions, k + 1)
  if (panelHeight == 5) {
    tiles.tile5x2(a, table, count, x0, x1, y0, y1, yRow)
    return k + 2
  }
  if (panelHeight == 4) {
    tiles.tile4x2(a, table, count, x0, x1, y0, y1, yRow)
    return k + 2
  }
  const x2 = x + inputAt(positions, k + 2)
  const y2 = y + outputAt(positions, k + 2)
  if (panelHeight == 3) {
    tiles.tile3x3(a, table, count, x0, x1, x2, y0, y1, y2, yRow)
    return k + 3
  }
  const x3 = x + inputAt(positions, k + 3)
  const y3 = y + outputAt(positions, k + 3)
  if (panelHeight == 2) tiles.tile2x4(a, table, count, x0, x1, x2, x3, y0, y1, y2, y3, yRow)
  else tiles.tile1x4(a, table, count, x0, x1, x2, x3, y0, y1, y2, y3, yRow)
  return k + 4
}

function multiplyVector(a: usize, table: usize, count: i32, x: usize, y: usize, yRow: usize): void {
  if (panelHeight == 5) tiles.tile5x1(a, table, count, x, y, yRow)
  else if (panelHeight == 4) tiles.tile4x1(a, table, count, x, y, yRow)
  else if (panelHeight == 3) tiles.tile3x1(a, table, count, x, y, yRow)
  else if (panelHeight == 2) tiles.tile2x1(a, table, count, x, y, yRow)
  else tiles.tile1x1(a, table, count, x, y, yRow)
}

/**
 * args (words): 0 A, 1 table, 2 its length, 3 input, 4 output; strides of a group: 5 input, 6 output, 7 A;
 * 8 input image, 9 output image, 10 rows, 11 input row, 12 output row, 13 columns, 14 output plane;
 * 15-19 panels of 5, 4, 3, 2, 1 rows; 20 vectors of a unit, 21 vectors, 22 panels of a unit, 23 panels;
 * 24 blocks of vectors, 25 blocks of panels. All strides in bytes. The last vector of a row is moved back so that it
 * ends with the row; where a row is shorter than a vector its lanes go through scratch.
 */
export function multiply(args: usize, unit: i32, scratch: usize): void {
  const blocks = load<i32>(args, 96)
  const panelBlocks = load<i32>(args, 100)
  const band = unit / blocks
  const group = band / panelBlocks
  const firstVector = (unit - band * blocks) * load<i32>(args, 80)
  const vectors = min(load<i32>(args, 84), firstVector + load<i32>(args, 80)) - firstVector
  const firstPanel = (band - group * panelBlocks) * load<i32>(args, 88)
  const lastPanel = min(load<i32>(args, 92), firstPanel + load<i32>(args, 88))
  const columns = load<i32>(args, 52)
  const rows = load<i32>(args, 40)
  const ofRow = (columns + 3) >> 2
  const x = load<u32>(args, 12) + <usize>group * load<u32>(args, 20)
  const y = load<u32>(args, 16) + <usize>group * load<u32>(args, 24)
  // Where every vector of the unit lies.
  let place = firstVector % ofRow
  let row = (firstVector / ofRow) % rows
  let image = firstVector / ofRow / rows
  for (let k = 0; k < vectors; k++) {
    const column = (<usize>max(0, min(place << 2, columns - 4))) << 2
    const at = scratch + ((<usize>k) << 3)
    store<u32>(at, image * load<u32>(args, 32) + row * load<u32>(args, 44) + column)
    store<u32>(at, image * load<u32>(args, 36) + row * load<u32>(args, 48) + column, 4)
    if (++place == ofRow) {
      place = 0
      if (++row == rows) {
        row = 0
        image++
      }
    }
  }
  const table: usize = load<u32>(args, 4)
  const count = load<i32>(args, 8)
  const plane: usize = load<u32>(args, 56)
  for (let panel = firstPanel; panel < lastPanel; panel++) {
    findPanel(args + 60, panel)
    const a = load<u32>(args) + <usize>group * load<u32>(args, 28) + ((<usize>(panelRow * count)) << 2)
    const to = y + panelRow * plane
    if (columns < 4) {
      const lanes = scratch + ((<usize>vectors) << 3)
      for (let k = 0; k < vectors; k++) {
        multiplyVector(a, table, count, x + inputAt(scratch, k), lanes, 16)
        for (let r = 0; r < panelHeight; r++) {
          storeLanes(to + outputAt(scratch, k) + r * plane, v128.load(lanes + ((<usize>r) << 4)), columns)
        }
      }
      continue
    }
    const width = panelHeight > 3 ? 2 : panelHeight == 3 ? 3 : 4
    let k = 0
    while (k + width <= vectors) k = multiplyVectors(a, table, count, scratch, k, x, to, plane)
    for (; k < vectors; k++) multiplyVector(a, table, count, x + inputAt(scratch, k), to + outputAt(scratch, k), plane)
  }
}

/**
 * Packs rows into panels, [panel][k][row]. args: 0 source, 1 destination, 2 row stride, 3 table of byte offsets of k or
 * 0, 4 count of k, 5 step of k where there is no table, 6 source group, 7 destination group, 8-12 panels of each
 * height, 13 panels of a unit, 14 panels, 15 blocks of panels.
 */
export function packRows(args: usize, unit: i32): void {
  const blocks = load<i32>(args, 60)
  const group = unit / blocks
  const first = (unit - group * blocks) * load<i32>(args, 52)
  const last = min(load<i32>(args, 56), first + load<i32>(args, 52))
  const rowStep: usize = load<u32>(args, 8)
  const table: usize = load<u32>(args, 12)
  const count = load<i32>(args, 16)
  const step: usize = load<u32>(args, 20)
  for (let panel = first; panel < last; panel++) {
    findPanel(args + 32, panel)
    const height = panelHeight
    const from = load<u32>(args) + <usize>group * load<u32>(args, 24) + panelRow * rowStep
    let to = load<u32>(args, 4) + <usize>group * load<u32>(args, 28) + ((<usize>(panelRow * count)) << 2)
    let at = from
    for (let k = 0; k < count; k++, at += step) {
      let source = table != 0 ? from + load<u32>(table + ((<usize>k) << 2)) : at
      for (let r = 0; r < height; r++, source += rowStep, to += 4) store<f32>(to, load<f32>(source))
    }
  }
}

/** Packs columns into panels of eight, [panel][k][8]. args: source, destination, row stride, rows, panels of a unit, panels. */
export function packColumns(args: usize, unit: i32): void {
  const rowStep: usize = load<u32>(args, 8)
  const rows = load<i32>(args, 12)
  const perUnit = load<i32>(args, 16)
  const last = min(load<i32>(args, 20), (unit + 1) * perUnit)
  for (let panel = unit * perUnit; panel < last; panel++) {
    let from = load<u32>(args) + ((<usize>panel) << 5)
    let to = load<u32>(args, 4) + ((<usize>(panel * rows)) << 5)
    for (let k = 0; k < rows; k++, from += rowStep, to += 32) {
      v128.store(to, v128.load(from))
      v128.store(to, v128.load(from, 16), 16)
    }
  }
}

/** args: destination, count, step: the table 0, step, 2 step, .. */
export function linearTable(args: usize): void {
  const to: usize = load<u32>(args)
  const count = load<i32>(args, 4)
  const step = load<u32>(args, 8)
  for (let k = 0; k < count; k++) store<u32>(to + ((<usize>k) << 2), <u32>k * step)
}

/** One row of a padded plane: entries `column * stride + phase - low`, spread by `spread`. */
function padRow(to: usize, from: usize, width: i32, length: i32, stride: i32, start: i32, spread: i32): void {
  if (spread == 1) {
    let c = 0
    let cell = start
    for (; c < length && cell < 0; c++, cell += stride) store<f32>(to + ((<usize>c) << 2), 0)
    const room = cell < width ? (width - cell + stride - 1) / stride : 0
    const inside = min(length - c, room)
    if (stride == 1) copyFloats(to + ((<usize>c) << 2), from + ((<usize>cell) << 2), inside)
    else {
      let at = from + ((<usize>cell) << 2)
      for (let k = 0; k < inside; k++, at += (<usize>stride) << 2)
        store<f32>(to + ((<usize>(c + k)) << 2), load<f32>(at))
    }
    c += inside
    fillFloats(to + ((<usize>c) << 2), 0, length - c)
    return
  }
  for (let c = 0, cell = start; c < length; c++, cell += stride) {
    const isInside = cell >= 0 && cell % spread == 0 && cell / spread < width
    store<f32>(to + ((<usize>c) << 2), isInside ? load<f32>(from + ((<usize>(cell / spread)) << 2)) : 0)
  }
}

/**
 * Pads planes, and parts them by the phase of the stride. args (words): 0 source, 1 destination, 2 planes of a unit,
 * 3 planes, 4 destination plane in bytes; 5 height, 6 row stride, 7 row low, 8 row spread, 9 rows of a phase;
 * 10 width, 11 column stride, 12 column low, 13 column spread, 14 columns of a phase.
 */
export function padPlanes(args: usize, unit: i32): void {
  const perUnit = load<i32>(args, 8)
  const last = min(load<i32>(args, 12), (unit + 1) * perUnit)
  const height = load<i32>(args, 20)
  const rowStride = load<i32>(args, 24)
  const rowSpread = load<i32>(args, 32)
  const rows = load<i32>(args, 36)
  const width = load<i32>(args, 40)
  const stride = load<i32>(args, 44)
  const columns = load<i32>(args, 56)
  for (let plane = unit * perUnit; plane < last; plane++) {
    const from = load<u32>(args) + ((<usize>(plane * height * width)) << 2)
    let to = load<u32>(args, 4) + <usize>plane * load<u32>(args, 16)
    for (let down = 0; down < rowStride; down++) {
      for (let across = 0; across < stride; across++) {
        const start = across - load<i32>(args, 48)
        for (let r = 0; r < rows; r++, to += (<usize>columns) << 2) {
          const cell = r * rowStride + down - load<i32>(args, 28)
          if (cell < 0 || cell % rowSpread != 0 || cell / rowSpread >= height) fillFloats(to, 0, columns)
          else {
            const source = from + ((<usize>((cell / rowSpread) * width)) << 2)
            padRow(to, source, width, columns, stride, start, load<i32>(args, 52))
          }
        }
      }
    }
  }
}

function lanesSum(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
}

function put(to: usize, x: v128, isFirst: bool): void {
  store<f32>(to, isFirst ? lanesSum(x) : load<f32>(to) + lanesSum(x))
}

/**
 * args (words): 0 input, 1 error, 2 destination, 3 table of byte offsets of the taps, 4 taps, 5 output channels of a
 * group; strides of a group: 6 input, 7 error, 8 destination; 9 images, 10 input image, 11 error image, 12 rows,
 * 13 input row, 14 error row, 15 columns, 16 error plane; 17 images of a chunk, 18 rows of a chunk; 19 threes of
 * channels, 20 blocks of taps, 21 taps of a block, 22 whether to start from 0. A unit is three
 * channels and one block of taps.
 */
export function multiplyErrors(args: usize, unit: i32): void {
  const tapBlocks = load<i32>(args, 80)
  const band = unit / tapBlocks
  const threes = load<i32>(args, 76)
  const group = band / threes
  const o0 = (band - group * threes) * 3
  const channels = load<i32>(args, 20)
  const o1 = min(o0 + 1, channels - 1)
  const o2 = min(o0 + 2, channels - 1)
  const taps = load<i32>(args, 16)
  const firstTap = (unit - band * tapBlocks) * load<i32>(args, 84)
  const lastTap = min(taps, firstTap + load<i32>(args, 84))
  const x = load<u32>(args) + <usize>group * load<u32>(args, 24)
  const plane: usize = load<u32>(args, 64)
  const y = load<u32>(args, 4) + <usize>group * load<u32>(args, 28) + o0 * plane
  const toChannel = (<usize>taps) << 2
  const to = load<u32>(args, 8) + <usize>group * load<u32>(args, 32) + o0 * toChannel
  const images = load<i32>(args, 36)
  const rows = load<i32>(args, 48)
  const table: usize = load<u32>(args, 12)
  const imagesOfChunk = load<i32>(args, 68)
  const rowsOfChunk = load<i32>(args, 72)
  for (let n0 = 0; n0 < images; n0 += imagesOfChunk) {
    const n1 = min(images, n0 + imagesOfChunk)
    for (let r0 = 0; r0 < rows; r0 += rowsOfChunk) {
      const r1 = min(rows, r0 + rowsOfChunk)
      const isFirst = n0 == 0 && r0 == 0 && load<i32>(args, 88) != 0
      for (let tap = firstTap; tap < lastTap; tap += 3) {
        const t1 = min(tap + 1, lastTap - 1)
        const t2 = min(tap + 2, lastTap - 1)
        const x0: usize = load<u32>(table + ((<usize>tap) << 2))
        const x1: usize = load<u32>(table + ((<usize>t1) << 2))
        const x2: usize = load<u32>(table + ((<usize>t2) << 2))
        dotTile(args, x + x0, x + x1, x + x2, y, (o1 - o0) * plane, (o2 - o0) * plane, n0, n1, r0, r1)
        const at = to + ((<usize>tap) << 2)
        put(at, s00, isFirst)
        if (t1 > tap) put(at + 4, s01, isFirst)
        if (t2 > t1) put(at + 8, s02, isFirst)
        if (o1 > o0) {
          put(at + toChannel, s10, isFirst)
          if (t1 > tap) put(at + toChannel + 4, s11, isFirst)
          if (t2 > t1) put(at + toChannel + 8, s12, isFirst)
        }
        if (o2 > o1) {
          put(at + toChannel * 2, s20, isFirst)
          if (t1 > tap) put(at + toChannel * 2 + 4, s21, isFirst)
          if (t2 > t1) put(at + toChannel * 2 + 8, s22, isFirst)
        }
      }
    }
  }
}

let s00: v128 = f32x4.splat(0)
let s01: v128 = f32x4.splat(0)
let s02: v128 = f32x4.splat(0)
let s10: v128 = f32x4.splat(0)
let s11: v128 = f32x4.splat(0)
let s12: v128 = f32x4.splat(0)
let s20: v128 = f32x4.splat(0)
let s21: v128 = f32x4.splat(0)
let s22: v128 = f32x4.splat(0)

/** Nine inner products over the pixels of a chunk, four lanes each, left in `s00` .. `s22`. */
function dotTile(
  args: usize,
  x0: usize,
  x1: usize,
  x2: usize,
  y: usize,
  y1: usize,
  y2: usize,
  n0: i32,
  n1: i32,
  r0: i32,
  r1: i32,
): void {
  const columns = load<i32>(args, 60)
  const whole = (<usize>(columns >> 2)) << 4
  const rest = columns & 3
  const mask = i32x4.gt_s(
    i32x4.splat(rest),
    i32x4.replace_lane(i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(0), 1, 1), 2, 2), 3, 3),
  )
  let t00 = f32x4.splat(0)
  let t01 = t00
  let t02 = t00
  let t10 = t00
  let t11 = t00
  let t12 = t00
  let t20 = t00
  let t21 = t00
  let t22 = t00
  x1 -= x0
  x2 -= x0
  for (let n = n0; n < n1; n++) {
    let xRow = x0 + <usize>n * load<u32>(args, 40) + <usize>r0 * load<u32>(args, 52)
    let yRow = y + <usize>n * load<u32>(args, 44) + <usize>r0 * load<u32>(args, 56)
    for (let r = r0; r < r1; r++) {
      let p = xRow
      let q = yRow
      for (const end = yRow + whole; q < end; p += 16, q += 16) {
        const a0 = v128.load(q)
        const a1 = v128.load(q + y1)
        const a2 = v128.load(q + y2)
        const b0 = v128.load(p)
        t00 = madd(a0, b0, t00)
        t10 = madd(a1, b0, t10)
        t20 = madd(a2, b0, t20)
        const b1 = v128.load(p + x1)
        t01 = madd(a0, b1, t01)
        t11 = madd(a1, b1, t11)
        t21 = madd(a2, b1, t21)
        const b2 = v128.load(p + x2)
        t02 = madd(a0, b2, t02)
        t12 = madd(a1, b2, t12)
        t22 = madd(a2, b2, t22)
      }
      if (rest) {
        const a0 = v128.and(v128.load(q), mask)
        const a1 = v128.and(v128.load(q + y1), mask)
        const a2 = v128.and(v128.load(q + y2), mask)
        const b0 = v128.and(v128.load(p), mask)
        t00 = madd(a0, b0, t00)
        t10 = madd(a1, b0, t10)
        t20 = madd(a2, b0, t20)
        const b1 = v128.and(v128.load(p + x1), mask)
        t01 = madd(a0, b1, t01)
        t11 = madd(a1, b1, t11)
        t21 = madd(a2, b1, t21)
        const b2 = v128.and(v128.load(p + x2), mask)
        t02 = madd(a0, b2, t02)
        t12 = madd(a1, b2, t12)
        t22 = madd(a2, b2, t22)
      }
      xRow += load<u32>(args, 52)
      yRow += load<u32>(args, 56)
    }
  }
  s00 = t00
  s01 = t01
  s02 = t02
  s10 = t10
  s11 = t11
  s12 = t12
  s20 = t20
  s21 = t21
  s22 = t22
}
