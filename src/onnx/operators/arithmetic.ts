/**
 * @file ONNX's operators on entries: arithmetic, comparisons, logic, conversion.
 *
 * Integers divide towards 0, and the remainder of Mod has the sign of the divisor unless `fmod` is set. Conditions are 0
 * or 1. Before version 7, Add and its kin broadcast along an axis only where an attribute says so.
 */
import type { Tensor } from '../../core/Tensor.ts'
import { leaf } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { abs } from '../../ops/abs.ts'
import { add } from '../../ops/add.ts'
import { ceil } from '../../ops/ceil.ts'
import { literal, one, zero } from '../../ops/constant.ts'
import { div } from '../../ops/div.ts'
import { equal } from '../../ops/equal.ts'
import { erf } from '../../ops/erf.ts'
import { exp } from '../../ops/exp.ts'
import { floor } from '../../ops/floor.ts'
import { fmod } from '../../ops/fmod.ts'
import { greater, greaterEqual } from '../../ops/greater.ts'
import { acosh, asinh, atanh, cosh, sinh } from '../../ops/hyperbolic.ts'
import { less } from '../../ops/less.ts'
import { lessEqual } from '../../ops/lessEqual.ts'
import { log } from '../../ops/log.ts'
import { maximum } from '../../ops/maximum.ts'
import { minimum } from '../../ops/minimum.ts'
import { mul } from '../../ops/mul.ts'
import { neg } from '../../ops/neg.ts'
import { notEqual } from '../../ops/notEqual.ts'
import { pow } from '../../ops/pow.ts'
import { remainder, trunc } from '../../ops/remainders.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { round } from '../../ops/round.ts'
import { sign } from '../../ops/sign.ts'
import { cos, sin } from '../../ops/sin.ts'
import { sqrt } from '../../ops/sqrt.ts'
import { sub } from '../../ops/sub.ts'
import { acos, asin, atan, tan } from '../../ops/trigonometry.ts'
import { where } from '../../ops/where.ts'
import type { Call, Operator } from '../Call.ts'
import {
  flagAttribute,
  floatAttribute,
  input,
  intAttribute,
  like,
  operator,
  optionalTensor,
  tensorAt,
  typed,
} from '../Call.ts'
import type { ElementType } from '../elementTypes.ts'
import { elementTypeOf, isFloat, isInteger } from '../elementTypes.ts'
import { folded } from '../folding.ts'
import type { OnnxValue } from '../OnnxValue.ts'
import { computed } from '../OnnxValue.ts'

/** A function of every entry, of any type. */
type Entrywise = (x: Tensor) => Tensor

/** An operator that applies a function to every entry. */
export const entrywise = (f: Entrywise, exact?: (entry: bigint) => bigint): Operator =>
  operator('consumed_inputs', (call) => {
    const value = input(call, 0)
    const known = exact === undefined ? null : folded(value.type, [value], ([entry = 0n]) => exact(entry))
    return known ?? like(call, f(value.tensor))
  })

/** Before version 7, the second operand may be aligned at an axis. */
const aligned = (call: Call, a: Tensor, b: Tensor): Tensor => {
  const axis = call.opset < 7 ? intAttribute(call, 'axis') : null
  return axis === null || b.shape.length === 0
    ? b
    : reshapeTo(b, [...b.shape, ...a.shape.slice(axis + b.shape.length).map(() => 1)])
}

type Exact = (a: bigint, b: bigint) => bigint | null
type Binary = (a: Tensor, b: Tensor, type: ElementType, call: Call) => Tensor

const binary = (f: Binary, exact: Exact | null, result: ElementType | null = null, more = ''): Operator =>
  operator(`axis broadcast consumed_inputs${more}`, (call) => {
    const [a, b] = [input(call, 0), input(call, 1)]
    const type = result ?? a.type
    const known = exact === null ? null : folded(type, [a, b], ([m = 0n, n = 0n]) => exact(m, n))
    return known ?? typed(type, f(a.tensor, aligned(call, a.tensor, b.tensor), a.type, call))
  })

