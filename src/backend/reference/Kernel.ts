/**
 * @file A kernel: the meaning of one primitive as numbers. It reads its inputs, writes only the array that it has
 * just made, and returns it; a kernel that moves nothing (`reshape`) may return its input.
 */
import type { InputsOf, ParamsOf, PrimitiveName } from '../../core/InstructionSet.ts'
import type { Shape } from '../../core/Shape.ts'

/** Numbers, row-major, with their shape. */
export interface Value {
  readonly data: Float64Array
  readonly shape: Shape
}

/** Computes a primitive: its parameters, its inputs, and the shape of its output. */
export type Kernel<N extends PrimitiveName> = (
  params: ParamsOf<N>,
  inputs: InputsOf<N, Value>,
  shape: Shape,
) => Float64Array

/** A kernel for every primitive. */
export type Kernels = { readonly [N in PrimitiveName]: Kernel<N> }
