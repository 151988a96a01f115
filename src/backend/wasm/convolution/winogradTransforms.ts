/** @file The transforms of Winograd's convolution (`winograd.ts`): planes to tiles, products back to planes, kernels. */
import type { CommandWriter, WorkParts } from '../Command.ts'
import { partsOf } from '../Command.ts'
import type { ArgumentsOf } from '../interface/Arguments.ts'
import { countOf, panelsOf } from '../product.ts'
import type { TileBatch, Plane, Tiling } from './tiling.ts'
import { pointBytes } from './tiling.ts'

/** Planes of all images, as stored. */
interface Planes {
  readonly address: number
  readonly channels: number
  readonly plane: Plane
}

/** Tiles of a batch: how units share its channels, and where they are in the planes. */
const tilesOf = (
  { channels, plane }: Planes,
  tiling: Tiling,
  { images, firstRow, rows }: TileBatch,
): readonly [WorkParts, Omit<ArgumentsOf<'winogradOutput'>, 'source' | 'target'>] => {
  const parts = partsOf(channels, images * rows * tiling.columns * 28)
  return [
    parts,
    {
      perUnit: parts.perUnit,
      channels,
      images,
      imageBytes: imageBytesOf({ channels, plane }),
      height: plane.height,
      width: plane.width,
      firstRow,
      rows,
      columns: tiling.columns,
      floats: tiling.floats,
      pointBytes: pointBytes(channels * tiling.floats),
    },
  ]
}

const imageBytesOf = ({ channels, plane }: Omit<Planes, 'address'>): number => channels * plane.height * plane.width * 4

/** The address of the first image of a batch. */
const startOf = (planes: Planes, { firstImage }: TileBatch): number =>
  planes.address + firstImage * imageBytesOf(planes)

/** Transforms the tiles of a batch, which starts `low` before the planes. */
export const transform = (
  to: CommandWriter,
  name: 'winogradInput' | 'winogradCotangent',
  planes: Planes,
  target: number,
  tiling: Tiling,
  batch: TileBatch,
  [lowRow, lowColumn]: readonly [number, number] = [0, 0],
): void => {
  const [parts, tiles] = tilesOf(planes, tiling, batch)
  to.command(name, parts, { ...tiles, source: startOf(planes, batch), target, lowRow, lowColumn })
}

/** Transforms the products of a batch back to planes. */
export const transformBack = (
  to: CommandWriter,
  source: number,
  planes: Planes,
  tiling: Tiling,
  batch: TileBatch,
): void => {
  const [parts, tiles] = tilesOf(planes, tiling, batch)
  to.command('winogradOutput', parts, { ...tiles, source, target: startOf(planes, batch) })
}

/** How the weights along a row and along k of the product are laid out in the kernel. */
export interface KernelRows {
  readonly rows: number
  readonly depth: number
  readonly rowStride: number
  readonly depthStride: number
  readonly isRotated: boolean
}

/** Transforms kernels into packed rows, or into whole columns. */
export const transformKernel = (
  to: CommandWriter,
  kernel: KernelRows,
  source: number,
  target: number,
  isByColumns: boolean,
): void => {
  const panelsByHeight = panelsOf(kernel.rows)
  const panels = isByColumns ? Math.ceil(kernel.rows / 4) : countOf(panelsByHeight)
  const parts = partsOf(panels, kernel.depth * 50)
  to.command('winogradKernel', parts, {
    source,
    target,
    rowStride: kernel.rowStride,
    depthStride: kernel.depthStride,
    firstTap: kernel.isRotated ? 32 : 0,
    tapStride: kernel.isRotated ? -4 : 4,
    depth: kernel.depth,
    pointBytes: pointBytes(kernel.rows * kernel.depth),
    wholeRows: isByColumns ? kernel.rows : 0,
    panelsByHeight,
    perUnit: parts.perUnit,
    panels,
  })
}
