/**
 * @file The walk over a tree: its leaves with their paths, and the tree rebuilt with other leaves. It takes any value
 * and refuses, while it walks, anything that is not a tree; {@link Tree} lets the compiler check this beforehand.
 */
import { isPlainRecord } from './isRecord.ts'
import { copiedTensor, isLikeTensor } from './foundValue.ts'
import type { Key } from './Key.ts'
import { isKey, keyOf } from './Key.ts'
import { isPromise } from './notPromised.ts'
import type { Tensor } from './Tensor.ts'
import { isTensor, ofShape } from './Tensor.ts'
import { refuse } from './TensorError.ts'

/** A record of trees, or a list of them, which is a record by index. */
export type Branch = Readonly<Record<string, unknown>>

/** Whether a value is a record or a list. Check for tensors and keys first, since these are plain records too. */
export const isNode = (value: unknown): value is Branch => Array.isArray(value) || isPlainRecord(value)

/** A place in a tree, in words. */
export const atPath = (path: string): string => (path === '' ? 'the root' : `'${path}'`)

/** What is at a place, in words. */
export const kindOf = (value: unknown): string => {
  if (isTensor(value)) return 'a tensor'
  if (isKey(value)) return 'a key'
  if (Array.isArray(value)) return 'a list'
  if (isNode(value)) return 'a record'
  return value === undefined
    ? 'nothing'
    : value === null
      ? 'null'
      : typeof value === 'object'
        ? 'an object'
        : `a ${typeof value}`
}

/** Refuses anything that is not a leaf. */
export const badLeaf = (value: unknown, path: string): never =>
  refuse(
    'walk',
    [],
    {
      expected: `a tensor or a key at ${atPath(path)}`,
      found: isPromise(value) ? 'a promise' : kindOf(value),
      ...(isLikeTensor(value) ? copiedTensor : {}),
    },
    'walk a tree',
  )

/** The path of an entry. */
export const joinPath = (path: string, name: string | number): string =>
  path === '' ? String(name) : `${path}.${String(name)}`

/** How many levels a tree may have: walks of more would fill the stack, and one that contains itself has no end. */
const mostLevels = 1000

/** Whether a place is deeper than a tree may be. */
export const isTooDeep = (level: number): boolean => level > mostLevels

/** Refuses a place that is deeper than a tree may be. */
export const checkLevel = (level: number, operation = 'walk', phrase = 'walk a tree'): void => {
  if (!isTooDeep(level)) return
  refuse(
    operation,
    [],
    { expected: `a tree of at most ${String(mostLevels)} levels`, found: 'a deeper one, or one that contains itself' },
    phrase,
  )
}

const mapNode = (node: Branch, f: (child: unknown, name: string | number) => unknown): unknown =>
  Array.isArray(node)
    ? node.map((child: unknown, index) => f(child, index))
    : Object.fromEntries(Object.entries(node).map(([name, child]) => [name, f(child, name)]))

type Visit = (t: Tensor, path: string) => Tensor

// Inside `vmap`, the words of a batch of keys have one more axis than the type of a key says.
const rekeyed = (key: Key, visit: Visit, path: string): Key => keyOf(ofShape<readonly [4]>(visit(key.words, path)), key)

const walk = (tree: unknown, path: string, visit: Visit, keys: boolean, level = 0): unknown => {
  checkLevel(level)
  if (isTensor(tree)) return visit(tree, path)
  if (isKey(tree)) return keys ? rekeyed(tree, visit, path) : tree
  return isNode(tree) && !isLikeTensor(tree)
    ? mapNode(tree, (entry, name) => walk(entry, joinPath(path, name), visit, keys, level + 1))
    : badLeaf(tree, path)
}

/**
 * Applies a function to the tensors of a tree, and to the words of its keys if `keys` says so. The function keeps
 * shapes, or the caller is responsible for the type.
 */
export const mapTensors = <T>(tree: T, visit: Visit, keys = false): T =>
  // The walk makes the same records and lists, which the type of a function over every form of tree cannot express.
  walk(tree, '', visit, keys) as T

/** Every tensor with its path, in the order of the tree. */
export const pathsOf = (tree: unknown): readonly (readonly [path: string, tensor: Tensor])[] => {
  const found: (readonly [string, Tensor])[] = []
  mapTensors(tree, (t, path) => {
    found.push([path, t])
    return t
  })
  return found
}
