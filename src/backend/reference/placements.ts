/**
 * @file Primitives that place their inputs in a larger array.
 *
 *     pad:     y[low + i * (interior + 1)] = x[i], and 0 elsewhere: around the entries and between neighbours
 *     concat:  y = the inputs, one behind the other along the axis
 */
import { sizeOf, stridesOf } from '../../core/Shape.ts'
import { copyBox } from './forEachRun.ts'
import type { Kernel } from './Kernel.ts'

export const pad: Kernel<'pad'> = ({ low, interior }, [x], shape) => {
  const y = new Float64Array(sizeOf(shape))
  const strides = stridesOf(shape)
  const to = {
    strides: strides.map((stride, axis) => stride * (interior[axis]! + 1)),
    offset: strides.reduce((offset, stride, axis) => offset + stride * low[axis]!, 0),
  }
  copyBox(x.shape, x.data, { strides: stridesOf(x.shape), offset: 0 }, y, to)
  return y
}

export const concat: Kernel<'concat'> = ({ axis }, inputs, shape) => {
  const y = new Float64Array(sizeOf(shape))
  const strides = stridesOf(shape)
  let start = 0
  for (const x of inputs) {
    const from = { strides: stridesOf(x.shape), offset: 0 }
    copyBox(x.shape, x.data, from, y, { strides, offset: start * strides[axis]! })
    start += x.shape[axis]!
  }
  return y
}
