/**
 * @file The kernels of the elementwise primitives. The table is total: a primitive without a kernel does not compile.
 */
import type { ElementwiseName } from '../../core/elementwise.ts'
import * as binary from './binary.ts'
import { erf, erfc } from './erf.ts'
import type { Kernels } from './Kernel.ts'
import * as unary from './unary.ts'
import { where } from './where.ts'

/** Each elementwise primitive by itself. */
export const elementwise: Pick<Kernels, ElementwiseName> = { ...unary, ...binary, erf, erfc, where }
