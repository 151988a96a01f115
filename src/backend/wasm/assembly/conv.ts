/**
 * @file Convolution and the product of matrices, through one engine: packed rows of A beside vectors of B that are read
 * in place (`registerTiles.ts`). For a convolution A is the kernel, B the input padded by `padPlanes`; for a matrix B
 * is one row of pixels, or the panels that `packColumns` makes.
 */
import {
  CotangentProduct,
  LinearTable,
  Multiply,
  PackColumns,
  PackCotangents,
  PackRows,
  PadPlanes,
  Panels,
  UnpackSums,
} from './generated/interface'
import { copyFloats, fillFloats } from './broadcast'
import * as tiles from './generated/tiles'
import { storeLanes } from './reduce'

/** A panel of rows: `findPanel` leaves its height and first row here. */
let panelHeight: i32 = 0
let panelRow: i32 = 0

/** Leaves the height and first row of a panel. */
export function findPanel(panels: Panels, panel: i32): void {
  let row = 0
  let height = 5
  for (; height > 1; height--) {
    const count = panelsOfHeight(panels, height)
    if (panel < count) break
    panel -= count
    row += count * height
  }
  panelHeight = height
  panelRow = row + panel * height
}

function panelsOfHeight(panels: Panels, height: i32): i32 {
  if (height == 5) return panels.fives
  if (height == 4) return panels.fours
  return height == 3 ? panels.threes : panels.twos
}

export function heightOfPanel(): i32 {
  return panelHeight
}
export function rowOfPanel(): i32 {
  return panelRow
}

/** The address of vector `k` among positions (input, output) in scratch. */
function inputAt(positions: usize, k: i32): usize {
  return load<u32>(positions + ((<usize>k) << 3))
}
function outputAt(positions: usize, k: i32): usize {
  return load<u32>(positions + ((<usize>k) << 3), 4)
}

/** The number of vectors that a tile of the panel takes at a time. */
function vectorsOfTile(): i32 {
  return panelHeight > 3 ? 2 : panelHeight == 3 ? 3 : 4
}

/**
 * A tile of as many vectors as it takes, whose outputs are `yVector` bytes apart, or at the recorded positions for 0.
 */
function multiplyVectors(
  a: usize,
  table: usize,
  count: i32,
  positions: usize,
  k: i32,
  x: usize,
  y: usize,
  yRow: usize,
  yVector: usize,
): void {
  const x0 = x + inputAt(positions, k)
  const x1 = x + inputAt(positions, k + 1)
  const y0 = yVector != 0 ? y : y + outputAt(positions, k)
  const y1 = yVector != 0 ? y + yVector : y + outputAt(positions, k + 1)
  if (panelHeight == 5) {
    tiles.tile5x2(a, table, count, x0, x1, y0, y1, yRow)
    return
  }
  if (panelHeight == 4) {
    tiles.tile4x2(a, table, count, x0, x1, y0, y1, yRow)
    return
  }
  const x2 = x + inputAt(positions, k + 2)
  const y2 = yVector != 0 ? y + 2 * yVector : y + outputAt(positions, k + 2)
  if (panelHeight == 3) {
    tiles.tile3x3(a, table, count, x0, x1, x2, y0, y1, y2, yRow)
    return
  }
  const x3 = x + inputAt(positions, k + 3)
  const y3 = yVector != 0 ? y + 3 * yVector : y + outputAt(positions, k + 3)
  if (panelHeight == 2) tiles.tile2x4(a, table, count, x0, x1, x2, x3, y0, y1, y2, y3, yRow)
  else tiles.tile1x4(a, table, count, x0, x1, x2, x3, y0, y1, y2, y3, yRow)
}

function multiplyVector(a: usize, table: usize, count: i32, x: usize, y: usize, yRow: usize): void {
  if (panelHeight == 5) tiles.tile5x1(a, table, count, x, y, yRow)
  else if (panelHeight == 4) tiles.tile4x1(a, table, count, x, y, yRow)
  else if (panelHeight == 3) tiles.tile3x1(a, table, count, x, y, yRow)
  else if (panelHeight == 2) tiles.tile2x1(a, table, count, x, y, yRow)
  else tiles.tile1x1(a, table, count, x, y, yRow)
}

