/**
 * @file The gradient of a convolution's kernel with neighbouring threads on neighbouring output channels; see
 * `convLanes.ts`.
 */
import type { ConvGeometry } from '../../../core/ConvGeometry.ts'
import type { Shape } from '../../../core/Shape.ts'
import { sizeOf } from '../../../core/Shape.ts'
import { canFoursBack } from './convFours.ts'
import { channelsLast, fills, reach } from './convLanes.ts'
import { coordinates, declareTotals, fourTotals, place, quotient, returnTotals } from '../source.ts'
import type { KernelStep } from '../Step.ts'
import { result, step, stepOfLanes } from '../Step.ts'
import { apart, isLong, sumLoop } from '../sums.ts'

/** Whether {@link convFilterLanes} applies. */
export const canLanesFilter = (geometry: ConvGeometry): boolean =>
  geometry.groups === 1 && fills(geometry.features) && canFoursBack(geometry) && geometry.columns.dilation === 1

/**
 * The gradient of a convolution's kernel, [O, C, KH, KW], for stride 1 and adjacent taps: four neighbouring taps per
 * thread, which pass the cells that they meet from one to the next along the cotangent's row.
 */
export const convFilterLanes = (
  { images, channels, features, rows, columns }: ConvGeometry,
  output: Shape,
): readonly KernelStep[] => {
  const quads = Math.ceil(columns.kernel / 4)
  const height = reach(rows, rows.output)
  const width = columns.output + 4 * quads - 1
  const isDeep = isLong(images * rows.output * columns.output)
  const padded = channelsLast(
    [images, channels, rows.input, columns.input],
    { low: rows.low, length: height },
    { low: columns.low, length: width },
    0,
  )
  const cotangents = channelsLast(
    [images, features, rows.output, columns.output],
    { low: 0, length: rows.output },
    { low: 0, length: columns.output },
    1,
  )
  const sums = stepOfLanes(
    features,
    rows.kernel * quads * channels,
    ['x', 'y'],
    `${coordinates([rows.kernel, quads, channels], 'i', 'this.thread.y')}
    const first = ${place([
      ['i0', rows.dilation * width * channels],
      ['i1', 4 * channels],
      ['i2', 1],
    ])};
    ${declareTotals}
    let a = 0.0; let b = 0.0; let e = 0.0; let d = 0.0;
    ${sumLoop(isDeep, 'n', images, fourTotals, (ofAll) =>
      apart(isDeep, ofAll, 'n', (ofImage) =>
        sumLoop(isDeep, 'i', rows.output, ofImage, (ofRows) =>
          apart(
            isDeep,
            ofRows,
            'i',
            (ofRow) => `const from = first + ${place([
              ['n', height * width * channels],
              ['i', width * channels],
            ])};
        const cotangent = this.thread.x + ${place([
          ['n', rows.output * columns.output * features],
          ['i', columns.output * features],
        ])};
        a = x[from];
        b = x[${place([['from', 1]], channels)}];
        e = x[${place([['from', 1]], 2 * channels)}];
        ${sumLoop(
          isDeep,
          'j',
          columns.output,
          ofRow,
          ([t0, t1, t2, t3]) => `d = x[${place(
            [
              ['from', 1],
              ['j', channels],
            ],
            3 * channels,
          )}];
          const g = y[${place([
            ['cotangent', 1],
            ['j', features],
          ])}];
          ${t0!} += a * g;\n${t1!} += b * g;\n${t2!} += e * g;\n${t3!} += d * g;
          a = b;\nb = e;\ne = d;`,
        )}`,
          ),
        ),
      ),
    )}
    ${returnTotals}`,
    [result(0), result(1)],
  )
  const inOrder = step(
    sizeOf(output),
    ['sums'],
    `${coordinates([features, channels, rows.kernel, columns.kernel])}
    const quad = ${quotient('i3', 4)};
    return sums[${place([
      ['i2', quads * channels * features * 4],
      ['quad', channels * features * 4],
      ['i1', features * 4],
      ['i0', 4],
      ['i3', 1],
      ['quad', -4],
    ])}];`,
    [result(2)],
  )
  return [padded, cotangents, sums, inOrder]
}
