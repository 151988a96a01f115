/**
 * @file Pooling: a thread visits the cells under its window, or the windows over its cell.
 */
import type { PoolParams } from '../../core/InstructionSet.ts'
import type { Shape } from '../../core/Shape.ts'
import { sizeOf } from '../../core/Shape.ts'
import type { WindowAxis } from '../../core/Window.ts'
import { planeOf } from '../../core/Window.ts'
import { coordinates, decimal, place, quotient } from './source.ts'
import type { KernelLowering, KernelStep } from './Step.ts'
import { step } from './Step.ts'
import type { Adding } from './sums.ts'
import { apart, isLong, sumLoop } from './sums.ts'

/** Statements that name the first cell that a window covers. */
const corner = (name: string, output: string, axis: WindowAxis): string =>
  `const ${name} = ${place([[output, axis.stride]], -axis.low)};`

const isInside = (name: string, { input }: WindowAxis): string => `${name} >= 0.0 && ${name} < ${decimal(input)}`

/**
 * Runs a body for every cell `cell`, of the plane that begins at `plane`, under the window of this thread; the body may
 * add to totals.
 */
const under = ([rows, columns]: readonly [WindowAxis, WindowAxis], totals: readonly string[], body: Adding): string => {
  const isDeep = totals.length > 0 && isLong(rows.kernel * columns.kernel)
  return sumLoop(
    isDeep,
    'p',
    rows.kernel,
    totals,
    (ofRows) => `const r = row + ${place([['p', rows.dilation]])};
    if (${isInside('r', rows)}) {
      ${apart(isDeep, ofRows, 'p', (ofRow) =>
        sumLoop(
          isDeep,
          'q',
          columns.kernel,
          ofRow,
          (own) => `const c = column + ${place([['q', columns.dilation]])};
        if (${isInside('c', columns)}) {
          const cell = ${place([
            ['r', columns.input],
            ['c', 1],
          ])};
          ${body(own)}
        }`,
        ),
      )}
    }`,
  )
}

const windowed = (
  { window }: PoolParams,
  output: Shape,
  before: string,
  totals: readonly string[],
  body: Adding,
  found: string,
): readonly KernelStep[] => {
  const [rows, columns] = planeOf(window)
  const planes = sizeOf(output.slice(0, 2))
  return [
    step(
      sizeOf(output),
      ['x'],
      `${coordinates([planes, rows.output, columns.output])}
      const plane = ${place([['i0', rows.input * columns.input]])};
      ${corner('row', 'i1', rows)}
      ${corner('column', 'i2', columns)}
      ${before}
      ${under([rows, columns], totals, body)}
      return ${found};`,
    ),
  ]
}

const search = `const value = x[plane + cell];
if (found < 0.0 || value > best) { best = value; found = cell; }`

export const maxPool: KernelLowering<'maxPool'> = (params, _, output) =>
  windowed(params, output, 'let best = 0.0;\nlet found = -1.0;', [], () => search, 'best')

export const maxPoolIndices: KernelLowering<'maxPoolIndices'> = (params, _, output) =>
  windowed(params, output, 'let best = 0.0;\nlet found = -1.0;', [], () => search, 'found')

export const sumPool: KernelLowering<'sumPool'> = (params, _, output) =>
  windowed(params, output, 'let total = 0.0;', ['total'], ([total]) => `${total!} += x[plane + cell];`, 'total')

/** Sums what a body adds for every output `at` whose window covers the cell of this thread. */
const above = ([rows, columns]: readonly [WindowAxis, WindowAxis], body: Adding): string => {
  // Without gaps between taps, the windows over a cell are neighbours, and few; with gaps, each tap may have one.
  const countOf = ({ kernel, stride, dilation }: WindowAxis): number =>
    dilation === 1 ? Math.ceil(kernel / stride) : kernel
  const along = (name: string, nth: string, cell: string, axis: WindowAxis): string =>
    axis.dilation === 1
      ? `const ${name}f = ${cell} + ${decimal(axis.low)};
    const ${name} = ${quotient(`${name}f`, axis.stride)} - ${nth};`
      : `const ${name}f = ${cell} + ${decimal(axis.low)} - ${place([[nth, axis.dilation]])};
    const ${name} = ${quotient(`${name}f`, axis.stride)};`
  const covers = (name: string, { stride, dilation, kernel }: WindowAxis): string => {
    if (dilation > 1) return stride === 1 ? '' : ` && ${name} * ${decimal(stride)} == ${name}f`
    return kernel % stride === 0 ? '' : ` && ${name}f - ${name} * ${decimal(stride)} < ${decimal(kernel)}`
  }
  const isWindow = (name: string, axis: WindowAxis): string =>
    `${name} >= 0.0 && ${name} < ${decimal(axis.output)}${covers(name, axis)}`
  const isDeep = isLong(countOf(rows) * countOf(columns))
  return sumLoop(
    isDeep,
    'p',
    countOf(rows),
    ['total'],
    (ofRows) => `${along('r', 'p', 'i1', rows)}
    if (${isWindow('r', rows)}) {
      ${apart(isDeep, ofRows, 'p', (ofRow) =>
        sumLoop(
          isDeep,
          'q',
          countOf(columns),
          ofRow,
          (own) => `${along('c', 'q', 'i2', columns)}
        if (${isWindow('c', columns)}) {
          const at = plane + ${place([
            ['r', columns.output],
            ['c', 1],
          ])};
          ${body(own)}
        }`,
        ),
      )}
    }`,
  )
}

const covering = (
  { window }: PoolParams,
  cells: number,
  names: readonly string[],
  body: Adding,
): readonly KernelStep[] => {
  const [rows, columns] = planeOf(window)
  return [
    step(
      cells,
      names,
      `${coordinates([cells / (rows.input * columns.input), rows.input, columns.input])}
      const plane = ${place([['i0', rows.output * columns.output]])};
      let total = 0.0;
      ${above([rows, columns], body)}
      return total;`,
    ),
  ]
}

export const sumPoolInput: KernelLowering<'sumPoolInput'> = (params, _, output) =>
  covering(params, sizeOf(output), ['y'], ([total]) => `${total!} += y[at];`)

/** Each cell sums the updates of the windows over it in which it is the maximum. */
export const winnersOver = (params: PoolParams, output: Shape): readonly KernelStep[] => {
  const [, columns] = planeOf(params.window)
  return covering(
    params,
    sizeOf(output),
    ['indices', 'updates'],
    ([total]) =>
      `if (indices[at] == ${place([
        ['i1', columns.input],
        ['i2', 1],
      ])}) { ${total!} += updates[at]; }`,
  )
}
