/**
 * @file Indexing along an axis by data. A device cannot refuse an index out of range: the result is then undefined.
 *
 * For each of its cells, scatterAdd searches for the updates that name it. If the indices are those of a max pooling,
 * only the windows that cover the cell are searched: this is the pullback of max pooling.
 */
import { isInstruction } from '../../compile/Program.ts'
import type { PoolParams } from '../../core/InstructionSet.ts'
import type { Shape } from '../../core/Shape.ts'
import { sizeOf, stridesOf } from '../../core/Shape.ts'
import { planeOf } from '../../core/Window.ts'
import { winnersOver } from './pooling.ts'
import { coordinates, place } from './source.ts'
import type { KernelLowering } from './Step.ts'
import { step } from './Step.ts'
import { isLong, sumLoop } from './sums.ts'

const placeExcept = (shape: Shape, axis: number): string => {
  const strides = stridesOf(shape)
  return place(shape.map((_, k) => [`i${String(k)}`, k === axis ? 0 : strides[k]!]))
}

export const gather: KernelLowering<'gather'> = ({ axis }, [x], output) => {
  const stride = stridesOf(x!)[axis]!
  return [
    step(
      sizeOf(output),
      ['x', 'indices'],
      `${coordinates(output)}
      const index = indices[this.thread.x];
      return x[${placeExcept(x!, axis)} + ${place([['index', stride]])}];`,
    ),
  ]
}

/** The windows of a max pooling, if its indices refer to the planes of these updates. */
const poolingOf = (params: PoolParams, updates: Shape, size: number): boolean => {
  const [rows, columns] = planeOf(params.window)
  return updates.length === 3 && updates[2] === rows.output * columns.output && size === rows.input * columns.input
}

export const scatterAdd: KernelLowering<'scatterAdd'> = ({ axis, size }, [indices], output, [producer]) => {
  if (sizeOf(indices!) === 0) return [step(sizeOf(output), [], 'return 0.0;')]
  if (producer !== null && producer !== undefined && isInstruction('maxPoolIndices', producer)) {
    if (axis === 2 && poolingOf(producer.params, indices!, size)) return winnersOver(producer.params, output)
  }
  const stride = stridesOf(indices!)[axis]!
  return [
    step(
      sizeOf(output),
      ['indices', 'updates'],
      `${coordinates(output)}
      const start = ${placeExcept(indices!, axis)};
      let total = 0.0;
      ${sumLoop(
        isLong(indices![axis]!),
        'k',
        indices![axis]!,
        ['total'],
        ([total]) =>
          `const at = ${place([
            ['start', 1],
            ['k', stride],
          ])};
          if (indices[at] == i${String(axis)}) { ${total!} += updates[at]; }`,
      )}
      return total;`,
    ),
  ]
}

export const lastOccurrence: KernelLowering<'lastOccurrence'> = ({ axis }, [shape], output) => {
  const stride = stridesOf(shape!)[axis]!
  return [
    step(
      sizeOf(output),
      ['indices'],
      `${coordinates(shape!)}
      const own = indices[this.thread.x];
      const start = ${placeExcept(shape!, axis)};
      let last = 1.0;
      for (let k = 0; k < ${String(shape![axis]!)}; k++) {
        if (k > i${String(axis)}) {
          if (indices[${place([
            ['start', 1],
            ['k', stride],
          ])}] == own) { last = 0.0; }
        }
      }
      return last;`,
    ),
  ]
}
