/**
 * @file Products of matrices: packed rows of A beside vectors of B that are read in place (`registerTiles.ts`), through a
 * table of offsets (`multiply`) or at equal steps (`multiplySteps`). For a convolution A is the kernel, B the input padded
 * by `padPlanes`; for a matrix B is one row of pixels, or the panels that `packColumns` makes.
 */
import {
  Multiply,
  MultiplyImages,
  MultiplySteps,
  PackColumns,
  PackRows,
  Panels,
  ReachedColumn,
} from './generated/interface'
import { storeTransposed } from './broadcast'
import * as tiles from './generated/tiles'
import { storeLanes } from './reduce'

/** A panel of rows: `findPanel` leaves its height and first row here, and how many panels of this height follow it. */
let panelHeight: i32 = 0
let panelRow: i32 = 0
let panelsBelow: i32 = 0

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
  panelsBelow = panelsOfHeight(panels, height) - 1 - panel
}

function panelsOfHeight(panels: Panels, height: i32): i32 {
  if (height == 5) return panels.fives
  if (height == 4) return panels.fours
  if (height == 3) return panels.threes
  return height == 2 ? panels.twos : panels.ones
}

export function heightOfPanel(): i32 {
  return panelHeight
}
export function rowOfPanel(): i32 {
  return panelRow
}

/** The address of vector `k` among positions (input, output, adjacent vectors) in scratch. */
function inputAt(positions: usize, k: i32): usize {
  return load<u32>(positions + <usize>k * POSITION)
}
function outputAt(positions: usize, k: i32): usize {
  return load<u32>(positions + <usize>k * POSITION, 4)
}
/** How many vectors from this one on lie side by side. */
function adjacentAt(positions: usize, k: i32): i32 {
  return load<i32>(positions + <usize>k * POSITION, 8)
}

/** Bytes of a position, of the gap between vectors of a tile in scratch, and of that between its rows. */
const POSITION: usize = 12
const BESIDE: usize = 16
const BELOW: usize = 64
/** Blocks per group, whose sums are added one by one. */
export const BLOCKS: i32 = 64

/** The number of vectors that a tile of the panel takes at a time. */
function vectorsOfTile(): i32 {
  return panelHeight > 3 ? 2 : panelHeight == 3 ? 3 : 4
}

/** A tile of vectors that lie side by side, as many as it takes. */
function multiplyRow(a: usize, table: usize, count: i32, x: usize, y: usize, yRow: usize): void {
  if (panelHeight == 5) tiles.row5x2(a, table, count, x, y, yRow)
  else if (panelHeight == 4) tiles.row4x2(a, table, count, x, y, yRow)
  else if (panelHeight == 3) tiles.row3x3(a, table, count, x, y, yRow)
  else if (panelHeight == 2) tiles.row2x4(a, table, count, x, y, yRow)
  else tiles.row1x4(a, table, count, x, y, yRow)
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
  const y0 = yVector != 0 ? y : y + outputAt(positions, k)
  if (adjacentAt(positions, k) >= vectorsOfTile()) {
    multiplyRow(a, table, count, x0, y0, yRow)
    return
  }
  const x1 = x + inputAt(positions, k + 1)
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
  if (panelHeight == 5) tiles.row5x1(a, table, count, x, y, yRow)
  else if (panelHeight == 4) tiles.row4x1(a, table, count, x, y, yRow)
  else if (panelHeight == 3) tiles.row3x1(a, table, count, x, y, yRow)
  else if (panelHeight == 2) tiles.row2x1(a, table, count, x, y, yRow)
  else tiles.row1x1(a, table, count, x, y, yRow)
}

/** A tile of as many vectors as it takes, or of a single one, at equal steps. */
function multiplyAtSteps(a: usize, x: usize, step: usize, count: i32, y: usize, yRow: usize, width: i32): void {
  if (width == 1) {
    if (panelHeight == 5) tiles.step5x1(a, x, step, count, y, yRow)
    else if (panelHeight == 4) tiles.step4x1(a, x, step, count, y, yRow)
    else if (panelHeight == 3) tiles.step3x1(a, x, step, count, y, yRow)
    else if (panelHeight == 2) tiles.step2x1(a, x, step, count, y, yRow)
    else tiles.step1x1(a, x, step, count, y, yRow)
  } else if (panelHeight == 5) tiles.step5x2(a, x, step, count, y, yRow)
  else if (panelHeight == 4) tiles.step4x2(a, x, step, count, y, yRow)
  else if (panelHeight == 3) tiles.step3x3(a, x, step, count, y, yRow)
  else if (panelHeight == 2) tiles.step2x4(a, x, step, count, y, yRow)
  else tiles.step1x4(a, x, step, count, y, yRow)
}

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
 * with the length of a block rather than that of the sum. The totals are left at `sums`, five rows of four vectors. B is
 * read at equal steps if `step` is not 0.
 */
