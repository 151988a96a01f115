/** @file The primitives that move entries, make them, and compare their places, as operators of ONNX. */
import type { Shape } from '../../../core/Shape.ts'
import { countOf } from '../../../core/Shape.ts'
import type { ValueId } from '../../../compile/Program.ts'
import type { Emit } from '../Emit.ts'
import type { Length, Lengths } from '../Length.ts'
import { productOf, sameLength, sameLengths } from '../Length.ts'
import type { Rule } from '../Rule.ts'
import { numbers } from '../Rule.ts'

/** A value under other lengths: flattened where that is all, one length inferred where it depends on the batch. */
export const reshaped = (emit: Emit, name: string, from: Lengths, to: Lengths): string => {
  if (sameLengths(from, to)) return name
  const isFlat = from.length > 2 && to.length === 2 && sameLength(from[0], to[0])
  if (isFlat && sameLength(productOf(from.slice(1)) ?? undefined, to[1]))
    return emit.node('Flatten', [name], { axis: 1 })
  const open = to.flatMap((one) => (typeof one === 'object' ? [one] : []))
  if (open.length === 1 && !to.includes(0))
    return emit.node('Reshape', [name, emit.ints(to.map((one) => (typeof one === 'number' ? one : -1)))])
  return emit.node('Reshape', [name, emit.dims(to)], to.includes(0) ? { allowzero: 1 } : {})
}

export const reshapeRule: Rule<'reshape'> = {
  write: (emit, { reads: [x = -1], lengths }) => numbers(reshaped(emit, emit.value(x), emit.lengths(x), lengths)),
}

/** A length of 1 leaves a length of the operand as it is, so that only what is stretched has to be known. */
const stretched = (from: Lengths, to: Lengths): Lengths =>
  to.map((one, axis) => (sameLength(from[axis - to.length + from.length], one) ? 1 : one))

export const broadcastToRule: Rule<'broadcastTo'> = {
  write: (emit, { reads: [x = -1], lengths }) =>
    numbers(emit.node('Expand', [emit.value(x), emit.dims(stretched(emit.lengths(x), lengths))])),
}

/** Part of a value along axes: from `start` to before `stop`, by `step`. */
export const sliced = (
  emit: Emit,
  name: string,
  ranges: readonly { readonly axis: number; readonly start: number; readonly stop: number; readonly step: number }[],
): string =>
  ranges.length === 0
    ? name
    : emit.node('Slice', [
        name,
        emit.ints(ranges.map(({ start }) => start)),
        emit.ints(ranges.map(({ stop }) => stop)),
        emit.ints(ranges.map(({ axis }) => axis)),
        emit.ints(ranges.map(({ step }) => step)),
      ])

export const sliceRule: Rule<'slice'> = {
  write: (emit, { reads: [x = -1], params: { start, stop, step }, lengths }) => {
    const from = emit.lengths(x)
    const axes = from.flatMap((length, axis) => (sameLength(length, lengths[axis]) ? [] : [axis]))
    const open = axes.find((axis) => typeof from[axis] === 'object')
    if (open !== undefined && typeof lengths[open] === 'object')
      return { reason: `a part of axis ${String(open)} that grows with the batch` }
    return numbers(
      sliced(
        emit,
        emit.value(x),
        axes.map((axis) => ({ axis, start: start[axis] ?? 0, stop: stop[axis] ?? 0, step: step[axis] ?? 1 })),
      ),
    )
  },
}

/** Zeros between the entries of one axis: each entry becomes a row that begins with it. */
const spread = (emit: Emit, name: string, lengths: Lengths, axis: number, zeros: number): string => {
  const length = lengths[axis] ?? 1
  if (typeof length !== 'number' || length < 2 || zeros === 0) return name
  const inner = [...lengths.slice(0, axis + 1), 1, ...lengths.slice(axis + 1)]
  const widths = (count: number): readonly number[] => inner.map((_, k) => (k === axis + 1 ? count : 0))
  const rows = emit.node('Pad', [
    reshaped(emit, name, lengths, inner),
    emit.ints([...widths(0), ...widths(zeros)]),
    emit.number(0),
  ])
  const wide = lengths.map((one, k) => (k === axis ? length * (zeros + 1) : one))
  const padded = inner.map((one, k) => (k === axis + 1 ? zeros + 1 : one))
  const joined = reshaped(emit, rows, padded, wide)
  return sliced(emit, joined, [{ axis, start: 0, stop: (length - 1) * (zeros + 1) + 1, step: 1 }])
}

