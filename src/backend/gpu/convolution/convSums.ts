/**
 * @file A convolution in its three forms, one entry per thread: source text that sums in `total` the products that
 * belong to an entry, and nothing else.
 *
 * A small number of taps is unrolled, so that what does not depend on the channel is computed once per thread.
 */
import type { ConvGeometry } from '../../../core/ConvGeometry.ts'
import type { Shape } from '../../../core/Shape.ts'
import type { WindowAxis } from '../../../core/Window.ts'
import { cotangentStart, inputStart } from './convFours.ts'
import { coordinates, decimal, place, quotient } from '../source.ts'
import type { Adding } from '../sums.ts'
import { apart, isLong, sumLoop } from '../sums.ts'

/** A test that always holds is omitted. */
const both = (...tests: readonly string[]): string => tests.filter((test) => test !== '').join(' && ') || '1.0 > 0.0'

/** A cell along an axis that a tap may meet: its name, statements that compute it, and the test whether it exists. */
interface Met {
  readonly statements: string
  readonly test: string
}

/** The input cell `name` that output `output` meets with the tap at `tap`. */
const inputCell = (name: string, output: string, tap: string, axis: WindowAxis): Met => {
  const at = place(
    [
      [output, axis.stride],
      [tap, axis.dilation],
    ],
    -axis.low,
  )
  const isPadded = axis.low > 0 || axis.high > 0 || axis.inputDilation > 1
  const inside = isPadded ? `${name} >= 0.0 && ${name} < ${decimal(axis.input)}` : ''
  return axis.inputDilation === 1
    ? { statements: `const ${name} = ${at};`, test: inside }
    : {
        statements: `const ${name}f = ${at};\nconst ${name} = ${quotient(`${name}f`, axis.inputDilation)};`,
        test: both(inside, `${name} * ${decimal(axis.inputDilation)} == ${name}f`),
      }
}

/** The output cell `name` that meets input cell `cell` with the tap at `tap`. */
const outputCell = (name: string, cell: string, tap: string, axis: WindowAxis): Met => {
  const at = `${place([[cell, axis.inputDilation]], axis.low)} - ${place([[tap, axis.dilation]])}`
  const inside = `${name} >= 0.0 && ${name} < ${decimal(axis.output)}`
  return axis.stride === 1
    ? { statements: `const ${name} = ${at};`, test: inside }
    : {
        statements: `const ${name}f = ${at};\nconst ${name} = ${quotient(`${name}f`, axis.stride)};`,
        test: both(inside, `${name} * ${decimal(axis.stride)} == ${name}f`),
      }
}

const fewTaps = 32

/** What a tap at `p`, `q` adds to a total: `id` keeps the names of different taps apart. */
type Tap = (p: string, q: string, id: string, total: string) => string

/** Sums over all taps: in loops, or unrolled with numbers for names. */
const overTaps = (isDeep: boolean, rows: number, columns: number, tap: Tap): string =>
  rows * columns > fewTaps
    ? sumLoop(isDeep, 'p', rows, ['total'], (ofRows) =>
        apart(isDeep, ofRows, 'p', (ofRow) =>
          sumLoop(isDeep, 'q', columns, ofRow, ([total]) => tap('p', 'q', '', total!)),
        ),
      )
    : Array.from({ length: rows * columns }, (_, k) => {
        const [p, q] = [Math.floor(k / columns), k % columns]
        return tap(decimal(p), decimal(q), String(k), 'total')
      }).join('\n')

/** What a loop over channels adds, to a separate subtotal if the whole sum is long. */
const overChannels = (isDeep: boolean, channels: number, total: string, id: string, body: Adding): string =>
  apart(isDeep, [total], `c${id}`, (parts) => sumLoop(isDeep, 'k', channels, parts, body))

