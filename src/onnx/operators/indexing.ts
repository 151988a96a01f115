/** @file ONNX's operators that read and write entries by index. Negative indices count from the back. */
import { resolveAxis } from '../../core/shapeRules.ts'
import { dimension, showShape, sizeOf } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { leaf } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { add } from '../../ops/add.ts'
import { arange, literal, zero } from '../../ops/constant.ts'
import { equal } from '../../ops/equal.ts'
import { eye } from '../../ops/eye.ts'
import { gather, take } from '../../ops/gather.ts'
import { less } from '../../ops/less.ts'
import { mul } from '../../ops/mul.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import type { ScatterMode } from '../../ops/scatter.ts'
import { scatter, scatterNd } from '../../ops/scatter.ts'
import { broadcastTo } from '../../ops/broadcastTo.ts'
import { sliceAlong } from '../../ops/slice.ts'
import { sort, topK } from '../../ops/sorting.ts'
import { sub } from '../../ops/sub.ts'
import { tril, triu } from '../../ops/triangles.ts'
import { where } from '../../ops/where.ts'
import type { Call, Operator, NodeOutcome } from '../Call.ts'
import {
  axisAttribute,
  checkAmount,
  flagAttribute,
  input,
  intAttribute,
  intsAt,
  like,
  numbersAt,
  operator,
  tensorAt,
  textAttribute,
  typed,
} from '../Call.ts'
import { elementTypeOf } from '../elementTypes.ts'
import { movedOne } from '../folding.ts'
import { exactly, integersIn } from '../OnnxValue.ts'

const gathered = (call: Call): NodeOutcome => {
  const [value, indices] = [input(call, 0), input(call, 1)]
  const axis = axisAttribute(call, value.tensor.shape, 0)
  return movedOne(value, (x) => take({ axis })(x, indices.tensor))
}

const gatheredEntries = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  return like(call, gather({ axis: axisAttribute(call, x.shape, 0) })(x, tensorAt(call, 1)))
}

/** Tuples of indices become positions in one line. */
const gatheredTuples = (call: Call): NodeOutcome => {
  const [value, indices] = [input(call, 0), tensorAt(call, 1)]
  const batches = intAttribute(call, 'batch_dims') ?? 0
  const { shape } = value.tensor
  const depth = indices.shape.at(-1) ?? 0
  if (depth < 1 || batches + depth > shape.length || batches >= indices.shape.length)
    return refuse('gather', [shape, indices.shape], {
      expected: 'indices of leading axes',
      found: showShape(indices.shape),
    })
  const batch = sizeOf(shape.slice(0, batches))
  const named = shape.slice(batches, batches + depth)
  const rest = shape.slice(batches + depth)
  const many = sizeOf(indices.shape.slice(batches, -1))
  const columns = reshapeTo(indices, [batch, many, depth])
  const place = named.reduce<Tensor>((all, length, k) => {
    const column = reshapeTo(take({ axis: 2 })(columns, literal(k)), [batch, many])
    const fromFront = where(less(column, zero), add(column, literal(length)), column)
    return add(mul(all, literal(length)), fromFront)
  }, zero)
  const first = reshapeTo(mul(arange(batch), literal(sizeOf(named))), [batch, 1])
  return movedOne(value, (x) =>
    reshapeTo(take()(reshapeTo(x, [batch * sizeOf(named), ...rest]), add(place, first)), [
      ...indices.shape.slice(0, -1),
      ...rest,
    ]),
  )
}

const modes: ReadonlyMap<string, ScatterMode> = new Map([
  ['none', 'replace'],
  ['add', 'add'],
  ['mul', 'mul'],
  ['min', 'min'],
  ['max', 'max'],
])

const modeOf = (call: Call): ScatterMode => {
  const word = textAttribute(call, 'reduction') ?? 'none'
  return modes.get(word) ?? refuse('scatter', [], { expected: 'a known reduction', found: word })
}

