/**
 * @file Deep 3x3 convolutions by Winograd's F(4x4, 3x3) (`assembly/winograd.ts`): transforms, and 36 products in place
 * of 144. The tiles are processed in batches that stay in the second-level cache. This covers all three members of the
 * family: `conv` and `convInput` (a conv of the cotangent with the rotated kernel) by tiles of outputs, `convFilter` by
 * the adjoint.
 *
 * Error: with u = 2^-24 and C the number of terms (channels, or tiles for `convFilter`), each entry of the result is
 * within (C + 30) u times the same algorithm on absolute values, `|A'| ((|G| |w| |G'|) * (|B'| |x| |B|)) |A|`. On
 * random data the largest error is about ten times that of direct sums. A test checks both.
 */
import type { ConvGeometry } from '../../../core/ConvGeometry.ts'
import type { CommandWriter } from '../Command.ts'
import { partsOf } from '../Command.ts'
import type { Places } from '../Lowering.ts'
import { mend, mendedConv, mendedConvInput } from './mend.ts'
import { mendFilter } from './mendFilter.ts'
import type { Mending, MendingPlaces } from './Mending.ts'
import type { Engine } from '../product.ts'
import { oneRow, tableOf } from '../product.ts'
import type { Plane } from './tiling.ts'
import { batchesOf, filterBatchBytes, pointBytes, points, tilingOf } from './tiling.ts'
import { copyBox } from '../views.ts'
import type { KernelRows } from './winogradTransforms.ts'
import { transform, transformBack, transformKernel } from './winogradTransforms.ts'

/** The fewest channels, on both sides, for which the transforms pay off. */
const fewest = 32

const isPlain = ({ rows, columns, groups }: ConvGeometry): boolean =>
  groups === 1 &&
  [rows, columns].every(
    ({ kernel, stride, dilation, inputDilation, low, input, output }) =>
      kernel === 3 &&
      stride === 1 &&
      dilation === 1 &&
      inputDilation === 1 &&
      low >= 0 &&
      low <= 2 &&
      output >= 6 &&
      input >= 6 &&
      input + 2 >= output &&
      input <= 2048,
  )

/** Whether the tiles waste only a small part of their sums. */
const fits = (height: number, width: number): boolean =>
  16 * Math.ceil(height / 4) * Math.ceil(width / 4) <= 1.8 * height * width

/** Whether these convolutions can use tiles, and gain from them if there are enough. */
const isDeep = (geometry: ConvGeometry): boolean =>
  isPlain(geometry) &&
  geometry.channels >= fewest &&
  geometry.features >= fewest &&
  fits(geometry.rows.output, geometry.columns.output) &&
  fits(geometry.rows.input, geometry.columns.input)

const planesIn = ({ rows, columns }: ConvGeometry): readonly [input: Plane, output: Plane] => [
  { height: rows.input, width: columns.input },
  { height: rows.output, width: columns.output },
]

/** Tiles in a plane. */
export const tilesOf = (plane: Plane): number => Math.ceil(plane.height / 4) * Math.ceil(plane.width / 4)

/** Whether an engine computes a convolution by tiles. */
export const usesTiles = (
  kind: 'conv' | 'convInput' | 'convFilter',
  geometry: ConvGeometry,
  { tiles }: Pick<Engine, 'tiles'>,
): boolean => {
  const [input, output] = planesIn(geometry)
  const count = geometry.images * tilesOf(kind === 'convInput' ? input : output)
  return isDeep(geometry) && count >= tiles.fewest[kind]
}

/** A conv by tiles, and the bytes that it needs. */
interface Tiled {
  readonly workspace: number
  readonly emit: (to: CommandWriter, places: Places) => void
}

const convolve = (
  images: number,
  low: readonly [number, number],
  [depth, from]: readonly [number, Plane],
  [rows, onto]: readonly [number, Plane],
  kernelRows: KernelRows,
  mending: Mending,
  engine: Engine,
): Tiled => {
  const tiling = tilingOf(images, onto, depth + rows, engine.tiles)
  const kernelBytes = points * pointBytes(rows * depth)
  const inputPoint = pointBytes(depth * tiling.floats)
  const outputPoint = pointBytes(rows * tiling.floats)
  const own = kernelBytes + points * (inputPoint + outputPoint)
  const offsets = Array.from({ length: depth }, (_, k) => k * tiling.floats * 4)
  const sizes = {
    depth,
    height: rows,
    groups: points,
    xGroup: inputPoint,
    yGroup: outputPoint,
    ...oneRow,
    yPlane: tiling.floats * 4,
  }
  const room = engine.workspace({ ...sizes, columns: tiling.floats, offsets })
  const byColumns = engine.readsColumns ? { aRow: rows, aTransposed: true } : {}
  const emit = (to: CommandWriter, { inputs: [source, kernel], output, workspace }: Places): void => {
    const input = workspace + kernelBytes
    const product = input + points * inputPoint
    const mended: MendingPlaces = { operands: [source!, kernel!], workspace: workspace + own + room }
    mending.look(to, mended)
    transformKernel(to, kernelRows, kernel!, workspace, engine.readsColumns)
    const table = tableOf(to, offsets)
    for (const batch of batchesOf(tiling)) {
      mending.lookAt(to, mended, batch)
      transform(to, 'winogradInput', { address: source!, channels: depth, plane: from }, input, tiling, batch, low)
      engine.multiply(to, {
        ...sizes,
        a: workspace,
        aGroup: pointBytes(rows * depth),
        ...byColumns,
        table,
        x: input,
        y: product,
        columns: Math.max(4, batch.images * batch.rows * tiling.columns),
        workspace: workspace + own,
      })
      transformBack(to, product, { address: output, channels: rows, plane: onto }, tiling, batch)
    }
    mending.mend(to, mended, output)
  }
  return { workspace: own + room + mending.workspace, emit }
}

