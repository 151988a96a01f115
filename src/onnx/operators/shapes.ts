/**
 * @file ONNX's operators that move entries and compute shapes: none of them changes a number, so shape arithmetic
 * passes through them exactly.
 */
import { resolveAxis } from '../../core/shapeRules.ts'
import type { Shape } from '../../core/Shape.ts'
import { showShape, sizeOf } from '../../core/Shape.ts'
import { broadcastShapes } from '../../core/shapeRules.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { broadcastTo } from '../../ops/broadcastTo.ts'
import { splitSizes } from '../../ops/chunk.ts'
import { concatAlong } from '../../ops/concat.ts'
import { pad } from '../../ops/pad.ts'
import type { PadMode } from '../../ops/pad.ts'
import { tile } from '../../ops/repeat.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { slice } from '../../ops/slice.ts'
import { transposeTo } from '../../ops/transpose.ts'
import type { Call, Operator, NodeOutcome } from '../Call.ts'
import {
  axisAttribute,
  checkAmount,
  flagAttribute,
  floatAttribute,
  input,
  intAttribute,
  intsAt,
  intsAttribute,
  intsEither,
  numberAt,
  operator,
  textAttribute,
} from '../Call.ts'
import { moved, movedOne } from '../folding.ts'
import { computed, exactly } from '../OnnxValue.ts'
import { mostAxes } from '../storedTensors.ts'

/** The most parts of a tensor. */
const mostParts = 4096

const shapeAt = (call: Call, index: number): Shape => input(call, index).tensor.shape

/** An operator that moves the entries of its first input. */
const moving = (attributes: string, move: (call: Call, x: Tensor) => Tensor): Operator =>
  operator(attributes, (call) => movedOne(input(call, 0), (x) => move(call, x)), { settingsFrom: 1 })

const reshaped = (call: Call, x: Tensor): Tensor => {
  const asked = intsEither(call, 'shape', 1) ?? []
  const copied = asked.map((d, axis) => (d === 0 && !flagAttribute(call, 'allowzero') ? (x.shape[axis] ?? 0) : d))
  const free = copied.indexOf(-1)
  const known = sizeOf(copied.filter((d) => d !== -1))
  const shape =
    free < 0 ? copied : copied.map((d, axis) => (axis === free ? (known === 0 ? 0 : sizeOf(x.shape) / known) : d))
  return reshapeTo(x, shape)
}

const flattened = (call: Call, x: Tensor): Tensor => {
  const axis = intAttribute(call, 'axis') ?? 1
  const at = axis < 0 ? axis + x.shape.length : axis
  return reshapeTo(x, [sizeOf(x.shape.slice(0, at)), sizeOf(x.shape.slice(at))])
}

const squeezed = (call: Call, x: Tensor): Tensor => {
  const axes = intsEither(call, 'axes', 1)?.map((axis) => resolveAxis('squeeze', x.shape, axis))
  const bad = axes?.find((axis) => x.shape[axis] !== 1)
  if (bad !== undefined) refuse('squeeze', [x.shape], { expected: 'axes of length 1', found: `axis ${String(bad)}` })
  return reshapeTo(
    x,
    x.shape.filter((d, axis) => (axes === undefined ? d !== 1 : !axes.includes(axis))),
  )
}

const unsqueezed = (call: Call, x: Tensor): Tensor => {
  const asked = intsEither(call, 'axes', 1) ?? []
  checkAmount(asked.length, mostAxes, 'axes')
  const rank = x.shape.length + asked.length
  const places = asked.map((axis) => (axis < 0 ? axis + rank : axis))
  if (new Set(places).size !== places.length || places.some((axis) => axis < 0 || axis >= rank))
    return refuse('unsqueeze', [x.shape], { expected: 'axes of the result, each once', found: showShape(asked) })
  const rest = [...x.shape]
  return reshapeTo(
    x,
    Array.from({ length: rank }, (_, axis) => (places.includes(axis) ? 1 : (rest.shift() ?? 1))),
  )
}

const transposed = (call: Call, x: Tensor): Tensor => {
  const order = intsAttribute(call, 'perm') ?? x.shape.map((_, axis) => x.shape.length - 1 - axis)
  return [...order].sort((a, b) => a - b).every((axis, k) => axis === k) && order.length === x.shape.length
    ? transposeTo(x, order)
    : refuse('transpose', [x.shape], { expected: 'each axis once', found: showShape(order) })
}

const sliced = (call: Call, x: Tensor): Tensor => {
  const starts = intsEither(call, 'starts', 1) ?? []
  const stops = intsEither(call, 'ends', 2) ?? []
  const axes = (intsEither(call, 'axes', 3) ?? starts.map((_, k) => k)).map((axis) =>
    resolveAxis('slice', x.shape, axis),
  )
  const steps = intsAt(call, 4) ?? []
  return slice(
    x.shape.map((length, axis) => {
      const k = axes.indexOf(axis)
      if (k < 0) return {}
      const step = steps[k] ?? 1
      const [first, last] = step > 0 ? [0, length] : [-1, length - 1]
      const placed = (end: number): number => Math.min(Math.max(end < 0 ? end + length : end, first), last)
      const [start, stop] = [placed(starts[k] ?? 0), placed(stops[k] ?? 0)]
      // A range that ends before the first entry has no end of its own in `slice`.
      return step > 0 || stop >= 0
        ? {
            start: Math.min(start, Math.max(length - 1, 0)),
            ...(step > 0 && start >= length ? { start: length } : {}),
            stop,
            step,
          }
        : { start, step }
    }),
  )(x)
}

