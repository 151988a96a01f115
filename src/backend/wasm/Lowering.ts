/**
 * @file A lowering: how one instruction becomes commands. It first states what memory it needs, and writes its commands
 * once the plan has assigned all addresses.
 */
import type { Shape } from '../../core/Shape.ts'
import type { CommandWriter } from './Command.ts'
import type { WasmName, WasmSet } from './WasmProgram.ts'

/** Addresses in bytes. */
export interface Places {
  readonly inputs: readonly number[]
  readonly output: number
  readonly workspace: number
}

/** An instruction that is ready to be placed. */
export interface Lowered {
  /** Whether the output is a view of the first input, or of its first entries. */
  readonly isView: boolean
  /** Whether the output may overwrite an input of the same size that nothing reads afterwards. */
  readonly mayOverwrite: boolean
  /** Bytes of workspace. */
  readonly workspace: number
  readonly emit: (to: CommandWriter, places: Places) => void
}

/** Lowers an instruction of this name. */
export type Lowering<N extends WasmName> = (
  params: WasmSet[N]['params'],
  inputs: readonly Shape[],
  output: Shape,
) => Lowered

/** A lowering for every instruction. */
export type Lowerings = { readonly [N in WasmName]: Lowering<N> }

/** Commands without workspace. */
export const simply = (emit: Lowered['emit']): Lowered => ({ isView: false, mayOverwrite: false, workspace: 0, emit })

/** No commands: the output only needs memory. */
export const silent: Lowered = simply(() => {
  // Another instruction writes it, or nothing reads it.
})

/** No commands: the output is a view of the input. */
export const view: Lowered = {
  isView: true,
  mayOverwrite: false,
  workspace: 0,
  emit: () => {
    // The plan gives both the same address.
  },
}

/** The bytes of so many floats, rounded up to a cache line. */
export const bytesOf = (floats: number): number => Math.ceil(floats / 16) * 64
