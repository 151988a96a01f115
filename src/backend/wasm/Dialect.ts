/**
 * @file A dialect: the passes that turn a program into commands, and the lowering of each instruction. The plan, the
 * memory and the machine are the same for all dialects.
 */
import type { Lowerings } from './Lowering.ts'
import { lowerings } from './lowerings.ts'
import { joinPools } from './passes/joinPools.ts'
import { joinTransposes } from './passes/joinTransposes.ts'
import { shallowScatters } from './passes/shallowScatters.ts'
import type { WasmProgram } from './WasmProgram.ts'

/** How programs become commands. */
export interface Dialect {
  readonly passes: readonly ((program: WasmProgram) => WasmProgram)[]
  /** They precede those that instructions bring along. */
  readonly lowerings: Partial<Lowerings>
}

/** Everything in WebAssembly. */
export const wasmDialect: Dialect = { passes: [shallowScatters, joinTransposes, joinPools], lowerings }