/** The distance in bytes between vectors of a tile in scratch, and between its rows. */
const BESIDE: usize = 16
const BELOW: usize = 64
/** Blocks per group, whose sums are added one by one. */
const BLOCKS: i32 = 64

/** Adds a tile to another. */
function addTile(to: usize, from: usize, width: i32): void {
  const bytes = (<usize>width) << 4
  for (let r = 0; r < panelHeight; r++, to += BELOW, from += BELOW) {
    for (let at: usize = 0; at < bytes; at += BESIDE) {
      v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)))
    }
  }
}

/**
 * A tile of `width` vectors, summed in blocks of `block`, and these in groups of `BLOCKS`: rounding errors then grow
 * with the length of a block rather than that of the sum. The totals are left at `sums`, five rows of four vectors.
 */
function multiplyBlocks(
  a: usize,
  table: usize,
  count: i32,
  block: i32,
  positions: usize,
  k: i32,
  width: i32,
  x: usize,
  sums: usize,
): void {
  const ofGroup = sums + 5 * BELOW
  const ofBlock = ofGroup + 5 * BELOW
  const step = (<usize>panelHeight) << 2
  for (let group = 0; group < count; group += block * BLOCKS) {
    const into = group == 0 ? sums : ofGroup
    const end = min(count, group + block * BLOCKS)
    for (let first = group; first < end; first += block) {
      const to = first == group ? into : ofBlock
      const own = a + <usize>first * step
      const entries = table + ((<usize>first) << 2)
      const length = min(block, end - first)
      if (width > 1) multiplyVectors(own, entries, length, positions, k, x, to, BELOW, BESIDE)
      else multiplyVector(own, entries, length, x + inputAt(positions, k), to, BELOW)
      if (to != into) addTile(into, to, width)
    }
    if (into != sums) addTile(sums, into, width)
  }
}

/**
 * Multiplies (`interface/commands.ts`). The last vector of a row is moved back so that it ends with the row. If a row
 * is shorter than a vector, or a sum longer than a block, tiles go through scratch.
 */
export function multiply(args: Multiply, unit: i32, scratch: usize): void {
  const blocks = args.vectorBlocks
  const panelBlocks = args.panelBlocks
  const band = unit / blocks
  const group = band / panelBlocks
  const firstVector = (unit - band * blocks) * args.vectorsPerUnit
  const vectors = min(args.vectors, firstVector + args.vectorsPerUnit) - firstVector
  const firstPanel = (band - group * panelBlocks) * args.panelsPerUnit
  const lastPanel = min(args.panels, firstPanel + args.panelsPerUnit)
  const columns = args.columns
  const rows = args.rows
  const ofRow = (columns + 3) >> 2
  const x = args.x + <usize>group * args.xGroup
  const y = args.y + <usize>group * args.yGroup
  // The positions of all vectors of the unit.
  let place = firstVector % ofRow
  let row = (firstVector / ofRow) % rows
  let image = firstVector / ofRow / rows
  for (let k = 0; k < vectors; k++) {
    const column = (<usize>max(0, min(place << 2, columns - 4))) << 2
    const at = scratch + ((<usize>k) << 3)
    store<u32>(at, image * args.xImage + row * args.xRow + column)
    store<u32>(at, image * args.yImage + row * args.yRow + column, 4)
    if (++place == ofRow) {
      place = 0
      if (++row == rows) {
        row = 0
        image++
      }
    }
  }
  const table: usize = args.table
  const count = args.depth
  const plane: usize = args.yPlane
  const block = args.block
  const sums = scratch + ((<usize>vectors) << 3)
  for (let panel = firstPanel; panel < lastPanel; panel++) {
    findPanel(args.panelsByHeight, panel)
    const a = args.a + <usize>group * args.aGroup + ((<usize>(panelRow * count)) << 2)
    const to = y + panelRow * plane
    const width = vectorsOfTile()
    let k = 0
    if (columns < 4 || count > block) {
      while (k < vectors) {
        const some = k + width <= vectors ? width : 1
        multiplyBlocks(a, table, count, block, scratch, k, some, x, sums)
        for (let v = 0; v < some; v++) {
          let from = sums + <usize>v * BESIDE
          let at = to + outputAt(scratch, k + v)
          for (let r = 0; r < panelHeight; r++, from += BELOW, at += plane) storeLanes(at, v128.load(from), columns)
        }
        k += some
      }
      continue
    }
    for (; k + width <= vectors; k += width) multiplyVectors(a, table, count, scratch, k, x, to, plane, 0)
    for (; k < vectors; k++) {
      multiplyVector(a, table, count, x + inputAt(scratch, k), to + outputAt(scratch, k), plane)
    }
  }
}

