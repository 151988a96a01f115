/** @file The part of this backend in a family of kernels. */
import type { KernelFamily } from '../../core/KernelFamily.ts'
import type { Kernels } from './Kernel.ts'

/** What this backend adds to itself for the primitives of a family. */
export type ReferencePart = Partial<Kernels>

/** The part of this backend. */
export const referencePartOf = (family: KernelFamily): ReferencePart =>
  // Every family is one of `families.ts`, whose parts have these types.
  family.reference as ReferencePart
