/**
 * @file Which entries of a convolution are summed again, and the commands for it (`assembly/mend.ts`). Two algorithms mix
 * cells into outputs that do not see them: Winograd's tiles, and padding with zeros where a weight is infinite.
 *
 * By tiles an output is trusted if its window holds at least 1/64 of the magnitude of its tile, its kernel's visible taps
 * reach 1/64 of the largest one, no entry of either is more than 1/8 of the whole, and products stay between 2^-110 and
 * 2^100. All else is summed directly, in float64.
 */
import type { WindowAxis } from '../../core/Window.ts'
import type { CommandWriter } from './Command.ts'
import { partsOf, whole } from './Command.ts'
import { bytesOf } from './Lowering.ts'
import type { Geometry } from './paddedPlanes.ts'
import type { Batch } from './tiling.ts'

/** A convolution as its outputs see it: `kernels` sums over `planes` of the input, in each group. */
interface Mended {
  readonly images: number
  readonly groups: number
  readonly kernels: number
  readonly planes: number
  readonly rows: Axis
  readonly columns: Axis
  /** Whether the weights of one kernel lie together; else those of one plane do. */
  readonly isForward: boolean
}

/** How outputs and taps meet cells: (scale * output + step * tap + start) / spacing, if whole and one of the cells. */
interface Axis {
  readonly taps: number
  readonly outputs: number
  readonly scale: number
  readonly step: number
  readonly start: number
  readonly spacing: number
  readonly cells: number
}

const forward = ({ kernel, output, stride, dilation, low, inputDilation, input }: WindowAxis): Axis => ({
  taps: kernel,
  outputs: output,
  scale: stride,
  step: dilation,
  start: -low,
  spacing: inputDilation,
  cells: input,
})

const backward = ({ kernel, output, stride, dilation, low, inputDilation, input }: WindowAxis): Axis => ({
  taps: kernel,
  outputs: input,
  scale: inputDilation,
  step: -dilation,
  start: low,
  spacing: stride,
  cells: output,
})

const wordsOf = ({ taps, outputs, scale, step, start, spacing, cells }: Axis): readonly number[] => [
  taps,
  outputs,
  scale,
  step,
  start,
  spacing,
  cells,
]

/** How far before the first cell the first window starts. */
const paddingOf = ({ taps, step, start }: Axis): number => -(start + Math.min(0, step * (taps - 1)))

/** Whether every output sees all of its taps. */
const isWhole = (axis: Axis): boolean => {
  const { taps, outputs, scale, step, start, spacing, cells } = axis
  const last = scale * (outputs - 1) + start + Math.max(0, step * (taps - 1))
  return spacing === 1 && paddingOf(axis) <= 0 && last < cells
}

/** conv of x, w. */
export const mendedConv = ({ images, groups, channels, features, vertical, horizontal }: Geometry): Mended => ({
  images,
  groups,
  kernels: features,
  planes: channels,
  rows: forward(vertical),
  columns: forward(horizontal),
  isForward: true,
})

/** convInput of dy, w. */
export const mendedConvInput = ({ images, groups, channels, features, vertical, horizontal }: Geometry): Mended => ({
  images,
  groups,
  kernels: channels,
  planes: features,
  rows: backward(vertical),
  columns: backward(horizontal),
  isForward: false,
})

/** Where a mending works: its two operands, and its workspace, which is its own from `look` to `mend`. */
export interface MendingPlaces {
  readonly operands: readonly [number, number]
  readonly workspace: number
}

/** What mending needs of memory, and its commands: to look at the operands first, and to mend what is made of them. */
export interface Mending {
  readonly workspace: number
  readonly look: (to: CommandWriter, places: MendingPlaces) => void
  /** Looks at what a batch of tiles is about to read, so that it is in the cache then. */
  readonly lookAt: (to: CommandWriter, places: MendingPlaces, batch: Batch) => void
  readonly mend: (to: CommandWriter, places: MendingPlaces, output: number) => void
}

/** Taps of a border: those that the first outputs see reach from here to the end, those of the last from 0 to there. */
const visibleOf = (axis: Axis): readonly [first: number, last: number] => {
  const low = Math.max(0, paddingOf(axis))
  return [Math.min(2, low), Math.max(0, Math.min(2, axis.cells - axis.outputs + low))]
}

/** Magnitudes that are noted of each kernel. */
const notedOf = ({ rows, columns, isForward }: Mended, isTiled: boolean): number =>
  isForward && !isTiled ? 1 : rows.taps * columns.taps

/** Where it stands which kernels are trusted: behind their magnitudes. */
const foundAt = (mended: Mended, isTiled: boolean, workspace: number): number =>
  workspace + 2 * bytesOf(mended.groups * mended.kernels * notedOf(mended, isTiled))

const judge = (to: CommandWriter, mended: Mended, isTiled: boolean, kernel: number, at: number): void => {
  const { groups, kernels, planes, rows, columns, isForward } = mended
  const taps = rows.taps * columns.taps
  const count = notedOf(mended, isTiled)
  const sums = at + bytesOf(groups * kernels * count)
  const [height, width] = isForward ? [groups * kernels, planes * taps] : [planes, kernels * taps]
  const lines = isForward ? height : groups > 1 ? groups : width
  const work = ((isForward || groups > 1 ? width : height) * (isForward ? 1 : height)) / 8 + 5
  const parts = isForward || groups > 1 ? partsOf(lines, work) : partsOf(lines, height / 8, 16)
  to.command('greatest', parts, [kernel, at, height, width, isForward ? count : 0, parts.perUnit, lines, groups, sums])
  to.command('judgeKernels', whole, [
    at,
    foundAt(mended, isTiled, at),
    groups * kernels,
    count,
    isTiled ? 1 : 0,
    ...visibleOf(rows),
    ...visibleOf(columns),
    sums,
    isForward ? 1 : taps,
  ])
}

