/** @file The product of matrices, in batches: a thread makes an entry, or four of a row, which share what is left of them. */
import type { Shape } from '../../core/Shape.ts'
import { sizeOf } from '../../core/Shape.ts'
import { coordinates, loop, place } from './source.ts'
import type { Lowering, Step } from './Step.ts'
import { step, stepOfFours } from './Step.ts'

const four = [0, 1, 2, 3] as const

const byFours = (output: Shape, rows: number, depth: number, columns: number): Step => {
  const totals = four.map((q) => `t${String(q)} += left * b[${place([['at', 1]], q)}];`)
  return stepOfFours(
    sizeOf(output),
    ['a', 'b'],
    `${coordinates([sizeOf(output.slice(0, -2)), rows, columns / 4])}
    const first = ${place([
      ['i0', rows * depth],
      ['i1', depth],
    ])};
    const second = ${place([
      ['i0', depth * columns],
      ['i2', 4],
    ])};
    ${four.map((q) => `let t${String(q)} = 0.0;`).join(' ')}
    ${loop(
      'k',
      depth,
      `const left = a[first + k];\nconst at = ${place([
        ['second', 1],
        ['k', columns],
      ])};\n${totals.join('\n')}`,
    )}
    return [t0, t1, t2, t3];`,
  )
}

export const matmul: Lowering<'matmul'> = (_, [a, b], output, _producers, fours) => {
  const [rows, depth, columns] = [a!.at(-2)!, a!.at(-1)!, b!.at(-1)!]
  if (fours && columns % 4 === 0 && depth > 0) return [byFours(output, rows, depth, columns)]
  const whole = depth - (depth % 4)
  const unrolled = four.map(
    (k) =>
      `total += a[first + k + ${String(k)}] * b[${place(
        [
          ['second', 1],
          ['k', columns],
        ],
        k * columns,
      )}];`,
  )
  const rest = Array.from({ length: depth - whole }, (_none, k) => whole + k).map(
    (k) => `total += a[first + ${String(k)}] * b[${place([['second', 1]], k * columns)}];`,
  )
  return [
    step(
      sizeOf(output),
      ['a', 'b'],
      `${coordinates([sizeOf(output.slice(0, -2)), rows, columns])}
      const first = ${place([
        ['i0', rows * depth],
        ['i1', depth],
      ])};
      const second = ${place([
        ['i0', depth * columns],
        ['i2', 1],
      ])};
      let total = 0.0;
      ${whole === 0 ? '' : `for (let k = 0; k < ${String(whole)}; k += 4) {\n${unrolled.join('\n')}\n}`}
      ${rest.join('\n')}
      return total;`,
    ),
  ]
}
