/**
 * @file Identities of operations that move numbers and compute none: two in a row become one, those that move nothing
 * are dropped, those that keep the row-major order become a `reshape`, and a repeated number stays one wherever it is
 * moved.
 *
 * Law: "identities keep the outputs", exactly.
 */
import { sameShape, sizeOf } from '../../core/Shape.ts'
import type { Shape } from '../../core/Shape.ts'
import type { ProgramInstruction, ValueId } from '../Program.ts'
import type { RewriteRule, Rules, Values } from './rewrite.ts'

const inputOf = ({ inputs: [x = -1] }: ProgramInstruction): ValueId => x

const at = (list: readonly number[], axis: number): number => list[axis] ?? 0

const all = (list: readonly number[], value: number): boolean => list.every((entry) => entry === value)

const fill = (values: Values, value: number, shape: Shape): ValueId =>
  values.make('constant', { value, shape }, [], shape)

/** The number that a value repeats, in the shape of the instruction; `null` for any other value. */
const movedConstant = (instruction: ProgramInstruction, values: Values): ValueId | null => {
  const constant = values.producedBy(inputOf(instruction), 'constant')
  return constant === null ? null : fill(values, constant.params.value, instruction.shape)
}

const reshapeTo = (values: Values, x: ValueId, shape: Shape): ValueId =>
  sameShape(values.shapeOf(x), shape) ? x : values.make('reshape', { shape }, [x], shape)

const reshape: RewriteRule<'reshape'> = (instruction, values) => {
  const { shape } = instruction
  const x = inputOf(instruction)
  if (sameShape(values.shapeOf(x), shape)) return x
  const inner = values.producedBy(x, 'reshape')
  return inner === null ? movedConstant(instruction, values) : reshapeTo(values, inputOf(inner), shape)
}

/** Whether a permutation moves only axes of length 1, which keeps the numbers in order. */
const keepsOrder = (permutation: readonly number[], shape: Shape): boolean => {
  const long = permutation.filter((axis) => shape[axis] !== 1)
  return long.every((axis, k) => k === 0 || axis > at(long, k - 1))
}

/** Whether a permutation turns matrices: swaps the last two axes, and no others. */
const turnsMatrices = (permutation: readonly number[]): boolean => {
  const rank = permutation.length
  return rank > 1 && permutation.every((axis, k) => axis === (k < rank - 2 ? k : 2 * rank - 3 - k))
}

const turned = (values: Values, x: ValueId): ValueId => {
  const shape = values.shapeOf(x)
  const permutation = shape.map((_, k) => (k < shape.length - 2 ? k : 2 * shape.length - 3 - k))
  return values.make(
    'transpose',
    { permutation },
    [x],
    permutation.map((axis) => at(shape, axis)),
  )
}

/**
 * A product that is only read turned, and one of whose factors is turned itself: the transpose of a b is that of b times
 * that of a. The gradient of the weights of a dense layer is one.
 */
const turnedProduct = (
  { params, shape }: ProgramInstruction<'transpose'>,
  x: ValueId,
  values: Values,
): ValueId | null => {
  const product = values.producedBy(x, 'matmul')
  if (product === null || !turnsMatrices(params.permutation) || values.readsOf(x) !== 1) return null
  const isTurned = (id: ValueId): boolean => turnsMatrices(values.producedBy(id, 'transpose')?.params.permutation ?? [])
  const [a = -1, b = -1] = product.inputs
  if (!isTurned(a) && !isTurned(b)) return null
  return values.make('matmul', {}, [turned(values, b), turned(values, a)], shape, product.family)
}

const transpose: RewriteRule<'transpose'> = (instruction, values) => {
  const { params, shape } = instruction
  const x = inputOf(instruction)
  if (keepsOrder(params.permutation, values.shapeOf(x))) return reshapeTo(values, x, shape)
  const inner = values.producedBy(x, 'transpose')
  if (inner === null) return turnedProduct(instruction, x, values) ?? movedConstant(instruction, values)
  const permutation = params.permutation.map((axis) => at(inner.params.permutation, axis))
  return values.make('transpose', { permutation }, [inputOf(inner)], shape)
}

