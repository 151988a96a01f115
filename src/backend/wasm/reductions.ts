/**
 * @file Reductions over axes, and along one axis. Axes of one entry are dropped and neighbours of one kind merged, so
 * that most reductions are rows or columns of a matrix.
 */
import type { Shape } from '../../core/Shape.ts'
import { sizeOf, stridesOf } from '../../core/Shape.ts'
import { floatWord, partsOf, whole } from './Command.ts'
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

const pairs = (runs: readonly Run[]): readonly number[] => runs.flatMap(({ length, stride }) => [length, stride * 4])
const product = (runs: readonly Run[]): number => runs.reduce((total, { length }) => total * length, 1)

const reduction =
  (operation: number, unit: number, nanoseconds: number) =>
  ({ axes }: { readonly axes: readonly number[] }, [input]: readonly Shape[], output: Shape): Lowered => {
    const count = sizeOf(output)
    const runs = runsOf(input!, axes)
    if (sizeOf(input!) === 0) {
      return simply((to, places) => {
        to.command('ramp', whole, [places.output, count, count, floatWord(unit), 0])
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
      to.command('reduce', parts, [
        operation,
        places.inputs[0]!,
        places.output,
        inner.isReduced ? 1 : 0,
        inner.length,
        parts.perUnit,
        items,
        product(reducedOuter),
        keptOuter.length,
        reducedOuter.length,
        ...pairs(keptOuter),
        ...pairs(reducedOuter),
      ])
    })
  }

export const sum: Lowering<'sum'> = reduction(0, 0, 0.4)
export const max: Lowering<'max'> = reduction(1, -Infinity, 0.6)
export const min: Lowering<'min'> = reduction(2, Infinity, 0.6)
export const logsumexp: Lowering<'logsumexp'> = reduction(3, -Infinity, 8)

const along =
  (opcode: 'argExtreme' | 'cumulate', rest: readonly number[]) =>
  ({ axis }: { readonly axis: number }, [input]: readonly Shape[]): Lowered => {
    const length = input![axis]!
    const inner = sizeOf(input!.slice(axis + 1))
    const lines = length === 0 ? 0 : sizeOf(input!) / length
    const parts = partsOf(lines, length * 1.5 + 5)
    return simply((to, { inputs: [x], output }) => {
      if (lines > 0) to.command(opcode, parts, [x!, output, length, inner, parts.perUnit, lines, ...rest])
    })
  }

export const argmax: Lowering<'argmax'> = along('argExtreme', [floatWord(1)])
export const argmin: Lowering<'argmin'> = along('argExtreme', [floatWord(-1)])
export const cumsum: Lowering<'cumsum'> = along('cumulate', [])
