/**
 * @file A wire: what an engine of collective operations provides, on plain memory. Every rank must make the same calls in
 * the same order; each call returns when this rank's part is done.
 */

/** An associative operation on entries. */
type WireReduction = 'sum' | 'max' | 'min'

/** Collective operations between the ranks of a group. */
export interface Wire {
  /** The number of this process in the group, from 0. */
  readonly rank: number
  readonly size: number
  /**
   * Replaces each number by its reduction over the ranks. All ranks pass as many numbers, of one type. What `max` and `min`
   * make of NaN is not defined.
   */
  readonly allReduce: (numbers: Float32Array | Float64Array, reduction: WireReduction) => void
  /** Replaces the bytes by those of one rank. */
  readonly broadcast: (bytes: Uint8Array, root: number) => void
  /** The bytes of all ranks, which pass as many each, by rank. */
  readonly allGather: (bytes: Uint8Array) => Uint8Array
  /** Returns when every rank has called it. */
  readonly barrier: () => void
  /** Leaves the group. */
  readonly close: () => void
}

/** The wire of a process without others: reductions over one rank change nothing. */
export const lonely: Wire = {
  rank: 0,
  size: 1,
  allReduce: () => undefined,
  broadcast: () => undefined,
  allGather: (bytes) => bytes.slice(),
  barrier: () => undefined,
  close: () => undefined,
}
