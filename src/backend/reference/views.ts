/**
 * @file Primitives that read their input in another order: each is a layout, and one copy.
 *
 *     transpose:    y[.., i[k], ..] = x[i], where output axis k is input axis permutation[k]
 *     broadcastTo:  y[i] = x[i], shapes aligned at the back, index 0 on axes of x that have one entry
 *     slice:        y[i] = x[start + i * step]
 *     flip:         y[i] = x[n - 1 - i] along the axes
 */
import type { Shape } from '../../core/Shape.ts'
import { sizeOf, stridesOf } from '../../core/Shape.ts'
import type { RunLayout } from './forEachRun.ts'
import { copyBox } from './forEachRun.ts'
import type { Kernel, Value } from './Kernel.ts'

const read = (x: Value, shape: Shape, from: RunLayout): Float64Array => {
  const y = new Float64Array(sizeOf(shape))
  copyBox(shape, x.data, from, y, { strides: stridesOf(shape), offset: 0 })
  return y
}

export const transpose: Kernel<'transpose'> = ({ permutation }, [x], shape) => {
  const strides = stridesOf(x.shape)
  return read(x, shape, { strides: permutation.map((axis) => strides[axis]!), offset: 0 })
}

export const broadcastTo: Kernel<'broadcastTo'> = (_, [x], shape) => {
  const strides = stridesOf(x.shape)
  const added = shape.length - x.shape.length
  const stretched = (axis: number): boolean => axis < added || x.shape[axis - added] === 1
  return read(x, shape, { strides: shape.map((_d, axis) => (stretched(axis) ? 0 : strides[axis - added]!)), offset: 0 })
}

export const slice: Kernel<'slice'> = ({ start, step }, [x], shape) => {
  const strides = stridesOf(x.shape)
  return read(x, shape, {
    strides: strides.map((stride, axis) => stride * step[axis]!),
    offset: strides.reduce((offset, stride, axis) => offset + stride * start[axis]!, 0),
  })
}

export const flip: Kernel<'flip'> = ({ axes }, [x], shape) => {
  const strides = stridesOf(shape)
  return read(x, shape, {
    strides: strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)),
    offset: axes.reduce((offset, axis) => offset + (shape[axis]! - 1) * strides[axis]!, 0),
  })
}