/** A value with zeros between its entries, and around it; negative widths cut entries off. */
export const padded = (
  emit: Emit,
  name: string,
  lengths: Lengths,
  { low, high, interior }: { readonly low: Shape; readonly high: Shape; readonly interior: Shape },
): string => {
  const wide = interior.reduce(
    (all, zeros, axis) => {
      const length = all.lengths[axis] ?? 1
      const grown: Length =
        typeof length !== 'number' || length === 0 || zeros === 0 ? length : (length - 1) * (zeros + 1) + 1
      return {
        name: spread(emit, all.name, all.lengths, axis, zeros),
        lengths: all.lengths.map((one, k) => (k === axis ? grown : one)),
      }
    },
    { name, lengths },
  ).name
  return [...low, ...high].every((width) => width === 0)
    ? wide
    : emit.node('Pad', [wide, emit.ints([...low, ...high]), emit.number(0)])
}

export const padRule: Rule<'pad'> = {
  write: (emit, { reads: [x = -1], params }) => {
    const lengths = emit.lengths(x)
    const open = lengths.findIndex((one, axis) => typeof one === 'object' && (params.interior[axis] ?? 0) > 0)
    return open >= 0
      ? { reason: `zeros between the entries of axis ${String(open)}, whose length is the batch` }
      : numbers(padded(emit, emit.value(x), lengths, params))
  },
}

export const transposeRule: Rule<'transpose'> = {
  write: (emit, { reads: [x = -1], params: { permutation } }) =>
    numbers(emit.node('Transpose', [emit.value(x)], { perm: permutation })),
}

export const concatRule: Rule<'concat'> = {
  write: (emit, { reads, params: { axis } }) =>
    numbers(
      emit.node(
        'Concat',
        reads.map((id) => emit.value(id)),
        { axis },
      ),
    ),
}

/** Before the first entry, whatever the length. */
const beforeFirst = -(2 ** 31)

export const flipRule: Rule<'flip'> = {
  write: (emit, { reads: [x = -1], params: { axes } }) =>
    numbers(
      sliced(
        emit,
        emit.value(x),
        axes.map((axis) => ({ axis, start: -1, stop: beforeFirst, step: -1 })),
      ),
    ),
}

export const arangeRule: Rule<'arange'> = {
  write: (emit, { lengths: [length = 0] }) => {
    if (typeof length === 'number')
      return numbers(
        emit.tensor(
          Float64Array.from({ length }, (_, k) => k),
          [length],
        ),
      )
    const count = emit.cast(emit.node('Squeeze', [emit.dims([length])]), 'number')
    return numbers(emit.node('Range', [emit.number(0), count, emit.number(1)]))
  },
}

/** One tensor of indices as whole numbers. */
const indicesAt = (emit: Emit, id: ValueId): string => emit.value(id, 'int64')

export const gatherRule: Rule<'gather'> = {
  write: (emit, { reads: [x = -1, indices = -1], params: { axis } }) =>
    numbers(emit.node('GatherElements', [emit.value(x), indicesAt(emit, indices)], { axis })),
}

export const scatterAddRule: Rule<'scatterAdd'> = {
  write: (emit, { reads: [indices = -1, updates = -1], params: { axis }, lengths }) => {
    const zeros = emit.node('Expand', [emit.number(0), emit.dims(lengths)])
    const inputs = [zeros, indicesAt(emit, indices), emit.value(updates)]
    return numbers(emit.node('ScatterElements', inputs, { axis, reduction: 'add' }))
  },
}

/** More entries than this are not compared with one another. */
const mostCompared = 2048

export const lastOccurrenceRule: Rule<'lastOccurrence'> = {
  write: (emit, { reads: [indices = -1], params: { axis } }) => {
    const lengths = emit.lengths(indices)
    const length = lengths[axis] ?? 0
    if (typeof length !== 'number' || length > mostCompared)
      return { reason: `last occurrences among more than ${countOf(mostCompared, 'index', 'indices')}` }
    const name = emit.value(indices)
    const [column, row] = [axis + 1, axis].map((at) => emit.node('Unsqueeze', [name, emit.ints([at])]))
    const shape = [length, length, ...lengths.slice(axis + 1).map(() => 1)]
    const later = Float64Array.from({ length: length * length }, (_, k) => Number(k % length > Math.floor(k / length)))
    const same = emit.cast(emit.node('Equal', [column ?? '', row ?? '']), 'number')
    const again = emit.node('Mul', [same, emit.tensor(later, shape)])
    const count = emit.node('ReduceSum', [again, emit.ints([axis + 1])], { keepdims: 0 })
    return { name: emit.node('Equal', [count, emit.number(0)]), kind: 'bool' }
  },
}