/** conv of x, w. */
export const tiledConv = (geometry: ConvGeometry, engine: Engine): Tiled => {
  const { images, channels, features, rows, columns } = geometry
  const [input, output] = planesIn(geometry)
  const low = [rows.low, columns.low] as const
  const kernelRows = { rows: features, depth: channels, rowStride: channels * 36, depthStride: 36, isRotated: false }
  return convolve(
    images,
    low,
    [channels, input],
    [features, output],
    kernelRows,
    mend(mendedConv(geometry), true),
    engine,
  )
}

/** convInput of dy, w. */
export const tiledConvInput = (geometry: ConvGeometry, engine: Engine): Tiled => {
  const { images, channels, features, rows, columns } = geometry
  const [input, output] = planesIn(geometry)
  const low = [2 - rows.low, 2 - columns.low] as const
  const kernelRows = { rows: channels, depth: features, rowStride: 36, depthStride: channels * 36, isRotated: true }
  return convolve(
    images,
    low,
    [features, output],
    [channels, input],
    kernelRows,
    mend(mendedConvInput(geometry), true),
    engine,
  )
}

/** convFilter of x, dy: products over the tiles; those of the batches are added. */
export const tiledConvFilter = (geometry: ConvGeometry, engine: Engine): Tiled => {
  const { images, channels, features, rows, columns } = geometry
  const [input, output] = planesIn(geometry)
  const tiling = tilingOf(images, output, channels + features, { bytes: filterBatchBytes })
  const { floats } = tiling
  const most = tiling.imagesAtOnce * tiling.rowsAtOnce * tiling.columns
  const batches = batchesOf(tiling)
  const inputPoint = pointBytes(channels * floats)
  const cotangentPoint = pointBytes(features * floats)
  const columnsPoint = pointBytes(channels * most)
  const rowsPoint = pointBytes(features * most)
  const productPoint = pointBytes(features * channels)
  const low = [rows.low, columns.low] as const
  const sums = productPoint * (batches.length > 1 ? 2 : 1)
  const own = points * (inputPoint + cotangentPoint + columnsPoint + rowsPoint + sums)
  const mending = mendFilter(geometry, true)
  const offsets = Array.from({ length: most }, (_, k) => k * channels * 4)
  const sizes = {
    height: features,
    groups: points,
    xGroup: columnsPoint,
    yGroup: productPoint,
    ...oneRow,
    columns: channels,
    yPlane: channels * 4,
  }
  const room = engine.workspace({ ...sizes, depth: most, offsets })
  const emit = (to: CommandWriter, { inputs: [x, y], output: target, workspace }: Places): void => {
    const mended: MendingPlaces = { operands: [x!, y!], workspace: workspace + own + room }
    const cotangent = workspace + points * inputPoint
    const inputColumns = cotangent + points * cotangentPoint
    const cotangentRows = inputColumns + points * columnsPoint
    const total = cotangentRows + points * rowsPoint
    const part = total + points * productPoint
    const table = tableOf(to, offsets)
    batches.forEach((batch, order) => {
      const tiles = batch.images * batch.rows * tiling.columns
      mending.lookAt(to, mended, batch)
      transform(to, 'winogradInput', { address: x!, channels, plane: input }, workspace, tiling, batch, low)
      transform(to, 'winogradCotangent', { address: y!, channels: features, plane: output }, cotangent, tiling, batch)
      copyBox(to, workspace, inputColumns, [
        { length: points, from: inputPoint / 4, to: columnsPoint / 4 },
        { length: tiles, from: 1, to: channels },
        { length: channels, from: floats, to: 1 },
      ])
      const lengths = { count: features, depth: tiles, groups: points, groupStride: cotangentPoint }
      const cotangents = { source: cotangent, rowStride: floats * 4, table: 0, step: 4, ...lengths }
      engine.multiply(to, {
        ...sizes,
        ...engine.pack(to, cotangents, cotangentRows),
        depth: tiles,
        table,
        x: inputColumns,
        y: order === 0 ? total : part,
        workspace: workspace + own,
      })
      if (order > 0) {
        const count = (points * productPoint) / 4
        const halves = partsOf(count, 0.4, 16)
        to.command('elementwise', halves, {
          operation: 'add',
          perUnit: halves.perUnit,
          count,
          target: total,
          a: total,
          b: part,
          c: 0,
        })
      }
    })
    const filters = partsOf(features, channels * 15)
    to.command('winogradFilter', filters, {
      source: total,
      target,
      perUnit: filters.perUnit,
      rows: features,
      columns: channels,
      pointBytes: productPoint,
    })
    mending.mend(to, mended, target)
  }
  return { workspace: own + room + mending.workspace, emit }
}
