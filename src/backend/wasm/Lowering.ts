/**
 * @file A lowering: how one instruction becomes commands. It says first what memory it needs, and writes its commands
 * once the plan has placed everything.
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

/** An instruction, ready to be placed. */
export interface Lowered {
  /** Whether the output is the first input, or its first entries, seen with another shape. */
  readonly isView: boolean
  /** Whether the output may take the place of an input of its size that nothing reads afterwards. */
  readonly mayOverwrite: boolean
  /** Bytes that it needs while it runs. */
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

/** No commands: the place of the output is all that it needs. */
export const silent: Lowered = simply(() => {
  // Another instruction writes it, or nothing reads it.
})

/** Nothing to do: the output lies where the input does. */
export const view: Lowered = {
  isView: true,
  mayOverwrite: false,
  workspace: 0,
  emit: () => {
    // The plan gives both the same place.
  },
}

/** Bytes of so many floats, rounded up to a cache line. */
export const bytesOf = (floats: number): number => Math.ceil(floats / 16) * 64
