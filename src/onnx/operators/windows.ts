/** @file ONNX's window functions: sums of cosines. */
import type { Tensor } from '../../core/Tensor.ts'
import { add } from '../../ops/add.ts'
import { arange, literal } from '../../ops/constant.ts'
import { mul } from '../../ops/mul.ts'
import { cos } from '../../ops/sin.ts'
import type { Operator } from '../Call.ts'
import { checkAmount, flagAttribute, intsAt, operator, typed } from '../Call.ts'

/** Weights of a window, as a sum of cosines. */
const cosines = (weights: readonly number[]): Operator =>
  operator(
    'output_datatype periodic',
    (call) => {
      const size = intsAt(call, 0)?.[0] ?? 0
      checkAmount(size, call.maxElements, 'entries')
      const span = flagAttribute(call, 'periodic', true) ? size : size - 1
      const turns = mul(arange(size), literal((2 * Math.PI) / span))
      const start: Tensor = literal(0)
      return typed(
        'float',
        weights.reduce((all, weight, k) => add(all, mul(cos(mul(turns, literal(k))), literal(weight))), start),
      )
    },
    { settingsFrom: 0 },
  )

/** The window functions, by name. */
export const windowFunctions: Readonly<Record<string, Operator>> = {
  BlackmanWindow: cosines([0.42, -0.5, 0.08]),
  HammingWindow: cosines([25 / 46, -21 / 46]),
  HannWindow: cosines([0.5, -0.5]),
}