/** Packs rows into panels, [panel][k][row]. */
export function packRows(args: PackRows, unit: i32, _scratch: usize): void {
  const blocks = args.blocks
  const group = unit / blocks
  const first = (unit - group * blocks) * args.perUnit
  const last = min(args.panels, first + args.perUnit)
  const rowStep: usize = args.rowStride
  const table: usize = args.table
  const count = args.depth
  const step: usize = args.step
  for (let panel = first; panel < last; panel++) {
    findPanel(args.panelsByHeight, panel)
    const height = panelHeight
    const from = args.source + <usize>group * args.sourceGroup + panelRow * rowStep
    let to = args.target + <usize>group * args.targetGroup + ((<usize>(panelRow * count)) << 2)
    let at = from
    for (let k = 0; k < count; k++, at += step) {
      let source = table != 0 ? from + load<u32>(table + ((<usize>k) << 2)) : at
      for (let r = 0; r < height; r++, source += rowStep, to += 4) store<f32>(to, load<f32>(source))
    }
  }
}

/** Packs columns into panels of eight, [panel][k][8]. */
export function packColumns(args: PackColumns, unit: i32, _scratch: usize): void {
  const rowStep: usize = args.rowStride
  const rows = args.rows
  const perUnit = args.perUnit
  const last = min(args.panels, (unit + 1) * perUnit)
  for (let panel = unit * perUnit; panel < last; panel++) {
    let from = args.source + ((<usize>panel) << 5)
    let to = args.target + ((<usize>(panel * rows)) << 5)
    for (let k = 0; k < rows; k++, from += rowStep, to += 32) {
      v128.store(to, v128.load(from))
      v128.store(to, v128.load(from, 16), 16)
    }
  }
}