const scattered = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const axis = axisAttribute(call, x.shape, 0)
  return like(call, scatter({ axis, mode: modeOf(call) })(x, tensorAt(call, 1), tensorAt(call, 2)))
}

const scatteredTuples = (call: Call): NodeOutcome =>
  like(call, scatterNd({ mode: modeOf(call) })(tensorAt(call, 0), tensorAt(call, 1), tensorAt(call, 2)))

/** The greatest or least entries along an axis; in both orders, NaN counts as above all numbers. */
const ranked = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const axis = axisAttribute(call, x.shape, -1)
  const count = (call.opset < 10 ? intAttribute(call, 'k') : intsAt(call, 1)?.[0]) ?? 0
  if (flagAttribute(call, 'largest', true)) {
    const { values, indices } = topK(count, { axis })(x)
    return [like(call, values), typed('int64', indices)]
  }
  checkAmount(count, dimension(x.shape, axis), `entries of axis ${String(axis)}`)
  const { values, indices } = sort({ axis })(x)
  return [like(call, sliceAlong(values, axis, 0, count)), typed('int64', sliceAlong(indices, axis, 0, count))]
}

const oneHots = (call: Call): NodeOutcome => {
  const indices = tensorAt(call, 0)
  const depth = intsAt(call, 1)?.[0] ?? 0
  if (!Number.isSafeInteger(depth) || depth < 0 || depth * sizeOf(indices.shape) > 2 ** 28)
    return refuse('make one-hot entries', [indices.shape], { expected: 'a depth that fits', found: String(depth) })
  const values = input(call, 2)
  const [off, on] = [0, 1].map((k) => take()(values.tensor, literal(k)))
  const axis = resolveAxis('find the axis of', [...indices.shape, 1], intAttribute(call, 'axis') ?? -1)
  const shape = [...indices.shape.slice(0, axis), 1, ...indices.shape.slice(axis)]
  const wrapped = where(less(indices, zero), add(indices, literal(depth)), indices)
  const classes = reshapeTo(
    arange(depth),
    shape.map((_, k) => (k === axis ? depth : 1)),
  )
  return typed(values.type, where(equal(reshapeTo(wrapped, shape), classes), on ?? zero, off ?? zero))
}

const triangle = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const [rows, columns] = [dimension(x.shape, -2), dimension(x.shape, -1)]
  const asked = intsAt(call, 1)?.[0] ?? 0
  const offset = Math.min(Math.max(asked, -rows - 1), columns + 1)
  return like(call, (flagAttribute(call, 'upper', true) ? triu : tril)(offset)(x))
}

const identityMatrix = (call: Call): NodeOutcome => {
  const { type, tensor } = input(call, 0)
  const [rows, columns] = [dimension(tensor.shape, 0), dimension(tensor.shape, 1)]
  const offset = intAttribute(call, 'k') ?? 0
  return typed(elementTypeOf(intAttribute(call, 'dtype') ?? 0) ?? type, eye(rows, { columns, offset }))
}

/** Which entries are not zero depends on their numbers, so these are read. */
const nonZero = (call: Call): NodeOutcome => {
  const { shape } = tensorAt(call, 0)
  const places = Array.from(numbersAt(call, 0) ?? []).flatMap((entry, k) => (entry === 0 ? [] : [k]))
  const tuple = shape.flatMap((length, axis) =>
    places.map((place) => BigInt(Math.floor(place / sizeOf(shape.slice(axis + 1))) % length)),
  )
  return exactly('int64', [shape.length, places.length], tuple)
}

const compressed = (call: Call): NodeOutcome => {
  const value = input(call, 0)
  const kept = integersIn(input(call, 1)).flatMap((entry, k) => (entry === 0n ? [] : [k]))
  const indices = leaf(Float64Array.from(kept), [kept.length])
  const axis = intAttribute(call, 'axis')
  return movedOne(value, (x) =>
    axis === null ? take()(reshapeTo(x, [sizeOf(x.shape)]), indices) : take({ axis })(x, indices),
  )
}

