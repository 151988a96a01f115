/**
 * @file conv through the engine of `product.ts`: the rows of w are packed, pixels of the padded input are read in
 * place.
 */
import type { ConvGeometry } from '../../../core/ConvGeometry.ts'
import { convGeometry } from '../../../core/ConvGeometry.ts'
import { sizeOf } from '../../../core/Shape.ts'
import type { Lowering } from '../Lowering.ts'
import { bytesOf, simply } from '../Lowering.ts'
import { imagesAtOnce, inputAxis, nothing, padPlanes, pixelsOf, planesOf, tapTable } from './paddedPlanes.ts'
import { mend, mendedConv } from './mend.ts'
import { pixelEngine, pixelsPay } from '../pixelEngine.ts'
import type { Engine } from '../product.ts'
import { tableOf, tileEngine } from '../product.ts'
import { tiledConv, usesTiles } from './winograd.ts'

/** conv by the engine chosen for its geometry; deep ones use Winograd's tiles. */
export const convBy =
  (engineOf: (geometry: ConvGeometry) => Engine): Lowering<'conv'> =>
  (params, [x, w], output) => {
    if (sizeOf(x!) === 0 || sizeOf(w!) === 0 || sizeOf(output) === 0) return nothing(output)
    const geometry = convGeometry('conv', params, [x!, w!])
    const chosen = engineOf(geometry)
    if (usesTiles('conv', geometry, chosen))
      return { ...tiledConv(geometry, chosen), isView: false, mayOverwrite: false }
    const { images, groups, channels, features, rows, columns } = geometry
    const planes = planesOf(inputAxis(rows), inputAxis(columns), channels, features)
    const depth = channels * rows.kernel * columns.kernel
    const atOnce = imagesAtOnce(images, groups * channels, planes)
    const padding = planes.inPlace ? 0 : bytesOf((atOnce * groups * channels * planes.plane) / 4)
    const mending = mend(mendedConv(geometry), false)
    const pixels = rows.output * columns.output * 4
    const sizes = {
      depth,
      height: features,
      groups,
      ...pixelsOf(planes, rows.output, columns.output),
      yImage: groups * features * pixels,
      yGroup: features * pixels,
      yPlane: pixels,
    }
    const offsets = tapTable(planes, geometry)
    const engine = chosen === tileEngine && pixelsPay({ ...sizes, offsets }) ? pixelEngine : chosen
    const packed = bytesOf(groups * (engine.rowsAsPacked ?? ((rows) => rows))(features) * depth)
    const product = engine.workspace({ ...sizes, images: atOnce, offsets })
    return {
      ...simply((to, { inputs: [source, kernel], output: target, workspace }) => {
        const table = tableOf(to, offsets)
        const lengths = { count: features, depth, groups, groupStride: features * depth * 4 }
        const own = { source: kernel!, rowStride: depth * 4, table: 0, step: 4, ...lengths }
        const weights = engine.pack(to, own, workspace)
        for (let first = 0; first < images; first += atOnce) {
          const count = Math.min(atOnce, images - first)
          const padded = workspace + packed
          const from = source! + first * groups * channels * rows.input * columns.input * 4
          if (!planes.inPlace) padPlanes(to, planes, from, padded, count * groups * channels)
          engine.multiply(to, {
            ...sizes,
            ...weights,
            table,
            x: planes.inPlace ? from : padded,
            y: target + first * groups * features * pixels,
            xGroup: channels * planes.plane,
            images: count,
            xImage: groups * channels * planes.plane,
            xRow: planes.row,
            yRow: columns.output * 4,
            workspace: padded + padding,
          })
        }
        const mended = { operands: [source!, kernel!], workspace: workspace + packed + padding + product } as const
        mending.look(to, mended)
        mending.mend(to, mended, target)
      }),
      workspace: packed + padding + product + mending.workspace,
    }
  }

export const conv = convBy(() => tileEngine)