/**
 * The input of a reshape that only adds axes of length 1 in front, as broadcasting does itself; `null` for other
 * values.
 */
const widened = (values: Values, x: ValueId): ValueId | null => {
  const inner = values.producedBy(x, 'reshape')
  if (inner === null) return null
  const from = values.shapeOf(inputOf(inner))
  const added = inner.shape.length - from.length
  return added > 0 && all(inner.shape.slice(0, added), 1) && sameShape(inner.shape.slice(added), from)
    ? inputOf(inner)
    : null
}

const broadcastTo: RewriteRule<'broadcastTo'> = (instruction, values) => {
  const { shape } = instruction
  const x = inputOf(instruction)
  if (sizeOf(values.shapeOf(x)) === sizeOf(shape)) return reshapeTo(values, x, shape)
  const inner = values.producedBy(x, 'broadcastTo')
  const from = inner === null ? widened(values, x) : inputOf(inner)
  return from === null ? movedConstant(instruction, values) : values.make('broadcastTo', { shape }, [from], shape)
}

type SliceParams = ProgramInstruction<'slice'>['params']

const slicePart = (values: Values, x: ValueId, params: SliceParams, shape: Shape): ValueId =>
  values.make('slice', params, [x], shape)

/** One past the last entry that a slice reads along an axis. */
const endOf = ({ start, step }: SliceParams, shape: Shape, axis: number): number =>
  at(shape, axis) === 0 ? at(start, axis) : at(start, axis) + (at(shape, axis) - 1) * at(step, axis) + 1

/** A slice relative to `offset`: its start moves back by that much. */
const shifted = (params: SliceParams, shape: Shape, offset: readonly number[]): SliceParams => ({
  start: params.start.map((first, axis) => first - at(offset, axis)),
  stop: params.start.map((_, axis) => endOf(params, shape, axis) - at(offset, axis)),
  step: params.step,
})

const sliceOfSlice = (outer: ProgramInstruction<'slice'>, inner: ProgramInstruction<'slice'>): SliceParams => {
  const start = outer.params.start.map(
    (first, axis) => at(inner.params.start, axis) + first * at(inner.params.step, axis),
  )
  const step = outer.params.step.map((stride, axis) => stride * at(inner.params.step, axis))
  const stop = start.map((_, axis) => endOf({ start, step, stop: start }, outer.shape, axis))
  return { start, stop, step }
}

/** A slice of a concatenation that lies within one part. */
const sliceOfConcat = (
  { params, shape }: ProgramInstruction<'slice'>,
  { inputs, inputShapes, params: { axis } }: ProgramInstruction<'concat'>,
  values: Values,
): ValueId | null => {
  const end = endOf(params, shape, axis)
  let offset = 0
  for (const [k, part] of inputs.entries()) {
    const length = at(inputShapes[k] ?? [], axis)
    if (at(params.start, axis) >= offset && end <= offset + length && end > offset) {
      const from = params.start.map((_, index) => (index === axis ? offset : 0))
      return slicePart(values, part, shifted(params, shape, from), shape)
    }
    offset += length
  }
  return null
}

/** A slice of a padded value that reads none of the padding. */
const sliceOfPad = (
  { params, shape }: ProgramInstruction<'slice'>,
  { inputs: [x = -1], params: { low, interior } }: ProgramInstruction<'pad'>,
  values: Values,
): ValueId | null => {
  const from = values.shapeOf(x)
  const inside = from.every(
    (length, axis) =>
      at(interior, axis) === 0 &&
      at(params.start, axis) >= at(low, axis) &&
      endOf(params, shape, axis) <= at(low, axis) + length,
  )
  return inside ? slicePart(values, x, shifted(params, shape, low), shape) : null
}