/** Each sequence is turned around up to its length. */
const reversed = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const time = intAttribute(call, 'time_axis') ?? 0
  const batch = intAttribute(call, 'batch_axis') ?? 1
  const along = (t: Tensor, axis: number): Tensor =>
    reshapeTo(
      t,
      x.shape.map((d, k) => (k === axis ? d : 1)),
    )
  const steps = along(arange(dimension(x.shape, time)), time)
  const lengths = along(tensorAt(call, 1), batch)
  const places = where(less(steps, lengths), sub(sub(lengths, literal(1)), steps), steps)
  return like(call, gather({ axis: time })(x, broadcastTo(x.shape)(places)))
}

/** Sorted rows in a line: how often each distinct one occurs, and where first. */
const distinct = (call: Call): NodeOutcome => {
  const value = input(call, 0)
  const { shape } = value.tensor
  const given = intAttribute(call, 'axis')
  const axis = given === null ? null : resolveAxis('find the axis of', shape, given)
  const count = axis === null ? sizeOf(shape) : dimension(shape, axis)
  const numbers = numbersAt(call, 0) ?? []
  const inner = axis === null ? 1 : sizeOf(shape.slice(axis + 1))
  const outer = axis === null ? 1 : sizeOf(shape.slice(0, axis))
  const rowOf = (k: number): readonly number[] =>
    Array.from({ length: outer * inner }, (_, cell) => {
      const [o, i] = [Math.floor(cell / inner), cell % inner]
      return numbers[(o * count + k) * inner + i] ?? 0
    })
  const rows = Array.from({ length: count }, (_, k) => rowOf(k))
  const byKey = new Map<string, number[]>()
  rows.forEach((row, k) => {
    const key = row.join()
    const own = byKey.get(key) ?? []
    own.push(k)
    byKey.set(key, own)
  })
  const compare = (a: readonly number[], b: readonly number[]): number => {
    const at = a.findIndex((entry, k) => entry !== b[k])
    return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
  }
  const groups = [...byKey.values()].sort((a, b) =>
    flagAttribute(call, 'sorted', true) ? compare(rows[a[0] ?? 0] ?? [], rows[b[0] ?? 0] ?? []) : 0,
  )
  const firsts = groups.map(([first = 0]) => first)
  const groupOf = new Map(groups.flatMap((group, at) => group.map((k) => [k, BigInt(at)] as const)))
  const inverse = rows.map((_, k) => groupOf.get(k) ?? 0n)
  const picked = movedOne(value, (x) => {
    const indices = leaf(Float64Array.from(firsts), [firsts.length])
    return axis === null ? take()(reshapeTo(x, [count]), indices) : take({ axis })(x, indices)
  })
  const list = (entries: readonly bigint[]) => exactly('int64', [entries.length], entries)
  return [picked, list(firsts.map(BigInt)), list(inverse), list(groups.map((group) => BigInt(group.length)))]
}

/** The operators by index, by name. */
export const indexing: Readonly<Record<string, Operator>> = {
  Compress: operator('axis', compressed, { settingsFrom: 1 }),
  EyeLike: operator('dtype k', identityMatrix),
  Gather: operator('axis', gathered, { settingsFrom: 1 }),
  GatherElements: operator('axis', gatheredEntries, { settingsFrom: 1 }),
  GatherND: operator('batch_dims', gatheredTuples, { settingsFrom: 1 }),
  NonZero: operator('', nonZero),
  OneHot: operator('axis', oneHots, { settingsFrom: 0 }),
  ReverseSequence: operator('batch_axis time_axis', reversed, { settingsFrom: 1 }),
  Scatter: operator('axis', scattered),
  ScatterElements: operator('axis reduction', scattered),
  ScatterND: operator('reduction', scatteredTuples),
  TopK: operator('axis k largest sorted', ranked, { settingsFrom: 1 }),
  Trilu: operator('upper', triangle, { settingsFrom: 1 }),
  Unique: operator('axis sorted', distinct),
}
