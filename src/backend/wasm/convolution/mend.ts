/**
 * @file Which entries of a convolution are summed again, and the commands for it (`assembly/mendOutputs.ts`). Two
 * algorithms mix cells into outputs whose windows do not contain them: Winograd's tiles, and padding with zeros if a
 * weight is infinite.
 *
 * With tiles, an output is trusted if its window holds at least 1/64 of the magnitude of its tile, its kernel's visible
 * taps reach 1/8 of the largest one, no entry of either is more than 1/8 of the whole, and products stay between 2^-110
 * and 2^100. All other outputs are summed directly, in float64.
 */
import type { ConvGeometry } from '../../../core/ConvGeometry.ts'
import type { CommandWriter } from '../Command.ts'
import { partsOf, whole } from '../Command.ts'
import { findings } from '../interface/findings.ts'
import { bytesOf } from '../Lowering.ts'
import type { Axis } from './MendedAxis.ts'
import { backward, forward, isWhole, paddingOf } from './MendedAxis.ts'
import type { Mending } from './Mending.ts'
import { nothingToMend, rowsOf } from './Mending.ts'

/** A convolution as its outputs see it: `kernels` sums over `planes` of the input, in each group. */
interface Mended {
  readonly images: number
  readonly groups: number
  readonly kernels: number
  readonly planes: number
  readonly rows: Axis
  readonly columns: Axis
  /** Whether the weights of one kernel are contiguous; otherwise those of one plane are. */
  readonly isForward: boolean
}

/** conv of x, w. */
export const mendedConv = ({ images, groups, channels, features, rows, columns }: ConvGeometry): Mended => ({
  images,
  groups,
  kernels: features,
  planes: channels,
  rows: forward(rows),
  columns: forward(columns),
  isForward: true,
})

/** convInput of dy, w. */
export const mendedConvInput = ({ images, groups, channels, features, rows, columns }: ConvGeometry): Mended => ({
  images,
  groups,
  kernels: channels,
  planes: features,
  rows: backward(rows),
  columns: backward(columns),
  isForward: false,
})

/**
 * Taps that every output at a border reads: at one border those from `from` on, at the other those up to `to`. The taps
 * of a gradient run backwards, so its first outputs read the first taps.
 */
const visibleOf = (axis: Axis): readonly [from: number, to: number] => {
  const hiddenLow = Math.max(0, Math.min(2, paddingOf(axis)))
  const hiddenHigh = Math.max(0, Math.min(2, axis.outputs - axis.cells + 2 - paddingOf(axis)))
  return axis.step > 0 ? [hiddenLow, 2 - hiddenHigh] : [hiddenHigh, 2 - hiddenLow]
}

/** The number of magnitudes recorded per kernel. */
const notedOf = ({ rows, columns, isForward }: Mended, isTiled: boolean): number =>
  isForward && !isTiled ? 1 : rows.taps * columns.taps

/** The address of the verdicts on kernels: after their magnitudes. */
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
  to.command('greatest', parts, {
    source: kernel,
    target: at,
    sums,
    rows: height,
    columns: width,
    period: isForward ? count : 0,
    perUnit: parts.perUnit,
    lines,
    groups,
  })
  const [top, bottom] = visibleOf(rows)
  const [left, right] = visibleOf(columns)
  to.command('judgeKernels', whole, {
    greatest: at,
    sums,
    target: foundAt(mended, isTiled, at),
    kernels: groups * kernels,
    magnitudes: count,
    sumsOfKernel: isForward ? 1 : taps,
    isTiled,
    top,
    bottom,
    left,
    right,
  })
}

/** Mends the outputs of a convolution by tiles, or of one over padded planes. */
export const mend = (mended: Mended, isTiled: boolean): Mending => {
  const { images, groups, kernels, planes, rows, columns, isForward } = mended
  if (!isTiled && isWhole(rows) && isWhole(columns)) return nothingToMend
  const taps = rows.taps * columns.taps
  const judged =
    2 * bytesOf(groups * kernels * taps) + bytesOf(findings.judgement.words + groups * kernels * findings.verdict.words)
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
      to.command(
        'cellMagnitudes',
        { units: batch.images * units, perUnit: 1, shared },
        {
          source: input,
          target: workspace + judged,
          channels: planes,
          cells,
          perUnit: 512,
          units,
          toGreatest: sums,
          firstImage: batch.firstImage,
          first: first * columns.cells,
          end: end * columns.cells,
        },
      )
    },
    mend: (to, { operands: [input, kernel], workspace }, output) => {
      const perUnit = isTiled ? Math.max(4, Math.ceil((rows.outputs * images) / 128) * 4) : rows.outputs
      const units = Math.ceil(rows.outputs / perUnit)
      const isWorthSharing = isTiled && images * rows.outputs * columns.outputs > 15_000
      to.command(
        'mend',
        { units: images * units, perUnit: 1, shared: isWorthSharing && images * units > 1 },
        {
          input,
          kernel,
          output,
          found: foundAt(mended, isTiled, workspace),
          magnitudes: isTiled ? workspace + judged : 0,
          toGreatest: sums,
          kernels,
          planes,
          groups,
          kernelStride: (isForward ? planes : 1) * taps * 4,
          planeStride: (isForward ? 1 : kernels) * taps * 4,
          groupStride: kernels * planes * taps * 4,
          perUnit,
          units,
          rows,
          columns,
          lowRow: paddingOf(rows),
          lowColumn: paddingOf(columns),
        },
      )
    },
  }
}
