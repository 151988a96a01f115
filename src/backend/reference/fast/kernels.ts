/**
 * @file The kernels that the backend runs instead of the plain ones, because they take a fraction of the time. Each is
 * tested against the plain kernel of the same name, which remains the definition.
 */
import type { Kernels } from '../Kernel.ts'
import { conv, convFilter, convInput } from './conv.ts'

/** Faster kernels. */
export const fastKernels = { conv, convInput, convFilter } satisfies Partial<Kernels>
