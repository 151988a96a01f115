/**
 * @file A program: an expression in a flat form that backends interpret. It has one instruction per primitive, or per
 * group of fused elementwise primitives. Shapes are static, and values are numbered in the order they are computed,
 * inputs first. A program holds no data: leaves are its inputs.
 */
import type { ElementwiseName } from '../core/elementwise.ts'
import type { Instruction, InstructionSet } from '../core/InstructionSet.ts'
import type { KernelFamily } from '../core/KernelFamily.ts'
import type { Shape } from '../core/Shape.ts'
import type { NumberArray, TensorNumbers } from '../core/TensorNumbers.ts'

/** The number of a value: inputs come first, then one value per instruction. */
export type ValueId = number

/** One primitive inside a fused instruction. */
export interface FusedStep {
  readonly op: ElementwiseName
  /** Argument `k` is input `k` of the instruction if there is one, otherwise the value of step `k - inputs.length`. */
  readonly args: readonly number[]
}

/** Elementwise primitives computed together, entry by entry, in this order; the output is the value of the last one. */
export interface FusedParams {
  readonly steps: readonly FusedStep[]
}

/**
 * What a program may hold: every primitive, and `fused`, which only compilation creates. The inputs of `fused`
 * broadcast to its shape, as in NumPy; those of an elementwise primitive have its shape.
 */
export interface ProgramSet extends InstructionSet {
  readonly fused: Instruction<'any', FusedParams>
}

/** The name of an instruction. */
export type InstructionName = keyof ProgramSet

/** One primitive, or several fused ones, applied to earlier values. */
export interface ProgramInstruction<N extends InstructionName = InstructionName> {
  readonly name: N
  readonly params: ProgramSet[N]['params']
  readonly inputs: readonly ValueId[]
  readonly inputShapes: readonly Shape[]
  readonly shape: Shape
  /** What backends compute it with, unless that is built into them. */
  readonly family?: KernelFamily
  /** Where the user's program built it, if that is recorded: `file:line:column`. */
  readonly origin?: string
}

/** Whether an instruction has this name, which determines the type of its parameters. */
export const isInstruction = <N extends InstructionName>(
  name: N,
  instruction: ProgramInstruction,
): instruction is ProgramInstruction<N> => instruction.name === name

/** A scheduled expression. */
export interface Program {
  readonly inputs: readonly Shape[]
  readonly instructions: readonly ProgramInstruction[]
  /** The values that are requested. */
  readonly outputs: readonly ValueId[]
}

/**
 * A program that is ready to run: maps arrays for its inputs to arrays for its outputs, which the caller must not
 * modify.
 */
export type Executable = (inputs: readonly NumberArray[]) => readonly NumberArray[]

/** A program that is ready to run, whose inputs and outputs may stay in the memory of its backend. */
export type ResidentExecutable = (inputs: readonly TensorNumbers[]) => readonly TensorNumbers[]

/** The memory of a backend, to those who hold a value alone. */
interface OwnMemory {
  /**
   * The numbers of a value where they lie, to be read and written until the next run; `null` if they are not there. Only
   * for a value that nobody else holds, and that no program has read.
   */
  readonly view: (numbers: TensorNumbers) => Float32Array | null
  /** Gives the memory of a value back. Only for one that nobody reads any more. */
  readonly release: (numbers: TensorNumbers) => void
}

/** Computes what instructions mean, in numbers. */
export interface Backend {
  readonly name: string
  /** Prepares a program, once, for any number of runs. */
  readonly compile: (program: Program) => Executable
  /**
   * As `compile`, but large outputs stay in the memory of the backend, and inputs that are there already are read there.
   * If absent, inputs and outputs are arrays.
   */
  readonly resident?: (program: Program) => ResidentExecutable
  /** Access to values that stay in its memory. */
  readonly own?: OwnMemory
  /** Whether it accepts `fused` instructions. */
  readonly fuses?: boolean
  /** The maximum number of inputs of a `fused` instruction; 12 by default. */
  readonly fusedInputs?: number
  /** Bytes per number; 4 by default. */
  readonly bytesPerNumber?: number
  /**
   * As `compile`, but returns the milliseconds that each instruction takes. If absent, instructions are timed one at a
   * time.
   */
  readonly timed?: (program: Program) => (inputs: readonly TensorNumbers[]) => readonly number[]
  /** Releases threads and devices; the next run acquires them again. */
  readonly close?: () => void
}