/** Statements that sum an output. */
export const sumOfConv = (geometry: ConvGeometry): string => {
  const { images, groups, channels, features, rows, columns } = geometry
  const [plane, taps] = [rows.input * columns.input, rows.kernel * columns.kernel]
  const isDeep = isLong(channels * taps)
  const tap: Tap = (p, q, id, total) => {
    const r = inputCell(`r${id}`, 'i2', p, rows)
    const c = inputCell(`c${id}`, 'i3', q, columns)
    const weight = place([
      ['kernel', 1],
      ['k', taps],
      [p, columns.kernel],
      [q, 1],
    ])
    return `${r.statements}\n${c.statements}
    if (${both(r.test, c.test)}) {
      const from${id} = first + ${place([
        [`r${id}`, columns.input],
        [`c${id}`, 1],
      ])};
      ${overChannels(
        isDeep,
        channels,
        total,
        id,
        ([own]) =>
          `${own!} += x[${place([
            [`from${id}`, 1],
            ['k', plane],
          ])}] * w[${weight}];`,
      )}
    }`
  }
  return `${coordinates([images, groups * features, rows.output, columns.output])}
    ${inputStart(geometry)}
    ${overTaps(isDeep, rows.kernel, columns.kernel, tap)}`
}

/** Statements that sum the cotangent of an input cell. */
export const sumOfConvInput = (geometry: ConvGeometry): string => {
  const { images, groups, channels, features, rows, columns } = geometry
  const [plane, taps] = [rows.output * columns.output, rows.kernel * columns.kernel]
  const isDeep = isLong(features * taps)
  const tap: Tap = (p, q, id, total) => {
    const r = outputCell(`r${id}`, 'i2', p, rows)
    const c = outputCell(`c${id}`, 'i3', q, columns)
    const weight = place([
      ['kernel', 1],
      ['k', channels * taps],
      [p, columns.kernel],
      [q, 1],
    ])
    return `${r.statements}\n${c.statements}
    if (${both(r.test, c.test)}) {
      const from${id} = first + ${place([
        [`r${id}`, columns.output],
        [`c${id}`, 1],
      ])};
      ${overChannels(
        isDeep,
        features,
        total,
        id,
        ([own]) =>
          `${own!} += y[${place([
            [`from${id}`, 1],
            ['k', plane],
          ])}] * w[${weight}];`,
      )}
    }`
  }
  return `${coordinates([images, groups * channels, rows.input, columns.input])}
    ${cotangentStart(geometry)}
    ${overTaps(isDeep, rows.kernel, columns.kernel, tap)}`
}

/** [O, C, KH, KW], whatever the rank. */
export const weightShape = ({ groups, channels, features, rows, columns }: ConvGeometry): Shape => [
  groups * features,
  channels,
  rows.kernel,
  columns.kernel,
]

/**
 * Statements that sum a weight of the kernel's gradient over the pixels of image `image`; `i0` to `i3` are its
 * position.
 */
export const sumOfFilter = (
  { groups, channels, features, rows, columns }: ConvGeometry,
  image: string,
  total = 'total',
): string => {
  const isDeep = isLong(rows.output * columns.output)
  const [before, after] = [rows.input * columns.input, rows.output * columns.output]
  const r = inputCell('r', 'i', 'i2', rows)
  const c = inputCell('c', 'j', 'i3', columns)
  return `const group = ${quotient('i0', features)};
    const first = ${place([
      [image, groups * channels * before],
      ['group', channels * before],
      ['i1', before],
    ])};
    const second = ${place([
      [image, groups * features * after],
      ['i0', after],
    ])};
    ${sumLoop(
      isDeep,
      'i',
      rows.output,
      [total],
      (ofRows) => `${r.statements}
      if (${both(r.test)}) {
        ${apart(isDeep, ofRows, 'i', (ofRow) =>
          sumLoop(
            isDeep,
            'j',
            columns.output,
            ofRow,
            ([own]) => `${c.statements}
          if (${both(c.test)}) {
            ${own!} += x[first + ${place([
              ['r', columns.input],
              ['c', 1],
            ])}] * y[second + ${place([
              ['i', columns.output],
              ['j', 1],
            ])}];
          }`,
          ),
        )}
      }`,
    )}`
}

/** Statements that return the sum over the results of each image, `sums[at + n * stride]`. */
export const sumOfImages = (images: number, at: string, stride: number): string => {
  const add: Adding = ([total]) =>
    `${total!} += sums[${place([
      [at, 1],
      ['n', stride],
    ])}];`
  return `let total = 0.0;\n${sumLoop(isLong(images), 'n', images, ['total'], add)}\nreturn total;`
}