const quotient: Binary = (a, b, type) => (isInteger(type) ? trunc(div(a, b)) : div(a, b))

const floorMod: Exact = (a, b) => (b === 0n ? null : ((a % b) + b) % b)

const modulus: Operator = operator('fmod', (call) => {
  const [a, b] = [input(call, 0), input(call, 1)]
  const isTruncated = flagAttribute(call, 'fmod')
  const known = folded(a.type, [a, b], ([m = 0n, n = 0n]) => (isTruncated ? (n === 0n ? null : m % n) : floorMod(m, n)))
  return known ?? like(call, isTruncated ? fmod(a.tensor, b.tensor) : remainder(a.tensor, b.tensor))
})

const power: Binary = (a, b, type) => (isInteger(type) ? trunc(pow(a, b)) : pow(a, b))

const truth = (x: Tensor): Tensor => notEqual(x, zero)

const logical = (f: (a: Tensor, b: Tensor) => Tensor, exact: Exact): Operator =>
  binary((a, b) => f(truth(a), truth(b)), exact, 'bool')

/** A fold over any number of inputs. */
const variadic = (f: (a: Tensor, b: Tensor) => Tensor, exact: Exact): Operator =>
  operator('consumed_inputs', (call) =>
    call.inputs
      .slice(1)
      .reduce<OnnxValue>(
        (all, next) =>
          next === null
            ? all
            : (folded(all.type, [all, next], ([a = 0n, b = 0n]) => exact(a, b)) ??
              computed(all.type, f(all.tensor, next.tensor))),
        input(call, 0),
      ),
  )

const meanOfAll: Operator = operator('', (call) => {
  const all = call.inputs.flatMap((value) => (value === null ? [] : [value.tensor]))
  return like(
    call,
    div(
      all.reduce((a, b) => add(a, b)),
      literal(all.length),
    ),
  )
})

const most = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** A conversion of entries: to conditions, to whole numbers, or none. */
const converted = (value: OnnxValue, to: ElementType): OnnxValue => {
  const known = isFloat(to) ? null : folded(to, [value], ([entry = 0n]) => entry)
  if (known !== null) return known
  const { tensor, type } = value
  if (to === 'bool') return typed(to, truth(tensor))
  return typed(to, isInteger(to) && isFloat(type) ? trunc(tensor) : tensor)
}

const typeNumbered = (number: number): ElementType =>
  elementTypeOf(number) ?? refuse('cast', [], { expected: 'a type that can be read', found: String(number) })

const clip: Operator = operator(
  'min max consumed_inputs',
  (call) => {
    const bound = (index: number, name: string): Tensor | null => {
      const number = floatAttribute(call, name)
      return optionalTensor(call, index) ?? (number === null ? null : leaf(Float64Array.of(number), []))
    }
    const [low, high] = [bound(1, 'min'), bound(2, 'max')]
    const x = tensorAt(call, 0)
    const above = low === null ? x : maximum(x, low)
    return like(call, high === null ? above : minimum(above, high))
  },
  { settingsFrom: 1 },
)

const infinite: Operator = operator('detect_negative detect_positive', (call) => {
  const x = tensorAt(call, 0)
  const [high, low] = ['detect_positive', 'detect_negative'].map((name) => flagAttribute(call, name, true))
  const is = (value: number, isAsked: boolean | undefined): Tensor =>
    mul(equal(x, literal(value)), isAsked === true ? one : zero)
  return typed('bool', add(is(Infinity, high), is(-Infinity, low)))
})

const selected: Operator = operator('', (call) => {
  const [condition, a, b] = [input(call, 0), input(call, 1), input(call, 2)]
  const known = folded(a.type, [condition, a, b], ([c = 0n, m = 0n, n = 0n]) => (c === 0n ? n : m))
  return known ?? typed(a.type, where(condition.tensor, a.tensor, b.tensor))
})

