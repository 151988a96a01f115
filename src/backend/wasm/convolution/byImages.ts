/**
 * @file convInput with images as the vectors: every cell of the input sums over exactly the taps that reach it, where rows
 * of pixels would also sum over padding, which is half of all sums for 5x5 kernels over 10x10 outputs. Cotangents and
 * results are transposed, so that the images of a cell are contiguous.
 */
import type { ConvGeometry } from '../../../core/ConvGeometry.ts'
import type { WindowAxis } from '../../../core/Window.ts'
import { blockLength } from '../../../core/longSums.ts'
import { partsOf } from '../Command.ts'
import type { CommandWriter } from '../Command.ts'
import { nanosecondsByRows, perCopy, perPacked } from '../costs.ts'
import type { RecordOf } from '../interface/Arguments.ts'
import type { Lowered } from '../Lowering.ts'
import { bytesOf, simply } from '../Lowering.ts'
import { countOf, noPanels, packRows, panelsOf, togetherOf } from '../product.ts'
import { copyBox } from '../views.ts'

/** Images of a batch. */
const mostAtOnce = 32

/** The taps that reach a cell. */
interface Reach {
  readonly first: number
  readonly count: number
}

/** The taps that reach each cell of an axis without strides. */
const reachesOf = ({ input, output, kernel, low }: WindowAxis): readonly Reach[] =>
  Array.from({ length: input }, (_, cell) => {
    const first = Math.max(0, cell + low - (output - 1))
    return { first, count: Math.max(0, Math.min(kernel - 1, cell + low) + 1 - first) }
  })

const isDense = ({ stride, dilation, inputDilation }: WindowAxis): boolean =>
  stride === 1 && dilation === 1 && inputDilation === 1

type Panels = RecordOf<'panels'>

/** The panels whose tiles take the least time for so many images. */
const panelsFor = (channels: number, images: number): Panels => {
  const costOf = (panels: Panels): number =>
    nanosecondsByRows(panels, { rows: 1, columns: images, together: togetherOf(channels) }, 1)
  const candidates = [
    panelsOf(channels),
    { ...noPanels, twos: Math.floor(channels / 2), ones: channels % 2 },
    { ...noPanels, fives: Math.floor(channels / 5), ones: channels % 5 },
  ]
  return candidates.reduce((best, one) => (costOf(one) < costOf(best) ? one : best))
}

/** Whether images can be the vectors: whole vectors of them, one group, no strides, sums of one block. */
const isPossible = ({ images, groups, features, rows, columns }: ConvGeometry): boolean =>
  images % 4 === 0 &&
  groups === 1 &&
  isDense(rows) &&
  isDense(columns) &&
  features * rows.kernel * columns.kernel <= blockLength

/** Different sets of taps along a row, in the order of their first cells. */
const classesOf = (reaches: readonly Reach[]): readonly Reach[] =>
  reaches.filter(({ first, count }, k) => reaches.findIndex((one) => one.first === first && one.count === count) === k)

/** Nanoseconds by images, or Infinity where that is not possible. */
export const nanosecondsByImages = (geometry: ConvGeometry): number => {
  if (!isPossible(geometry)) return Infinity
  const { images, channels, features, rows, columns } = geometry
  const [down, across] = [reachesOf(rows), reachesOf(columns)]
  const atOnce = Math.min(images, mostAtOnce)
  const panels = panelsFor(channels, atOnce)
  const taps = (reaches: readonly Reach[]): number => reaches.reduce((sum, { count }) => sum + count, 0)
  const cells = rows.input * columns.input
  const meanDepth = (features * taps(down) * taps(across)) / cells
  const products = cells * nanosecondsByRows(panels, { rows: 1, columns: atOnce, together: 2 }, meanDepth)
  const copied = atOnce * (features * rows.output * columns.output + channels * cells)
  const packed = taps(classesOf(across)) * rows.kernel * features * channels
  return (images / atOnce) * (products + copied * perCopy) + packed * perPacked
}

