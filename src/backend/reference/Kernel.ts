/**
 * @file A kernel: the meaning of one instruction in numbers. It reads its inputs, writes only the array that it has
 * just created, and returns it; a kernel that moves nothing (`reshape`) may return its input.
 */
import type { InstructionName, ProgramSet } from '../../compile/Program.ts'
import type { InputsOf, PrimitiveName } from '../../core/InstructionSet.ts'
import type { Shape } from '../../core/Shape.ts'

/** Numbers, row-major, with their shape. */
export interface Value {
  readonly data: Float64Array
  readonly shape: Shape
}

/** The inputs of an instruction: as many as its primitive takes. */
type KernelInputs<N extends InstructionName> = N extends PrimitiveName ? InputsOf<N, Value> : readonly Value[]

/** Computes an instruction: its parameters, its inputs, and the shape of its output. */
export type Kernel<N extends InstructionName> = (
  params: ProgramSet[N]['params'],
  inputs: KernelInputs<N>,
  shape: Shape,
) => Float64Array

/** The values that an instruction of a program reads, as the inputs of its kernel. */
export const inputsOf = <N extends InstructionName>(values: readonly Value[]): KernelInputs<N> =>
  // A program stores the inputs of all instructions alike; they were counted when the primitive was applied.
  values as KernelInputs<N>

/** A kernel for every instruction. */
export type Kernels = { readonly [N in InstructionName]: Kernel<N> }
