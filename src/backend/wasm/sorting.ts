/** @file Sorting along an axis: a merge sort per line, of entries and their positions in one word of 64 bits. */
import { sizeOf } from '../../core/Shape.ts'
import { partsOf } from './Command.ts'
import type { Lowering } from './Lowering.ts'
import { simply } from './Lowering.ts'

export const argsort: Lowering<'argsort'> = ({ axis, descending, count }, [input]) => {
  const length = input![axis]!
  const inner = sizeOf(input!.slice(axis + 1))
  const lines = count === 0 ? 0 : sizeOf(input!) / length
  const parts = partsOf(lines, length * (5 + 4 * Math.log2(length + 1)))
  const lineBytes = 2 * 8 * length
  return {
    ...simply((to, { inputs: [x], output, workspace }) => {
      if (lines === 0) return
      to.command('argsort', parts, {
        source: x!,
        target: output,
        length,
        inner,
        perUnit: parts.perUnit,
        lines,
        count,
        isDescending: descending,
        workspace,
        lineBytes,
      })
    }),
    workspace: lines === 0 ? 0 : parts.units * lineBytes,
  }
}
