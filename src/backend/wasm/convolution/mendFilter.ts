/**
 * @file Which weights of a kernel's gradient are summed again, and the commands for it (`assembly/mendFilter.ts`): see
 * `mend.ts`.
 */
import type { ConvGeometry } from '../../../core/ConvGeometry.ts'
import type { WindowAxis } from '../../../core/Window.ts'
import type { CommandWriter } from '../Command.ts'
import { partsOf } from '../Command.ts'
import { findings } from '../interface/findings.ts'
import { bytesOf } from '../Lowering.ts'
import { forward, isWhole } from './MendedAxis.ts'
import type { Mending } from './Mending.ts'
import { nothing, nothingToMend, rowsOf } from './Mending.ts'
import type { TileBatch } from './tiling.ts'

/** Cells, or outputs, that all three taps meet: [first, end). */
const coreOf = ({ input, output, low }: WindowAxis, isCotangent: boolean): readonly [first: number, end: number] =>
  isCotangent
    ? [Math.max(0, low), Math.min(output, input - 2 + low)]
    : [Math.max(0, 2 - low), Math.min(input, output - low)]

/** Mends the gradient of a kernel. */
export const mendFilter = (geometry: ConvGeometry, isTiled: boolean): Mending => {
  const { images, groups, channels, features, rows, columns } = geometry
  const [down, across] = [forward(rows), forward(columns)]
  if (!isTiled && isWhole(down) && isWhole(across)) return nothingToMend
  const ofInput = bytesOf(channels * findings.channelMagnitude.words)
  const measure = (to: CommandWriter, source: number, target: number, isCotangent: boolean, batch: TileBatch): void => {
    const count = isCotangent ? features : channels
    const [height, width] = isCotangent ? [rows.output, columns.output] : [rows.input, columns.input]
    const [first, end] = rowsOf(batch, rows.output, height)
    const parts = partsOf(count, batch.images * (end - first) * (width / 8 + 4))
    const [coreTop, coreBottom] = coreOf(rows, isCotangent)
    const [coreLeft, coreRight] = coreOf(columns, isCotangent)
    to.command('channelMagnitudes', parts, {
      source,
      target,
      perUnit: parts.perUnit,
      channels: count,
      firstImage: batch.firstImage,
      images: batch.images,
      height,
      width,
      coreTop,
      coreBottom,
      coreLeft,
      coreRight,
      first,
      end,
      isFirst: batch.firstImage === 0 && batch.firstRow === 0,
    })
  }
  return {
    workspace: isTiled ? ofInput + bytesOf(features * findings.channelMagnitude.words) : 0,
    look: nothing,
    lookAt: (to, { operands: [x, y], workspace }, batch) => {
      measure(to, x, workspace, false, batch)
      measure(to, y, workspace + ofInput, true, batch)
    },
    mend: (to, { operands: [x, y], workspace }, target) => {
      const parts = partsOf(groups * features, channels * (isTiled ? 3 : rows.kernel * columns.kernel))
      to.command('mendFilter', parts, {
        input: x,
        cotangent: y,
        gradient: target,
        ofInput: isTiled ? workspace : 0,
        ofCotangent: isTiled ? workspace + ofInput : 0,
        channels,
        features,
        groups,
        images,
        perUnit: parts.perUnit,
        rows: down,
        columns: across,
      })
    },
  }
}
