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
import { isDifferentiated, numbersOf } from '../core/Tensor.ts'
import type { TensorNumbers } from '../core/TensorNumbers.ts'
import { refuse } from '../core/TensorError.ts'
import type { Tree } from '../core/Tree.ts'
import { atPath } from '../core/treeWalk.ts'
import type { Agreement } from './agreement.ts'
import { agreementOver } from './agreement.ts'
import { reduceToExtreme } from './extremes.ts'
import type { FlatLayout } from './FlatLayout.ts'
import { flatten, formOf, layoutOf, unflatten } from './FlatLayout.ts'
import type { Wire } from './Wire.ts'

/** How the entries of several ranks become one. */
export type GroupReduction = 'sum' | 'mean' | 'max' | 'min'

/**
 * Processes that compute together, as one of them sees it. If an operation fails on one rank, since the evaluation of its
 * tree does for instance, every rank refuses, with the reason. The ranks count their operations, each from its first call,
 * such as `allReduce('sum')`, and refuse to go on if they are not at the same one.
 *
 * Derivatives do not pass through a group: it refuses a tree that depends on a variable of `grad`, `vjp` or `jvp` in
 * progress. Reduce the gradient instead, or train with `dataParallel`.
 */
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
  /**
   * Leaves the group, which every rank must do before it exits. Operations of a closed group are refused; ranks that are in
   * another operation refuse that one, and name the rank that has left.
   */
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

const agreementOf: unique symbol = Symbol('cotangent.agreement')

/** A group, and the agreements that it makes. */
interface Wired extends Group {
  readonly [agreementOf]: Agreement
}

const isWired = (group: Group): group is Wired => agreementOf in group

/** The agreements of a group, and its wire. Refuses a group that the library has not made. */
export const agreementIn = (group: Group): Agreement =>
  isWired(group)
    ? group[agreementOf]
    : refuse(
        'dataParallel',
        [],
        { expected: 'a group of mpi() or alone', found: 'one that was made elsewhere' },
        'train on several ranks',
      )

/** Refuses a tree that a derivative in progress depends on: the other ranks have no part in it. */
const checkFixed = (operation: string, { entries }: FlatLayout): void => {
  const varied = entries.find(({ tensor }) => isDifferentiated(tensor))
  if (varied === undefined) return
  refuse(
    operation,
    [varied.tensor.shape],
    {
      expected: 'numbers that no derivative in progress depends on',
      found: `one at ${atPath(varied.path)} that depends on a variable`,
      advice: 'reduce the gradient instead, as dataParallel does; stopGradient sends the numbers alone',
    },
    'send a tree to the group',
  )
}

/** What is sent: where each tensor is in the buffer, and their numbers. */
interface Sent {
  readonly layout: FlatLayout
  readonly numbers: readonly TensorNumbers[]
}

/** Prepares trees that are computed by a runtime. The flag: some numbers are not float32. */
const preparing = (runtime: Runtime) => (operation: string, tree: unknown, keys: boolean) => {
  const layout = layoutOf(tree, keys)
  checkFixed(operation, layout)
  const tensors = runtime.force(layout.entries.map(({ tensor }) => tensor))
  // Values in the memory of a backend are copied from there; those of the wasm backend are float32.
  const numbers = tensors.map((t) => numbersOf(t) ?? none)
  const flag = numbers.some((own) => ArrayBuffer.isView(own) && !(own instanceof Float32Array))
  return { form: formOf(layout), flag, value: { layout, numbers } }
}

/** The numbers in one buffer: of 64 bits if any rank has numbers that are not float32. */
const gathered = ({ layout, numbers }: Sent, isWide: boolean): Float32Array | Float64Array => {
  const buffer = isWide ? new Float64Array(layout.size) : new Float32Array(layout.size)
  flatten(layout, numbers, buffer)
  return buffer
}

/** Reduces the numbers over the ranks. */
const reduce = (wire: Wire, buffer: Float32Array | Float64Array, reduction: GroupReduction): void => {
  const by = reductions[reduction]
  if (by === 'sum') wire.allReduce(buffer, by)
  else if (wire.size > 1) reduceToExtreme(wire, buffer, by)
  if (reduction === 'mean') for (let k = 0; k < buffer.length; k++) buffer[k] = (buffer[k] ?? 0) / wire.size
}

/** Counts the uses of an operation that is called in two steps: the first of them begins with the first step. */
const countingUses = ({ begin }: Agreement): (() => void) => {
  begin()
  let isFirst = true
  return () => {
    if (!isFirst) begin()
    isFirst = false
  }
}

/** A group over a wire, whose trees are computed by a runtime. */
export const groupOver = (wire: Wire, runtime: Runtime): Group => {
  const agreement = agreementOver(wire)
  const prepare = preparing(runtime)
  const plain = (operation: string, flag: boolean): boolean => {
    agreement.begin()
    return agreement.agree(operation, () => ({ form: '', flag, value: null }))[1]
  }
  const group: Wired = {
    [agreementOf]: agreement,
    rank: wire.rank,
    size: wire.size,
    allReduce: (reduction) => {
      const count = countingUses(agreement)
      return (tree) => {
        count()
        const [sent, isWide] = agreement.agree(`allReduce ${reduction}`, () => {
          checkReduction(reduction)
          return prepare('allReduce', tree, false)
        })
        const buffer = gathered(sent, isWide)
        reduce(wire, buffer, reduction)
        return unflatten(tree, sent.layout, buffer, false)
      }
    },
    broadcast: (root = 0) => {
      const count = countingUses(agreement)
      return (tree) => {
        count()
        const [sent, isWide] = agreement.agree(`broadcast from ${String(root)}`, () => {
          checkRoot(root, wire.size)
          return prepare('broadcast', tree, true)
        })
        const buffer = gathered(sent, isWide)
        wire.broadcast(new Uint8Array(buffer.buffer), root)
        return unflatten(tree, sent.layout, buffer, true)
      }
    },
    allGather: (tree) => {
      agreement.begin()
      const [sent, isWide] = agreement.agree('allGather', () => prepare('allGather', tree, true))
      const buffer = gathered(sent, isWide)
      const all = wire.allGather(new Uint8Array(buffer.buffer))
      const ofRank = (rank: number): Float32Array | Float64Array => {
        const bytes = all.slice(rank * buffer.byteLength, (rank + 1) * buffer.byteLength).buffer
        return buffer instanceof Float32Array ? new Float32Array(bytes) : new Float64Array(bytes)
      }
      return Array.from({ length: wire.size }, (_, rank) => unflatten(tree, sent.layout, ofRank(rank), true))
    },
    some: (flag) => plain('some', flag),
    barrier: () => {
      plain('barrier', false)
      wire.barrier()
    },
    close: agreement.close,
  }
  return group
}
