/**
 * @file convFilter: the product of the cotangent, whose channels are packed in panels of eight, and the padded input at
 * every tap, which is read in place: five taps by eight channels at a time, summed over the pixels.
 */
import type { ConvGeometry } from '../../../core/ConvGeometry.ts'
import { convGeometry } from '../../../core/ConvGeometry.ts'
import { sizeOf } from '../../../core/Shape.ts'
import { partsOf } from '../Command.ts'
import type { Lowering } from '../Lowering.ts'
import { bytesOf, simply } from '../Lowering.ts'
import { mendFilter } from './mendFilter.ts'
import { imagesAtOnce, inputAxis, nothing, padPlanes, pixelsOf, planesOf, tapTable } from './paddedPlanes.ts'
import type { Engine } from '../product.ts'
import { tileEngine } from '../product.ts'
import { tiledConvFilter, usesTiles } from './winograd.ts'

/** Pixels whose offsets a thread computes at once: their cotangents stay in the first-level cache. */
const pixelsOfChunk = 512
/** The same number when four pixels share an offset and cotangents are read in place. */
const pixelsByLanes = 2048

/** convFilter; a deep one uses tiles, whose products an engine computes. */
export const convFilterBy =
  (engineOf: (geometry: ConvGeometry) => Engine): Lowering<'convFilter'> =>
  (params, [x, y], output) => {
    if (sizeOf(x!) === 0 || sizeOf(y!) === 0 || sizeOf(output) === 0) return nothing(output)
    const geometry = convGeometry('convFilter', params, [x!, y!])
    const engine = engineOf(geometry)
    if (usesTiles('convFilter', geometry, engine))
      return { ...tiledConvFilter(geometry, engine), isView: false, mayOverwrite: false }
    const { images, groups, channels, features, rows, columns } = geometry
    const planes = planesOf(inputAxis(rows), inputAxis(columns), 0, features)
    const taps = channels * rows.kernel * columns.kernel
    const atOnce = imagesAtOnce(images, groups * channels, planes)
    const area = rows.output * columns.output
    const pixels = pixelsOf(planes, rows.output, columns.output)
    // If panels of eight would be far from full, four pixels are processed together instead.
    const isByLanes = pixels.columns % 4 === 0 && Math.ceil(features / 8) * 8 > 1.1 * features
    const ofPanel = isByLanes ? 2 : 8
    const panels = Math.ceil(features / ofPanel)
    const fives = Math.ceil(taps / 5)
    const work = (groups * panels * ofPanel * fives * 10 * images * area) / 40
    // Few units, since each reads all cotangents of its panel.
    const wanted = work < 40_000 ? 1 : Math.min(isByLanes ? 8 : 16, Math.max(2, Math.floor(work / 25_000)))
    const fivesOfBlock = Math.ceil(fives / Math.min(fives, Math.ceil(wanted / (panels * groups))))
    const blocks = Math.ceil(fives / fivesOfBlock)
    const units = groups * panels * blocks
    const padded = planes.inPlace ? 0 : bytesOf((atOnce * groups * channels * planes.plane) / 4)
    const cotangents = isByLanes ? 0 : bytesOf(groups * panels * atOnce * area * 8)
    return {
      ...simply((to, { inputs: [source, cotangent], output: target, workspace }) => {
        const table = to.table(tapTable(planes, geometry))
        const packed = workspace + padded
        const sums = packed + cotangents
        for (let first = 0; first < images; first += atOnce) {
          const count = Math.min(atOnce, images - first)
          const from = source! + first * groups * channels * rows.input * columns.input * 4
          if (!planes.inPlace) padPlanes(to, planes, from, workspace, count * groups * channels)
          const image = groups * features * area * 4
          const pieces = groups * panels * count
          const own = cotangent! + first * image
          if (!isByLanes)
            to.command(
              'packCotangents',
              { units: pieces, perUnit: 1, shared: pieces > 1 && pieces * area * 4 > 30_000 },
              {
                source: own,
                target: packed,
                pixels: area,
                images: count,
                channels: features,
                panels,
                imageBytes: image,
              },
            )
          to.command(
            isByLanes ? 'multiplyCotangentsByLanes' : 'multiplyCotangents',
            { units, perUnit: 1, shared: units > 1 && work >= 40_000 },
            {
              x: planes.inPlace ? from : workspace,
              cotangents: isByLanes ? own : packed,
              sums,
              table,
              taps,
              panels,
              xGroup: channels * planes.plane,
              cotangentsPanel: isByLanes ? area * 4 : count * area * 32,
              images: count,
              xImage: groups * channels * planes.plane,
              rows: pixels.rows,
              xRow: planes.row,
              columns: pixels.columns,
              pixelsOfChunk: isByLanes ? pixelsByLanes : pixelsOfChunk,
              blocks,
              fivesOfBlock,
              isFirst: first === 0,
              channels: features,
              cotangentsImage: image,
              cotangentsRow: columns.output * 4,
            },
          )
        }
        const last = partsOf(groups * features, taps)
        to.command('unpackSums', last, {
          sums,
          target,
          taps,
          channels: features,
          panels,
          perUnit: last.perUnit,
          rows: groups * features,
          isByLanes,
        })
        mendFilter(geometry, false).mend(to, { operands: [source!, cotangent!], workspace }, target)
      }),
      workspace: padded + cotangents + groups * panels * fives * 320,
    }
  }

export const convFilter = convFilterBy(() => tileEngine)
