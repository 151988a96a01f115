/** @file The part of this backend in a family of kernels: lowerings, and the modules that execute their commands. */
import type { KernelFamily } from '../../core/KernelFamily.ts'
import type { Lowerings } from './Lowering.ts'
import type { KernelModule } from './modules.ts'

/** What this backend adds to itself for the primitives of a family. */
export interface WasmPart {
  readonly lowerings: Partial<Lowerings>
  readonly modules: readonly KernelModule[]
}

/** The part of this backend. */
export const wasmPartOf = (family: KernelFamily): WasmPart =>
  // Every family is one of `families.ts`, whose parts have these types.
  family.wasm as WasmPart
