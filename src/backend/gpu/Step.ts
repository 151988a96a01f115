/**
 * @file A step: one gpu.js kernel, as source text, and what it reads. An instruction is lowered to a few steps; the
 * last one computes its value.
 *
 * Every array is flat and row-major, an output has one cell per thread, and shapes are written into the source: gpu.js
 * computes outputs of rank 4 incorrectly in some modes, and a literal bound is the only loop that all modes run to the
 * end.
 */
import type { InstructionName, ProgramInstruction, ProgramSet } from '../../compile/Program.ts'
import type { Shape } from '../../core/Shape.ts'

/** What a step reads: an input of the instruction, the result of a step before it, or numbers. */
export type Read =
  | { readonly _tag: 'input'; readonly index: number }
  | { readonly _tag: 'step'; readonly index: number }
  | { readonly _tag: 'numbers'; readonly values: Float32Array }

/** One kernel. */
export interface KernelStep {
  /** Source that begins with `function`, so that no minifier and no coverage tool rewrites it. */
  readonly source: string
  /** Cells of the output. */
  readonly cells: number
  /**
   * How many neighbouring cells a thread computes, as an array that it returns. Four share what they read, which takes
   * most of the time of a product; not every device supports them.
   */
  readonly each: 1 | 4
  /** Threads per row, which `this.thread.y` counts; by default all are in one row, without `this.thread.y`. */
  readonly rowLength?: number
  /** Its arguments, in order; at most seven, the limit of WebGPU. */
  readonly reads: readonly Read[]
}

/** Steps that compute a value; `'view'` if it is the first input with another shape. */
export type LoweredKernels = readonly KernelStep[] | 'view'

/**
 * The formulation that is fastest on a device: threads of one cell each; threads of four neighbouring cells, which
 * share what they read; or fours whose neighbouring threads are the lanes of a vector.
 */
export type Form = 'cells' | 'fours' | 'lanes'

/** Lowers an instruction. `producers` are the instructions that computed its inputs, looking through views. */
export type KernelLowering<N extends InstructionName> = (
  params: ProgramSet[N]['params'],
  inputs: readonly Shape[],
  output: Shape,
  producers: readonly (ProgramInstruction | null)[],
  form: Form,
) => LoweredKernels

/** A lowering for every instruction. */
export type KernelLowerings = { readonly [N in InstructionName]: KernelLowering<N> }

/** An input of the instruction. */
export const input = (index: number): Read => ({ _tag: 'input', index })

/** The result of an earlier step. */
export const result = (index: number): Read => ({ _tag: 'step', index })

/** Numbers that source text cannot express: infinities and NaN, for which shading languages have no literals. */
export const numbers = (...values: readonly number[]): Read => ({ _tag: 'numbers', values: Float32Array.from(values) })

/** A step over the instruction's inputs; the names of the function's arguments are its inputs, in order. */
export const step = (cells: number, names: readonly string[], body: string, reads?: readonly Read[]): KernelStep => ({
  source: `function (${names.join(', ')}) {\n${body}\n}`,
  cells,
  each: 1,
  reads: reads ?? names.map((_, index) => input(index)),
})

/** A step in which each thread computes four neighbouring cells. */
export const stepOfFours = (
  cells: number,
  names: readonly string[],
  body: string,
  reads?: readonly Read[],
): KernelStep => ({
  ...step(cells, names, body, reads),
  each: 4,
})

/** A step of fours in rows of `rowLength` threads. */
export const stepOfLanes = (
  rowLength: number,
  rows: number,
  names: readonly string[],
  body: string,
  reads?: readonly Read[],
): KernelStep => ({ ...stepOfFours(4 * rowLength * rows, names, body, reads), rowLength })
