/**
 * @file The product of matrices, in batches. A thread computes one entry; or four of a row, which share the left
 * operand; or four of a column, which share the right operand, with neighbouring threads on neighbouring columns.
 */
import type { Shape } from '../../core/Shape.ts'
import { sizeOf } from '../../core/Shape.ts'
import { coordinates, declareTotals, four, fourTotals, place, quotient, returnTotals } from './source.ts'
import type { KernelLowering, KernelStep } from './Step.ts'
import { result, step, stepOfFours, stepOfLanes } from './Step.ts'
import type { Adding } from './sums.ts'
import { isLong, sumLoop } from './sums.ts'

/**
 * Statements that name the start of the row of a and of the columns of b from which the entry at `i0`, `i1`, `i2` is
 * computed.
 */
const rowAndColumn = ([rows, depth, columns]: readonly [number, number, number], each: number): string =>
  `const first = ${place([
    ['i0', rows * depth],
    ['i1', depth],
  ])};
  const second = ${place([
    ['i0', depth * columns],
    ['i2', each],
  ])};`

/** Statements that sum four totals over `k`, and return them. */
const fourSums = (depth: number, body: Adding): string =>
  `${declareTotals}
  ${sumLoop(isLong(depth), 'k', depth, fourTotals, body)}
  ${returnTotals}`

const byFours = (output: Shape, rows: number, depth: number, columns: number): KernelStep => {
  const adding: Adding = (totals) => four.map((q) => `${totals[q]!} += left * b[${place([['at', 1]], q)}];`).join('\n')
  return stepOfFours(
    sizeOf(output),
    ['a', 'b'],
    `${coordinates([sizeOf(output.slice(0, -2)), rows, columns / 4])}
    ${rowAndColumn([rows, depth, columns], 4)}
    ${fourSums(
      depth,
      (totals) =>
        `const left = a[first + k];\nconst at = ${place([
          ['second', 1],
          ['k', columns],
        ])};\n${adding(totals)}`,
    )}`,
  )
}

/**
 * Four rows per thread, neighbouring threads on neighbouring columns; a last step restores the order of the entries.
 */
const byLanes = (output: Shape, rows: number, depth: number, columns: number): readonly KernelStep[] => {
  const batch = sizeOf(output.slice(0, -2))
  const adding: Adding = (totals) =>
    four.map((q) => `${totals[q]!} += a[${place([['left', 1]], q * depth)}] * right;`).join('\n')
  const made = stepOfLanes(
    columns,
    (batch * rows) / 4,
    ['a', 'b'],
    `${coordinates([batch, rows / 4], 'i', 'this.thread.y')}
    const first = ${place([
      ['i0', rows * depth],
      ['i1', 4 * depth],
    ])};
    const second = this.thread.x + ${place([['i0', depth * columns]])};
    ${fourSums(
      depth,
      (totals) =>
        `const left = first + k;\nconst right = b[${place([
          ['second', 1],
          ['k', columns],
        ])}];\n${adding(totals)}`,
    )}`,
  )
  const inOrder = step(
    sizeOf(output),
    ['entries'],
    `${coordinates([batch, rows, columns])}
    const quad = ${quotient('i1', 4)};
    return entries[${place([
      ['i0', rows * columns],
      ['quad', 4 * columns],
      ['i2', 4],
      ['i1', 1],
      ['quad', -4],
    ])}];`,
    [result(0)],
  )
  return [made, inOrder]
}

export const matmul: KernelLowering<'matmul'> = (_, [a, b], output, _producers, form) => {
  const [rows, depth, columns] = [a!.at(-2)!, a!.at(-1)!, b!.at(-1)!]
  if (form === 'lanes' && columns % 4 === 0 && rows % 4 === 0 && depth > 0) return byLanes(output, rows, depth, columns)
  if (form !== 'cells' && columns % 4 === 0 && depth > 0) return [byFours(output, rows, depth, columns)]
  const whole = depth - (depth % 4)
  const unrolled: Adding = ([total]) =>
    four
      .map(
        (q) =>
          `${total!} += a[${place(
            [
              ['first', 1],
              ['k', 4],
            ],
            q,
          )}] * b[${place(
            [
              ['second', 1],
              ['k', 4 * columns],
            ],
            q * columns,
          )}];`,
      )
      .join('\n')
  const rest = Array.from({ length: depth - whole }, (_none, k) => whole + k).map(
    (k) => `total += a[first + ${String(k)}] * b[${place([['second', 1]], k * columns)}];`,
  )
  return [
    step(
      sizeOf(output),
      ['a', 'b'],
      `${coordinates([sizeOf(output.slice(0, -2)), rows, columns])}
      ${rowAndColumn([rows, depth, columns], 1)}
      let total = 0.0;
      ${sumLoop(isLong(depth), 'k', whole / 4, ['total'], unrolled, 4)}
      ${rest.join('\n')}
      return total;`,
    ),
  ]
}
