/**
 * @file A kernel: the meaning of one instruction as numbers. It reads its inputs, writes only the array that it has
 * just made, and returns it; a kernel that moves nothing (`reshape`) may return its input.
 */
import type { InstructionName, ProgramSet } from '../../compile/Program.ts'
import type { InputsOf, PrimitiveName } from '../../core/InstructionSet.ts'
import type { Shape } from '../../core/Shape.ts'

/** Numbers, row-major, with their shape. */
export interface Value {
  readonly data: Float64Array
  readonly shape: Shape
}

/** Computes an instruction: its parameters, its inputs, and the shape of its output. */
export type Kernel<N extends InstructionName> = (
  params: ProgramSet[N]['params'],
  inputs: N extends PrimitiveName ? InputsOf<N, Value> : readonly Value[],
  shape: Shape,
) => Float64Array

/** A kernel for every instruction. */
export type Kernels = { readonly [N in InstructionName]: Kernel<N> }
