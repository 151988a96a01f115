/**
 * @file Convolution with neighbouring threads on neighbouring output channels, and four cells per thread. All threads
 * of a row read the same part of the images, and contiguous weights, so that a row of threads becomes the lanes of a
 * vector. gpu.js generates such code in WebAssembly.
 *
 * Images are first rewritten with channels last and margins of zeros, weights with output channels last; the last step
 * restores the order of the cells.
 */
import type { ConvGeometry } from '../../../core/ConvGeometry.ts'
import type { WindowAxis } from '../../../core/Window.ts'
import { canFours, canFoursBack } from './convFours.ts'
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
import { input, result, step, stepOfLanes } from '../Step.ts'
import type { Adding } from '../sums.ts'
import { apart, isLong, sumLoop } from '../sums.ts'

/** Whether a number of output channels fills the lanes. */
export const fills = (channels: number): boolean => channels % 4 === 0

/** Zeros around an axis, so that no window reads past it. */
interface Margin {
  /** Before the first cell. */
  readonly low: number
  /** Cells including both margins. */
  readonly length: number
}

/** Images [N, C, H, W], an input, rewritten as [N, H', W', C]. */
export const channelsLast = (
  [images, channels, height, width]: readonly [number, number, number, number],
  rows: Margin,
  columns: Margin,
  index: number,
): KernelStep =>
  step(
    images * rows.length * columns.length * channels,
    ['x'],
    `${coordinates([images, rows.length, columns.length, channels])}
    const r = i1 - ${decimal(rows.low)};
    const c = i2 - ${decimal(columns.low)};
    let value = 0.0;
    if (r >= 0.0 && r < ${decimal(height)} && c >= 0.0 && c < ${decimal(width)}) {
      value = x[${place([
        ['i0', channels * height * width],
        ['i3', height * width],
        ['r', width],
        ['c', 1],
      ])}];
    }
    return value;`,
    [input(index)],
  )

/** How windows move along an axis of the padded images. */
type Walk = Pick<WindowAxis, 'kernel' | 'stride' | 'dilation' | 'output'>

/** The cells that windows at the first `windows` places read. */
export const reach = ({ kernel, stride, dilation }: Walk, windows: number): number =>
  (windows - 1) * stride + (kernel - 1) * dilation + 1

/** The sizes of a product. */
interface Product {
  readonly images: number
  /** Channels that are summed over. */
  readonly from: number
  /** Output channels. */
  readonly to: number
  readonly rows: Walk
  readonly columns: Walk
}

/** Cells [N, OH, OW / 4, to, 4] of padded images, the result of step 0, and weights [KH, KW, from, to], that of step 1. */
const product = ({ images, from, to, rows, columns }: Product): KernelStep => {
  const quads = Math.ceil(columns.output / 4)
  const [height, width] = [reach(rows, rows.output), reach(columns, 4 * quads)]
  const taps = Array.from({ length: columns.kernel }, (_, q) => q)
  const placeOf = (tap: number, cell: number): number => tap * columns.dilation + cell * columns.stride
  const places = [...new Set(taps.flatMap((tap) => four.map((cell) => placeOf(tap, cell))))].sort((a, b) => a - b)
  const isDeep = isLong(rows.kernel * columns.kernel * from)
  const adding: Adding = (totals) =>
    [
      ...places.map((at) => `const v${String(at)} = x[${place([['from', 1]], at * from)}];`),
      ...taps.flatMap((tap) => [
        `const w${String(tap)} = w[${place([['weight', 1]], tap * from * to)}];`,
        ...four.map((cell) => `${totals[cell]!} += v${String(placeOf(tap, cell))} * w${String(tap)};`),
      ]),
    ].join('\n')
  return stepOfLanes(
    to,
    images * rows.output * quads,
    ['x', 'w'],
    `${coordinates([images, rows.output, quads], 'i', 'this.thread.y')}
    const first = ${place([
      ['i0', height * width * from],
      ['i1', rows.stride * width * from],
      ['i2', 4 * columns.stride * from],
    ])};
    ${declareTotals}
    ${sumLoop(isDeep, 'p', rows.kernel, fourTotals, (outer) =>
      apart(isDeep, outer, 'p', (totals) =>
        sumLoop(
          isDeep,
          'c',
          from,
          totals,
          (own) =>
            `const from = first + ${place([
              ['p', rows.dilation * width * from],
              ['c', 1],
            ])};
            const weight = ${place([
              ['p', columns.kernel * from * to],
              ['c', to],
              ['this.thread.x', 1],
            ])};
            ${adding(own)}`,
          columns.kernel,
        ),
      ),
    )}
    ${returnTotals}`,
    [result(0), result(1)],
  )
}

