/**
 * @file The walk over a tree: its leaves with their paths, and the tree again with others in their place. It takes what it
 * is given and refuses, while it walks, what is no tree; {@link Tree} tells the compiler beforehand.
 */
import type { Key } from './Key.ts'
import { isKey, keyOf } from './Key.ts'
import { isPromise } from './notPromised.ts'
import type { Tensor } from './Tensor.ts'
import { isTensor, ofShape } from './Tensor.ts'
import { refuse } from './TensorError.ts'

/** A record of trees, or a list of them, which is a record by index. */
export type Branch = Readonly<Record<string, unknown>>

const isPlainRecord = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** A record or a list; of a tensor or key one asks first whether it is one, since these are plain records too. */
export const isNode = (value: unknown): value is Branch => Array.isArray(value) || isPlainRecord(value)

/** A place in a tree, in words. */
export const atPath = (path: string): string => (path === '' ? 'the root' : `'${path}'`)

/** What stands at a place, in words. */
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

/** Refuses what is no leaf. */
export const badLeaf = (value: unknown, path: string): never =>
  refuse(
    'walk',
    [],
    { expected: `a tensor or a key at ${atPath(path)}`, found: isPromise(value) ? 'a promise' : kindOf(value) },
    'walk a tree',
  )

/** The path of an entry. */
export const joinPath = (path: string, name: string | number): string =>
  path === '' ? String(name) : `${path}.${String(name)}`

const mapNode = (node: Branch, f: (child: unknown, name: string | number) => unknown): unknown =>
  Array.isArray(node)
    ? node.map((child: unknown, index) => f(child, index))
    : Object.fromEntries(Object.entries(node).map(([name, child]) => [name, f(child, name)]))

type Visit = (t: Tensor, path: string) => Tensor

// The words of many keys at once, inside `vmap`, have one axis more than the type of a key says.
const rekeyed = (key: Key, visit: Visit, path: string): Key => keyOf(ofShape<readonly [4]>(visit(key.words, path)))

const walk = (tree: unknown, path: string, visit: Visit, keys: boolean): unknown => {
  if (isTensor(tree)) return visit(tree, path)
  if (isKey(tree)) return keys ? rekeyed(tree, visit, path) : tree
  return isNode(tree)
    ? mapNode(tree, (entry, name) => walk(entry, joinPath(path, name), visit, keys))
    : badLeaf(tree, path)
}

/**
 * A tree with a function applied to its tensors, and to the words of its keys where `keys` says so. The function keeps shapes,
 * or the caller answers for the type.
 */
export const mapTensors = <T>(tree: T, visit: Visit, keys = false): T =>
  // The walk makes the same records and lists, which a function over every form of tree cannot say of one.
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
