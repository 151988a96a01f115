/** @file ONNX's activations. Softmax and its kin flatten their input at the axis before version 13. */
import { sizeOf } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { leaf } from '../../core/Tensor.ts'
import { celu, elu, gelu, hardswish, leakyRelu, mish, softplus, softsign } from '../../ops/activations.ts'
import { add } from '../../ops/add.ts'
import { argmax } from '../../ops/argmax.ts'
import { one, zero } from '../../ops/constant.ts'
import { less } from '../../ops/less.ts'
import { logSoftmax, softmax } from '../../ops/logsumexp.ts'
import { maximum } from '../../ops/maximum.ts'
import { minimum } from '../../ops/minimum.ts'
import { mul } from '../../ops/mul.ts'
import { neg } from '../../ops/neg.ts'
import { equal } from '../../ops/equal.ts'
import { arange } from '../../ops/constant.ts'
import { relu } from '../../ops/relu.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { sigmoid } from '../../ops/sigmoid.ts'
import { sub } from '../../ops/sub.ts'
import { tanh } from '../../ops/tanh.ts'
import { where } from '../../ops/where.ts'
import type { Call, Operator } from '../Call.ts'
import { axisAttribute, floatAttribute, like, operator, tensorAt, textAttribute } from '../Call.ts'
import { entrywise } from './arithmetic.ts'

const number = (value: number): Tensor => leaf(Float64Array.of(value), [])

/** An operator of an input and settings that are numbers. */
const shapedBy = (
  attributes: string,
  f: (x: Tensor, get: (name: string, otherwise: number) => number) => Tensor,
): Operator =>
  operator(`${attributes} consumed_inputs`.trim(), (call) =>
    like(
      call,
      f(tensorAt(call, 0), (name, otherwise) => floatAttribute(call, name) ?? otherwise),
    ),
  )

/** An operator over an axis. Before version 13, the input is flattened to a matrix there. */
const overAxis = (f: (x: Tensor, axis: number) => Tensor): Operator =>
  operator('axis', (call) => {
    const x = tensorAt(call, 0)
    const axis = axisAttribute(call, x.shape, call.opset < 13 ? 1 : -1)
    if (call.opset >= 13) return like(call, f(x, axis))
    const matrix = reshapeTo(x, [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis))])
    return like(call, reshapeTo(f(matrix, 1), x.shape))
  })

const hardmax = (x: Tensor, axis: number): Tensor => {
  const first = argmax({ axis, keepDims: true })(x)
  const places = reshapeTo(
    arange(x.shape[axis] ?? 0),
    x.shape.map((d, k) => (k === axis ? d : 1)),
  )
  return equal(first, places)
}

/** A slope per entry, broadcast towards the input; before version 7, one per channel. */
const slopes = (call: Call, x: Tensor): Tensor => {
  const slope = tensorAt(call, 1)
  return call.opset < 7 && slope.shape.length === 1
    ? reshapeTo(slope, [sizeOf(slope.shape), ...x.shape.slice(2).map(() => 1)])
    : slope
}

const parametricRelu = (call: Call) => {
  const x = tensorAt(call, 0)
  const isPositive = less(zero, x)
  return like(call, where(isPositive, x, mul(where(isPositive, zero, x), slopes(call, x))))
}

const seluAlpha = 1.6732632423543772
const seluScale = 1.0507009873554805

const swish = (x: Tensor, alpha: number): Tensor => mul(x, sigmoid(alpha === 1 ? x : mul(x, number(alpha))))

/** The activations, by name. */
export const activations: Readonly<Record<string, Operator>> = {
  Celu: shapedBy('alpha', (x, get) => celu({ alpha: get('alpha', 1) })(x)),
  Elu: shapedBy('alpha', (x, get) => elu({ alpha: get('alpha', 1) })(x)),
  Gelu: operator('approximate', (call) =>
    like(call, gelu({ approximate: textAttribute(call, 'approximate') === 'tanh' })(tensorAt(call, 0))),
  ),
  HardSigmoid: shapedBy('alpha beta', (x, get) =>
    minimum(maximum(add(mul(x, number(get('alpha', 0.2))), number(get('beta', 0.5))), zero), one),
  ),
  HardSwish: entrywise((x) => hardswish(x)),
  Hardmax: overAxis(hardmax),
  LeakyRelu: shapedBy('alpha', (x, get) => leakyRelu({ slope: get('alpha', 0.01) })(x)),
  LogSoftmax: overAxis((x, axis) => logSoftmax({ axis })(x)),
  Mish: entrywise((x) => mish(x)),
  PRelu: operator('consumed_inputs', parametricRelu),
  Relu: entrywise((x) => relu(x)),
  Selu: shapedBy('alpha gamma', (x, get) =>
    mul(elu({ alpha: get('alpha', seluAlpha) })(x), number(get('gamma', seluScale))),
  ),
  Shrink: shapedBy('bias lambd', (x, get) => {
    const [bias, edge] = [number(get('bias', 0)), number(get('lambd', 0.5))]
    return where(less(x, neg(edge)), add(x, bias), where(less(edge, x), sub(x, bias), zero))
  }),
  Sigmoid: entrywise((x) => sigmoid(x)),
  Softmax: overAxis((x, axis) => softmax({ axis })(x)),
  Softplus: entrywise((x) => softplus(x)),
  Softsign: entrywise((x) => softsign(x)),
  SwiGLU: operator('alpha', (call) =>
    like(call, mul(swish(tensorAt(call, 0), floatAttribute(call, 'alpha') ?? 1), tensorAt(call, 1))),
  ),
  Swish: shapedBy('alpha', (x, get) => swish(x, get('alpha', 1))),
  Tanh: entrywise((x) => tanh(x)),
  ThresholdedRelu: shapedBy('alpha', (x, get) => where(less(number(get('alpha', 1)), x), x, zero)),
}