/** Cells [N, OH, OW / 4, O, 4], the result of step 2, rewritten as [N, O, OH, OW]. */
const channelsSecond = ([images, channels, height, width]: readonly [number, number, number, number]): KernelStep =>
  step(
    images * channels * height * width,
    ['cells'],
    `${coordinates([images, channels, height, width])}
    const quad = ${quotient('i3', 4)};
    return cells[${place([
      ['i0', height * roundUp(width) * channels],
      ['i2', roundUp(width) * channels],
      ['quad', 4 * channels],
      ['i1', 4],
      ['i3', 1],
      ['quad', -4],
    ])}];`,
    [result(2)],
  )

/** How a product finds its images and weights. */
interface Sources {
  /** Rows and columns of the images. */
  readonly sides: readonly [height: number, width: number]
  /** Zeros before the first of them. */
  readonly low: readonly [rows: number, columns: number]
  /** The position of the weight of tap `i0`, `i1` from channel `i2` to channel `i3`. */
  readonly weight: string
}

/** A product, preceded by steps that reorder its operands and followed by one that reorders its cells. */
const inLanes = (of: Product, { sides: [height, width], low, weight }: Sources): readonly KernelStep[] => {
  const { images, from, to, rows, columns } = of
  return [
    channelsLast(
      [images, from, height, width],
      { low: low[0], length: reach(rows, rows.output) },
      { low: low[1], length: reach(columns, roundUp(columns.output)) },
      0,
    ),
    step(
      rows.kernel * columns.kernel * from * to,
      ['w'],
      `${coordinates([rows.kernel, columns.kernel, from, to])}
      return w[${weight}];`,
      [input(1)],
    ),
    product(of),
    channelsSecond([images, to, rows.output, columns.output]),
  ]
}

/** Whether {@link convLanes} applies. */
export const canLanes = (geometry: ConvGeometry): boolean =>
  geometry.groups === 1 && fills(geometry.features) && canFours(geometry)

/** The output of a convolution, [N, O, OH, OW]. */
export const convLanes = ({ images, channels, features, rows, columns }: ConvGeometry): readonly KernelStep[] =>
  inLanes(
    { images, from: channels, to: features, rows, columns },
    {
      sides: [rows.input, columns.input],
      low: [rows.low, columns.low],
      weight: place([
        ['i3', channels * rows.kernel * columns.kernel],
        ['i2', rows.kernel * columns.kernel],
        ['i0', columns.kernel],
        ['i1', 1],
      ]),
    },
  )

/** Cells that the rotated kernel reads before the first cell of the cotangent. */
const lowBack = ({ kernel, dilation, low }: WindowAxis): number => (kernel - 1) * dilation - low

/** Whether {@link convInputLanes} applies. */
export const canLanesBack = (geometry: ConvGeometry): boolean =>
  geometry.groups === 1 &&
  fills(geometry.channels) &&
  canFoursBack(geometry) &&
  lowBack(geometry.rows) >= 0 &&
  lowBack(geometry.columns) >= 0

/**
 * The cotangent of a convolution's input, [N, C, H, W], for stride 1: the output's cotangent, convolved with the
 * rotated kernel.
 */
export const convInputLanes = ({ images, channels, features, rows, columns }: ConvGeometry): readonly KernelStep[] => {
  const walk = (axis: WindowAxis): Walk => ({ ...axis, output: axis.input })
  return inLanes(
    { images, from: features, to: channels, rows: walk(rows), columns: walk(columns) },
    {
      sides: [rows.output, columns.output],
      low: [lowBack(rows), lowBack(columns)],
      weight: place(
        [
          ['i2', channels * rows.kernel * columns.kernel],
          ['i3', rows.kernel * columns.kernel],
          ['i0', -columns.kernel],
          ['i1', -1],
        ],
        rows.kernel * columns.kernel - 1,
      ),
    },
  )
}
