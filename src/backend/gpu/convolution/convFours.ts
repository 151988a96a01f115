/**
 * @file Convolution with four cells per thread, which share what they read: neighbouring pixels of a row share the
 * cells under their windows, and neighbouring taps share the cotangent.
 *
 * Row lengths are rounded up to a multiple of four; if the output's rows are shorter, a last step drops the excess.
 */
import type { ConvGeometry } from '../../../core/ConvGeometry.ts'
import type { Shape } from '../../../core/Shape.ts'
import { sizeOf } from '../../../core/Shape.ts'
import type { WindowAxis } from '../../../core/Window.ts'
import {
  coordinates,
  decimal,
  declareTotals,
  four,
  fourTotals,
  place,
  quotient,
  returnTotals,
  roundUp,
} from '../source.ts'
import type { KernelStep } from '../Step.ts'
import { result, step, stepOfFours } from '../Step.ts'
import type { Adding } from '../sums.ts'
import { apart, isLong, sumLoop } from '../sums.ts'

/** Drops the excess after the rows of an array. */
const compact = (output: Shape): KernelStep => {
  const width = output.at(-1)!
  const terms = [
    ['line', roundUp(width)],
    ['column', 1],
  ] as const
  return step(
    sizeOf(output),
    ['padded'],
    `const line = ${quotient('this.thread.x', width)};
    const column = this.thread.x - line * ${decimal(width)};
    return padded[${place(terms)}];`,
    [result(0)],
  )
}

/** How four neighbouring cells of a row of one array read a row of another. */
interface Meeting {
  /** Length of the row that is read. */
  readonly length: number
  /** For each tap, the position that cell 0 reads, relative to `start`. */
  readonly tapAt: readonly number[]
  /** The distance between the positions that two neighbours read. */
  readonly stride: number
}

/** Every position that is read, once. */
const placesOf = ({ tapAt, stride }: Meeting): readonly number[] =>
  [...new Set(tapAt.flatMap((at) => four.map((q) => at + q * stride)))].sort((a, b) => a - b)

const nameOf = (at: number): string => (at < 0 ? `m${String(-at)}` : `p${String(at)}`)

/** Statements before the loops: for each position, whether it is in the row, and where to read instead if it is not. */
const columnsOf = (meeting: Meeting, isInside: boolean): string =>
  placesOf(meeting)
    .map((at) => {
      const name = nameOf(at)
      const column = `const c${name} = ${place([['start', 1]], at)};`
      if (isInside) return column
      const last = decimal(meeting.length - 1)
      return `${column}
      const i${name} = Math.min(Math.max(c${name}, 0.0), ${last});
      let k${name} = 1.0;
      if (i${name} != c${name}) { k${name} = 0.0; }`
    })
    .join('\n')

/** Reads every position of the row at `from` of `array`, and adds the products with the weights at `kernel`. */
const products = (meeting: Meeting, array: string, isInside: boolean, totals: readonly string[]): string => {
  const reads = placesOf(meeting).map((at) => {
    const name = nameOf(at)
    const value = isInside ? `${array}[from + c${name}]` : `${array}[from + i${name}] * k${name}`
    return `const v${name} = ${value};`
  })
  const sums = meeting.tapAt.flatMap((at, tap) => [
    `const w${String(tap)} = w[${place([['weight', 1]], tap)}];`,
    ...four.map((q) => `${totals[q]!} += v${nameOf(at + q * meeting.stride)} * w${String(tap)};`),
  ])
  return [...reads, ...sums].join('\n')
}

/** A loop over channels, each of which adds `each` terms, to a separate subtotal if the whole sum is long. */
const overChannels = (
  isDeep: boolean,
  name: string,
  channels: number,
  each: number,
  totals: readonly string[],
  body: Adding,
): string => apart(isDeep, totals, name, (parts) => sumLoop(isDeep, name, channels, parts, body, each))

/** Whether a row is short enough to be unrolled. */
const isShort = ({ kernel, stride, dilation }: WindowAxis): boolean => kernel <= 11 && stride <= 4 && dilation <= 4

/** Whether {@link convFours} applies. */
export const canFours = ({ rows, columns }: ConvGeometry): boolean =>
  rows.inputDilation === 1 && columns.inputDilation === 1 && isShort(columns)

/** Whether {@link convInputFours} and {@link convFilterFours} apply. */
export const canFoursBack = (geometry: ConvGeometry): boolean =>
  canFours(geometry) && geometry.rows.stride === 1 && geometry.columns.stride === 1

const whole = (output: Shape, made: KernelStep): readonly KernelStep[] =>
  output.at(-1)! % 4 === 0 ? [made] : [made, compact(output)]