/** The operators on entries, by name. */
export const arithmetic: Readonly<Record<string, Operator>> = {
  Abs: entrywise(
    (x) => abs(x),
    (entry) => (entry < 0n ? -entry : entry),
  ),
  Acos: entrywise((x) => acos(x)),
  Acosh: entrywise((x) => acosh(x)),
  Add: binary(
    (a, b) => add(a, b),
    (a, b) => a + b,
  ),
  And: logical(
    (a, b) => mul(a, b),
    (a, b) => BigInt(a !== 0n && b !== 0n),
  ),
  Asin: entrywise((x) => asin(x)),
  Asinh: entrywise((x) => asinh(x)),
  Atan: entrywise((x) => atan(x)),
  Atanh: entrywise((x) => atanh(x)),
  Cast: operator('to saturate round_mode', (call) =>
    converted(input(call, 0), typeNumbered(intAttribute(call, 'to') ?? 0)),
  ),
  CastLike: operator('saturate round_mode', (call) => converted(input(call, 0), input(call, 1).type)),
  Ceil: entrywise((x) => ceil(x)),
  Clip: clip,
  Cos: entrywise((x) => cos(x)),
  Cosh: entrywise((x) => cosh(x)),
  Div: binary(quotient, (a, b) => (b === 0n ? null : a / b)),
  Equal: binary(
    (a, b) => equal(a, b),
    (a, b) => BigInt(a === b),
    'bool',
  ),
  Erf: entrywise((x) => erf(x)),
  Exp: entrywise((x) => exp(x)),
  Floor: entrywise((x) => floor(x)),
  Greater: binary(
    (a, b) => greater(a, b),
    (a, b) => BigInt(a > b),
    'bool',
  ),
  GreaterOrEqual: binary(
    (a, b) => greaterEqual(a, b),
    (a, b) => BigInt(a >= b),
    'bool',
  ),
  IsInf: infinite,
  IsNaN: operator('', (call) => typed('bool', notEqual(tensorAt(call, 0), tensorAt(call, 0)))),
  Less: binary(
    (a, b) => less(a, b),
    (a, b) => BigInt(a < b),
    'bool',
  ),
  LessOrEqual: binary(
    (a, b) => lessEqual(a, b),
    (a, b) => BigInt(a <= b),
    'bool',
  ),
  Log: entrywise((x) => log(x)),
  Max: variadic((a, b) => maximum(a, b), most),
  Mean: meanOfAll,
  Min: variadic((a, b) => minimum(a, b), least),
  Mod: modulus,
  Mul: binary(
    (a, b) => mul(a, b),
    (a, b) => a * b,
  ),
  Neg: entrywise(
    (x) => neg(x),
    (entry) => -entry,
  ),
  Not: operator('', (call) => {
    const value = input(call, 0)
    return folded('bool', [value], ([entry]) => BigInt(entry === 0n)) ?? typed('bool', equal(value.tensor, zero))
  }),
  Or: logical(
    (a, b) => maximum(a, b),
    (a, b) => BigInt(a !== 0n || b !== 0n),
  ),
  Pow: binary(power, (a, b) => (b < 0n || b > 64n ? null : a ** b)),
  Reciprocal: entrywise((x) => div(one, x)),
  Round: entrywise((x) => round(x)),
  Sign: entrywise(
    (x) => sign(x),
    (entry) => BigInt(Math.sign(Number(entry))),
  ),
  Sin: entrywise((x) => sin(x)),
  Sinh: entrywise((x) => sinh(x)),
  Sqrt: entrywise((x) => sqrt(x)),
  Sub: binary(
    (a, b) => sub(a, b),
    (a, b) => a - b,
  ),
  Sum: variadic(
    (a, b) => add(a, b),
    (a, b) => a + b,
  ),
  Tan: entrywise((x) => tan(x)),
  Where: selected,
  Xor: logical(
    (a, b) => notEqual(a, b),
    (a, b) => BigInt((a !== 0n) !== (b !== 0n)),
  ),
}
