/**
 * @file The families of kernels, with the parts of both backends that a page may have (`core/KernelFamily.ts`). The
 * primitives in `ops/` name them.
 */
import type { KernelFamily } from '../core/KernelFamily.ts'
import type { ReferencePart } from './reference/Family.ts'
import { fastKernels } from './reference/fast/kernels.ts'
import * as kernels from './reference/kernels.ts'
import type { WasmPart } from './wasm/Family.ts'
import * as lowerings from './wasm/lowerings.ts'

interface Family extends KernelFamily {
  readonly reference: ReferencePart
  readonly wasm: WasmPart
}

/** Products of matrices. */
export const products: Family = { reference: kernels.products, wasm: lowerings.products }

/** Convolution and its two other readings. */
export const convolution: Family = { reference: fastKernels, wasm: lowerings.convolution }

/** Pooling and its adjoints. */
export const pooling: Family = { reference: kernels.pooling, wasm: lowerings.pooling }

/** What takes indices, and what finds them. */
export const indexing: Family = { reference: kernels.indexing, wasm: lowerings.indexing }

/** Random draws. */
export const drawing: Family = { reference: kernels.drawing, wasm: lowerings.drawing }

/** The family of an instruction that is written by hand, which has no primitive to bring it; none if it is built in. */
export const familyOf = (name: string): { readonly family?: KernelFamily } => {
  const families = [products, convolution, pooling, indexing, drawing]
  const family = families.find(({ reference }) => Object.hasOwn(reference, name))
  return family === undefined ? {} : { family }
}
