/**
 * @file What an expression can begin with besides data.
 *
 *     constant: y[..] = value        arange: y[i] = i
 */
import { sizeOf } from '../../core/Shape.ts'
import type { Kernel } from './Kernel.ts'

export const constant: Kernel<'constant'> = ({ value, shape }) => new Float64Array(sizeOf(shape)).fill(value)

export const arange: Kernel<'arange'> = ({ count }) => Float64Array.from({ length: count }, (_, i) => i)
