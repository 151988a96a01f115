/**
 * @file A program as this backend lowers it: its instructions, and those that its passes (`passes/`) make of them.
 * Every program already is one; a pass replaces an instruction by one of this backend, and values keep their numbers.
 */
import type { Program, ProgramInstruction, ProgramSet, ValueId } from '../../compile/Program.ts'
import type { Instruction, NoParams, ParamsOf, PoolParams } from '../../core/InstructionSet.ts'
import type { Shape } from '../../core/Shape.ts'

/** The instructions of a program, and those of this backend. */
export interface WasmSet extends ProgramSet {
  /** x [M, K] times the transpose of w [N, K], which is read in place. */
  readonly matmulByRows: Instruction<2, NoParams>
  /** The transpose of x [K, M], which is read in place, times y [K, N]. */
  readonly matmulByColumns: Instruction<2, NoParams>
  /** The indices of max pooling x. Also writes the pooled values, to the value that is its second input. */
  readonly indicesAndPool: Instruction<2, PoolParams>
  /** The max pooling of x. Also writes the indices, to the value that is its second input. */
  readonly poolAndIndices: Instruction<2, PoolParams>
  /** A scatterAdd in which so few updates meet in a cell that float32 sums are accurate enough. */
  readonly scatterAddShallow: Instruction<2, ParamsOf<'scatterAdd'>>
  /** A value that has memory but no commands: another instruction writes it, or nothing reads it. */
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

/** The instruction that computes a value; none for an input. */
export const makerOf = ({ inputs, instructions }: WasmProgram, id: ValueId): WasmInstruction | undefined =>
  instructions[id - inputs.length]

/** Memory for the value of an instruction, without its commands. */
export const placeOnly = (instruction: WasmInstruction, shape: Shape): WasmInstruction<'placeOnly'> => ({
  ...instruction,
  name: 'placeOnly',
  params: {},
  shape,
})
