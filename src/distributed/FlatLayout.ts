/**
 * @file The layout of a tree in one flat buffer: its tensors by the names of their paths, so that the order in which a
 * record was written does not matter.
 */
import { showShape, sizeOf } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import type { TensorNumbers } from '../core/TensorNumbers.ts'
import { copyNumbersTo } from '../core/TensorNumbers.ts'
import { leaf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { atPath, mapTensors, pathsOf } from '../core/treeWalk.ts'

/** A tensor of a tree, and where its numbers begin. */
interface Entry {
  readonly path: string
  readonly tensor: Tensor
  readonly start: number
  /** Whether these are the words of a key. */
  readonly isKey: boolean
}

/** The tensors of a tree by path. */
export interface FlatLayout {
  readonly entries: readonly Entry[]
  /** Numbers in all. */
  readonly size: number
}

/** Lays out the tensors of a tree, and the words of its keys if `keys` says so. Refuses two tensors of one path. */
export const layoutOf = (tree: unknown, keys: boolean): FlatLayout => {
  const found: { readonly path: string; readonly tensor: Tensor }[] = []
  mapTensors(
    tree,
    (tensor, path) => {
      found.push({ path, tensor })
      return tensor
    },
    keys,
  )
  const sorted = found.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const twice = sorted.find(({ path }, k) => sorted[k + 1]?.path === path)
  if (twice !== undefined)
    return refuse(
      'group',
      [],
      { expected: 'one tensor per path', found: `two at ${atPath(twice.path)}` },
      'send a tree to the group',
    )
  const starts: number[] = []
  const size = sorted.reduce((start, { tensor }) => {
    starts.push(start)
    return start + sizeOf(tensor.shape)
  }, 0)
  const plain = new Set(keys ? pathsOf(tree).map(([path]) => path) : [])
  return {
    entries: sorted.map(({ path, tensor }, k) => ({
      path,
      tensor,
      start: starts[k] ?? 0,
      isKey: keys && !plain.has(path),
    })),
    size,
  }
}

/** One line per tensor or key: equal for trees that differ only in their numbers. */
export const formOf = ({ entries }: FlatLayout): string =>
  entries
    .map(({ path, tensor, isKey }) => `${path} ${isKey ? '(a key)' : showShape(tensor.shape)}`.trimStart())
    .join('\n')

/** Writes the numbers of all tensors to one buffer. */
export const flatten = (
  { entries }: FlatLayout,
  numbers: readonly TensorNumbers[],
  buffer: Float32Array | Float64Array,
): void => {
  entries.forEach(({ start }, k) => {
    const own = numbers[k]
    if (own !== undefined) copyNumbersTo(own, buffer, start)
  })
}

/** Tensors of at least so many numbers share the buffer; smaller ones would keep all of it for little. */
const worthSharing = 1 << 14

/** The tree with the numbers of a buffer, which become its own: nobody may write to the buffer afterwards. */
export const unflatten = <T>(
  tree: T,
  { entries }: FlatLayout,
  buffer: Float32Array | Float64Array,
  keys: boolean,
): T => {
  const starts = new Map(entries.map(({ path, start }) => [path, start]))
  return mapTensors(
    tree,
    ({ shape }, path) => {
      const start = starts.get(path) ?? 0
      const end = start + sizeOf(shape)
      return leaf(end - start < worthSharing ? buffer.slice(start, end) : buffer.subarray(start, end), shape)
    },
    keys,
  )
}
