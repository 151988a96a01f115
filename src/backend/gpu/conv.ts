/**
 * @file Convolution in its three readings. A thread makes one entry.
 *
 * Taps are unrolled where they are few, so that what does not depend on the channel is computed once a thread. The
 * gradient of the kernel sums over images and pixels: a first step sums over the pixels of each image, with a thread
 * for every image and weight, a second over the images.
 */
import type { ConvParams } from '../../core/InstructionSet.ts'
import type { Shape } from '../../core/Shape.ts'
import { sizeOf } from '../../core/Shape.ts'
import type { WindowAxis } from '../../core/Window.ts'
import type { Geometry } from './convFours.ts'
import { canFours, canFoursBack, convFilterFours, convFours, convInputFours } from './convFours.ts'
import { canLanesFilter, convFilterLanes } from './convFilterLanes.ts'
import { canLanes, canLanesBack, convInputLanes, convLanes } from './convLanes.ts'
import { planeOf } from '../../core/Window.ts'
import { coordinates, decimal, loop, place, quotient } from './source.ts'
import type { Lowering } from './Step.ts'
import { result, step } from './Step.ts'

const geometryOf = ({ window, groups }: ConvParams, x: Shape, y: Shape): Geometry => {
  const [rows, columns] = planeOf(window)
  return { images: x[0]!, groups, channels: x[1]! / groups, features: y[1]! / groups, rows, columns }
}

/** A test that holds in every case is left out. */
const both = (...tests: readonly string[]): string => tests.filter((test) => test !== '').join(' && ') || '1.0 > 0.0'

/** A cell along an axis that a tap may meet: its name, statements for it, and the test whether it is there. */
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

/** Runs a body for every tap at `p`, `q`: as loops, or written out with numbers for names. */
const overTaps = (rows: number, columns: number, body: (p: string, q: string, id: string) => string): string =>
  rows * columns > fewTaps
    ? loop('p', rows, loop('q', columns, body('p', 'q', '')))
    : Array.from({ length: rows * columns }, (_, tap) => {
        const [p, q] = [Math.floor(tap / columns), tap % columns]
        return body(decimal(p), decimal(q), String(tap))
      }).join('\n')

export const conv: Lowering<'conv'> = (params, [x, w], output, _, form) => {
  if (sizeOf(x!) === 0 || sizeOf(w!) === 0) return [step(sizeOf(output), [], 'return 0.0;')]
  const geometry = geometryOf(params, x!, output)
  if (form === 'lanes' && canLanes(geometry)) return convLanes(geometry)
  if (form !== 'cells' && canFours(geometry)) return convFours(geometry)
  const { images, groups, channels, features, rows, columns } = geometry
  const [plane, taps] = [rows.input * columns.input, rows.kernel * columns.kernel]
  const tap = (p: string, q: string, id: string): string => {
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
      ${loop(
        'k',
        channels,
        `total += x[${place([
          [`from${id}`, 1],
          ['k', plane],
        ])}] * w[${weight}];`,
      )}
    }`
  }
  return [
    step(
      sizeOf(output),
      ['x', 'w'],
      `${coordinates([images, groups * features, rows.output, columns.output])}
      const group = ${quotient('i1', features)};
      const first = ${place([
        ['i0', groups * channels * plane],
        ['group', channels * plane],
      ])};
      const kernel = ${place([['i1', channels * taps]])};
      let total = 0.0;
      ${overTaps(rows.kernel, columns.kernel, tap)}
      return total;`,
    ),
  ]
}

export const convInput: Lowering<'convInput'> = (params, [y, w], output, _, form) => {
  if (sizeOf(y!) === 0 || sizeOf(w!) === 0) return [step(sizeOf(output), [], 'return 0.0;')]
  const geometry = geometryOf(params, output, y!)
  if (form === 'lanes' && canLanesBack(geometry)) return convInputLanes(geometry)
  if (form !== 'cells' && canFoursBack(geometry)) return convInputFours(geometry)
  const { images, groups, channels, features, rows, columns } = geometry
  const [plane, taps] = [rows.output * columns.output, rows.kernel * columns.kernel]
  const tap = (p: string, q: string, id: string): string => {
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
      ${loop(
        'k',
        features,
        `total += y[${place([
          [`from${id}`, 1],
          ['k', plane],
        ])}] * w[${weight}];`,
      )}
    }`
  }
  return [
    step(
      sizeOf(output),
      ['y', 'w'],
      `${coordinates([images, groups * channels, rows.input, columns.input])}
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
      let total = 0.0;
      ${overTaps(rows.kernel, columns.kernel, tap)}
      return total;`,
    ),
  ]
}

export const convFilter: Lowering<'convFilter'> = (params, [x, y], output, _, form) => {
  if (sizeOf(x!) === 0 || sizeOf(y!) === 0) return [step(sizeOf(output), [], 'return 0.0;')]
  const geometry = geometryOf(params, x!, y!)
  if (form === 'lanes' && canLanesFilter(geometry)) return convFilterLanes(geometry, output)
  if (form !== 'cells' && canFoursBack(geometry) && geometry.columns.dilation === 1)
    return convFilterFours(geometry, output)
  const { images, groups, channels, features, rows, columns } = geometry
  const [before, after] = [rows.input * columns.input, rows.output * columns.output]
  const weights = sizeOf(output)
  const r = inputCell('r', 'i', 'i3', rows)
  const c = inputCell('c', 'j', 'i4', columns)
  const ofImage = step(
    images * weights,
    ['x', 'y'],
    `${coordinates([images, groups * features, channels, rows.kernel, columns.kernel])}
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
    let total = 0.0;
    ${loop(
      'i',
      rows.output,
      `${r.statements}
      if (${both(r.test)}) {
        ${loop(
          'j',
          columns.output,
          `${c.statements}
          if (${both(c.test)}) {
            total += x[first + ${place([
              ['r', columns.input],
              ['c', 1],
            ])}] * y[second + ${place([
              ['i', columns.output],
              ['j', 1],
            ])}];
          }`,
        )}
      }`,
    )}
    return total;`,
  )
  if (images === 1) return [ofImage]
  const all = step(
    weights,
    ['sums'],
    `let total = 0.0;\n${loop(
      'n',
      images,
      `total += sums[${place([
        ['this.thread.x', 1],
        ['n', weights],
      ])}];`,
    )}\nreturn total;`,
    [result(0)],
  )
  return [ofImage, all]
}