/** Where the weights and offsets of each column begin, in taps along a row that come before them. */
const placesOf = (classes: readonly Reach[]): readonly number[] =>
  classes.map((_, k) => classes.slice(0, k).reduce((sum, { count }) => sum + count, 0))

/** For the terms of a class, tap rows first and features last: f(feature, tap row, tap column). */
const termsOf = (
  { features, rows }: ConvGeometry,
  { first, count }: Reach,
  f: (feature: number, row: number, column: number) => number,
): readonly number[] =>
  Array.from({ length: rows.kernel * count * features }, (_, k) => {
    const tap = Math.floor(k / features)
    return f(k % features, Math.floor(tap / count), first + (tap % count))
  })

/** Packs the weights of every class, and gives the records of the columns. */
const packClasses = (
  to: CommandWriter,
  geometry: ConvGeometry,
  kernel: number,
  target: number,
  panels: Panels,
  imageBytes: number,
): readonly RecordOf<'reachedColumn'>[] => {
  const { channels, features, rows, columns } = geometry
  const taps = rows.kernel * columns.kernel
  const across = reachesOf(columns)
  const classes = classesOf(across)
  const places = placesOf(classes)
  const ofClass = classes.map((reach, k) => {
    const depth = rows.kernel * reach.count * features
    const a = target + places[k]! * rows.kernel * features * channels * 4
    if (depth === 0) return { a, table: 0, depth: 0 }
    const weights = termsOf(geometry, reach, (f, p, q) => ((f * channels * rows.kernel + p) * columns.kernel + q) * 4)
    const source = { source: kernel, rowStride: taps * 4, table: to.table(weights), step: 0, groupStride: 0 }
    packRows(to, { ...source, count: channels, depth, groups: 1 }, a, panels)
    const area = rows.output * columns.output
    const offsets = termsOf(geometry, reach, (f, p, q) => (f * area - p * columns.output - q) * imageBytes)
    return { a, table: to.table(offsets), depth: reach.count * features }
  })
  return across.map((reach) => {
    const own = classes.findIndex((one) => one.first === reach.first && one.count === reach.count)
    return ofClass[own]!
  })
}

/** convInput by images. */
export const convInputByImages = (geometry: ConvGeometry): Lowered => {
  const { images, channels, features, rows, columns } = geometry
  const atOnce = Math.min(images, mostAtOnce)
  const panels = panelsFor(channels, atOnce)
  const [area, cells] = [rows.output * columns.output, rows.input * columns.input]
  const down = reachesOf(rows)
  const width = classesOf(reachesOf(columns)).reduce((sum, { count }) => sum + count, 0)
  const packed = bytesOf(width * rows.kernel * features * channels)
  const cotangents = bytesOf(features * area * atOnce)
  const work = nanosecondsByImages(geometry) / (images / atOnce) / rows.input
  return {
    ...simply((to, { inputs: [source, kernel], output, workspace }) => {
      const x = workspace + packed
      const y = x + cotangents
      const reached = packClasses(to, geometry, kernel!, workspace, panels, atOnce * 4)
      for (let first = 0; first < images; first += atOnce) {
        const count = Math.min(atOnce, images - first)
        copyBox(to, source! + first * features * area * 4, x, [
          { length: features, from: area, to: area * atOnce },
          { length: area, from: 1, to: atOnce },
          { length: count, from: features * area, to: 1 },
        ])
        const parts = partsOf(rows.input, work)
        to.command('multiplyImages', parts, {
          x: x + columns.low * atOnce * 4,
          y,
          images: count,
          imageBytes: atOnce * 4,
          perUnit: parts.perUnit,
          outputs: columns.output,
          lowRow: rows.low,
          tapRows: rows.kernel,
          panelsByHeight: panels,
          panels: countOf(panels),
          channels,
          rows: down,
          columns: reached,
        })
        copyBox(to, y, output + first * channels * cells * 4, [
          { length: count, from: 1, to: channels * cells },
          { length: channels * cells, from: atOnce, to: 1 },
        ])
      }
    }),
    workspace: packed + cotangents + bytesOf(channels * cells * atOnce),
  }
}
