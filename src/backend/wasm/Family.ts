/** @file The part of this backend in a family of kernels: passes, lowerings, and modules that execute commands. */
import type { KernelFamily } from '../../core/KernelFamily.ts'
import type { Lowerings } from './Lowering.ts'
import type { KernelModule } from './modules.ts'
import type { WasmProgram } from './WasmProgram.ts'

/** Makes another program with the same outputs. */
export type Pass = (program: WasmProgram) => WasmProgram

/** What this backend adds to itself for the primitives of a family. */
export interface WasmPart {
  /** What a program that has any of them goes through before it is lowered. */
  readonly passes: readonly Pass[]
  readonly lowerings: Partial<Lowerings>
  /** Besides the one that every machine has. */
  readonly modules: readonly KernelModule[]
}

/** The part of this backend. */
export const wasmPartOf = (family: KernelFamily): WasmPart =>
  // Every family is one of `families.ts`, whose parts have these types.
  family.wasm as WasmPart
