/** @file Gradients of kernels: products of cotangents and taps of padded planes (`conv.ts`), summed over pixels. */
import { CotangentProduct } from './generated/interface'
import * as tiles from './generated/tiles'

/** The pixel at which a chunk begins. */
let column: i32 = 0
let row: i32 = 0
let image: i32 = 0

/**
 * Writes the offsets of the next pixels in x, from `to` on; by lanes those of every fourth one, each with its offset in
 * the cotangent. Returns the address behind them.
 */
function writePixels(args: CotangentProduct, count: i32, to: usize, isByLanes: bool): usize {
  const step = isByLanes ? 4 : 1
  const columns = args.columns
  while (count > 0) {
    let x = image * args.xImage + row * args.xRow + ((<usize>column) << 2)
    let y = image * args.cotangentsImage + row * args.cotangentsRow + ((<usize>column) << 2)
    const some = min(count, columns - column)
    if (isByLanes) {
      for (let k = 0; k < some; k += 4, x += 16, y += 16, to += 8) {
        store<u32>(to, x)
        store<u32>(to, y, 4)
      }
    } else for (let k = 0; k < some; k++, x += 4, to += 4) store<u32>(to, x)
    count -= some
    if ((column += some) < columns) break
    column = 0
    if (++row == args.rows) {
      row = 0
      image++
    }
  }
  return to
}

/** Ten sums of a chunk, left at `end`: five taps, by eight channels or, by lanes, by two. */
function multiplyFive(args: CotangentProduct, tap: i32, list: usize, end: usize, x: usize, y: usize, y1: usize): void {
  const last = args.taps - 1
  const table: usize = args.table
  const x0 = <usize>load<u32>(table + ((<usize>tap) << 2))
  const x1 = <usize>load<u32>(table + ((<usize>min(tap + 1, last)) << 2))
  const x2 = <usize>load<u32>(table + ((<usize>min(tap + 2, last)) << 2))
  const x3 = <usize>load<u32>(table + ((<usize>min(tap + 3, last)) << 2))
  const x4 = <usize>load<u32>(table + ((<usize>min(tap + 4, last)) << 2))
  const areNeighbours = x1 - x0 == 4 && x2 - x0 == 8 && x3 - x0 == 12 && x4 - x0 == 16
  if (y1 != 0) {
    if (areNeighbours) tiles.neighbours5x2(list, end, x + x0, y, y1)
    else tiles.dots5x2(list, end, x + x0, x + x1, x + x2, x + x3, x + x4, y, y1)
  } else if (areNeighbours) tiles.pixels5x2(list, end, x + x0, y)
  else tiles.taps5x2(list, end, x + x0, x + x1, x + x2, x + x3, x + x4, y)
}

/**
 * Adds products of cotangents and taps to the sums. With `isByLanes`, cotangents are read in place, four pixels at a time,
 * in panels of two channels, and the sums are vectors; the number of columns is then a multiple of four.
 */
function addCotangents(args: CotangentProduct, unit: i32, scratch: usize, isByLanes: bool): void {
  const tapBlocks = args.blocks
  const panel = unit / tapBlocks
  const group = panel / args.panels
  const fives = (args.taps + 4) / 5
  const perBlock = args.fivesOfBlock
  const first = (unit - panel * tapBlocks) * perBlock
  const last = min(fives, first + perBlock)
  const x = args.x + <usize>group * args.xGroup
  let y = args.cotangents + <usize>panel * args.cotangentsPanel
  let y1: usize = 0
  if (isByLanes) {
    const plane = args.cotangentsPanel
    const channels = args.channels
    const channel = (panel - group * args.panels) << 1
    y = args.cotangents + <usize>(group * channels + channel) * plane
    y1 = channel + 1 < channels ? y + plane : y
  }
  const sums = args.sums + <usize>(panel * fives) * 320
  const pixels = args.images * args.rows * args.columns
  const perChunk = args.pixelsOfChunk
  if (args.isFirst) memory.fill(sums + <usize>first * 320, 0, <usize>(last - first) * 320)
  column = 0
  row = 0
  image = 0
  for (let start = 0; start < pixels; start += perChunk) {
    const count = min(perChunk, pixels - start)
    const end = writePixels(args, count, scratch, isByLanes)
    for (let five = first; five < last; five++) {
      multiplyFive(args, five * 5, scratch, end, x, y, y1)
      // Sums of a chunk are added to the rest in 64 bits, which keeps rounding errors small.
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
