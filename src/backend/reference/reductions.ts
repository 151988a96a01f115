/**
 * @file Reductions over axes, which the output lacks: y gathers what lies along them, from the unit of the operation.
 *
 *     sum:        y = sum of x                        unit 0
 *     max, min:   the largest, the smallest; NaN wins  unit -Infinity, Infinity
 *     logsumexp:  y = m + log(sum of e^(x - m)), where m is the maximum, or 0 where that is not finite
 */
import type { Shape } from '../../core/Shape.ts'
import { sizeOf, stridesOf } from '../../core/Shape.ts'
import type { Run } from './forEachRun.ts'
import { forEachRun } from './forEachRun.ts'
import type { Kernel } from './Kernel.ts'

/** Runs of an input beside the entries of the output that they are reduced to. */
const forEachReduction = (input: Shape, axes: readonly number[], output: Shape, run: Run): void => {
  const kept = [...stridesOf(output)]
  const to = input.map((_, axis) => (axes.includes(axis) ? 0 : kept.shift()!))
  forEachRun(input, { strides: stridesOf(input), offset: 0 }, { strides: to, offset: 0 }, run)
}

export const sum: Kernel<'sum'> = ({ axes }, [{ data: x, shape: from }], shape) => {
  const y = new Float64Array(sizeOf(shape))
  forEachReduction(from, axes, shape, (i, j, length, xStep, yStep) => {
    for (let k = 0; k < length; k++) y[j + k * yStep]! += x[i + k * xStep]!
  })
  return y
}

export const max: Kernel<'max'> = ({ axes }, [{ data: x, shape: from }], shape) => {
  const y = new Float64Array(sizeOf(shape)).fill(-Infinity)
  forEachReduction(from, axes, shape, (i, j, length, xStep, yStep) => {
    for (let k = 0; k < length; k++) y[j + k * yStep] = Math.max(y[j + k * yStep]!, x[i + k * xStep]!)
  })
  return y
}

export const min: Kernel<'min'> = ({ axes }, [{ data: x, shape: from }], shape) => {
  const y = new Float64Array(sizeOf(shape)).fill(Infinity)
  forEachReduction(from, axes, shape, (i, j, length, xStep, yStep) => {
    for (let k = 0; k < length; k++) y[j + k * yStep] = Math.min(y[j + k * yStep]!, x[i + k * xStep]!)
  })
  return y
}

export const logsumexp: Kernel<'logsumexp'> = ({ axes }, [x], shape) => {
  const shift = max({ axes }, [x], shape).map((largest) => (Number.isFinite(largest) ? largest : 0))
  const y = new Float64Array(sizeOf(shape))
  forEachReduction(x.shape, axes, shape, (i, j, length, xStep, yStep) => {
    for (let k = 0; k < length; k++) y[j + k * yStep]! += Math.exp(x.data[i + k * xStep]! - shift[j + k * yStep]!)
  })
  return y.map((total, j) => shift[j]! + Math.log(total))
}
