/**
 * @file ONNX's poolings. Its pads may leave a last window that begins in the padding, which ONNX leaves out in ceil mode,
 * as PyTorch does. LpPool takes absolute values, and indices of MaxPool count over the whole tensor.
 */
import { dimension, sizeOf, stridesOf } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { abs } from '../../ops/abs.ts'
import { add } from '../../ops/add.ts'
import { avgPool } from '../../ops/avgPool.ts'
import { arange, literal } from '../../ops/constant.ts'
import { floor } from '../../ops/floor.ts'
import { lpPool } from '../../ops/lpPool.ts'
import { max } from '../../ops/max.ts'
import { maxPool, maxPoolIndices, maxUnpool } from '../../ops/maxPool.ts'
import { mul } from '../../ops/mul.ts'
import { div } from '../../ops/div.ts'
import { avgPool3d, maxPool3d } from '../../ops/pool3d.ts'
import type { PoolOptions } from '../../ops/pooling.ts'
import { fmod } from '../../ops/fmod.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { sumAxes } from '../../ops/broadcastTo.ts'
import { sub } from '../../ops/sub.ts'
import type { Call, Operator, NodeOutcome } from '../Call.ts'
import { flagAttribute, intAttribute, intsAt, intsAttribute, like, operator, tensorAt, typed } from '../Call.ts'
import { checkWindow, windowPadding } from './linear.ts'

const poolOf = (call: Call): PoolOptions => {
  const kernel = intsAttribute(call, 'kernel_shape')
  if (kernel === null) return refuse('pool', [], { expected: 'a kernel_shape', found: 'none' })
  const given = windowPadding(call)
  const dilations = intsAttribute(call, 'dilations')
  checkWindow(call, kernel)
  return {
    kernel,
    stride: intsAttribute(call, 'strides') ?? 1,
    padding: Array.isArray(given) && given.length === 0 ? 0 : given,
    ...(dilations === null ? {} : { dilation: dilations }),
    ceilMode: flagAttribute(call, 'ceil_mode'),
  }
}

const averaged = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const pool = x.shape.length === 5 ? avgPool3d : avgPool
  return like(call, pool({ ...poolOf(call), countIncludePad: flagAttribute(call, 'count_include_pad') })(x))
}

/** Row by row as everywhere, or column by column where `storage_order` is 1. */
const countedOver = (call: Call, indices: Tensor, x: Tensor): Tensor => {
  const [, , ...sides] = x.shape
  const planes = reshapeTo(arange(sizeOf(x.shape.slice(0, 2))), [...x.shape.slice(0, 2), ...sides.map(() => 1)])
  const turned =
    flagAttribute(call, 'storage_order') && sides.length === 2
      ? add(
          mul(fmod(indices, literal(dimension(sides, 1))), literal(dimension(sides, 0))),
          floor(div(indices, literal(dimension(sides, 1)))),
        )
      : indices
  return add(turned, mul(planes, literal(sizeOf(sides))))
}

const greatest = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const y = like(call, (x.shape.length === 5 ? maxPool3d : maxPool)(poolOf(call))(x))
  return call.node.outputs.length < 2 ? y : [y, typed('int64', countedOver(call, maxPoolIndices(poolOf(call))(x), x))]
}

/** Indices in the smallest output are carried over to a larger one that is asked for. */
const unpooled = (call: Call): NodeOutcome => {
  const [y, indices] = [tensorAt(call, 0), tensorAt(call, 1)]
  const kernel = intsAttribute(call, 'kernel_shape') ?? []
  const strides = intsAttribute(call, 'strides')
  const pads = intsAttribute(call, 'pads') ?? kernel.flatMap(() => [0, 0])
  const sides = kernel.map(
    (k, axis) =>
      (dimension(y.shape, axis + 2) - 1) * (strides?.[axis] ?? 1) +
      k -
      (pads[axis] ?? 0) -
      (pads[axis + kernel.length] ?? 0),
  )
  const asked = intsAt(call, 2)
  const inside = fmod(indices, literal(sizeOf(sides)))
  if (asked === null) return like(call, maxUnpool(sides)(y, inside))
  const [from, to] = [stridesOf(sides), stridesOf(asked.slice(2))]
  const start: { readonly rest: Tensor; readonly place: Tensor } = { rest: inside, place: literal(0) }
  const { place } = from.reduce(({ rest, place: before }, stride, axis) => {
    const along = floor(div(rest, literal(stride)))
    return { rest: sub(rest, mul(along, literal(stride))), place: add(before, mul(along, literal(to[axis] ?? 1))) }
  }, start)
  return like(call, maxUnpool(asked.slice(2))(y, place))
}

const powerMean = (call: Call): NodeOutcome =>
  like(call, lpPool({ ...poolOf(call), p: intAttribute(call, 'p') ?? 2 })(abs(tensorAt(call, 0))))

/** Over all axes behind the channels. */
const overall =
  (reduce: (x: Tensor, axes: readonly number[]) => Tensor) =>
  (call: Call): NodeOutcome => {
    const x = tensorAt(call, 0)
    const axes = x.shape.map((_, axis) => axis).slice(2)
    return like(
      call,
      reshapeTo(
        reduce(x, axes),
        x.shape.map((d, axis) => (axis < 2 ? d : 1)),
      ),
    )
  }

const windows = 'auto_pad ceil_mode dilations kernel_shape pads strides'

/** The poolings, by name. */
export const poolings: Readonly<Record<string, Operator>> = {
  AveragePool: operator(`${windows} count_include_pad`, averaged),
  GlobalAveragePool: operator(
    '',
    overall((x, axes) => div(sumAxes(x, axes), literal(sizeOf(axes.map((axis) => dimension(x.shape, axis)))))),
  ),
  GlobalMaxPool: operator(
    '',
    overall((x, axes) => max({ axis: axes })(x)),
  ),
  LpPool: operator(`${windows} p`, powerMean),
  MaxPool: operator(`${windows} storage_order`, greatest),
  MaxUnpool: operator('kernel_shape pads strides', unpooled, { settingsFrom: 1 }),
}
