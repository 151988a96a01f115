/**
 * @file Reductions: one thread per output, which loops over the entries that it reduces.
 */
import type { Shape } from '../../core/Shape.ts'
import { sizeOf, stridesOf } from '../../core/Shape.ts'
import { coordinates, loop, place } from './source.ts'
import type { KernelLowering } from './Step.ts'
import { input, numbers, step } from './Step.ts'
import type { Adding } from './sums.ts'
import { apart, isLong, sumLoop } from './sums.ts'

/** Loops over the reduced axes, around a body that adds the entry `value` to totals. */
const sumOver = (shape: Shape, axes: readonly number[], total: string, body: Adding): string => {
  const strides = stridesOf(shape)
  const isDeep = isLong(axes.reduce((terms, axis) => terms * shape[axis]!, 1))
  const at = place([['base', 1], ...axes.map((axis) => [`k${String(axis)}`, strides[axis]!] as const)])
  const around = ([axis, ...others]: readonly number[], totals: readonly string[]): string =>
    axis === undefined
      ? `const value = x[${at}];\n${body(totals)}`
      : sumLoop(isDeep, `k${String(axis)}`, shape[axis]!, totals, (own) =>
          others.length === 0
            ? around(others, own)
            : apart(isDeep, own, `a${String(axis)}`, (parts) => around(others, parts)),
        )
  return around(axes, [total])
}

/** The axes that are kept. */
const keptOf = (shape: Shape, axes: readonly number[]): readonly number[] =>
  shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis))

/** Loops over the reduced axes, around a body that reads the entry at `at`. */
const over = (shape: Shape, axes: readonly number[], body: string): string => {
  const strides = stridesOf(shape)
  const at = place([['base', 1], ...axes.map((axis) => [`k${String(axis)}`, strides[axis]!] as const)])
  return [...axes]
    .reverse()
    .reduce((inner, axis) => loop(`k${String(axis)}`, shape[axis]!, inner), `const value = x[${at}];\n${body}`)
}

/** Statements that name the start of the entries of this thread. */
const base = (shape: Shape, kept: readonly number[]): string => {
  const strides = stridesOf(shape)
  const lengths = kept.map((axis) => shape[axis]!)
  const terms = kept.map((axis, k) => [`i${String(k)}`, strides[axis]!] as const)
  return `${coordinates(lengths)}\nconst base = ${place(terms)};`
}

export const sum: KernelLowering<'sum'> = ({ axes }, [shape], output) => [
  step(
    sizeOf(output),
    ['x'],
    `${base(shape!, keptOf(shape!, axes))}
    let total = 0.0;
    ${sumOver(shape!, axes, 'total', ([total]) => `${total!} += value;`)}
    return total;`,
  ),
]

const extreme = (operator: '<' | '>', shape: Shape, axes: readonly number[], output: Shape) => [
  step(
    sizeOf(output),
    ['x'],
    `${base(shape, keptOf(shape, axes))}
    let best = x[base];
    ${over(shape, axes, `if (value ${operator} best) { best = value; }`)}
    return best;`,
  ),
]

export const max: KernelLowering<'max'> = ({ axes }, [shape], output) => extreme('>', shape!, axes, output)
export const min: KernelLowering<'min'> = ({ axes }, [shape], output) => extreme('<', shape!, axes, output)

/** If all entries are -Infinity, so is the result; entries below -3.402823e38 count as -Infinity. */
export const logsumexp: KernelLowering<'logsumexp'> = ({ axes }, [shape], output) => [
  step(
    sizeOf(output),
    ['x', 'infinity'],
    `${base(shape!, keptOf(shape!, axes))}
    let best = x[base];
    ${over(shape!, axes, 'if (value > best) { best = value; }')}
    let total = 0.0;
    if (best > -3.402823e38) {
      if (best < 3.402823e38) {
        ${sumOver(shape!, axes, 'total', ([total]) => `if (value > -3.402823e38) { ${total!} += Math.exp(value - best); }`)}
        total = best + Math.log(total);
      } else { total = infinity[0]; }
    } else { total = -infinity[0]; }
    return total;`,
    [input(0), numbers(Infinity)],
  ),
]

const winner = (operator: '<' | '>', shape: Shape, axis: number, output: Shape) => {
  const stride = stridesOf(shape)[axis]!
  return [
    step(
      sizeOf(output),
      ['x'],
      `${base(shape, keptOf(shape, [axis]))}
      let best = x[base];
      let found = 0.0;
      for (let k = 1; k < ${String(shape[axis]!)}; k++) {
        const value = x[${place([
          ['base', 1],
          ['k', stride],
        ])}];
        if (value ${operator} best) { best = value; found = k; }
      }
      return found;`,
    ),
  ]
}

export const argmax: KernelLowering<'argmax'> = ({ axis }, [shape], output) => winner('>', shape!, axis, output)
export const argmin: KernelLowering<'argmin'> = ({ axis }, [shape], output) => winner('<', shape!, axis, output)

export const cumsum: KernelLowering<'cumsum'> = ({ axis }, [shape], output) => {
  const strides = stridesOf(shape!)
  const start = place(shape!.map((_, k) => [`i${String(k)}`, k === axis ? 0 : strides[k]!]))
  return [
    step(
      sizeOf(output),
      ['x'],
      `${coordinates(shape!)}
      const start = ${start};
      let total = 0.0;
      ${sumLoop(
        isLong(shape![axis]!),
        'k',
        shape![axis]!,
        ['total'],
        ([total]) =>
          `if (k <= i${String(axis)}) { ${total!} += x[${place([
            ['start', 1],
            ['k', strides[axis]!],
          ])}]; }`,
      )}
      return total;`,
    ),
  ]
}
