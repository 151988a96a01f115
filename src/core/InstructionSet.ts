/**
 * @file The instruction set: every primitive by name, with its number of inputs and its parameters.
 *
 * This is the contract between the two halves of the library. Above it, `ops/` gives each primitive its shape rule
 * and its pullback; below it, the tables of kernels of each backend are together total over this interface, so a
 * backend that lacks a primitive does not compile.
 */
import type { ElementwiseArity, ElementwiseName } from './elementwise.ts'
import type { IndexNames } from './indexNames.ts'
import type { Shape } from './Shape.ts'
import type { Window } from './Window.ts'

/** How many tensors a primitive takes: a fixed number, or any number of them. */
type Arity = 0 | 1 | 2 | 3 | 'any'

/** One line of the instruction set. */
export interface Instruction<A extends Arity = Arity, P = unknown> {
  readonly arity: A
  readonly params: P
}

/** Parameters of a primitive that needs none. */
export type NoParams = Readonly<Record<never, never>>

type Unary = Instruction<1, NoParams>
type Binary = Instruction<2, NoParams>
type Axes = { readonly axes: readonly number[] }
type Axis = { readonly axis: number }
type Named = { readonly names?: IndexNames }

/** What the three readings of a convolution share: the window over the input, the groups, and the three shapes. */
export interface ConvWindow {
  /** One entry a spatial axis. */
  readonly window: Window
  readonly groups: number
}

/** What all pooling primitives share. */
export interface PoolParams {
  /** One entry a spatial axis. */
  readonly window: Window
}

/** The elementwise primitives, whose names and arities are those of their table. */
type ElementwiseInstructions = {
  readonly [N in ElementwiseName]: Instruction<ElementwiseArity<N>, NoParams>
}

/** The primitives, their arities and their parameters; the elementwise ones are in a table of their own. */
export interface InstructionSet extends ElementwiseInstructions {
  // leaves made inside an expression
  readonly constant: Instruction<0, { readonly value: number; readonly shape: Shape }>
  readonly arange: Instruction<0, { readonly count: number }>
  // identities that differentiation sees and evaluation does not
  readonly variable: Unary
  readonly stopGradient: Unary
  readonly custom: Instruction<'any', NoParams>
  // the sum over the processes of a group, which is an identity in a group of one
  readonly rankSum: Instruction<1, { readonly place: number }>
  // reductions
  readonly sum: Instruction<1, Axes>
  readonly max: Instruction<1, Axes>
  readonly min: Instruction<1, Axes>
  readonly logsumexp: Instruction<1, Axes>
  readonly argmax: Instruction<1, Axis>
  readonly argmin: Instruction<1, Axis>
  readonly cumsum: Instruction<1, Axis>
  /** The indices of the first `count` entries along the axis, in order. */
  readonly argsort: Instruction<1, { readonly axis: number; readonly descending: boolean; readonly count: number }>
  // shape
  readonly reshape: Instruction<1, { readonly shape: Shape }>
  readonly transpose: Instruction<1, { readonly permutation: readonly number[] }>
  readonly broadcastTo: Instruction<1, { readonly shape: Shape }>
  readonly slice: Instruction<
    1,
    { readonly start: readonly number[]; readonly stop: readonly number[]; readonly step: readonly number[] }
  >
  readonly pad: Instruction<
    1,
    { readonly low: readonly number[]; readonly high: readonly number[]; readonly interior: readonly number[] }
  >
  readonly concat: Instruction<'any', Axis>
  readonly flip: Instruction<1, Axes>
  // linear algebra
  readonly matmul: Binary
  // indexing; indices are exact integers held as numbers
  readonly gather: Instruction<2, Axis & Named>
  readonly scatterAdd: Instruction<2, Axis & Named & { readonly size: number }>
  readonly lastOccurrence: Instruction<1, Axis>
  // randomness; a key is four 16-bit words
  readonly keySplit: Instruction<1, { readonly index: number }>
  readonly keyFoldIn: Binary
  readonly uniform: Instruction<1, { readonly shape: Shape }>
  readonly permutation: Instruction<1, { readonly count: number }>
  // convolution, and its two other readings
  readonly conv: Instruction<2, ConvWindow>
  readonly convInput: Instruction<2, ConvWindow>
  readonly convFilter: Instruction<2, ConvWindow>
  // pooling
  readonly maxPool: Instruction<1, PoolParams>
  readonly maxPoolIndices: Instruction<1, PoolParams>
  readonly sumPool: Instruction<1, PoolParams>
  readonly sumPoolInput: Instruction<1, PoolParams>
}

/** The name of a primitive. */
export type PrimitiveName = keyof InstructionSet

/** The parameters of a primitive, by its name. */
export type ParamsOf<N extends PrimitiveName> = InstructionSet[N]['params']

/** A tuple of `T` as long as a primitive's inputs. */
export type InputsOf<N extends PrimitiveName, T> = {
  readonly 0: readonly []
  readonly 1: readonly [T]
  readonly 2: readonly [T, T]
  readonly 3: readonly [T, T, T]
  readonly any: readonly [T, ...T[]]
}[InstructionSet[N]['arity']]

/** A list as the inputs of some primitive. */
export const asInputs = <T>([first, ...others]: readonly T[]): InputsOf<PrimitiveName, T> =>
  first === undefined ? [] : [first, ...others]
