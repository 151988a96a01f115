/**
 * @file A batching rule: how a primitive computes a batch of examples. The axis of the examples is the first.
 */
import type { InputsOf, ParamsOf, PrimitiveName } from '../../core/InstructionSet.ts'
import type { Shape } from '../../core/Shape.ts'
import type { Primitive, Tensor } from '../../core/Tensor.ts'
import { broadcastTo } from '../../ops/broadcastTo.ts'
import { reshapeTo } from '../../ops/reshape.ts'

/** An input of a primitive: one per example, along a first axis, or one shared by all. */
export interface BatchedInput {
  readonly t: Tensor
  readonly isBatched: boolean
}

/** The application of a primitive to a batch of examples; at least one of its inputs is one per example. */
export interface BatchSite<N extends PrimitiveName = PrimitiveName> {
  readonly primitive: Primitive<N>
  readonly params: ParamsOf<N>
  readonly inputs: InputsOf<N, BatchedInput>
  /** The shape of the result for one example. */
  readonly shape: Shape
  /** How many examples there are. */
  readonly size: number
}

/** The results of all examples, along a first axis. */
export type BatchingRule<N extends PrimitiveName> = (site: BatchSite<N>) => Tensor

/** An input with a first axis of examples, repeated along it if it is shared by all. */
export const forEach = ({ t, isBatched }: BatchedInput, size: number): Tensor =>
  isBatched ? t : broadcastTo([size, ...t.shape])(t)

/** Joins the first two axes. */
export const foldFirst = (t: Tensor): Tensor => {
  const [a = 1, b = 1, ...rest] = t.shape
  return reshapeTo(t, [a * b, ...rest])
}

/** Splits the first axis into two. */
export const unfoldFirst = (t: Tensor, size: number): Tensor => {
  const [n = 1, ...rest] = t.shape
  return reshapeTo(t, [size, n / size, ...rest])
}
