/**
 * @file Identities of arithmetic that hold in IEEE 754 for every number, including infinities, NaN and both zeros:
 *
 *     x * 1 = x            x / 1 = x            x - 0 = x          x + (-0) = x       x^1 = x        x^0 = 1
 *     x * -1 = -x          x / 2^k = x * 2^-k   -0 - x = -x        -(-x) = x          (-x)(-y) = xy
 *     x + -y = x - y       x - -y = x + y       |-x| = |x|         max(x, x) = x      where(c, x, x) = x
 *     -(c x) = (-c) x
 *
 * `x + 0 = x` fails for x = -0, whose reciprocal is -Infinity rather than Infinity, so it is used only where x is known
 * not to be -0. `x * 0 = 0` and `x - x = 0` fail for NaN and Infinity and are not used; nothing is reassociated.
 *
 * Law: "identities keep the outputs", exactly, but for `x^2 = x x`, which is within one unit in the last place.
 */
import { factsOf, isElementwiseName } from '../../core/elementwise.ts'
import type { InstructionName, ProgramInstruction, ValueId } from '../Program.ts'
import type { RewriteRule, Rules, Values } from './rewrite.ts'

const constantOf = (values: Values, id: ValueId): number | null =>
  values.producedBy(id, 'constant')?.params.value ?? null

const negatedBy = (values: Values, id: ValueId): ValueId | null => values.producedBy(id, 'neg')?.inputs[0] ?? null

const fill = (values: Values, value: number, { shape }: ProgramInstruction): ValueId =>
  values.make('constant', { value, shape }, [], shape)

/** Primitives that count or draw, whose numbers are never negative. */
const counts: ReadonlySet<InstructionName> = new Set(['argmax', 'argmin', 'arange', 'uniform'])

const isNonNegative = (name: InstructionName): boolean =>
  counts.has(name) || (isElementwiseName(name) && factsOf(name).nonNegative === true)

const views: ReadonlySet<InstructionName> = new Set(['reshape', 'transpose', 'broadcastTo', 'slice', 'flip', 'pad'])

/** Whether no entry of a value can be -0, given how it is computed; looks through at most this many views. */
const neverMinusZero = (values: Values, id: ValueId, depth = 8): boolean => {
  const producer = values.producerOf(id)
  const constant = constantOf(values, id)
  if (producer === null || depth === 0) return false
  if (constant !== null) return !Object.is(constant, -0)
  const [from = -1] = producer.inputs
  return isNonNegative(producer.name) || (views.has(producer.name) && neverMinusZero(values, from, depth - 1))
}

const isAddedZero = (values: Values, zero: ValueId, other: ValueId): boolean => {
  const constant = constantOf(values, zero)
  return constant === 0 && (Object.is(constant, -0) || neverMinusZero(values, other))
}

const isPowerOfTwo = (value: number): boolean => {
  const exponent = Math.log2(Math.abs(value))
  return Number.isInteger(exponent) && Math.abs(exponent) <= 126 && 2 ** exponent === Math.abs(value)
}

const operands = ({ inputs: [a = -1, b = -1] }: ProgramInstruction): readonly [ValueId, ValueId] => [a, b]

const add: RewriteRule<'add'> = (instruction, values) => {
  const [a, b] = operands(instruction)
  if (isAddedZero(values, b, a)) return a
  if (isAddedZero(values, a, b)) return b
  const [minusA, minusB] = [negatedBy(values, a), negatedBy(values, b)]
  if (minusB !== null) return values.make('sub', {}, [a, minusB], instruction.shape)
  return minusA === null ? null : values.make('sub', {}, [b, minusA], instruction.shape)
}

const sub: RewriteRule<'sub'> = (instruction, values) => {
  const [a, b] = operands(instruction)
  if (Object.is(constantOf(values, b), 0)) return a
  if (Object.is(constantOf(values, a), -0)) return values.make('neg', {}, [b], instruction.shape)
  const minusB = negatedBy(values, b)
  return minusB === null ? null : values.make('add', {}, [a, minusB], instruction.shape)
}

const mul: RewriteRule<'mul'> = (instruction, values) => {
  const [a, b] = operands(instruction)
  const [left, right] = [constantOf(values, a), constantOf(values, b)]
  if (right === 1) return a
  if (left === 1) return b
  if (right === -1) return values.make('neg', {}, [a], instruction.shape)
  if (left === -1) return values.make('neg', {}, [b], instruction.shape)
  const [minusA, minusB] = [negatedBy(values, a), negatedBy(values, b)]
  return minusA === null || minusB === null ? null : values.make('mul', {}, [minusA, minusB], instruction.shape)
}

const div: RewriteRule<'div'> = (instruction, values) => {
  const [a, b] = operands(instruction)
  const divisor = constantOf(values, b)
  if (divisor === 1) return a
  if (divisor === null || !isPowerOfTwo(divisor)) return null
  return values.make('mul', {}, [a, fill(values, 1 / divisor, instruction)], instruction.shape)
}

const pow: RewriteRule<'pow'> = (instruction, values) => {
  const [a, b] = operands(instruction)
  const exponent = constantOf(values, b)
  if (exponent === 1) return a
  if (exponent === 0) return fill(values, 1, instruction)
  return exponent === 2 ? values.make('mul', {}, [a, a], instruction.shape) : null
}

/** A product with a repeated number, as that number and the other factor. */
const scaledBy = (values: Values, id: ValueId): readonly [factor: number, scaled: ValueId] | null => {
  const product = values.producedBy(id, 'mul')
  if (product === null) return null
  const [a, b] = operands(product)
  const [left, right] = [constantOf(values, a), constantOf(values, b)]
  return right !== null ? [right, a] : left !== null ? [left, b] : null
}

const neg: RewriteRule<'neg'> = (instruction, values) => {
  const [x] = operands(instruction)
  const scaled = scaledBy(values, x)
  if (scaled === null) return negatedBy(values, x)
  return values.make('mul', {}, [scaled[1], fill(values, -scaled[0], instruction)], instruction.shape)
}

const abs: RewriteRule<'abs'> = (instruction, values) => {
  const [x] = operands(instruction)
  const minusX = negatedBy(values, x)
  if (values.producedBy(x, 'abs') !== null) return x
  return minusX === null ? null : values.make('abs', {}, [minusX], instruction.shape)
}

const relu: RewriteRule<'relu'> = (instruction, values) => {
  const [x] = operands(instruction)
  const already = values.producedBy(x, 'relu') ?? values.producedBy(x, 'abs')
  return already === null ? null : x
}

const rounding = ['floor', 'ceil', 'round'] as const

const ofWhole: RewriteRule<'floor' | 'ceil' | 'round'> = (instruction, values) => {
  const [x] = operands(instruction)
  return rounding.some((name) => values.producedBy(x, name) !== null) ? x : null
}

const ofEqual: RewriteRule<'maximum' | 'minimum'> = (instruction) => {
  const [a, b] = operands(instruction)
  return a === b ? a : null
}

const where: RewriteRule<'where'> = ({ inputs: [condition = -1, a = -1, b = -1] }, values) => {
  const known = constantOf(values, condition)
  if (known !== null) return known === 0 ? b : a
  return a === b ? a : null
}

/** Rules of arithmetic, by instruction. */
export const arithmeticIdentities: Rules = {
  add,
  sub,
  mul,
  div,
  pow,
  neg,
  abs,
  relu,
  floor: ofWhole,
  ceil: ofWhole,
  round: ofWhole,
  maximum: ofEqual,
  minimum: ofEqual,
  where,
}
