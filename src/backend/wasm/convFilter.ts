/**
 * @file convFilter: inner products of the error with the padded input at every tap, three channels by three taps at a
 * time.
 */
import { sizeOf } from '../../core/Shape.ts'
import type { Lowering } from './Lowering.ts'
import { bytesOf, simply } from './Lowering.ts'
import {
  geometryOf,
  imagesAtOnce,
  inputAxis,
  nothing,
  padPlanes,
  pixelsOf,
  planesOf,
  tapTable,
} from './paddedPlanes.ts'
import { isDeep, tiledConvFilter } from './winograd.ts'

/** Vectors whose products are summed in registers before they are added to the rest. */
const vectorsOfChunk = 256

export const convFilter: Lowering<'convFilter'> = (params, [x, y], output) => {
  if (sizeOf(x!) === 0 || sizeOf(y!) === 0 || sizeOf(output) === 0) return nothing(output)
  const geometry = geometryOf(params, x!, y!)
  if (isDeep(geometry)) return { ...tiledConvFilter(geometry), isView: false, mayOverwrite: false }
  const { images, groups, channels, features, vertical, horizontal } = geometry
  const planes = planesOf(inputAxis(vertical), inputAxis(horizontal), 0, features)
  const taps = channels * vertical.kernel * horizontal.kernel
  const atOnce = imagesAtOnce(images, groups * channels, planes)
  const area = vertical.output * horizontal.output
  const { rows, columns } = pixelsOf(planes, vertical.output, horizontal.output)
  const vectorsOf = (count: number): number => count * rows * Math.ceil(columns / 4)
  const threes = Math.ceil(features / 3)
  const work = (threes * groups * Math.ceil(taps / 3) * 9 * 2 * images * area) / 45
  const wanted = work < 40_000 ? 1 : Math.min(96, Math.max(2, Math.floor(work / 25_000)))
  const tapBlocks = Math.min(Math.ceil(taps / 3), Math.ceil(wanted / (threes * groups)))
  const tapsOfBlock = Math.ceil(Math.ceil(taps / 3) / tapBlocks) * 3
  const blocks = Math.ceil(taps / tapsOfBlock)
  const units = groups * threes * blocks
  return {
    ...simply((to, { inputs: [source, error], output: target, workspace }) => {
      const table = to.table(tapTable(planes, geometry))
      for (let first = 0; first < images; first += atOnce) {
        const count = Math.min(atOnce, images - first)
        const from = source! + first * groups * channels * vertical.input * horizontal.input * 4
        if (!planes.inPlace) padPlanes(to, planes, from, workspace, count * groups * channels)
        to.command('multiplyErrors', { units, perUnit: 1, shared: units > 1 && work >= 40_000 }, [
          planes.inPlace ? from : workspace,
          error! + first * groups * features * area * 4,
          target,
          table,
          taps,
          features,
          channels * planes.plane,
          features * area * 4,
          features * taps * 4,
          groups * channels * planes.plane,
          groups * features * area * 4,
          rows,
          planes.row,
          horizontal.output * 4,
          columns,
          area * 4,
          vectorsOfChunk,
          vectorsOf(count),
          threes,
          blocks,
          tapsOfBlock,
          first === 0 ? 1 : 0,
        ])
      }
    }),
    workspace: planes.inPlace ? 0 : bytesOf((atOnce * groups * channels * planes.plane) / 4),
  }
}
