/**
 * @file convFilter by the library: the cotangent times the transpose of the pixels that the taps read, summed over
 * images.
 *
 *     dw [features, depth] = sum over images of dy [features, pixels] times gathered [depth, pixels] transposed
 */
import {
  inputAxis,
  imagesAtOnce,
  nothing,
  padPlanes,
  pixelsOf,
  planesOf,
  tapTable,
} from '../backend/wasm/convolution/paddedPlanes.ts'
import type { CommandWriter } from '../backend/wasm/Command.ts'
import { mendFilter } from '../backend/wasm/convolution/mendFilter.ts'
import type { Lowering } from '../backend/wasm/Lowering.ts'
import { bytesOf, simply } from '../backend/wasm/Lowering.ts'
import type { ConvGeometry } from '../core/ConvGeometry.ts'
import { convGeometry } from '../core/ConvGeometry.ts'
import { sizeOf } from '../core/Shape.ts'
import { chunksOf, gather, pixelsIn, rowOfMatrix } from './engine.ts'
import { multiply } from './multiply.ts'

/** Bytes of gathered pixels that are processed at a time. */
const mostGathered = 1 << 22
/** The maximum number of chunks of a sum, so that few partial sums are added one by one. */
const mostChunks = 512

/** What all parts of the sum share. */
interface Sum {
  readonly features: number
  readonly depth: number
  readonly groups: number
  /** Pixels per plane of the cotangent, and bytes per image. */
  readonly area: number
  readonly image: number
  readonly target: number
  /** Memory for the sums of a group. */
  readonly spare: number
}

/** Pixels stored as a matrix, [depth][length] for each image and group. */
interface PixelMatrix {
  readonly at: number
  readonly row: number
  readonly group: number
  readonly image: number
  readonly images: number
  readonly length: number
}

/** The cotangent at an address times pixels: the first part of the sum, or added to the earlier parts. */
const addProducts = (to: CommandWriter, sum: Sum, error: number, pixels: PixelMatrix, isFirst: boolean): void => {
  const { features, depth, groups, area, image, target, spare } = sum
  multiply(
    to,
    { height: features, width: depth, depth: pixels.length, groups, images: 1 },
    [
      { at: error, row: area, group: features * area * 4 },
      { at: pixels.at, row: pixels.row, group: pixels.group, isTransposed: true },
      { at: target, row: depth, group: features * depth * 4 },
    ],
    { terms: pixels.images, aTerm: image, bTerm: pixels.image, isAdded: !isFirst },
    spare - target,
  )
}

/** convFilter by the library if `isOurs` says so, otherwise by another lowering. */
export const convFilterBy =
  (isOurs: (geometry: ConvGeometry) => boolean, other: Lowering<'convFilter'>): Lowering<'convFilter'> =>
  (params, [x, y], output) => {
    if (sizeOf(x!) === 0 || sizeOf(y!) === 0 || sizeOf(output) === 0) return nothing(output)
    const geometry = convGeometry('convFilter', params, [x!, y!])
    if (!isOurs(geometry)) return other(params, [x!, y!], output)
    const { images, groups, channels, features, rows, columns } = geometry
    const planes = planesOf(inputAxis(rows), inputAxis(columns), 0, features)
    const offsets = tapTable(planes, geometry)
    const depth = offsets.length
    const atOnce = imagesAtOnce(images, groups * channels, planes)
    const area = rows.output * columns.output
    const pixels = pixelsOf(planes, rows.output, columns.output)
    const most = Math.max(mostGathered / (4 * depth * groups), (images * area) / mostChunks)
    const padded = planes.inPlace ? 0 : bytesOf((atOnce * groups * channels * planes.plane) / 4)
    const row = rowOfMatrix(offsets, { ...pixels, images })
    const largest = Math.max(...chunksOf({ ...pixels, images: atOnce }, most).map(pixelsIn))
    const gathered = row === null ? bytesOf(largest * groups * depth) : 0
    return {
      ...simply((to, { inputs: [source, error], output: target, workspace }) => {
        const table = to.table(offsets)
        const at = workspace + padded
        const sum = { features, depth, groups, area, image: groups * features * area * 4, target, spare: at + gathered }
        for (let first = 0; first < images; first += atOnce) {
          const count = Math.min(atOnce, images - first)
          const from = source! + first * groups * channels * rows.input * columns.input * 4
          if (!planes.inPlace) padPlanes(to, planes, from, workspace, count * groups * channels)
          const own = planes.inPlace ? from : workspace
          const [group, image] = [channels * planes.plane, groups * channels * planes.plane]
          const errors = error! + first * sum.image
          if (row !== null) {
            const matrix = { at: own + offsets[0]!, row, group, image, images: count, length: area }
            addProducts(to, sum, errors, matrix, first === 0)
            continue
          }
          const read = { x: own, xGroup: group, xImage: image, xRow: planes.row, groups, depth, table }
          chunksOf({ ...pixels, images: count }, most).forEach((chunk, order) => {
            gather(to, read, chunk, at)
            const length = chunk.rows * chunk.columns
            const start = chunk.firstImage * sum.image + (chunk.firstRow * columns.output + chunk.firstColumn) * 4
            const bytes = depth * length * 4
            const matrix = { at, row: length, group: bytes, image: groups * bytes, images: chunk.images, length }
            addProducts(to, sum, errors + start, matrix, first + order === 0)
          })
        }
        mendFilter(geometry, false).mend(to, { operands: [source!, error!], workspace }, target)
      }),
      workspace: padded + gathered + bytesOf(sizeOf(output)),
    }
  }