const expanded = (call: Call, x: Tensor): Tensor =>
  broadcastTo(broadcastShapes('expand', x.shape, intsAt(call, 1) ?? []))(x)

const tiled = (call: Call, x: Tensor): Tensor => tile(intsAt(call, 1) ?? [])(x)

const padModes: ReadonlyMap<string, PadMode> = new Map([
  ['constant', 'constant'],
  ['reflect', 'reflect'],
  ['edge', 'replicate'],
  ['wrap', 'circular'],
])

/** Negative widths cut entries off. */
const padded = (call: Call, x: Tensor): Tensor => {
  const rank = x.shape.length
  const asked =
    (call.opset < 11 ? (intsAttribute(call, 'pads') ?? intsAttribute(call, 'paddings')) : intsAt(call, 1)) ?? []
  const axes = intsAt(call, 3)?.map((axis) => resolveAxis('pad', x.shape, axis)) ?? x.shape.map((_, axis) => axis)
  if (asked.length !== 2 * axes.length)
    return refuse('pad', [x.shape], { expected: 'two widths per axis', found: String(asked.length) })
  const widths = Array.from({ length: rank }, (_, axis): readonly [number, number] => {
    const k = axes.indexOf(axis)
    return k < 0 ? [0, 0] : [asked[k] ?? 0, asked[k + axes.length] ?? 0]
  })
  const cut = slice(
    x.shape.map((length, axis) => {
      const [low, high] = widths[axis] ?? [0, 0]
      return { start: Math.min(length, Math.max(0, -low)), stop: Math.max(0, length + Math.min(0, high)) }
    }),
  )(x)
  const padding = widths.map(([low, high]) => [Math.max(0, low), Math.max(0, high)] as const)
  const value = (call.opset < 11 ? floatAttribute(call, 'value') : numberAt(call, 2)) ?? 0
  widths.flat().forEach((width) => {
    checkAmount(width, call.maxElements, 'cells of padding')
  })
  const mode = padModes.get(textAttribute(call, 'mode') ?? 'constant')
  if (mode === undefined) return refuse('pad', [x.shape], { expected: 'a known mode', found: 'another' })
  return pad({ padding, mode, ...(mode === 'constant' ? { value } : {}) })(cut)
}

const parts = (call: Call): NodeOutcome => {
  const value = input(call, 0)
  const { shape } = value.tensor
  const axis = axisAttribute(call, shape, 0)
  const length = shape[axis] ?? 0
  const count = call.node.outputs.length
  const each = Math.ceil(length / count)
  const sizes =
    intsEither(call, 'split', 1) ??
    Array.from({ length: count }, (_, k) => Math.max(0, Math.min(each, length - k * each)))
  checkAmount(sizes.length, mostParts, 'parts')
  if (value.exact === null) return splitSizes(sizes, { axis })(value.tensor).map((part) => computed(value.type, part))
  return sizes.map((_, k) => movedOne(value, (x) => splitSizes(sizes, { axis })(x)[k] ?? x))
}

const concatenated = (call: Call): NodeOutcome => {
  const values = call.inputs.flatMap((value) => (value === null ? [] : [value]))
  const axis = axisAttribute(call, shapeAt(call, 0), call.opset < 4 ? 1 : 0)
  return moved(values, ([first, ...others]) =>
    first === undefined
      ? refuse('concat', [], { expected: 'a tensor', found: 'none' })
      : concatAlong([first, ...others], axis),
  )
}

const dimensions = (call: Call): NodeOutcome => {
  const { shape } = input(call, 0).tensor
  const inside = (axis: number): number => Math.min(Math.max(axis < 0 ? axis + shape.length : axis, 0), shape.length)
  const part = shape.slice(inside(intAttribute(call, 'start') ?? 0), inside(intAttribute(call, 'end') ?? shape.length))
  return exactly('int64', [part.length], part.map(BigInt))
}

/** Entries around the centre: cut off where there are too many, zeros where there are too few. */
const centred = (call: Call, x: Tensor): Tensor => {
  const axes = intsAttribute(call, 'axes')?.map((axis) => resolveAxis('centre', x.shape, axis))
  const asked = intsAt(call, 1) ?? []
  const target = x.shape.map((d, axis) => {
    const k = axes === undefined ? axis : axes.indexOf(axis)
    return k < 0 ? d : (asked[k] ?? d)
  })
  const cut = slice(
    x.shape.map((d, axis) => {
      const kept = Math.min(d, target[axis] ?? d)
      const start = Math.floor((d - kept) / 2)
      return { start, stop: start + kept }
    }),
  )(x)
  const missing = target.map((d, axis) => d - (cut.shape[axis] ?? d))
  return pad({ padding: missing.map((d) => [Math.floor(d / 2), Math.ceil(d / 2)] as const) })(cut)
}

/** The operators on shapes, by name. */
export const shapes: Readonly<Record<string, Operator>> = {
  CenterCropPad: moving('axes', centred),
  Concat: operator('axis', concatenated),
  Expand: moving('', expanded),
  Flatten: moving('axis', flattened),
  Identity: moving('', (_, x) => x),
  Pad: moving('mode pads paddings value', padded),
  Reshape: moving('shape allowzero consumed_inputs', reshaped),
  Shape: operator('start end', dimensions),
  Size: operator('', (call) => exactly('int64', [], [BigInt(sizeOf(shapeAt(call, 0)))])),
  Slice: moving('axes starts ends', sliced),
  Split: operator('axis split num_outputs', parts, { settingsFrom: 1 }),
  Squeeze: moving('axes', squeezed),
  Tile: moving('', tiled),
  Transpose: moving('perm', transposed),
  Unsqueeze: moving('axes', unsqueezed),
}