function multiplyBlocks(
  a: usize,
  table: usize,
  step: usize,
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
  const aStep = (<usize>panelHeight) << 2
  for (let group = 0; group < count; group += block * BLOCKS) {
    const into = group == 0 ? sums : ofGroup
    const end = min(count, group + block * BLOCKS)
    for (let first = group; first < end; first += block) {
      const to = first == group ? into : ofBlock
      const own = a + <usize>first * aStep
      const entries = table + ((<usize>first) << 2)
      const length = min(block, end - first)
      if (step != 0) multiplyAtSteps(own, x + <usize>first * step, step, length, to, BELOW, width)
      else if (width > 1) multiplyVectors(own, entries, length, positions, k, x, to, BELOW, BESIDE)
      else multiplyVector(own, entries, length, x + inputAt(positions, k), to, BELOW)
      if (to != into) addTile(into, to, width)
    }
    if (into != sums) addTile(sums, into, width)
  }
}

/**
 * Records the positions of vectors. If the last vector of a row would extend past it, the last ones of the row, as many
 * as a tile takes, are moved back so that they end with the row and still lie side by side.
 */
function recordPositions(args: Multiply, first: i32, vectors: i32, positions: usize): void {
  const columns = args.columns
  const rows = args.rows
  const ofRow = (columns + 3) >> 2
  const together = args.together << 2 <= columns ? args.together : 1
  const firstMoved = (columns & 3) == 0 ? ofRow : ofRow - together
  let place = first % ofRow
  let row = (first / ofRow) % rows
  let image = first / ofRow / rows
  for (let k = 0; k < vectors; k++, positions += POSITION) {
    const isMoved = place >= firstMoved
    const column = (<usize>max(0, isMoved ? columns - ((ofRow - place) << 2) : place << 2)) << 2
    store<u32>(positions, image * args.xImage + row * args.xRow + column)
    store<u32>(positions, image * args.yImage + row * args.yRow + column, 4)
    store<i32>(positions, (isMoved ? ofRow : firstMoved) - place, 8)
    if (++place == ofRow) {
      place = 0
      if (++row == rows) {
        row = 0
        image++
      }
    }
  }
}

/**
 * Multiplies (`interface/commands.ts`). If a row is shorter than a vector, or a sum longer than a block, tiles go
 * through scratch.
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
  const x = args.x + <usize>group * args.xGroup
  const y = args.y + <usize>group * args.yGroup
  recordPositions(args, firstVector, vectors, scratch)
  const table: usize = args.table
  const count = args.depth
  const plane: usize = args.yPlane
  const block = args.block
  const sums = scratch + ((<usize>vectors * POSITION + 15) & ~15)
  for (let panel = firstPanel; panel < lastPanel; panel++) {
    findPanel(args.panelsByHeight, panel)
    const a = args.a + <usize>group * args.aGroup + ((<usize>(panelRow * count)) << 2)
    const to = y + panelRow * plane
    const width = vectorsOfTile()
    let k = 0
    if (columns < 4 || count > block) {
      while (k < vectors) {
        const some = k + width <= vectors ? width : 1
        multiplyBlocks(a, table, 0, count, block, scratch, k, some, x, sums)
        for (let v = 0; v < some; v++) {
          storeTile(to + outputAt(scratch, k + v), plane, sums + <usize>v * BESIDE, columns)
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

/** Stores a vector of each row of a tile, or some of its lanes. */
function storeTile(to: usize, plane: usize, from: usize, lanes: i32): void {
  for (let r = 0; r < panelHeight; r++, from += BELOW, to += plane) storeLanes(to, v128.load(from), lanes)
}

