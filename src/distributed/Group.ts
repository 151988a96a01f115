/**
 * @file A group of processes that compute together: collective operations on trees. The ranks of a group run the same
 * program, and call the same operations in the same order.
 *
 *     allReduce(r)(tree)[path][i] = r over all ranks of tree[path][i]
 *
 * With `alone`, the group of one, every operation returns its tree, so a program for a group is also one for a single
 * process. A reduction is a fold over a monoid, whatever the number of ranks and the order in which they are joined.
 *
 * Laws: `laws.dataParallel`: "allReduce is the fold over the ranks"; "broadcast gives the tree of the root"; "allGather
 * gives every tree, by rank". Besides: the group of one changes nothing; ranks that differ are refused on every rank.
 */
import type { Runtime } from '../compile/Runtime.ts'
import { foundValue } from '../core/foundValue.ts'
import { countOf } from '../core/Shape.ts'
import { numbersOf } from '../core/Tensor.ts'
import type { TensorNumbers } from '../core/TensorNumbers.ts'
import { refuse } from '../core/TensorError.ts'
import type { Tree } from '../core/Tree.ts'
import { agree } from './agreement.ts'
import { reduceToExtreme } from './extremes.ts'
import type { FlatLayout } from './FlatLayout.ts'
import { flatten, formOf, layoutOf, unflatten } from './FlatLayout.ts'
import type { Wire } from './Wire.ts'

/** How the entries of several ranks become one. */
export type GroupReduction = 'sum' | 'mean' | 'max' | 'min'

/** Processes that compute together, as one of them sees it. */
export interface Group {
  /** The number of this process in the group, from 0. */
  readonly rank: number
  /** How many processes there are. */
  readonly size: number
  /**
   * Reduces each entry over all ranks. Keys are kept. The greatest and the least of entries are NaN if one of them is, as
   * in `max` and `min` of a tensor. Refuses, on every rank, trees whose paths or shapes differ, and
   * names the first difference.
   */
  readonly allReduce: (reduction: GroupReduction) => <T>(tree: T & Tree<T>) => T
  /** Gives every rank the tree of one, keys included. Refuses trees whose paths or shapes differ. */
  readonly broadcast: (root?: number) => <T>(tree: T & Tree<T>) => T
  /** The trees of all ranks, by rank, keys included. Refuses trees whose paths or shapes differ. */
  readonly allGather: <T>(tree: T & Tree<T>) => readonly T[]
  /** Whether any rank says so: all ranks get the same answer. */
  readonly some: (flag: boolean) => boolean
  /** Returns when every rank has called it. */
  readonly barrier: () => void
  /** Leaves the group, which every rank must do before it exits. */
  readonly close: () => void
}

const reductions: Readonly<Record<GroupReduction, 'sum' | 'max' | 'min'>> = {
  sum: 'sum',
  mean: 'sum',
  max: 'max',
  min: 'min',
}

const checkReduction = (reduction: string): void => {
  if (!Object.hasOwn(reductions, reduction))
    refuse(
      'allReduce',
      [],
      { expected: `a reduction among ${Object.keys(reductions).join(', ')}`, found: foundValue(reduction) },
      'reduce a tree',
    )
}

const checkRoot = (root: number, size: number): void => {
  if (!Number.isInteger(root) || root < 0 || root >= size)
    refuse(
      'broadcast',
      [],
      { expected: `the rank of one of ${countOf(size, 'process', 'processes')}`, found: String(root) },
      'broadcast a tree',
    )
}

const none: TensorNumbers = new Float32Array(0)

const wireOf: unique symbol = Symbol('cotangent.wire')

/** A group, and the wire that it talks over. */
interface Wired extends Group {
  readonly [wireOf]: Wire
}

const isWired = (group: Group): group is Wired => wireOf in group

/** The wire of a group. Refuses a group that the library has not made. */
export const wireIn = (group: Group): Wire =>
  isWired(group)
    ? group[wireOf]
    : refuse(
        'dataParallel',
        [],
        { expected: 'a group of mpi() or alone', found: 'one that was made elsewhere' },
        'train on several ranks',
      )

/** A group over a wire, whose trees are computed by a runtime. */
export const groupOver = (wire: Wire, runtime: Runtime): Wired => {
  /** The numbers of a tree in one buffer: of 64 bits if any rank has numbers that are not float32. */
  const gathered = (
    operation: string,
    tree: unknown,
    keys: boolean,
  ): readonly [layout: FlatLayout, buffer: Float32Array | Float64Array] => {
    const layout = layoutOf(tree, keys)
    const tensors = runtime.force(layout.entries.map(({ tensor }) => tensor))
    // Values in the memory of a backend are copied from there; those of the wasm backend are float32.
    const numbers = tensors.map((t) => numbersOf(t) ?? none)
    const isWide = numbers.some((own) => ArrayBuffer.isView(own) && !(own instanceof Float32Array))
    const call = { operation, form: formOf(layout) }
    const buffer = agree(wire, call, isWide) ? new Float64Array(layout.size) : new Float32Array(layout.size)
    flatten(layout, numbers, buffer)
    return [layout, buffer]
  }
  return {
    [wireOf]: wire,
    rank: wire.rank,
    size: wire.size,
    allReduce: (reduction) => (tree) => {
      checkReduction(reduction)
      const [layout, buffer] = gathered(`allReduce ${reduction}`, tree, false)
      const by = reductions[reduction]
      if (by === 'sum') wire.allReduce(buffer, by)
      else if (wire.size > 1) reduceToExtreme(wire, buffer, by)
      if (reduction === 'mean') for (let k = 0; k < buffer.length; k++) buffer[k] = (buffer[k] ?? 0) / wire.size
      return unflatten(tree, layout, buffer, false)
    },
    broadcast:
      (root = 0) =>
      (tree) => {
        checkRoot(root, wire.size)
        const [layout, buffer] = gathered(`broadcast from ${String(root)}`, tree, true)
        wire.broadcast(new Uint8Array(buffer.buffer), root)
        return unflatten(tree, layout, buffer, true)
      },
    allGather: (tree) => {
      const [layout, buffer] = gathered('allGather', tree, true)
      const all = wire.allGather(new Uint8Array(buffer.buffer))
      const ofRank = (rank: number): Float32Array | Float64Array => {
        const bytes = all.slice(rank * buffer.byteLength, (rank + 1) * buffer.byteLength).buffer
        return buffer instanceof Float32Array ? new Float32Array(bytes) : new Float64Array(bytes)
      }
      return Array.from({ length: wire.size }, (_, rank) => unflatten(tree, layout, ofRank(rank), true))
    },
    some: (flag) => agree(wire, { operation: 'some', form: '' }, flag),
    barrier: () => {
      agree(wire, { operation: 'barrier', form: '' }, false)
      wire.barrier()
    },
    close: wire.close,
  }
}
