/**
 * @file Reductions over axes, and along one axis. Axes of one entry are dropped and adjacent axes of one kind are
 * merged, so that most reductions are over the rows or columns of a matrix.
 */
import type { Shape } from '../../core/Shape.ts'
import { sizeOf, stridesOf } from '../../core/Shape.ts'
import type { CommandWriter, WorkParts } from './Command.ts'
import { partsOf, whole } from './Command.ts'
import type { ArgumentsOf, RecordOf } from './interface/Arguments.ts'
import type { Enumerations } from './interface/records.ts'
import type { Lowered, Lowering } from './Lowering.ts'
import { simply, view } from './Lowering.ts'

interface Run {
  readonly isReduced: boolean
  readonly length: number
  readonly stride: number
}

const runsOf = (shape: Shape, axes: readonly number[]): readonly Run[] => {
  const strides = stridesOf(shape)
  const runs: Run[] = []
  shape.forEach((length, axis) => {
    const isReduced = axes.includes(axis)
    const before = runs.at(-1)
    if (length === 1) return
    if (before?.isReduced === isReduced) {
      runs[runs.length - 1] = { isReduced, length: before.length * length, stride: strides[axis]! }
    } else runs.push({ isReduced, length, stride: strides[axis]! })
  })
  return runs
}

const axesOf = (runs: readonly Run[]): readonly RecordOf<'stridedAxis'>[] =>
  runs.map(({ length, stride }) => ({ length, stride: stride * 4 }))
const product = (runs: readonly Run[]): number => runs.reduce((total, { length }) => total * length, 1)

const reduction =
  (operation: Enumerations['reduction'][number], unit: number, nanoseconds: number) =>
  ({ axes }: { readonly axes: readonly number[] }, [input]: readonly Shape[], output: Shape): Lowered => {
    const count = sizeOf(output)
    const runs = runsOf(input!, axes)
    if (sizeOf(input!) === 0) {
      return simply((to, places) => {
        to.command('ramp', whole, { target: places.output, perUnit: count, count, value: unit, increment: 0 })
      })
    }
    const reduced = runs.filter(({ isReduced }) => isReduced)
    if (reduced.length === 0) return view
    const inner = runs.at(-1)!
    const outer = runs.slice(0, -1)
    const keptOuter = outer.filter(({ isReduced }) => !isReduced)
    const reducedOuter = outer.filter(({ isReduced }) => isReduced)
    const items = inner.isReduced ? count : product(keptOuter) * Math.ceil(inner.length / 16)
    const work = (product(reduced) * (inner.isReduced ? 1 : Math.min(16, inner.length)) * nanoseconds) / 4 + 10
    const parts = partsOf(items, work)
    return simply((to, places) => {
      to.command('reduce', parts, {
        operation,
        source: places.inputs[0]!,
        target: places.output,
        isInnerReduced: inner.isReduced,
        inner: inner.length,
        perUnit: parts.perUnit,
        items,
        runs: product(reducedOuter),
        kept: axesOf(keptOuter),
        reduced: axesOf(reducedOuter),
      })
    })
  }

export const sum: Lowering<'sum'> = reduction('sum', 0, 0.4)
export const max: Lowering<'max'> = reduction('max', -Infinity, 0.6)
export const min: Lowering<'min'> = reduction('min', Infinity, 0.6)
export const logsumexp: Lowering<'logsumexp'> = reduction('logsumexp', -Infinity, 8)

const along =
  (emit: (to: CommandWriter, parts: WorkParts, lines: ArgumentsOf<'cumulate'>) => void) =>
  ({ axis }: { readonly axis: number }, [input]: readonly Shape[]): Lowered => {
    const length = input![axis]!
    const inner = sizeOf(input!.slice(axis + 1))
    const lines = length === 0 ? 0 : sizeOf(input!) / length
    const parts = partsOf(lines, length * 1.5 + 5)
    return simply((to, { inputs: [x], output }) => {
      const args = { source: x!, target: output, length, inner, perUnit: parts.perUnit, lines }
      if (lines > 0) emit(to, parts, args)
    })
  }

const argExtreme = (sign: 1 | -1) =>
  along((to, parts, lines) => {
    to.command('argExtreme', parts, { ...lines, sign })
  })

export const argmax: Lowering<'argmax'> = argExtreme(1)
export const argmin: Lowering<'argmin'> = argExtreme(-1)
export const cumsum: Lowering<'cumsum'> = along((to, parts, lines) => {
  to.command('cumulate', parts, lines)
})
