/**
 * @file The kernels that the backend runs in place of the plain ones, because they take a fraction of the time. Each is held
 * equal to the plain kernel of the same name, which stays the meaning.
 */
import type { Kernels } from '../Kernel.ts'
import { conv, convFilter, convInput } from './conv.ts'

/** Faster kernels. */
export const fastKernels = { conv, convInput, convFilter } satisfies Partial<Kernels>