/** The output of a convolution, [N, O, OH, OW]. */
export const convFours = (geometry: ConvGeometry): readonly KernelStep[] => {
  const { images, groups, channels, features, rows, columns } = geometry
  const [plane, taps] = [rows.input * columns.input, rows.kernel * columns.kernel]
  const width = roundUp(columns.output)
  const meeting: Meeting = {
    length: columns.input,
    tapAt: Array.from({ length: columns.kernel }, (_, q) => q * columns.dilation),
    stride: columns.stride,
  }
  // The excess after the rows of the output may read anything: the last step drops it.
  const isInside = columns.low === 0 && columns.high === 0
  const isDeep = isLong(channels * taps)
  const body: Adding = (totals) => `const r = ${place(
    [
      ['i2', rows.stride],
      ['p', rows.dilation],
    ],
    -rows.low,
  )};
  if (r >= 0.0 && r < ${decimal(rows.input)}) {
    ${overChannels(
      isDeep,
      'c',
      channels,
      columns.kernel,
      totals,
      (own) => `const from = first + ${place([
        ['c', plane],
        ['r', columns.input],
      ])};
      const weight = kernel + ${place([
        ['c', taps],
        ['p', columns.kernel],
      ])};
      ${products(meeting, 'x', isInside, own)}`,
    )}
  }`
  const made = stepOfFours(
    images * groups * features * rows.output * width,
    ['x', 'w'],
    `${coordinates([images, groups * features, rows.output, width / 4])}
    ${inputStart(geometry)}
    const start = ${place([['i3', 4 * columns.stride]], -columns.low)};
    ${columnsOf(meeting, isInside)}
    ${declareTotals}
    ${sumLoop(isDeep, 'p', rows.kernel, fourTotals, body)}
    ${returnTotals}`,
  )
  return whole([images, groups * features, rows.output, columns.output], made)
}

/** Statements that name the start of the input and of the weights that the output cell at `i0`, `i1` reads. */
export const inputStart = ({ groups, channels, features, rows, columns }: ConvGeometry): string => {
  const [plane, taps] = [rows.input * columns.input, rows.kernel * columns.kernel]
  return `const group = ${quotient('i1', features)};
    const first = ${place([
      ['i0', groups * channels * plane],
      ['group', channels * plane],
    ])};
    const kernel = ${place([['i1', channels * taps]])};`
}

/** Statements that name the start of the cotangent and of the weights that the input cell at `i0`, `i1` meets. */
export const cotangentStart = ({ groups, channels, features, rows, columns }: ConvGeometry): string => {
  const [plane, taps] = [rows.output * columns.output, rows.kernel * columns.kernel]
  return `const group = ${quotient('i1', channels)};
    const first = ${place([
      ['i0', groups * features * plane],
      ['group', features * plane],
    ])};
    const kernel = ${place([
      ['group', features * channels * taps],
      ['i1', taps],
      ['group', -channels * taps],
    ])};`
}

/** The cotangent of a convolution's input, [N, C, H, W], for stride 1. */
export const convInputFours = (geometry: ConvGeometry): readonly KernelStep[] => {
  const { images, groups, channels, features, rows, columns } = geometry
  const [plane, taps] = [rows.output * columns.output, rows.kernel * columns.kernel]
  const width = roundUp(columns.input)
  const meeting: Meeting = {
    length: columns.output,
    tapAt: Array.from({ length: columns.kernel }, (_, q) => -q * columns.dilation),
    stride: 1,
  }
  const isDeep = isLong(features * taps)
  const body: Adding = (totals) => `const r = i2 + ${decimal(rows.low)} - ${place([['p', rows.dilation]])};
  if (r >= 0.0 && r < ${decimal(rows.output)}) {
    ${overChannels(
      isDeep,
      'o',
      features,
      columns.kernel,
      totals,
      (own) => `const from = first + ${place([
        ['o', plane],
        ['r', columns.output],
      ])};
      const weight = kernel + ${place([
        ['o', channels * taps],
        ['p', columns.kernel],
      ])};
      ${products(meeting, 'y', false, own)}`,
    )}
  }`
  const made = stepOfFours(
    images * groups * channels * rows.input * width,
    ['y', 'w'],
    `${coordinates([images, groups * channels, rows.input, width / 4])}
    ${cotangentStart(geometry)}
    const start = ${place([['i3', 4]], columns.low)};
    ${columnsOf(meeting, false)}
    ${declareTotals}
    ${sumLoop(isDeep, 'p', rows.kernel, fourTotals, body)}
    ${returnTotals}`,
  )
  return whole([images, groups * channels, rows.input, columns.input], made)
}
