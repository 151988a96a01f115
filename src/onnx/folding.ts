/**
 * @file Shape arithmetic in exact whole numbers: what an operator does to entries that are known, beside what it does to
 * tensors.
 *
 * Operators that move entries are run on the entries' positions, so that one rule serves both. Arithmetic has a rule of
 * its own in 64-bit integers, which wraps as ONNX's does.
 */
import { broadcastShapes } from '../core/shapeRules.ts'
import type { Shape } from '../core/Shape.ts'
import { sizeOf } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { leaf } from '../core/Tensor.ts'
import { broadcastTo } from '../ops/broadcastTo.ts'
import { referenceRuntime } from '../runtime/referenceRuntime.ts'
import type { ElementType } from './elementTypes.ts'
import { bitsOf, isUnsigned } from './elementTypes.ts'
import type { OnnxValue } from './OnnxValue.ts'
import { computed, exactly } from './OnnxValue.ts'

/** More entries than a shape can have; beyond them, nothing is folded. */
const mostFolded = 2 ** 14

const positionsFrom = (start: number, shape: Shape): Tensor =>
  leaf(
    Float64Array.from({ length: sizeOf(shape) }, (_, k) => start + k),
    shape,
  )

/** Tensors of entries' positions in the list of all their entries. */
const positionsOf = (values: readonly OnnxValue[]): readonly Tensor[] => {
  let start = 0
  return values.map(({ tensor }) => {
    const positions = positionsFrom(start, tensor.shape)
    start += sizeOf(tensor.shape)
    return positions
  })
}

/** An operator that moves entries of some values, and computes nothing: exact entries stay exact. */
export const moved = (values: readonly OnnxValue[], move: (tensors: readonly Tensor[]) => Tensor): OnnxValue => {
  const type = values[0]?.type ?? 'float'
  const result = move(values.map(({ tensor }) => tensor))
  const entries = values.flatMap(({ exact }) => exact ?? [])
  const areKnown = values.every(({ exact }) => exact !== null)
  if (!areKnown || sizeOf(result.shape) > mostFolded) return computed(type, result)
  const places = referenceRuntime.evaluate([move(positionsOf(values))])[0] ?? []
  return exactly(
    type,
    result.shape,
    Array.from(places, (place) => entries[place] ?? 0n),
  )
}

/** As {@link moved}, of one value. */
export const movedOne = (value: OnnxValue, move: (tensor: Tensor) => Tensor): OnnxValue =>
  moved([value], ([tensor = value.tensor]) => move(tensor))

/** Wraps a whole number to a type, as its machine arithmetic does. */
const wrapped = (type: ElementType, value: bigint): bigint =>
  type === 'bool'
    ? BigInt(value !== 0n)
    : isUnsigned(type)
      ? BigInt.asUintN(bitsOf(type), value)
      : BigInt.asIntN(bitsOf(type), value)

const entriesIn = (value: OnnxValue, shape: Shape): readonly bigint[] => {
  const { exact } = movedOne(value, (x) => broadcastTo(shape)(x))
  return exact ?? []
}

/** A function of entries, on values that are broadcast together, of which all are known; `null` if one is not. */
export const folded = (
  type: ElementType,
  values: readonly OnnxValue[],
  f: (entries: readonly bigint[]) => bigint | null,
): OnnxValue | null => {
  if (values.some(({ exact }) => exact === null)) return null
  const shape = values.reduce<Shape>((all, { tensor }) => broadcastShapes('broadcast', all, tensor.shape), [])
  if (sizeOf(shape) > mostFolded) return null
  const columns = values.map((value) => entriesIn(value, shape))
  const results = Array.from({ length: sizeOf(shape) }, (_, k) => f(columns.map((column) => column[k] ?? 0n)))
  return results.includes(null)
    ? null
    : exactly(
        type,
        shape,
        results.map((entry) => wrapped(type, entry ?? 0n)),
      )
}
