/**
 * @file Products whose rows are few, such as the features of a small convolution: five pixels beside eight packed rows, so
 * that a row of ten pixels wastes nothing where vectors of four would. The sums are transposed as they are stored.
 */
import { MultiplyPixels } from './generated/interface'
import * as tiles from './generated/tiles'
import { storeTransposed } from './broadcast'

/** Pixels of a tile, and rows. */
const PIXELS: i32 = 5
const ROWS: i32 = 8

/** Stores sums, [pixel][8], to planes: so many pixels of so many rows. */
function storePixels(from: usize, y: usize, plane: usize, pixels: i32, rows: i32): void {
  for (; rows > 0; rows -= 4, from += 16, y += 4 * plane) {
    if (rows >= 4 && pixels >= 4) {
      storeTransposed(y, plane, v128.load(from), v128.load(from, 32), v128.load(from, 64), v128.load(from, 96))
      if (pixels == 4) continue
      const last = v128.load(from, 128)
      v128.store32_lane(y, last, 0, 16)
      v128.store32_lane(y + plane, last, 1, 16)
      v128.store32_lane(y + 2 * plane, last, 2, 16)
      v128.store32_lane(y + 3 * plane, last, 3, 16)
      continue
    }
    for (let r = 0; r < min(4, rows); r++) {
      for (let pixel = 0; pixel < pixels; pixel++) {
        const sum = load<f32>(from + ((<usize>pixel) << 5) + ((<usize>r) << 2))
        store<f32>(y + <usize>r * plane + ((<usize>pixel) << 2), sum)
      }
    }
  }
}

/** Multiplies (`interface/commands.ts`). The last five pixels of a row are moved back so that they end with it. */
export function multiplyPixels(args: MultiplyPixels, unit: i32, scratch: usize): void {
  const block = unit / args.panelBlocks
  const firstRow = (unit - block * args.panelBlocks) * args.panelsPerUnit * ROWS
  const group = block / args.blocks
  const first = (block - group * args.blocks) * args.rowsPerUnit
  const last = min(args.images * args.rows, first + args.rowsPerUnit)
  const x = args.x + <usize>group * args.xGroup
  const y = args.y + <usize>group * args.yGroup
  const height = min(args.height, firstRow + args.panelsPerUnit * ROWS)
  const columns = args.columns
  const plane: usize = args.yPlane
  const panelBytes = (<usize>args.depth) << 5
  // The sums of a tile follow its table.
  const end = scratch + ((<usize>args.depth) << 2)
  memory.copy(scratch, args.table, end - scratch)
  const firstPanel = args.a + <usize>group * args.aGroup + <usize>(firstRow / ROWS) * panelBytes
  for (let line = first; line < last; line++) {
    const image = line / args.rows
    const row = line - image * args.rows
    const from = x + <usize>image * args.xImage + <usize>row * args.xRow
    const to = y + <usize>image * args.yImage + <usize>row * args.yRow
    for (let pixel = 0; pixel < columns; pixel += PIXELS) {
      const at = (<usize>max(0, min(pixel, columns - PIXELS))) << 2
      let panel = firstPanel
      for (let r = firstRow; r < height; r += ROWS, panel += panelBytes) {
        tiles.pixels5x2(scratch, end, from + at, panel)
        storePixels(end, to + at + <usize>r * plane, plane, min(PIXELS, columns), min(ROWS, height - r))
      }
    }
  }
}
