/**
 * @file ONNX's reductions. Their axes are an attribute in older versions and an input in newer ones; without any, all axes
 * are reduced, unless `noop_with_empty_axes` says that none are.
 */
import { resolveAxes, resolveAxis } from '../../core/shapeRules.ts'
import { reduceShape, sizeOf } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { abs } from '../../ops/abs.ts'
import { argmax, argmin } from '../../ops/argmax.ts'
import { broadcastTo, sumAxes } from '../../ops/broadcastTo.ts'
import { literal } from '../../ops/constant.ts'
import { cumprod } from '../../ops/cumprod.ts'
import { cumsum } from '../../ops/cumsum.ts'
import { div } from '../../ops/div.ts'
import { flip } from '../../ops/flip.ts'
import { log } from '../../ops/log.ts'
import { logsumexp } from '../../ops/logsumexp.ts'
import { max, min } from '../../ops/max.ts'
import { mul } from '../../ops/mul.ts'
import { norm } from '../../ops/norm.ts'
import { prod } from '../../ops/prod.ts'
import { trunc } from '../../ops/remainders.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { sub } from '../../ops/sub.ts'
import { concatAlong } from '../../ops/concat.ts'
import { ones } from '../../ops/constant.ts'
import { sliceAlong } from '../../ops/slice.ts'
import type { Call, Operator, NodeOutcome } from '../Call.ts'
import { axisAttribute, flagAttribute, input, intsAt, intsEither, like, operator, tensorAt, typed } from '../Call.ts'
import { isInteger } from '../elementTypes.ts'
import { exactly } from '../OnnxValue.ts'
import type { OnnxValue } from '../OnnxValue.ts'

type Reduce = (x: Tensor, axes: readonly number[], value: OnnxValue) => Tensor

/** Reductions of no numbers give the unit; a maximum of none is minus infinity. */
const reducing = (reduce: Reduce, single: (x: Tensor) => Tensor = (x) => x, empty: number | null = null): Operator =>
  operator(
    'axes keepdims noop_with_empty_axes',
    (call) => {
      const value = input(call, 0)
      const { tensor } = value
      const asked = intsEither(call, 'axes', 1)
      const isEmpty = asked === null || asked.length === 0
      if (isEmpty && flagAttribute(call, 'noop_with_empty_axes')) return like(call, single(tensor))
      const axes = resolveAxes('reduce', tensor.shape, isEmpty ? undefined : asked)
      const shape = reduceShape(tensor.shape, axes, flagAttribute(call, 'keepdims', true))
      const hasNone = axes.some((axis) => tensor.shape[axis] === 0)
      if (hasNone && empty !== null) return like(call, broadcastTo(shape)(literal(empty)))
      return like(call, reshapeTo(axes.length === 0 ? single(tensor) : reduce(tensor, axes, value), shape))
    },
    { settingsFrom: 1 },
  )

/** Exact products and sums of shapes, which exporters compute the number of entries with. */
const exactReducing = (plain: Operator, f: (a: bigint, b: bigint) => bigint, unit: bigint): Operator => ({
  ...plain,
  run: (call) => {
    const { exact, tensor, type } = input(call, 0)
    const isWhole = exact !== null && tensor.shape.length === 1 && !flagAttribute(call, 'noop_with_empty_axes')
    if (!isWhole) return plain.run(call)
    return exactly(type, flagAttribute(call, 'keepdims', true) ? [1] : [], [exact.reduce(f, unit)])
  },
})

const mean: Reduce = (x, axes, { type }) => {
  const quotient = div(sumAxes(x, axes), literal(sizeOf(axes.map((axis) => x.shape[axis] ?? 1))))
  return isInteger(type) ? trunc(quotient) : quotient
}

const places =
  (find: typeof argmax) =>
  (call: Call): NodeOutcome => {
    const x = tensorAt(call, 0)
    const axis = axisAttribute(call, x.shape, 0)
    const keepDims = flagAttribute(call, 'keepdims', true)
    if (!flagAttribute(call, 'select_last_index')) return typed('int64', find({ axis, keepDims })(x))
    const fromTheEnd: Tensor = find({ axis, keepDims })(flip({ axis })(x))
    return typed('int64', sub(literal((x.shape[axis] ?? 1) - 1), fromTheEnd))
  }

const running = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const axis = resolveAxis('cumsum', x.shape, intsAt(call, 1)?.[0] ?? 0)
  const [exclusive, reverse] = [flagAttribute(call, 'exclusive'), flagAttribute(call, 'reverse')]
  return like(call, cumsum({ axis, exclusive, reverse })(x))
}

const runningProduct = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const axis = resolveAxis('cumprod', x.shape, intsAt(call, 1)?.[0] ?? 0)
  const turned = (y: Tensor): Tensor => (flagAttribute(call, 'reverse') ? flip({ axis })(y) : y)
  const products: Tensor = cumprod({ axis })(turned(x))
  const length = x.shape[axis] ?? 0
  if (!flagAttribute(call, 'exclusive') || length === 0) return like(call, turned(products))
  const first = ones(x.shape.map((d, k) => (k === axis ? 1 : d)))
  return like(call, turned(concatAlong([first, sliceAlong(products, axis, 0, length - 1)], axis)))
}

const argAttributes = 'axis keepdims select_last_index'
const sums = reducing((x, axes) => sumAxes(x, axes))
const products = reducing((x, axes) => prod({ axis: axes })(x), undefined, 1)

/** The reductions, by name. */
export const reductions: Readonly<Record<string, Operator>> = {
  ArgMax: operator(argAttributes, places(argmax)),
  ArgMin: operator(argAttributes, places(argmin)),
  CumProd: operator('exclusive reverse', runningProduct, { settingsFrom: 1 }),
  CumSum: operator('exclusive reverse', running, { settingsFrom: 1 }),
  ReduceL1: reducing(
    (x, axes) => sumAxes(abs(x), axes),
    (x) => abs(x),
  ),
  ReduceL2: reducing(
    (x, axes) => norm({ axis: axes })(x),
    (x) => abs(x),
    0,
  ),
  ReduceLogSum: reducing(
    (x, axes) => log(sumAxes(x, axes)),
    (x) => log(x),
  ),
  ReduceLogSumExp: reducing((x, axes) => logsumexp({ axis: axes })(x), undefined, -Infinity),
  ReduceMax: reducing((x, axes) => max({ axis: axes })(x), undefined, -Infinity),
  ReduceMean: reducing(mean),
  ReduceMin: reducing((x, axes) => min({ axis: axes })(x), undefined, Infinity),
  ReduceProd: exactReducing(products, (a, b) => a * b, 1n),
  ReduceSum: exactReducing(sums, (a, b) => a + b, 0n),
  ReduceSumSquare: reducing(
    (x, axes) => sumAxes(mul(x, x), axes),
    (x) => mul(x, x),
  ),
}