const nothing = (): void => {
  // Every output sees all of its taps.
}
const nothingToMend: Mending = { workspace: 0, look: nothing, lookAt: nothing, mend: nothing }

/** Rows of a plane of `cells` rows that a batch over `outputs` rows is the first to reach, roughly: they are parted so. */
const rowsOf = ({ firstRow, rows }: Batch, outputs: number, cells: number): readonly [first: number, end: number] => {
  const isLast = (firstRow + rows) * 4 >= outputs
  return [Math.min(cells, firstRow * 4), isLast ? cells : Math.min(cells, (firstRow + rows) * 4)]
}

/** Mends the outputs of a convolution by tiles, or of one over padded planes. */
export const mend = (mended: Mended, isTiled: boolean): Mending => {
  const { images, groups, kernels, planes, rows, columns, isForward } = mended
  if (!isTiled && isWhole(rows) && isWhole(columns)) return nothingToMend
  const taps = rows.taps * columns.taps
  const judged = 2 * bytesOf(groups * kernels * taps) + bytesOf(16 + groups * kernels)
  const cells = rows.cells * columns.cells
  const sums = bytesOf(images * cells)
  return {
    workspace: judged + (isTiled ? 2 * sums : 0),
    look: (to, { operands: [, kernel], workspace }) => {
      judge(to, mended, isTiled, kernel, workspace)
    },
    lookAt: (to, { operands: [input], workspace }, batch) => {
      const [first, end] = rowsOf(batch, rows.outputs, rows.cells)
      const units = Math.ceil(((end - first) * columns.cells) / 512)
      const { shared } = partsOf(batch.images * units, planes * 45)
      to.command('cellMagnitudes', { units: batch.images * units, perUnit: 1, shared }, [
        input,
        workspace + judged,
        planes,
        cells,
        512,
        units,
        sums,
        batch.firstImage,
        first * columns.cells,
        end * columns.cells,
      ])
    },
    mend: (to, { operands: [input, kernel], workspace }, output) => {
      const perUnit = isTiled ? Math.max(4, Math.ceil((rows.outputs * images) / 128) * 4) : rows.outputs
      const units = Math.ceil(rows.outputs / perUnit)
      const isWorthSharing = isTiled && images * rows.outputs * columns.outputs > 15_000
      to.command('mend', { units: images * units, perUnit: 1, shared: isWorthSharing && images * units > 1 }, [
        input,
        kernel,
        output,
        foundAt(mended, isTiled, workspace),
        isTiled ? workspace + judged : 0,
        kernels,
        planes,
        groups,
        (isForward ? planes : 1) * taps * 4,
        (isForward ? 1 : kernels) * taps * 4,
        kernels * planes * taps * 4,
        perUnit,
        units,
        ...wordsOf(rows),
        ...wordsOf(columns),
        paddingOf(rows),
        paddingOf(columns),
        sums,
      ])
    },
  }
}

/** Cells, or outputs, that meet all three taps: [first, end). */
const coreOf = ({ input, output, low }: WindowAxis, isError: boolean): readonly [first: number, end: number] =>
  isError
    ? [Math.max(0, low), Math.min(output, input - 2 + low)]
    : [Math.max(0, 2 - low), Math.min(input, output - low)]

/** Mends the gradient of a kernel. */
export const mendFilter = (geometry: Geometry, isTiled: boolean): Mending => {
  const { images, groups, channels, features, vertical, horizontal } = geometry
  const [rows, columns] = [forward(vertical), forward(horizontal)]
  if (!isTiled && isWhole(rows) && isWhole(columns)) return nothingToMend
  const ofInput = bytesOf(channels * 4)
  const measure = (to: CommandWriter, source: number, target: number, isError: boolean, batch: Batch): void => {
    const count = isError ? features : channels
    const [height, width] = isError ? [vertical.output, horizontal.output] : [vertical.input, horizontal.input]
    const [first, end] = rowsOf(batch, vertical.output, height)
    const parts = partsOf(count, batch.images * (end - first) * (width / 8 + 4))
    to.command('channelMagnitudes', parts, [
      source,
      target,
      count,
      batch.images,
      height,
      width,
      ...coreOf(vertical, isError),
      ...coreOf(horizontal, isError),
      parts.perUnit,
      batch.firstImage,
      first,
      end,
      batch.firstImage === 0 && batch.firstRow === 0 ? 1 : 0,
    ])
  }
  return {
    workspace: isTiled ? ofInput + bytesOf(features * 4) : 0,
    look: nothing,
    lookAt: (to, { operands: [x, y], workspace }, batch) => {
      measure(to, x, workspace, false, batch)
      measure(to, y, workspace + ofInput, true, batch)
    },
    mend: (to, { operands: [x, y], workspace }, target) => {
      const parts = partsOf(groups * features, channels * (isTiled ? 3 : vertical.kernel * horizontal.kernel))
      to.command('mendFilter', parts, [
        x,
        y,
        target,
        isTiled ? workspace : 0,
        isTiled ? workspace + ofInput : 0,
        channels,
        features,
        groups,
        images,
        parts.perUnit,
        ...wordsOf(rows),
        ...wordsOf(columns),
      ])
    },
  }
}