/** The panels of one height, `count` from the one found last, by columns from `first` to `last` at equal steps. */
function multiplyPanels(
  args: MultiplySteps,
  a: usize,
  x: usize,
  y: usize,
  count: i32,
  first: i32,
  last: i32,
  sums: usize,
): void {
  const columns = args.columns
  const depth = args.depth
  const step: usize = args.step
  const eight: usize = args.xEight
  const plane: usize = args.yPlane
  const block = args.block
  const width = vectorsOfTile()
  const aPanel = (<usize>(panelHeight * depth)) << 2
  const yPanel = <usize>panelHeight * plane
  const isWhole = depth <= block && columns >= 4
  while (first < last) {
    const some = first + (width << 2) <= last ? width : 1
    // The last vector is moved back so that it ends with the row.
    const column = (<usize>max(0, min(first, columns - 4))) << 2
    const from = x + <usize>(first >> 3) * eight + (column - ((<usize>(first >> 3)) << 5))
    let to = y + column
    let own = a
    for (let panel = 0; panel < count; panel++, own += aPanel, to += yPanel) {
      if (isWhole) multiplyAtSteps(own, from, step, depth, to, plane, some)
      else {
        multiplyBlocks(own, 0, step, depth, block, 0, 0, some, from, sums)
        for (let v = 0; v < some; v++) {
          const at = <usize>v * BESIDE
          storeTile(to + at, plane, sums + at, columns)
        }
      }
    }
    first += some << 2
  }
}

/** Multiplies (`interface/commands.ts`): the columns of a tile stay in the first-level cache for all panels of a unit. */
export function multiplySteps(args: MultiplySteps, unit: i32, scratch: usize): void {
  const columnBlocks = args.columnBlocks
  const panelBlocks = args.panelBlocks
  const band = unit / columnBlocks
  const plane = band / panelBlocks
  const image = plane / args.groups
  const group = plane - image * args.groups
  const first = (unit - band * columnBlocks) * args.columnsPerUnit
  const last = min(args.columns, first + args.columnsPerUnit)
  const x = args.x + <usize>group * args.xGroup + <usize>image * args.xImage
  const y = args.y + <usize>group * args.yGroup + <usize>image * args.yImage
  const a = args.a + <usize>group * args.aGroup
  const lastPanel = min(args.panels, (band - plane * panelBlocks + 1) * args.panelsPerUnit)
  for (let panel = (band - plane * panelBlocks) * args.panelsPerUnit; panel < lastPanel;) {
    findPanel(args.panelsByHeight, panel)
    const count = min(lastPanel - panel, panelsBelow + 1)
    const own = a + ((<usize>(panelRow * args.depth)) << 2)
    multiplyPanels(args, own, x, y + <usize>panelRow * args.yPlane, count, first, last, scratch)
    panel += count
  }
}

/** One cell of all channels, for all images: `depth` terms from `first` on, for each panel. */
function multiplyCell(args: MultiplyImages, column: ReachedColumn, first: i32, depth: i32, x: usize, y: usize): void {
  const whole = column.depth * args.tapRows
  const plane = <usize>(args.rowsCount * args.columnsCount) * args.imageBytes
  const table = column.table + ((<usize>first) << 2)
  const images = args.images
  for (let panel = 0; panel < args.panels; panel++) {
    findPanel(args.panelsByHeight, panel)
    const a = column.a + ((<usize>(panelRow * whole + panelHeight * first)) << 2)
    const to = y + <usize>panelRow * plane
    const width = vectorsOfTile() << 2
    let image = 0
    for (; image + width <= images; image += width) {
      const at = (<usize>image) << 2
      multiplyRow(a, table, depth, x + at, to + at, plane)
    }
    for (; image < images; image += 4) {
      const at = (<usize>image) << 2
      multiplyVector(a, table, depth, x + at, to + at, plane)
    }
  }
}

/** Multiplies (`interface/commands.ts`). A cell that no tap reaches is 0. */
export function multiplyImages(args: MultiplyImages, unit: i32, _scratch: usize): void {
  const rows = args.rowsCount
  const columns = args.columnsCount
  const bytes: usize = args.imageBytes
  const last = min(rows, (unit + 1) * args.perUnit)
  for (let i = unit * args.perUnit; i < last; i++) {
    const taps = args.rows.at(i)
    for (let j = 0; j < columns; j++) {
      const column = args.columns.at(j)
      const y = args.y + <usize>(i * columns + j) * bytes
      const depth = taps.count * column.depth
      if (depth > 0) {
        const x = args.x + <usize>((i + args.lowRow) * args.outputs + j) * bytes
        multiplyCell(args, column, taps.first * column.depth, depth, x, y)
        continue
      }
      for (let c = 0; c < args.channels; c++) memory.fill(y + <usize>(c * rows * columns) * bytes, 0, bytes)
    }
  }
}