/** Writes the table 0, step, 2 step, .. */
export function linearTable(args: LinearTable, _unit: i32, _scratch: usize): void {
  const to: usize = args.target
  const count = args.count
  const step = args.step
  for (let k = 0; k < count; k++) store<usize>(to + ((<usize>k) << 2), <usize>k * step)
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

/** Pads planes, and splits them by the phase of the stride. */
export function padPlanes(args: PadPlanes, unit: i32, _scratch: usize): void {
  const perUnit = args.perUnit
  const last = min(args.planes, (unit + 1) * perUnit)
  const height = args.rows.input
  const rowStride = args.rows.stride
  const rowSpread = args.rows.spread
  const rows = args.rows.length
  const width = args.columns.input
  const stride = args.columns.stride
  const columns = args.columns.length
  const isSimple = rowStride == 1 && stride == 1 && rowSpread == 1 && args.columns.spread == 1
  for (let plane = unit * perUnit; plane < last; plane++) {
    const from = args.source + ((<usize>(plane * height * width)) << 2)
    let to = args.target + <usize>plane * args.targetPlane
    if (isSimple) {
      const lowRow = args.rows.low
      const lowColumn = args.columns.low
      memory.fill(to, 0, (<usize>(rows * columns)) << 2)
      const first = max(0, lowRow)
      const left = max(0, lowColumn)
      const inside = min(columns, width + lowColumn) - left
      if (inside <= 0) continue
      const end = min(rows, height + lowRow)
      for (let r = first; r < end; r++) {
        copyFloats(
          to + ((<usize>(r * columns + left)) << 2),
          from + ((<usize>((r - lowRow) * width + left - lowColumn)) << 2),
          inside,
        )
      }
      continue
    }
    for (let down = 0; down < rowStride; down++) {
      for (let across = 0; across < stride; across++) {
        const start = across - args.columns.low
        for (let r = 0; r < rows; r++, to += (<usize>columns) << 2) {
          const cell = r * rowStride + down - args.rows.low
          if (cell < 0 || cell % rowSpread != 0 || cell / rowSpread >= height) fillFloats(to, 0, columns)
          else {
            const source = from + ((<usize>((cell / rowSpread) * width)) << 2)
            padRow(to, source, width, columns, stride, start, args.columns.spread)
          }
        }
      }
    }
  }
}

/** Packs cotangents into panels of eight channels, [panel][pixel][8]; missing channels are filled with zeros. */
export function packCotangents(args: PackCotangents, unit: i32, _scratch: usize): void {
  const pixels = args.pixels
  const images = args.images
  const channels = args.channels
  const ofGroup = args.panels
  const panel = unit / images
  const image = unit - panel * images
  const group = panel / ofGroup
  const first = (panel - group * ofGroup) << 3
  const count = min(8, channels - first)
  const plane = (<usize>pixels) << 2
  const from = args.source + image * args.imageBytes + <usize>(group * channels + first) * plane
  const to = args.target + ((<usize>(panel * images + image) * plane) << 3)
  // Missing channels are read from the last one, and then overwritten.
  for (let half = 0; half < 8; half += 4) {
    const r0 = from + <usize>min(half, count - 1) * plane
    const r1 = from + <usize>min(half + 1, count - 1) * plane
    const r2 = from + <usize>min(half + 2, count - 1) * plane
    const r3 = from + <usize>min(half + 3, count - 1) * plane
    const mask = i32x4.gt_s(i32x4.splat(count - half), i32x4(0, 1, 2, 3))
    let target = to + ((<usize>half) << 2)
    let at: usize = 0
    let k = 0
    for (; k + 4 <= pixels; k += 4, at += 16, target += 128) {
      const v0 = v128.load(r0 + at)
      const v1 = v128.load(r1 + at)
      const v2 = v128.load(r2 + at)
      const v3 = v128.load(r3 + at)
      const p = v128.shuffle<i32>(v0, v1, 0, 4, 1, 5)
      const q = v128.shuffle<i32>(v2, v3, 0, 4, 1, 5)
      const s = v128.shuffle<i32>(v0, v1, 2, 6, 3, 7)
      const t = v128.shuffle<i32>(v2, v3, 2, 6, 3, 7)
      v128.store(target, v128.and(mask, v128.shuffle<i32>(p, q, 0, 1, 4, 5)))
      v128.store(target, v128.and(mask, v128.shuffle<i32>(p, q, 2, 3, 6, 7)), 32)
      v128.store(target, v128.and(mask, v128.shuffle<i32>(s, t, 0, 1, 4, 5)), 64)
      v128.store(target, v128.and(mask, v128.shuffle<i32>(s, t, 2, 3, 6, 7)), 96)
    }
    for (; k < pixels; k++, at += 4, target += 32) {
      let v = v128.load32_zero(r0 + at)
      v = v128.load32_lane(r1 + at, v, 1)
      v = v128.load32_lane(r2 + at, v, 2)
      v128.store(target, v128.and(mask, v128.load32_lane(r3 + at, v, 3)))
    }
  }
}

/**
 * Adds products of cotangents and taps to the sums. With `isByLanes`, cotangents are read in place, four pixels at a time,
 * in panels of two channels, and the sums are vectors; the number of columns is then a multiple of four.
 */
function addCotangents(args: CotangentProduct, unit: i32, scratch: usize, isByLanes: bool): void {
  const tapBlocks = args.blocks
  const panel = unit / tapBlocks
  const group = panel / args.panels
  const taps = args.taps
  const fives = (taps + 4) / 5
  const perBlock = args.fivesOfBlock
  const first = (unit - panel * tapBlocks) * perBlock
  const last = min(fives, first + perBlock)
  const x = args.x + <usize>group * args.xGroup
  let y = args.cotangents + <usize>panel * args.cotangentsPanel
  let y1 = y
  if (isByLanes) {
    const plane = args.cotangentsPanel
    const channels = args.channels
    const channel = (panel - group * args.panels) << 1
    y = args.cotangents + <usize>(group * channels + channel) * plane
    y1 = channel + 1 < channels ? y + plane : y
  }
  const table: usize = args.table
  const sums = args.sums + <usize>(panel * fives) * 320
  const rows = args.rows
  const columns = args.columns
  const step = isByLanes ? 4 : 1
  const pixels = args.images * rows * columns
  const perChunk = args.pixelsOfChunk
  if (args.isFirst) memory.fill(sums + <usize>first * 320, 0, <usize>(last - first) * 320)
  let column = 0
  let row = 0
  let image = 0
  for (let start = 0; start < pixels; start += perChunk) {
    const count = min(perChunk, pixels - start)
    let end = scratch
    for (let k = 0; k < count; k += step) {
      store<u32>(end, image * args.xImage + row * args.xRow + (column << 2))
      end += 4
      if (isByLanes) {
        store<u32>(end, image * args.cotangentsImage + row * args.cotangentsRow + (column << 2))
        end += 4
      }
      if ((column += step) == columns) {
        column = 0
        if (++row == rows) {
          row = 0
          image++
        }
      }
    }
    for (let five = first; five < last; five++) {
      const tap = five * 5
      const x0 = x + <usize>load<u32>(table + ((<usize>tap) << 2))
      const x1 = x + <usize>load<u32>(table + ((<usize>min(tap + 1, taps - 1)) << 2))
      const x2 = x + <usize>load<u32>(table + ((<usize>min(tap + 2, taps - 1)) << 2))
      const x3 = x + <usize>load<u32>(table + ((<usize>min(tap + 3, taps - 1)) << 2))
      const x4 = x + <usize>load<u32>(table + ((<usize>min(tap + 4, taps - 1)) << 2))
      // Sums of a chunk are added to the rest in 64 bits, which keeps rounding errors small.
      memory.fill(end, 0, 160)
      if (isByLanes) tiles.dots5x2(scratch, end, x0, x1, x2, x3, x4, y, y1)
      else tiles.taps5x2(scratch, end, x0, x1, x2, x3, x4, y)
      const to = sums + <usize>five * 320
      for (let k: usize = 0; k < 160; k += 8) {
        v128.store(to + 2 * k, f64x2.add(v128.load(to + 2 * k), f64x2.promote_low_f32x4(v128.load64_zero(end + k))))
      }
    }
    if (!isByLanes) y += (<usize>count) << 5
  }
}

export function multiplyCotangents(args: CotangentProduct, unit: i32, scratch: usize): void {
  addCotangents(args, unit, scratch, false)
}

export function multiplyCotangentsByLanes(args: CotangentProduct, unit: i32, scratch: usize): void {
  addCotangents(args, unit, scratch, true)
}

/** The sum of four lanes, in 64 bits. */
function sumOfFour(at: usize): f64 {
  return load<f64>(at) + load<f64>(at, 8) + (load<f64>(at, 16) + load<f64>(at, 24))
}

/** Sums of `multiplyCotangents` as a kernel. */
export function unpackSums(args: UnpackSums, unit: i32, _scratch: usize): void {
  const isByLanes = args.isByLanes
  const taps = args.taps
  const channels = args.channels
  const panels = args.panels
  const perUnit = args.perUnit
  const last = min(args.rows, (unit + 1) * perUnit)
  const fives = (taps + 4) / 5
  const ofPanel = isByLanes ? 2 : 8
  for (let row = unit * perUnit; row < last; row++) {
    const group = row / channels
    const channel = row - group * channels
    const panel = channel / ofPanel
    const part = <usize>(channel - panel * ofPanel)
    let from = args.sums + <usize>((group * panels + panel) * fives) * 320 + (part << (isByLanes ? 5 : 3))
    let to = args.target + ((<usize>(row * taps)) << 2)
    for (let tap = 0; tap < taps; tap++, from += 64, to += 4) {
      store<f32>(to, <f32>(isByLanes ? sumOfFour(from) : load<f64>(from)))
    }
  }
}
