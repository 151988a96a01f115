/**
 * @file ONNX's quantization: numbers as whole ones, by a scale and a zero point for all entries, for each entry along an axis,
 * or for each block of entries along it. The derivative of a rounding is 0.
 */
import { dimension } from '../../core/Shape.ts'
import { resolveAxis } from '../../core/shapeRules.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { add } from '../../ops/add.ts'
import { literal } from '../../ops/constant.ts'
import { div } from '../../ops/div.ts'
import { maximum } from '../../ops/maximum.ts'
import { minimum } from '../../ops/minimum.ts'
import { mul } from '../../ops/mul.ts'
import { repeatInterleave } from '../../ops/repeat.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { round } from '../../ops/round.ts'
import { sliceAlong } from '../../ops/slice.ts'
import { sub } from '../../ops/sub.ts'
import type { Call, NodeOutcome, Operator } from '../Call.ts'
import { intAttribute, operator, optional, tensorAt, typed } from '../Call.ts'
import type { ElementType } from '../elementTypes.ts'
import { bitsOf, elementTypeOf, isInteger, isUnsigned } from '../elementTypes.ts'
import type { OnnxNode } from '../OnnxModel.ts'

/** A scale or a zero point, as it meets the entries. */
const spread = (call: Call, x: Tensor, setting: Tensor): Tensor => {
  if (setting.shape.length === 0) return setting
  const axis = resolveAxis('quantize', x.shape, intAttribute(call, 'axis') ?? 1)
  const block = intAttribute(call, 'block_size') ?? 0
  const length = dimension(x.shape, axis)
  if (block > 0) {
    const each = Math.ceil(length / block)
    if (setting.shape[axis] !== each)
      return refuse('quantize', [x.shape, setting.shape], {
        expected: `${String(each)} blocks along axis ${String(axis)}`,
        found: String(setting.shape[axis]),
      })
    return sliceAlong(repeatInterleave(Math.min(block, length), { axis })(setting), axis, 0, length)
  }
  return dimension(setting.shape, 0) === 1 && setting.shape.length === 1
    ? reshapeTo(setting, [])
    : reshapeTo(
        setting,
        x.shape.map((d, k) => (k === axis ? d : 1)),
      )
}

const quantized = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const zeroPoint = optional(call, 2)
  const asked = elementTypeOf(intAttribute(call, 'output_dtype') ?? 0)
  const type: ElementType = zeroPoint?.type ?? asked ?? 'uint8'
  if (!isInteger(type)) return refuse('quantize', [x.shape], { expected: 'a type of whole numbers', found: type })
  const bits = bitsOf(type)
  const [least, most] = isUnsigned(type) ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1]
  const whole = round(div(x, spread(call, x, tensorAt(call, 1))))
  const shifted = zeroPoint === null ? whole : add(whole, spread(call, x, zeroPoint.tensor))
  return typed(type, minimum(maximum(shifted, literal(least)), literal(most)))
}

const dequantized = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const zeroPoint = optional(call, 2)
  const scale = optional(call, 1)
  const centred = zeroPoint === null ? x : sub(x, spread(call, x, zeroPoint.tensor))
  const type = elementTypeOf(intAttribute(call, 'output_dtype') ?? 0) ?? scale?.type ?? 'float'
  return typed(type, mul(centred, spread(call, x, tensorAt(call, 1))))
}

/** Floats of 8 bits saturate, or do not; whole numbers always do. */
const refusesFloats = ({ attributes }: OnnxNode): readonly [string, string] | null =>
  attributes.get('output_dtype')?.value !== undefined &&
  elementTypeOf(Number(attributes.get('output_dtype')?.value)) === null &&
  attributes.get('output_dtype')?.value !== 0n
    ? ['output_dtype', 'a type that cannot be read']
    : null

/** The quantization, by name. */
export const quantizations: Readonly<Record<string, Operator>> = {
  DequantizeLinear: operator('axis block_size output_dtype', dequantized, { settingsFrom: 1, refuses: refusesFloats }),
  QuantizeLinear: operator('axis block_size output_dtype precision saturate', quantized, {
    settingsFrom: 1,
    refuses: refusesFloats,
  }),
}
