/**
 * @file Primitives that move entries: each is a copy of a box, by strides, or a view if nothing moves.
 */
import type { Shape } from '../../core/Shape.ts'
import { sizeOf, stridesOf } from '../../core/Shape.ts'
import type { CommandWriter } from './Command.ts'
import { partsOf } from './Command.ts'
import type { Lowered, Lowering } from './Lowering.ts'
import { simply, view } from './Lowering.ts'

/** One axis of a box: its length, and the strides of source and destination in floats. */
interface BoxAxis {
  readonly length: number
  readonly from: number
  readonly to: number
}

/** Drops axes of one entry and merges contiguous axes. */
const merged = (box: readonly BoxAxis[]): readonly BoxAxis[] => {
  const axes: BoxAxis[] = []
  for (const axis of box) {
    const before = axes.at(-1)
    if (axis.length === 1) continue
    if (before?.from === axis.from * axis.length && before.to === axis.to * axis.length) {
      axes[axes.length - 1] = { ...axis, length: before.length * axis.length }
    } else axes.push(axis)
  }
  return axes.length === 0 ? [{ length: 1, from: 1, to: 1 }] : axes
}

/** The last two axes of `axes` as a transposition, with the axes before them as one axis. */
const matrices = (axes: readonly BoxAxis[]): readonly [BoxAxis, BoxAxis, BoxAxis] | null => {
  const [first, second, third] = axes.length === 2 ? [{ length: 1, from: 0, to: 0 }, ...axes] : axes
  const isTransposed = axes.length <= 3 && second?.from === 1 && third?.to === 1 && third.length >= 4
  return first && second && third && isTransposed && second.length >= 4 && third.from > 0 && first.from >= 0
    ? [first, second, third]
    : null
}

/** Copies a box; addresses and offsets in bytes. */
export const copyBox = (to: CommandWriter, source: number, target: number, box: readonly BoxAxis[]): void => {
  if (box.some(({ length }) => length === 0)) return
  const axes = merged(box)
  const transposed = matrices(axes)
  if (transposed !== null) {
    const [matrix, row, column] = transposed
    const bands = Math.ceil(column.length / 64)
    const work = row.length * Math.min(64, column.length) * 0.5
    const { shared } = partsOf(matrix.length * bands, work)
    to.command(
      'transposeMatrix',
      { units: matrix.length * bands, perUnit: 1, shared },
      {
        source,
        target,
        rows: column.length,
        columns: row.length,
        fromRow: column.from * 4,
        toRow: row.to * 4,
        fromMatrix: matrix.from * 4,
        toMatrix: matrix.to * 4,
      },
    )
    return
  }
  const inner = axes.at(-1)!
  // A long single row is split, so that threads can share it.
  const cut = axes.length === 1 && inner.length >= 1 << 15 && inner.length % 1024 === 0
  const all = cut
    ? [
        { length: inner.length / 1024, from: inner.from * 1024, to: inner.to * 1024 },
        { ...inner, length: 1024 },
      ]
    : axes
  const last = all.at(-1)!
  const rows = all.slice(0, -1).reduce((product, { length }) => product * length, 1)
  const parts = partsOf(rows, 6 + last.length * (last.to === 1 && last.from <= 1 && last.from >= 0 ? 0.15 : 0.8))
  to.command('copyBox', parts, {
    source,
    target,
    perUnit: parts.perUnit,
    rows,
    axes: all.map((axis) => ({ length: axis.length, from: axis.from * 4, to: axis.to * 4 })),
  })
}

/** Reads the input by strides (in floats) into the order of the output. */
const reads = (shape: Shape, strides: readonly number[], offset: number): Lowered => {
  const own = stridesOf(shape)
  const box = shape.map((length, axis): BoxAxis => ({ length, from: strides[axis]!, to: own[axis]! }))
  const isSame = offset === 0 && merged(box).every(({ from, to }) => from === to)
  if (isSame && merged(box).length === 1) return view
  return simply((to, { inputs: [x], output }) => {
    copyBox(to, x! + offset * 4, output, box)
  })
}

export const transpose: Lowering<'transpose'> = ({ permutation }, [input], shape) => {
  const strides = stridesOf(input!)
  return reads(
    shape,
    permutation.map((axis) => strides[axis]!),
    0,
  )
}

export const broadcastTo: Lowering<'broadcastTo'> = (_, [input], shape) => {
  if (sizeOf(input!) === sizeOf(shape)) return view
  const strides = stridesOf(input!)
  const added = shape.length - input!.length
  const stretched = (axis: number): boolean => axis < added || input![axis - added] === 1
  return reads(
    shape,
    shape.map((_d, axis) => (stretched(axis) ? 0 : strides[axis - added]!)),
    0,
  )
}

export const slice: Lowering<'slice'> = ({ start, step }, [input], shape) => {
  if (sizeOf(input!) === sizeOf(shape) && step.every((by, axis) => by > 0 || shape[axis]! <= 1)) return view
  const strides = stridesOf(input!)
  return reads(
    shape,
    strides.map((stride, axis) => stride * step[axis]!),
    strides.reduce((offset, stride, axis) => offset + stride * start[axis]!, 0),
  )
}

export const flip: Lowering<'flip'> = ({ axes }, _, shape) => {
  const strides = stridesOf(shape)
  return reads(
    shape,
    strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)),
    axes.reduce((offset, axis) => offset + (shape[axis]! - 1) * strides[axis]!, 0),
  )
}

export const pad: Lowering<'pad'> = ({ low, interior }, [input], shape) => {
  if (sizeOf(input!) === sizeOf(shape)) return view
  const own = stridesOf(input!)
  const strides = stridesOf(shape)
  const offset = strides.reduce((total, stride, axis) => total + stride * low[axis]!, 0)
  const zeros = partsOf(sizeOf(shape), 0.15, 16)
  return simply((to, { inputs: [x], output }) => {
    to.command('ramp', zeros, { target: output, perUnit: zeros.perUnit, count: sizeOf(shape), value: 0, increment: 0 })
    const box = input!.map((length, axis) => ({
      length,
      from: own[axis]!,
      to: strides[axis]! * (interior[axis]! + 1),
    }))
    copyBox(to, x!, output + offset * 4, box)
  })
}

export const concat: Lowering<'concat'> = ({ axis }, inputs, shape) => {
  const strides = stridesOf(shape)
  return simply((to, places) => {
    let start = 0
    inputs.forEach((input, k) => {
      const own = stridesOf(input)
      const box = input.map((length, at) => ({ length, from: own[at]!, to: strides[at]! }))
      copyBox(to, places.inputs[k]!, places.output + start * strides[axis]! * 4, box)
      start += input[axis]!
    })
  })
}
