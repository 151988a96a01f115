/** @file ONNX's operators that make numbers: constants, and ranges of numbers. */
import { sizeOf } from '../../core/Shape.ts'
import { leaf } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { add } from '../../ops/add.ts'
import { broadcastTo } from '../../ops/broadcastTo.ts'
import { arange, literal } from '../../ops/constant.ts'
import { mul } from '../../ops/mul.ts'
import type { Call, Operator, NodeOutcome } from '../Call.ts'
import { checkAmount, input, intsAt, numbersAt, operator, tensorAttribute } from '../Call.ts'
import { isInteger } from '../elementTypes.ts'
import type { OnnxValue } from '../OnnxValue.ts'
import { computed, exactly, numbersOfStored, stored } from '../OnnxValue.ts'

/** The most entries that are kept exactly. */
const fewEntries = 4096

const constantNode = (call: Call): NodeOutcome => {
  const given = tensorAttribute(call, 'value')
  if (given !== null) return stored(given)
  const [[name, attribute] = ['', null]] = [...call.node.attributes]
  if (attribute?._tag === 'Float') return computed('float', leaf(Float64Array.of(attribute.value), []))
  if (attribute?._tag === 'Int') return exactly('int64', [], [attribute.value])
  if (attribute?._tag === 'Ints') return exactly('int64', [attribute.value.length], attribute.value)
  return attribute?._tag === 'Floats'
    ? computed('float', leaf(Float64Array.from(attribute.value), [attribute.value.length]))
    : refuse('make a constant', [], { expected: 'numbers', found: name })
}

const repeatedConstant = (call: Call): NodeOutcome => {
  const shape = intsAt(call, 0) ?? []
  const given = tensorAttribute(call, 'value')
  const one: OnnxValue = given === null ? computed('float', leaf(Float64Array.of(0), [])) : stored(given)
  const { exact, type } = one
  if (exact !== null && sizeOf(shape) <= fewEntries && shape.every((d) => d >= 0))
    return exactly(
      type,
      shape,
      Array.from({ length: sizeOf(shape) }, () => exact[0] ?? 0n),
    )
  const value = given === null ? 0 : (numbersOfStored(given)[0] ?? 0)
  return computed(type, broadcastTo(shape)(leaf(Float64Array.of(value), [])))
}

const range = (call: Call): NodeOutcome => {
  const [start, limit, step] = [0, 1, 2].map((k) => numbersAt(call, k)?.[0] ?? 0)
  const [from, to, by] = [start ?? 0, limit ?? 0, step ?? 1]
  const count = Math.max(0, Math.ceil((to - from) / by))
  checkAmount(count, call.maxElements, 'entries of a range')
  const { type } = input(call, 0)
  if (count > fewEntries || !isInteger(type)) return computed(type, add(mul(arange(count), literal(by)), literal(from)))
  return exactly(
    type,
    [count],
    Array.from({ length: count }, (_, k) => BigInt(from + k * by)),
  )
}

/** The operators that make numbers, by name. */
export const constants: Readonly<Record<string, Operator>> = {
  Constant: operator('value value_float value_floats value_int value_ints', constantNode),
  ConstantOfShape: operator('value', repeatedConstant, { settingsFrom: 0 }),
  Range: operator('', range, { settingsFrom: 0 }),
}
