/**
 * @file Sorting along an axis: runs that double in length, with one step per merge. A thread computes one position of a
 * merged run. It finds by bisection how many of the entries before it come from the left run, so a step of n threads
 * takes n log n comparisons, and there are log n steps. All steps share one source; the length of the runs is data.
 */
import type { Shape } from '../../core/Shape.ts'
import { sizeOf, stridesOf } from '../../core/Shape.ts'
import { coordinates, decimal, place } from './source.ts'
import type { KernelLowering, KernelStep } from './Step.ts'
import { input, numbers, result, step } from './Step.ts'

/** Whether the entry `b` comes before `a`, which is to its left; NaN is greatest. */
const isBefore = (descending: boolean): string =>
  descending ? 'b > a || (b != b && a == a)' : 'b < a || (a != a && b == b)'

/** Merges pairs of runs of `width[0]` places; `output` is as long as the places that are asked for. */
const merging = (shape: Shape, axis: number, descending: boolean, output: Shape) => {
  const length = shape[axis]!
  const stride = stridesOf(shape)[axis]!
  const strides = stridesOf(shape)
  const start = place(shape.map((_, k) => [`i${String(k)}`, k === axis ? 0 : strides[k]!]))
  const at = (of: string): string => `start + (${of}) * ${decimal(stride)}`
  const bisections = Math.ceil(Math.log2(length)) + 1
  return (source: KernelStep['reads'][number], width: number): KernelStep =>
    step(
      sizeOf(output),
      ['x', 'order', 'width'],
      `${coordinates(output)}
      const start = ${start};
      const run = width[0];
      const first = Math.floor((i${String(axis)} + 0.5) / (2.0 * run)) * 2.0 * run;
      const before = i${String(axis)} - first;
      let leftCount = ${decimal(length)} - first;
      let rightCount = leftCount - run;
      if (leftCount > run) { leftCount = run; }
      if (rightCount > run) { rightCount = run; }
      if (rightCount < 0.0) { rightCount = 0.0; }
      let low = before - rightCount;
      if (low < 0.0) { low = 0.0; }
      let high = before;
      if (high > leftCount) { high = leftCount; }
      for (let k = 0; k < ${String(bisections)}; k++) {
        if (low < high) {
          const middle = Math.floor((low + high) / 2.0);
          const left = order[${at('first + middle')}];
          const right = order[${at('first + run + before - 1.0 - middle')}];
          const a = x[${at('left')}];
          const b = x[${at('right')}];
          if (${isBefore(descending)}) { high = middle; } else { low = middle + 1.0; }
        }
      }
      const taken = before - low;
      let found = 0.0;
      if (low >= leftCount) {
        found = order[${at('first + run + taken')}];
      } else {
        found = order[${at('first + low')}];
        if (taken < rightCount) {
          const other = order[${at('first + run + taken')}];
          const a = x[${at('found')}];
          const b = x[${at('other')}];
          if (${isBefore(descending)}) { found = other; }
        }
      }
      return found;`,
      [input(0), source, numbers(width)],
    )
}

export const argsort: KernelLowering<'argsort'> = ({ axis, descending }, [shape], output) => {
  const length = shape![axis]!
  const numbering = (of: Shape): KernelStep => step(sizeOf(of), [], `${coordinates(of)}\nreturn i${String(axis)};`)
  if (sizeOf(output) === 0 || length === 1) return [numbering(output)]
  const stages = Math.ceil(Math.log2(length))
  const [whole, last] = [merging(shape!, axis, descending, shape!), merging(shape!, axis, descending, output)]
  return [
    numbering(shape!),
    ...Array.from({ length: stages }, (_, k) => (k === stages - 1 ? last : whole)(result(k), 2 ** k)),
  ]
}
