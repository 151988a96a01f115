/**
 * @file The gradient of a convolution's kernel with four cells per thread; see `convFours.ts`.
 */
import type { ConvGeometry } from '../../../core/ConvGeometry.ts'
import type { Shape } from '../../../core/Shape.ts'
import { sizeOf } from '../../../core/Shape.ts'
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
import { sumOfImages } from './convSums.ts'
import type { KernelStep } from '../Step.ts'
import { result, step, stepOfFours } from '../Step.ts'
import type { Adding } from '../sums.ts'
import { apart, isLong, sumLoop } from '../sums.ts'

/**
 * The gradient of a convolution's kernel, for stride 1 and adjacent taps: each thread computes four neighbouring taps
 * for one image, and passes the cells that they meet from one to the next along the cotangent's row; a second step sums
 * over the images.
 */
export const convFilterFours = (geometry: ConvGeometry, output: Shape): readonly KernelStep[] => {
  const { images, groups, channels, features, rows, columns } = geometry
  const [before, after] = [rows.input * columns.input, rows.output * columns.output]
  const width = roundUp(columns.kernel)
  const lines = groups * features * channels * rows.kernel
  // Without padding, only taps past the end of the kernel leave the row, and the sum over the images drops those.
  const isInside = columns.low === 0 && columns.high === 0
  const rest = columns.output % 4
  const cell = (name: number, at: number, j: string): string => {
    const column = `start + ${decimal(at)} + ${j}`
    const to = `x${String(name)}`
    return isInside
      ? `${to} = x[from + ${column}];`
      : `${to} = 0.0;\n{ const c = ${column}; if (c >= 0.0 && c < ${decimal(columns.input)}) { ${to} = x[from + c]; } }`
  }
  /**
   * Cotangents of a row from `j` on, and the cells that the four taps meet there; three of these have already been
   * read.
   */
  const block = (length: number, j: string, totals: readonly string[]): string => {
    const cotangents = Array.from({ length }, (_, k) => k)
    return [
      ...cotangents.map((k) => cell(k + 3, k + 3, j)),
      ...cotangents.map((k) => `const e${String(k)} = y[cotangents + ${decimal(k)} + ${j}];`),
      ...four.map((q) => `${totals[q]!} += ${cotangents.map((k) => `x${String(q + k)} * e${String(k)}`).join(' + ')};`),
      ...[0, 1, 2].map((k) => `x${String(k)} = x${String(k + length)};`),
    ].join('\n')
  }
  const isDeep = isLong(after)
  const row: Adding = (ofRows) => `const r = i + ${place([['i3', rows.dilation]], -rows.low)};
  if (r >= 0.0 && r < ${decimal(rows.input)}) {
    const from = first + ${place([['r', columns.input]])};
    const cotangents = second + ${place([['i', columns.output]])};
    ${cell(0, 0, '0.0')}
    ${cell(1, 1, '0.0')}
    ${cell(2, 2, '0.0')}
    ${apart(
      isDeep,
      ofRows,
      'i',
      (ofRow) => `${sumLoop(
        isDeep,
        'block',
        (columns.output - rest) / 4,
        ofRow,
        (totals) => `const j = block * 4.0;\n${block(4, 'j', totals)}`,
        4,
      )}
      ${rest === 0 ? '' : block(rest, decimal(columns.output - rest), ofRow)}`,
    )}
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
    ${sumLoop(isDeep, 'i', rows.output, fourTotals, row)}
    ${returnTotals}`,
  )
  const all = step(
    sizeOf(output),
    ['sums'],
    `const line = ${quotient('this.thread.x', columns.kernel)};
    const at = line * ${decimal(width)} + this.thread.x - line * ${decimal(columns.kernel)};
    ${sumOfImages(images, 'at', lines * width)}`,
    [result(0)],
  )
  return [ofImages, all]
}
