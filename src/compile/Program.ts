/**
 * @file A program: an expression in a flat form that backends interpret. One instruction a primitive, static shapes,
 * values numbered in the order they are made (the inputs first). It holds no data: leaves are its inputs.
 */
import type { ParamsOf, PrimitiveName } from '../core/InstructionSet.ts'
import type { Shape } from '../core/Shape.ts'
import type { NumberArray } from '../core/Tensor.ts'

/** The number of a value: inputs come first, then one for each instruction. */
export type ValueId = number

/** One primitive, applied to values made before it. */
export interface ProgramInstruction<N extends PrimitiveName = PrimitiveName> {
  readonly name: N
  readonly params: ParamsOf<N>
  readonly inputs: readonly ValueId[]
  readonly inputShapes: readonly Shape[]
  readonly shape: Shape
}

/** A scheduled expression. */
export interface Program {
  readonly inputs: readonly Shape[]
  readonly instructions: readonly ProgramInstruction[]
  /** The values that are asked for. */
  readonly outputs: readonly ValueId[]
}

/** A program made ready to run: arrays for its inputs to arrays for its outputs. */
export type Executable = (inputs: readonly NumberArray[]) => readonly NumberArray[]

/** Gives primitives their meaning as numbers. */
export interface Backend {
  readonly name: string
  /** Makes a program ready to run, once; it may then run many times. */
  readonly compile: (program: Program) => Executable
}
