/** @file Activations that ONNX has an operator for, or that its programs know in the form in which PyTorch writes them. */
import type { InstructionName } from '../../../compile/Program.ts'
import type { Tensor } from '../../../core/Tensor.ts'
import {
  celu,
  clamp,
  elu,
  gelu,
  hardsigmoid,
  hardswish,
  hardtanh,
  leakyRelu,
  mish,
  selu,
  silu,
  softplus,
  softsign,
} from '../../../ops/activations.ts'
import { prelu } from '../../../ops/gates.ts'
import { logSoftmax, softmax } from '../../../ops/logsumexp.ts'
import type { Emit, Settings } from '../Emit.ts'
import type { Pattern } from '../Pattern.ts'
import { guess, marks } from '../Pattern.ts'
import { reshaped } from '../primitives/shaping.ts'

const mark = marks[0]
const other = marks[1]

/** A function of one tensor of the result's shape. */
const unary = (
  endsWith: InstructionName,
  f: (x: Tensor) => Tensor,
  write: (emit: Emit, x: string, settings: readonly number[]) => string,
): Pattern => ({
  endsWith,
  guesses: ({ at }) => [guess([at.shape], f, (emit, [x = ''], settings) => write(emit, x, settings))],
})

/** A function that is an operator of ONNX. */
const operator = (
  endsWith: InstructionName,
  name: string,
  f: (x: Tensor) => Tensor,
  settings: (found: readonly number[]) => Settings = () => ({}),
): Pattern => unary(endsWith, f, (emit, x, found) => emit.node(name, [x], settings(found)))

/** A function along an axis, which may be any. */
const alongAxis = (
  endsWith: InstructionName,
  name: string,
  f: (options: { readonly axis: number }) => (x: Tensor) => Tensor,
): Pattern => ({
  endsWith,
  guesses: ({ at }) =>
    at.shape
      .map((_, axis) =>
        guess([at.shape], f({ axis }), (emit, [x = '']) => emit.node(name, [x], { axis: axis - at.shape.length })),
      )
      .toReversed(),
})

const alpha = ([slope = 0]: readonly number[]): Settings => ({ alpha: { float: slope } })

const clipped = (emit: Emit, x: string, [low = 0, high = 0]: readonly number[]): string =>
  emit.node('Clip', [x, emit.number(low), emit.number(high)])

const times = (emit: Emit, a: string, b: string): string => emit.node('Mul', [a, b])

/** x (1 + erf(x / sqrt 2)) / 2, as PyTorch exports it. */
const exactGelu = (emit: Emit, x: string): string => {
  const bent = emit.node('Erf', [emit.node('Div', [x, emit.number(Math.SQRT2)])])
  return times(emit, times(emit, x, emit.node('Add', [bent, emit.number(1)])), emit.number(0.5))
}

const approximateGelu = (emit: Emit, x: string): string => {
  const cube = times(emit, times(emit, times(emit, x, x), x), emit.number(0.044715))
  const bent = emit.node('Tanh', [times(emit, emit.node('Add', [x, cube]), emit.number(Math.sqrt(2 / Math.PI)))])
  return times(emit, times(emit, x, emit.node('Add', [bent, emit.number(1)])), emit.number(0.5))
}

/** One slope, or one per channel. */
const parametricRelu: Pattern = {
  endsWith: 'where',
  guesses: ({ at }) => {
    const channels = at.shape[1] ?? 1
    return [...new Set([1, channels])].map((count) =>
      guess([at.shape, [count]], prelu, (emit, [x = '', slope = '']) => {
        const spread = count === 1 ? [1] : [count, ...at.shape.slice(2).map(() => 1)]
        return emit.node('PRelu', [x, reshaped(emit, slope, [count], spread)])
      }),
    )
  },
}

/** Clip with both bounds, one, or those that keep NaN. */
const clips: readonly Pattern[] = [
  unary('where', hardtanh({ low: mark, high: other }), clipped),
  unary('where', clamp({ low: mark, high: other }), clipped),
  unary('where', clamp({ low: mark }), (emit, x, [low = 0]) => emit.node('Clip', [x, emit.number(low)])),
  unary('where', clamp({ high: mark }), (emit, x, [high = 0]) => emit.node('Clip', [x, '', emit.number(high)])),
]

/** The activations. */
export const activationPatterns: readonly Pattern[] = [
  alongAxis('exp', 'Softmax', softmax),
  alongAxis('sub', 'LogSoftmax', logSoftmax),
  operator('where', 'LeakyRelu', leakyRelu({ slope: mark }), alpha),
  operator('where', 'Elu', elu({ alpha: mark }), alpha),
  operator('where', 'Celu', celu({ alpha: mark }), alpha),
  operator('mul', 'Selu', selu),
  operator('where', 'Softplus', softplus),
  operator('where', 'Softsign', softsign),
  operator('where', 'HardSwish', hardswish),
  operator('div', 'HardSigmoid', hardsigmoid, () => ({ alpha: { float: 1 / 6 }, beta: { float: 0.5 } })),
  parametricRelu,
  unary('where', silu, (emit, x) => times(emit, x, emit.node('Sigmoid', [x]))),
  unary('where', mish, (emit, x) => times(emit, x, emit.node('Tanh', [emit.node('Softplus', [x])]))),
  unary('where', gelu(), exactGelu),
  unary('where', gelu({ approximate: true }), approximateGelu),
  ...clips,
]
