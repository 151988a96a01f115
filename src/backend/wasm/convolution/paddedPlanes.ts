/**
 * @file Planes as the engine of `product.ts` reads them: padded once and split by the phase of the stride, so that the
 * cells that one tap reads along a row of outputs are contiguous; a table holds the start of each (channel, tap).
 */
import type { ConvGeometry } from '../../../core/ConvGeometry.ts'
import type { Shape } from '../../../core/Shape.ts'
import { sizeOf } from '../../../core/Shape.ts'
import type { WindowAxis } from '../../../core/Window.ts'
import type { CommandWriter } from '../Command.ts'
import { partsOf, whole } from '../Command.ts'
import type { RecordOf } from '../interface/Arguments.ts'
import type { Lowered } from '../Lowering.ts'
import { simply } from '../Lowering.ts'

/** How one axis of planes is padded. */
export type PaddedAxis = RecordOf<'paddedAxis'>

/** Planes as the engine reads them. Strides are in bytes. */
export interface Planes {
  readonly rows: PaddedAxis
  readonly columns: PaddedAxis
  /** Whether they are read in place, without a copy. */
  readonly inPlace: boolean
  readonly row: number
  readonly plane: number
}

const isUnpadded = ({ stride, low, spread, length, input }: PaddedAxis): boolean =>
  stride === 1 && spread === 1 && low === 0 && length <= input

/** Strides that map many rows to few cache sets. */
const isAwkward = (bytes: number): boolean => bytes % 1024 === 0

export const planesOf = (rows: PaddedAxis, columns: PaddedAxis, channels: number, height: number): Planes => {
  const own = rows.input * columns.input * 4
  const inPlace = isUnpadded(rows) && isUnpadded(columns) && !(isAwkward(own) && channels >= 32 && height >= 16)
  const unpadded = isUnpadded(rows) && isUnpadded(columns)
  const [down, across] = unpadded ? [rows.input, columns.input] : [rows.length, columns.length]
  const bytes = rows.stride * columns.stride * down * across * 4
  return {
    rows: { ...rows, length: down },
    columns: { ...columns, length: across },
    inPlace,
    row: across * 4,
    plane: inPlace ? own : isAwkward(bytes) ? bytes + 64 : bytes,
  }
}

/** The start, within its plane, of the tap that begins at padded entry (r, c). */
export const startAt = (planes: Planes, r: number, c: number): number => {
  const { rows, columns } = planes
  const phase = (r % rows.stride) * columns.stride + (c % columns.stride)
  return (phase * rows.length + Math.floor(r / rows.stride)) * planes.row + Math.floor(c / columns.stride) * 4
}

export const padPlanes = (to: CommandWriter, planes: Planes, source: number, target: number, count: number): void => {
  const { rows, columns } = planes
  const parts = partsOf(count, (planes.plane / 4) * (columns.stride === 1 && columns.spread === 1 ? 0.25 : 1))
  to.command('padPlanes', parts, {
    source,
    target,
    perUnit: parts.perUnit,
    planes: count,
    targetPlane: planes.plane,
    rows,
    columns,
  })
}

/** Bytes of padded planes that are computed at a time. */
const mostPadded = 1 << 23

/** The number of images whose padded planes are computed together. */
export const imagesAtOnce = (images: number, channels: number, { inPlace, plane }: Planes): number =>
  inPlace ? images : Math.min(images, Math.max(1, Math.floor(mostPadded / Math.max(1, channels * plane))))

/** The padded planes that the outputs of a convolution read. */
export const inputAxis = (axis: WindowAxis): PaddedAxis => ({
  input: axis.input,
  stride: axis.stride,
  low: axis.low,
  spread: axis.inputDilation,
  length: axis.output + Math.floor(((axis.kernel - 1) * axis.dilation) / axis.stride),
})

/** Offsets of all (channel, tap) pairs of a group in the padded input. */
export const tapTable = (planes: Planes, { channels, rows, columns }: ConvGeometry): readonly number[] => {
  const table: number[] = []
  for (let c = 0; c < channels; c++) {
    for (let p = 0; p < rows.kernel; p++) {
      for (let q = 0; q < columns.kernel; q++) {
        table.push(c * planes.plane + startAt(planes, p * rows.dilation, q * columns.dilation))
      }
    }
  }
  return table
}

/** Rows of pixels at a fixed distance. */
interface Pixels {
  readonly rows: number
  readonly columns: number
}

/** Rows and columns of the outputs; one row if rows are contiguous in input and output. */
export const pixelsOf = (planes: Planes, rows: number, columns: number): Pixels =>
  planes.row === columns * 4 ? { rows: 1, columns: rows * columns } : { rows, columns }

export const nothing = (output: Shape): Lowered =>
  simply((to, places) => {
    const count = sizeOf(output)
    to.command('ramp', whole, { target: places.output, perUnit: count, count, value: 0, increment: 0 })
  })
