/**
 * @file Convolution with four cells a thread, which share what they read: neighbouring pixels of a row share the cells
 * under their windows, neighbouring taps share the error.
 *
 * Rows are as long as a multiple of four; where the output's are shorter, a last step leaves the rest out.
 */
import type { Shape } from '../../core/Shape.ts'
import { sizeOf } from '../../core/Shape.ts'
import type { WindowAxis } from '../../core/Window.ts'
import { coordinates, decimal, declareTotals, four, loop, place, quotient, returnTotals, roundUp } from './source.ts'
import type { Step } from './Step.ts'
import { result, step, stepOfFours } from './Step.ts'

/** Sizes that the three readings share. */
export interface Geometry {
  readonly images: number
  readonly groups: number
  /** Input channels of a group. */
  readonly channels: number
  /** Output channels of a group. */
  readonly features: number
  readonly rows: WindowAxis
  readonly columns: WindowAxis
}

/** Leaves out what lies behind the rows of an array. */
const compact = (output: Shape): Step => {
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

/** How a row of one array is met by four neighbouring cells of a row of another. */
interface Meeting {
  /** Length of the row that is read. */
  readonly length: number
  /** For each tap the place that cell 0 reads, counted from `start`. */
  readonly tapAt: readonly number[]
  /** Cells between what two neighbours read. */
  readonly stride: number
}

/** Every place that is read, once. */
const placesOf = ({ tapAt, stride }: Meeting): readonly number[] =>
  [...new Set(tapAt.flatMap((at) => four.map((q) => at + q * stride)))].sort((a, b) => a - b)

const nameOf = (at: number): string => (at < 0 ? `m${String(-at)}` : `p${String(at)}`)

/** Statements before the loops: for each place, whether it lies in the row, and where to read instead if it does not. */
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

/** Reads every place of the row at `from` of `array`, and adds the products with the weights at `kernel`. */
const products = (meeting: Meeting, array: string, isInside: boolean): string => {
  const reads = placesOf(meeting).map((at) => {
    const name = nameOf(at)
    const value = isInside ? `${array}[from + c${name}]` : `${array}[from + i${name}] * k${name}`
    return `const v${name} = ${value};`
  })
  const sums = meeting.tapAt.flatMap((at, tap) => [
    `const w${String(tap)} = w[${place([['weight', 1]], tap)}];`,
    ...four.map((q) => `t${String(q)} += v${nameOf(at + q * meeting.stride)} * w${String(tap)};`),
  ])
  return [...reads, ...sums].join('\n')
}

/** Whether a row is short enough to be written out. */
const isShort = ({ kernel, stride, dilation }: WindowAxis): boolean => kernel <= 11 && stride <= 4 && dilation <= 4

/** Whether {@link convFours} can. */
export const canFours = ({ rows, columns }: Geometry): boolean =>
  rows.inputDilation === 1 && columns.inputDilation === 1 && isShort(columns)

/** Whether {@link convInputFours} and {@link convFilterFours} can. */
export const canFoursBack = (geometry: Geometry): boolean =>
  canFours(geometry) && geometry.rows.stride === 1 && geometry.columns.stride === 1

const whole = (output: Shape, made: Step): readonly Step[] =>
  output.at(-1)! % 4 === 0 ? [made] : [made, compact(output)]

/** The output of a convolution, [N, O, OH, OW]. */
export const convFours = (geometry: Geometry): readonly Step[] => {
  const { images, groups, channels, features, rows, columns } = geometry
  const [plane, taps] = [rows.input * columns.input, rows.kernel * columns.kernel]
  const width = roundUp(columns.output)
  const meeting: Meeting = {
    length: columns.input,
    tapAt: Array.from({ length: columns.kernel }, (_, q) => q * columns.dilation),
    stride: columns.stride,
  }
  // What lies behind the rows of the output may read anything: the last step leaves it out.
  const isInside = columns.low === 0 && columns.high === 0
  const body = `const r = ${place(
    [
      ['i2', rows.stride],
      ['p', rows.dilation],
    ],
    -rows.low,
  )};
  if (r >= 0.0 && r < ${decimal(rows.input)}) {
    ${loop(
      'c',
      channels,
      `const from = first + ${place([
        ['c', plane],
        ['r', columns.input],
      ])};
      const weight = kernel + ${place([
        ['c', taps],
        ['p', columns.kernel],
      ])};
      ${products(meeting, 'x', isInside)}`,
    )}
  }`
  const made = stepOfFours(
    images * groups * features * rows.output * width,
    ['x', 'w'],
    `${coordinates([images, groups * features, rows.output, width / 4])}
    const group = ${quotient('i1', features)};
    const first = ${place([
      ['i0', groups * channels * plane],
      ['group', channels * plane],
    ])};
    const kernel = ${place([['i1', channels * taps]])};
    const start = ${place([['i3', 4 * columns.stride]], -columns.low)};
    ${columnsOf(meeting, isInside)}
    ${declareTotals}
    ${loop('p', rows.kernel, body)}
    ${returnTotals}`,
  )
  return whole([images, groups * features, rows.output, columns.output], made)
}

/** The error of a convolution's input, [N, C, H, W], for stride 1. */
export const convInputFours = (geometry: Geometry): readonly Step[] => {
  const { images, groups, channels, features, rows, columns } = geometry
  const [plane, taps] = [rows.output * columns.output, rows.kernel * columns.kernel]
  const width = roundUp(columns.input)
  const meeting: Meeting = {
    length: columns.output,
    tapAt: Array.from({ length: columns.kernel }, (_, q) => -q * columns.dilation),
    stride: 1,
  }
  const body = `const r = i2 + ${decimal(rows.low)} - ${place([['p', rows.dilation]])};
  if (r >= 0.0 && r < ${decimal(rows.output)}) {
    ${loop(
      'o',
      features,
      `const from = first + ${place([
        ['o', plane],
        ['r', columns.output],
      ])};
      const weight = kernel + ${place([
        ['o', channels * taps],
        ['p', columns.kernel],
      ])};
      ${products(meeting, 'y', false)}`,
    )}
  }`
  const made = stepOfFours(
    images * groups * channels * rows.input * width,
    ['y', 'w'],
    `${coordinates([images, groups * channels, rows.input, width / 4])}
    const group = ${quotient('i1', channels)};
    const first = ${place([
      ['i0', groups * features * plane],
      ['group', features * plane],
    ])};
    const kernel = ${place([
      ['group', features * channels * taps],
      ['i1', taps],
      ['group', -channels * taps],
    ])};
    const start = ${place([['i3', 4]], columns.low)};
    ${columnsOf(meeting, false)}
    ${declareTotals}
    ${loop('p', rows.kernel, body)}
    ${returnTotals}`,
  )
  return whole([images, groups * channels, rows.input, columns.input], made)
}

/**
 * The gradient of a convolution's kernel, for stride 1 and taps side by side: four neighbouring taps of one image a
 * thread, with the cells that they meet handed from one to the next as the error's row is walked along; then the sum
 * over the images.
 */
export const convFilterFours = (geometry: Geometry, output: Shape): readonly Step[] => {
  const { images, groups, channels, features, rows, columns } = geometry
  const [before, after] = [rows.input * columns.input, rows.output * columns.output]
  const width = roundUp(columns.kernel)
  const lines = groups * features * channels * rows.kernel
  // Without padding only taps behind the kernel's last leave the row, and the sum over the images leaves those out.
  const isInside = columns.low === 0 && columns.high === 0
  const rest = columns.output % 4
  const cell = (name: number, at: number, j: string): string => {
    const column = `start + ${decimal(at)} + ${j}`
    const to = `x${String(name)}`
    return isInside
      ? `${to} = x[from + ${column}];`
      : `${to} = 0.0;\n{ const c = ${column}; if (c >= 0.0 && c < ${decimal(columns.input)}) { ${to} = x[from + c]; } }`
  }
  /** Some errors of a row from `j` on, and the cells that the four taps meet with them; three of these were read before. */
  const block = (length: number, j: string): string => {
    const errors = Array.from({ length }, (_, k) => k)
    return [
      ...errors.map((k) => cell(k + 3, k + 3, j)),
      ...errors.map((k) => `const e${String(k)} = y[errors + ${decimal(k)} + ${j}];`),
      ...four.map((q) => `t${String(q)} += ${errors.map((k) => `x${String(q + k)} * e${String(k)}`).join(' + ')};`),
      ...[0, 1, 2].map((k) => `x${String(k)} = x${String(k + length)};`),
    ].join('\n')
  }
  const row = `const r = i + ${place([['i3', rows.dilation]], -rows.low)};
  if (r >= 0.0 && r < ${decimal(rows.input)}) {
    const from = first + ${place([['r', columns.input]])};
    const errors = second + ${place([['i', columns.output]])};
    ${cell(0, 0, '0.0')}
    ${cell(1, 1, '0.0')}
    ${cell(2, 2, '0.0')}
    ${loop('block', (columns.output - rest) / 4, `const j = block * 4.0;\n${block(4, 'j')}`)}
    ${rest === 0 ? '' : block(rest, decimal(columns.output - rest))}
  }`
  const ofImages = stepOfFours(
    images * lines * width,
    ['x', 'y'],
    `${coordinates([images, groups * features, channels, rows.kernel, width / 4])}
    const group = ${quotient('i1', features)};
    const first = ${place([
      ['i0', groups * channels * before],
      ['group', channels * before],
      ['i2', before],
    ])};
    const second = ${place([
      ['i0', groups * features * after],
      ['i1', after],
    ])};
    const start = ${place([['i4', 4]], -columns.low)};
    ${declareTotals}
    ${[0, 1, 2, 3, 4, 5, 6].map((k) => `let x${String(k)} = 0.0;`).join(' ')}
    ${loop('i', rows.output, row)}
    ${returnTotals}`,
  )
  const all = step(
    sizeOf(output),
    ['sums'],
    `const line = ${quotient('this.thread.x', columns.kernel)};
    const at = line * ${decimal(width)} + this.thread.x - line * ${decimal(columns.kernel)};
    let total = 0.0;
    ${loop(
      'n',
      images,
      `total += sums[${place([
        ['at', 1],
        ['n', lines * width],
      ])}];`,
    )}
    return total;`,
    [result(0)],
  )
  return [ofImages, all]
}