const slice: RewriteRule<'slice'> = (instruction, values) => {
  const { params, shape } = instruction
  const x = inputOf(instruction)
  if (sameShape(values.shapeOf(x), shape) && all(params.start, 0)) return x
  if (sizeOf(shape) === 0) return null
  const inner = values.producedBy(x, 'slice')
  if (inner !== null) return slicePart(values, inputOf(inner), sliceOfSlice(instruction, inner), shape)
  const joined = values.producedBy(x, 'concat')
  if (joined !== null) return sliceOfConcat(instruction, joined, values)
  const padded = values.producedBy(x, 'pad')
  return padded === null ? movedConstant(instruction, values) : sliceOfPad(instruction, padded, values)
}

const plus = (a: readonly number[], b: readonly number[]): readonly number[] =>
  a.map((entry, axis) => entry + at(b, axis))

const pad: RewriteRule<'pad'> = (instruction, values) => {
  const { params, shape } = instruction
  const { low, high, interior } = params
  const x = inputOf(instruction)
  if ([low, high, interior].every((widths) => all(widths, 0))) return x
  if (Object.is(values.producedBy(x, 'constant')?.params.value, 0)) return fill(values, 0, shape)
  const inner = values.producedBy(x, 'pad')
  if (inner === null || !all(interior, 0) || !all(inner.params.interior, 0)) return null
  const widths = { low: plus(low, inner.params.low), high: plus(high, inner.params.high), interior }
  return values.make('pad', widths, [inputOf(inner)], shape)
}

const flip: RewriteRule<'flip'> = (instruction, values) => {
  const { params, shape } = instruction
  const x = inputOf(instruction)
  const axes = params.axes.filter((axis) => shape[axis] !== 1)
  if (axes.length === 0) return x
  const inner = values.producedBy(x, 'flip')
  if (inner !== null) {
    const own = inner.params.axes
    const once = [...axes.filter((axis) => !own.includes(axis)), ...own.filter((axis) => !axes.includes(axis))]
    return values.make('flip', { axes: once.sort((a, b) => a - b) }, [inputOf(inner)], shape)
  }
  return movedConstant(instruction, values)
}

const concat: RewriteRule<'concat'> = (instruction, values) => {
  const { inputs, shape } = instruction
  if (inputs.length === 1) return inputOf(instruction)
  const numbers = inputs.map((id) => values.producedBy(id, 'constant')?.params.value)
  const [first] = numbers
  return first !== undefined && numbers.every((value) => Object.is(value, first)) ? fill(values, first, shape) : null
}

const exactBelow = 2 ** 24

/** A sum of one repeated whole number, provided that every partial sum is exact in any precision. */
const sum: RewriteRule<'sum'> = (instruction, values) => {
  const constant = values.producedBy(inputOf(instruction), 'constant')
  if (constant === null || sizeOf(instruction.shape) === 0) return null
  const count = sizeOf(constant.shape) / sizeOf(instruction.shape)
  const total = constant.params.value * count
  const exact = Number.isInteger(constant.params.value) && Math.abs(total) < exactBelow
  return exact ? fill(values, total + 0, instruction.shape) : null
}

/** The largest or smallest of equal numbers, or of a single number. */
const ofOne: RewriteRule<'max' | 'min'> = (instruction, values) => {
  const from = values.shapeOf(inputOf(instruction))
  if (sizeOf(from) === 0) return null
  return instruction.params.axes.every((axis) => from[axis] === 1)
    ? reshapeTo(values, inputOf(instruction), instruction.shape)
    : movedConstant(instruction, values)
}

/** Rules for moving operations, by instruction. */
export const viewIdentities: Rules = {
  reshape,
  transpose,
  broadcastTo,
  slice,
  pad,
  flip,
  concat,
  sum,
  max: ofOne,
  min: ofOne,
}
