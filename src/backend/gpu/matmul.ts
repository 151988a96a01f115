/** @file The product of matrices, in batches: one thread an entry. */
import { sizeOf } from '../../core/Shape.ts'
import { coordinates, place } from './source.ts'
import type { Lowering } from './Step.ts'
import { step } from './Step.ts'

export const matmul: Lowering<'matmul'> = (_, [a, b], output) => {
  const [rows, depth, columns] = [a!.at(-2)!, a!.at(-1)!, b!.at(-1)!]
  const whole = depth - (depth % 4)
  const four = [0, 1, 2, 3].map(
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
      ${whole === 0 ? '' : `for (let k = 0; k < ${String(whole)}; k += 4) {\n${four.join('\n')}\n}`}
      ${rest.join('\n')}
      return total;`,
    ),
  ]
}
