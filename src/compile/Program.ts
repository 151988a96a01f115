/**
 * @file A program: an expression in a flat form that backends interpret. One instruction a primitive, or one for several
 * elementwise primitives; static shapes; values numbered in the order they are made (the inputs first). It holds no
 * data: leaves are its inputs.
 */
import type { ElementwiseName } from '../core/elementwise.ts'
import type { Instruction, InstructionSet } from '../core/InstructionSet.ts'
import type { Shape } from '../core/Shape.ts'
import type { NumberArray } from '../core/Tensor.ts'

/** The number of a value: inputs come first, then one for each instruction. */
export type ValueId = number

/** One primitive inside a fused instruction. */
export interface FusedStep {
  readonly op: ElementwiseName
  /** Argument `k` is input `k` of the instruction where there is one, else the value of step `k - inputs.length`. */
  readonly args: readonly number[]
}

/** Elementwise primitives computed together, entry by entry, in this order; the last one's value is the output. */
export interface FusedParams {
  readonly steps: readonly FusedStep[]
}

/**
 * What a program may hold: every primitive, and `fused`, which only compilation makes. The inputs of `fused` broadcast
 * to its shape, as NumPy has it; those of an elementwise primitive have its shape.
 */
export interface ProgramSet extends InstructionSet {
  readonly fused: Instruction<'any', FusedParams>
}

/** The name of an instruction. */
export type InstructionName = keyof ProgramSet

/** One primitive, or several fused ones, applied to values made before. */
export interface ProgramInstruction<N extends InstructionName = InstructionName> {
  readonly name: N
  readonly params: ProgramSet[N]['params']
  readonly inputs: readonly ValueId[]
  readonly inputShapes: readonly Shape[]
  readonly shape: Shape
  /** Where in the user's program it was asked for, while that is recorded: `file:line:column`. */
  readonly origin?: string
}

/** Whether an instruction has this name, which tells its parameters. */
export const isInstruction = <N extends InstructionName>(
  name: N,
  instruction: ProgramInstruction,
): instruction is ProgramInstruction<N> => instruction.name === name

/** A scheduled expression. */
export interface Program {
  readonly inputs: readonly Shape[]
  readonly instructions: readonly ProgramInstruction[]
  /** The values that are asked for. */
  readonly outputs: readonly ValueId[]
}

/** A program made ready to run: arrays for its inputs to arrays for its outputs, which nobody will write to. */
export type Executable = (inputs: readonly NumberArray[]) => readonly NumberArray[]

/** Gives instructions their meaning as numbers. */
export interface Backend {
  readonly name: string
  /** Makes a program ready to run, once; it may then run many times. */
  readonly compile: (program: Program) => Executable
  /** Whether it takes `fused` instructions. */
  readonly fuses?: boolean
  /** The most inputs that one of them may have; 12 where it does not say. */
  readonly fusedInputs?: number
  /** Bytes that it spends on a number; 4 where it does not say. */
  readonly bytesPerNumber?: number
  /** As `compile`, to the milliseconds that each instruction takes. Where it does not say, instructions are run alone. */
  readonly timed?: (program: Program) => (inputs: readonly NumberArray[]) => readonly number[]
  /** Gives back threads and devices; what is asked for next takes them again. */
  readonly close?: () => void
}