/** Four rows, interleaved: entry k of each to `to + k toStep`. Their entries are contiguous. */
function interleaveFour(from: usize, rowStep: usize, count: i32, to: usize, toStep: usize): void {
  const r1 = from + rowStep
  const r2 = r1 + rowStep
  const r3 = r2 + rowStep
  let at: usize = 0
  let k = 0
  for (; k + 4 <= count; k += 4, at += 16, to += 4 * toStep) {
    storeTransposed(to, toStep, v128.load(from + at), v128.load(r1 + at), v128.load(r2 + at), v128.load(r3 + at))
  }
  for (; k < count; k++, at += 4, to += toStep) {
    store<f32>(to, load<f32>(from + at))
    store<f32>(to, load<f32>(r1 + at), 4)
    store<f32>(to, load<f32>(r2 + at), 8)
    store<f32>(to, load<f32>(r3 + at), 12)
  }
}

/** Interleaves the last rows of a panel, or all, entry by entry. */
function interleave(from: usize, rowStep: usize, rows: i32, count: i32, step: usize, to: usize, toStep: usize): void {
  for (; rows >= 2; rows -= 2, from += 2 * rowStep, to += 8) {
    let at = from
    let target = to
    for (let k = 0; k < count; k++, at += step, target += toStep) {
      store<f32>(target, load<f32>(at))
      store<f32>(target, load<f32>(at + rowStep), 4)
    }
  }
  if (rows == 0) return
  for (let k = 0; k < count; k++, from += step, to += toStep) store<f32>(to, load<f32>(from))
}

/** Packs a panel whose rows lie side by side, `step` bytes before those of the next k. */
function packColumnwise(from: usize, height: i32, count: i32, step: usize, to: usize): void {
  const toStep = (<usize>height) << 2
  for (let k = 0; k < count; k++, from += step, to += toStep) {
    v128.store(to, v128.load(from))
    if (height == 5) store<f32>(to, load<f32>(from, 16), 16)
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
    const to = args.target + <usize>group * args.targetGroup + ((<usize>(panelRow * count)) << 2)
    const toStep = (<usize>height) << 2
    if (table != 0) packByTable(from, rowStep, height, count, table, to)
    else if (height >= 4 && rowStep == 4) packColumnwise(from, height, count, step, to)
    else if (height >= 4 && step == 4) {
      interleaveFour(from, rowStep, count, to, toStep)
      interleave(from + 4 * rowStep, rowStep, height - 4, count, step, to + 16, toStep)
    } else interleave(from, rowStep, height, count, step, to, toStep)
  }
}

/** Packs a panel whose entries are at the offsets of a table. */
function packByTable(from: usize, rowStep: usize, height: i32, count: i32, table: usize, to: usize): void {
  for (let k = 0; k < count; k++) {
    let source = from + load<u32>(table + ((<usize>k) << 2))
    for (let r = 0; r < height; r++, source += rowStep, to += 4) store<f32>(to, load<f32>(source))
  }
}

/** Packs columns into panels of eight, [panel][k][8]; two panels at a time, which share cache lines. */
export function packColumns(args: PackColumns, unit: i32, _scratch: usize): void {
  const rowStep: usize = args.rowStride
  const rows = args.rows
  const perUnit = args.perUnit
  const last = min(args.panels, (unit + 1) * perUnit)
  const panelBytes = (<usize>rows) << 5
  for (let panel = unit * perUnit; panel < last; panel += 2) {
    let from = args.source + ((<usize>panel) << 5)
    let to = args.target + <usize>panel * panelBytes
    const isPair = panel + 1 < last
    for (let k = 0; k < rows; k++, from += rowStep, to += 32) {
      v128.store(to, v128.load(from))
      v128.store(to, v128.load(from, 16), 16)
      if (!isPair) continue
      const beside = to + panelBytes
      v128.store(beside, v128.load(from, 32))
      v128.store(beside, v128.load(from, 48), 16)
    }
  }
}
