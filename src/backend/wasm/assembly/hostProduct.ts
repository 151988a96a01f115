/**
 * @file Products of matrices that the host computes; it only receives addresses in this memory. What a call computes
 * depends only on the arguments of the command, so threads may share its units.
 */
import { copyFloats } from './broadcast'
import { GatherPixels, HostProduct } from './generated/interface'

/**
 * Imported, from `hostProduct`: c = a b + beta c, each given by its first entry and the entries between rows; read by
 * columns if transposed.
 */
declare function product(
  aTransposed: bool,
  bTransposed: bool,
  height: i32,
  width: i32,
  depth: i32,
  a: usize,
  aRow: i32,
  b: usize,
  bRow: i32,
  beta: f32,
  c: usize,
  cRow: i32,
): void

/** Blocks per group, whose sums are added one by one. */
const BLOCKS: i32 = 64

/** Adds rows of one matrix to those of another. */
function addRows(to: usize, from: usize, height: i32, width: i32, row: usize): void {
  for (let r = 0; r < height; r++, to += row, from += row) {
    let c: usize = 0
    const end = (<usize>width) << 2
    for (; c + 16 <= end; c += 16) v128.store(to + c, f32x4.add(v128.load(to + c), v128.load(from + c)))
    for (; c < end; c += 4) store<f32>(to + c, load<f32>(to + c) + load<f32>(from + c))
  }
}

/** Multiplies: sums in blocks, and these in groups, as `multiply` does. */
export function hostProduct(args: HostProduct, unit: i32, _scratch: usize): void {
  const columnBlocks = args.columnBlocks
  const rowBlocks = args.rowBlocks
  const band = unit / columnBlocks
  const whole = band / rowBlocks
  const image = whole / args.groups
  const group = whole - image * args.groups
  const row = (band - whole * rowBlocks) * args.rowsPerUnit
  const column = (unit - band * columnBlocks) * args.columnsPerUnit
  const height = min(args.height - row, args.rowsPerUnit)
  const width = min(args.width - column, args.columnsPerUnit)
  const aRow = args.aRow
  const bRow = args.bRow
  const cRow = args.cRow
  const aStep: usize = args.aTransposed ? (<usize>aRow) << 2 : 4
  const bStep: usize = args.bTransposed ? 4 : (<usize>bRow) << 2
  const a =
    args.a +
    <usize>image * args.aImage +
    <usize>group * args.aGroup +
    <usize>row * (args.aTransposed ? 4 : (<usize>aRow) << 2)
  const b =
    args.b +
    <usize>image * args.bImage +
    <usize>group * args.bGroup +
    <usize>column * (args.bTransposed ? (<usize>bRow) << 2 : 4)
  const c =
    args.c + <usize>image * args.cImage + <usize>group * args.cGroup + ((<usize>row * <usize>cRow + <usize>column) << 2)
  const spare = c + args.spare
  const depth = args.depth
  const block = args.block
  let into = args.isAdded ? spare : c
  let blocks = 0
  for (let term = 0; term < args.terms; term++) {
    const ofA = a + <usize>term * args.aTerm
    const ofB = b + <usize>term * args.bTerm
    for (let first = 0; first < depth; first += block) {
      if (blocks == BLOCKS) {
        if (into != c) addRows(c, into, height, width, (<usize>cRow) << 2)
        into = spare
        blocks = 0
      }
      product(
        args.aTransposed,
        args.bTransposed,
        height,
        width,
        min(block, depth - first),
        ofA + <usize>first * aStep,
        aRow,
        ofB + <usize>first * bStep,
        bRow,
        blocks == 0 ? 0 : 1,
        into,
        cRow,
      )
      blocks++
    }
  }
  if (into != c) addRows(c, into, height, width, (<usize>cRow) << 2)
}

/** Writes rows of the matrices that products of planes read. */
export function gatherPixels(args: GatherPixels, unit: i32, _scratch: usize): void {
  const units = args.units
  const matrix = unit / units
  const image = matrix / args.groups
  const group = matrix - image * args.groups
  const depth = args.depth
  const rows = args.rows
  const columns = args.columns
  const bytes = (<usize>columns) << 2
  const xRow = args.xRow
  const table: usize = args.table
  const first = (unit - matrix * units) * args.perUnit
  const last = min(depth, first + args.perUnit)
  const x = args.x + <usize>image * args.xImage + <usize>group * args.xGroup
  let to = args.target + <usize>(matrix * depth + first) * <usize>rows * bytes
  for (let k = first; k < last; k++) {
    let from = x + load<u32>(table + ((<usize>k) << 2))
    for (let r = 0; r < rows; r++, from += xRow, to += bytes) copyFloats(to, from, columns)
  }
}
