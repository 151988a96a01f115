/**
 * @file A step: one gpu.js kernel, as source text, and what it reads. An instruction is lowered to a few of them; the
 * last one makes its value.
 *
 * Every array is flat and row-major, an output has one cell a thread, and shapes are written into the source: gpu.js
 * computes outputs of rank 4 wrongly on some modes, and a literal bound is the only loop that all modes run to its end.
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
   * How many neighbouring cells a thread makes, as an array that it returns. Four share what they read, which is most of
   * the time of a product; not every device has them.
   */
  readonly each: 1 | 4
  /** Threads in a row of them, `this.thread.y`; all are in one row, without a `this.thread.y`, by default. */
  readonly rowLength?: number
  /** Its arguments, in order. At most seven, which is what WebGPU takes. */
  readonly reads: readonly Read[]
}

/** Steps that make a value; `'view'` where it is the first input, seen with another shape. */
export type LoweredKernels = readonly KernelStep[] | 'view'

/**
 * What a device is fast at: threads of one cell each; threads of four neighbouring cells, which share what they read; or
 * fours whose neighbouring threads are the lanes of a vector.
 */
export type Form = 'cells' | 'fours' | 'lanes'

/** Lowers an instruction. `producers` are the instructions that made its inputs, looked through views. */
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

/** Numbers that no source can spell: infinities and NaN, which shading languages have no literals for. */
export const numbers = (...values: readonly number[]): Read => ({ _tag: 'numbers', values: Float32Array.from(values) })

/** A step over the instruction's inputs; the names of the function's arguments are its inputs, in order. */
export const step = (cells: number, names: readonly string[], body: string, reads?: readonly Read[]): KernelStep => ({
  source: `function (${names.join(', ')}) {\n${body}\n}`,
  cells,
  each: 1,
  reads: reads ?? names.map((_, index) => input(index)),
})

/** A step of which each thread makes four neighbouring cells. */
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
