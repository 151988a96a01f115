/**
 * @file The engine for products with few rows, such as the features of a small convolution (`assembly/pixels.ts`).
 */
import { partsOf } from './Command.ts'
import { nanosecondsByPixels, nanosecondsByRows, perCopy } from './costs.ts'
import type { Engine, EngineSizes } from './product.ts'
import { blockOf, panelsOf, tileEngine, togetherOf } from './product.ts'

/** Rows of A that are packed together. */
const rowsOfPanel = 8
/** Pixels of a tile. */
const pixelsOfTile = 5

/** The pixels of a row, in tiles of five. */
const tilesOfRow = (columns: number): number => Math.ceil(columns / pixelsOfTile)

const panelsIn = (height: number): number => Math.ceil(height / rowsOfPanel)

/** Five pixels by eight rows; reads a row of A in place of a column, and cannot add up blocks. */
export const pixelEngine: Engine = {
  tiles: tileEngine.tiles,
  workspace: () => 0,
  rowsAsPacked: (rows) => panelsIn(rows) * rowsOfPanel,
  pack: (to, { source, count, depth, groups }, target) => {
    const panels = panelsIn(count)
    const { shared } = partsOf(groups * panels, rowsOfPanel * depth * perCopy)
    const parts = { units: groups * panels, perUnit: 1, shared }
    const own = { source, target, pixels: depth, images: 1, channels: count, panels, imageBytes: 0 }
    to.command('packCotangents', parts, own)
    return { a: target, aGroup: panels * rowsOfPanel * depth * 4 }
  },
  readsColumns: false,
  multiply: (to, { table, aGroup, ...product }) => {
    const { rows, images, columns, height, depth, groups } = product
    const panels = panelsIn(height)
    const all = partsOf(images * rows * panels * groups, nanosecondsByPixels(tilesOfRow(columns), depth))
    const panelsPerUnit = Math.min(panels, all.perUnit)
    const rowsPerUnit = Math.max(1, Math.floor(all.perUnit / panels))
    const blocks = Math.ceil((images * rows) / rowsPerUnit)
    const panelBlocks = Math.ceil(panels / panelsPerUnit)
    const units = blocks * panelBlocks * groups
    to.command(
      'multiplyPixels',
      { units, perUnit: 1, shared: all.shared && units > 1 },
      { ...product, aGroup, table: table.at, rowsPerUnit, blocks, panelsPerUnit, panelBlocks },
    )
  },
}

/** Whether a product takes less time by pixels than by rows of vectors. */
export const pixelsPay = (sizes: Omit<EngineSizes, 'images'>): boolean => {
  const { height, depth, rows, columns } = sizes
  if (depth === 0 || blockOf(depth) < depth) return false
  const byPixels = nanosecondsByPixels(rows * tilesOfRow(columns) * panelsIn(height), depth)
  return byPixels < nanosecondsByRows(panelsOf(height), { rows, columns, together: togetherOf(height) }, depth)
}
