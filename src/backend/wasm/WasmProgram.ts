/**
 * @file A program as this backend lowers it: its instructions, and those that its passes (`passes/`) make of them. Every
 * program is one already; a pass puts an instruction of this backend in the place of another one, and values keep their
 * numbers.
 */
import type { Program, ProgramInstruction, ProgramSet, ValueId } from '../../compile/Program.ts'
import type { Instruction, NoParams, ParamsOf, PoolParams } from '../../core/InstructionSet.ts'
import type { Shape } from '../../core/Shape.ts'

/** The instructions of a program, and those of this backend. */
export interface WasmSet extends ProgramSet {
  /** x [M, K] times the transpose of w [N, K], which is read where it lies. */
  readonly matmulByRows: Instruction<2, NoParams>
  /** The transpose of x [K, M], which is read where it lies, times y [K, N]. */
  readonly matmulByColumns: Instruction<2, NoParams>
  /** The indices of max pooling x, which also writes the pooled values: the value that is its second input. */
  readonly maxPoolBoth: Instruction<2, PoolParams>
  /** A scatterAdd in which few updates meet in a cell, so that float32 adds them up well enough. */
  readonly scatterAddShallow: Instruction<2, ParamsOf<'scatterAdd'>>
  /** A value that has a place and no commands: another instruction writes it, or nothing reads it. */
  readonly placeOnly: Instruction<'any', NoParams>
}

/** The name of an instruction of this backend. */
export type WasmName = keyof WasmSet

/** An instruction of this backend. */
export interface WasmInstruction<N extends WasmName = WasmName> extends Omit<ProgramInstruction, 'name' | 'params'> {
  readonly name: N
  readonly params: WasmSet[N]['params']
}

/** A program of this backend. */
export interface WasmProgram extends Omit<Program, 'instructions'> {
  readonly instructions: readonly WasmInstruction[]
}

/** Whether there is an instruction, and it has this name. */
export const isNamed = <N extends WasmName>(
  instruction: WasmInstruction | undefined,
  name: N,
): instruction is WasmInstruction<N> => instruction?.name === name

/** The instruction that makes a value; none makes an input. */
export const makerOf = ({ inputs, instructions }: WasmProgram, id: ValueId): WasmInstruction | undefined =>
  instructions[id - inputs.length]

/** The place of a value that an instruction would have made, and no commands for it. */
export const placeOnly = (instruction: WasmInstruction, shape: Shape): WasmInstruction<'placeOnly'> => ({
  ...instruction,
  name: 'placeOnly',
  params: {},
  shape,
})
