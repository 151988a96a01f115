/**
 * @file Trees: readonly records and tuples, nested, whose leaves are tensors and keys. Parameters, gradients,
 * optimizer states and batches are trees.
 *
 * Laws: "map identity is identity", "map of a composition is the composition of maps", "zipWith keeps the structure",
 * "rebuild of the leaves is the tree", "paths are distinct".
 */
import type { Key } from './Key.ts'
import { isKey, keyOf } from './Key.ts'
import type { Tensor } from './Tensor.ts'
import { isTensor } from './Tensor.ts'
import { refuse } from './TensorError.ts'

/** Shown by the compiler in place of a leaf that is no tensor. */
export interface TreeError<Message extends string> {
  readonly treeError: Message
}

/**
 * What a tree of the form of `T` has at each place: itself where it is well formed, a {@link TreeError} elsewhere.
 * Functions on trees take `T & Tree<T>`, which leaves `T` to inference.
 */
export type Tree<T> = T extends Tensor | Key
  ? T
  : T extends (...args: never) => unknown
    ? TreeError<'a tree leaf is a tensor or a key'>
    : T extends object
      ? { readonly [K in keyof T]: Tree<T[K]> }
      : TreeError<'a tree leaf is a tensor or a key'>

type Node = Readonly<Record<string, unknown>>

const isNode = (value: unknown): value is Node | readonly unknown[] =>
  Array.isArray(value) ||
  (typeof value === 'object' &&
    value !== null &&
    (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null))

const at = (path: string): string => (path === '' ? 'the root' : `'${path}'`)

const badLeaf = (value: unknown, path: string): never =>
  refuse('walk', [], `a tree leaf is a tensor or a key, found ${typeof value} at ${at(path)}`, 'walk a tree')

const join = (path: string, name: string | number): string => (path === '' ? String(name) : `${path}.${String(name)}`)

const mapNode = (node: Node | readonly unknown[], f: (child: unknown, name: string | number) => unknown): unknown =>
  Array.isArray(node)
    ? node.map((child, index) => f(child, index))
    : Object.fromEntries(Object.entries(node).map(([name, child]) => [name, f(child, name)]))

const child = (tree: unknown, name: string | number, path: string): unknown => {
  if (isNode(tree) && Object.hasOwn(tree, name)) return (tree as Node)[name]
  return refuse('zip', [], `${at(join(path, name))} is in one and not in the other`, 'zip two trees')
}

const sizeOfNode = (node: unknown): number => (isNode(node) ? Object.keys(node).length : -1)

const walk = (tree: unknown, path: string, tensorAt: (t: Tensor, path: string) => Tensor, keys: boolean): unknown =>
  isTensor(tree)
    ? tensorAt(tree, path)
    : isKey(tree)
      ? keys
        ? keyOf(tensorAt(tree.words, path) as Tensor<readonly [4]>)
        : tree
      : isNode(tree)
        ? mapNode(tree, (entry, name) => walk(entry, join(path, name), tensorAt, keys))
        : badLeaf(tree, path)

/**
 * Applies a function to every tensor; keys stay as they are. The result has the type of the tree: the function keeps
 * shapes, or the caller says otherwise.
 *
 * @example
 * ```ts
 * import { Tree, mul, tensor, toNested } from 'cotangent'
 *
 * const doubled = Tree.map((t) => mul(t, 2))({ weight: tensor([1, 2], [2]), bias: tensor(3, []) })
 * toNested(doubled.weight) // => [2, 4]
 * ```
 */
export const map =
  (f: (t: Tensor, path: string) => Tensor) =>
  <T>(tree: T & Tree<T>): T =>
    walk(tree, '', f, false) as T

const zipNode = (a: unknown, b: unknown, path: string, f: (a: Tensor, b: Tensor, path: string) => Tensor): unknown => {
  if (isTensor(a)) return isTensor(b) ? f(a, b, path) : badLeaf(b, path)
  if (isKey(a)) return a
  if (!isNode(a)) return badLeaf(a, path)
  return sizeOfNode(a) === sizeOfNode(b)
    ? mapNode(a, (entry, name) => zipNode(entry, child(b, name, path), join(path, name), f))
    : refuse('zip', [], `they differ in form at ${at(path)}`, 'zip two trees')
}

/**
 * Combines the tensors of two trees of one form, pair by pair; keys are the first tree's. Refuses unlike forms.
 *
 * @example
 * ```ts
 * import { add, tensor, toNested, Tree } from 'cotangent'
 *
 * const a = { x: tensor([1, 2], [2]) }
 * const b = { x: tensor([3, 4], [2]) }
 * toNested(Tree.zipWith((s, t) => add(s, t))(a, b).x) // => [4, 6]
 * ```
 */
export const zipWith =
  (f: (a: Tensor, b: Tensor, path: string) => Tensor) =>
  <T>(a: T & Tree<T>, b: NoInfer<T>): T =>
    zipNode(a, b, '', f) as T

/**
 * Every tensor with its path, such as `conv1.weight`, in the order of the tree.
 *
 * @example
 * ```ts
 * import { ones, Tree } from 'cotangent'
 *
 * Tree.paths({ fc: { weight: ones([2, 3]), bias: ones([2]) } }).map(([path, { shape }]) => [path, shape])
 * // => [['fc.weight', [2, 3]], ['fc.bias', [2]]]
 * ```
 */
export const paths = <T>(tree: T & Tree<T>): readonly (readonly [path: string, tensor: Tensor])[] => {
  const found: (readonly [string, Tensor])[] = []
  walk(
    tree,
    '',
    (t, path) => {
      found.push([path, t])
      return t
    },
    false,
  )
  return found
}

/**
 * Combines all tensors, in the order of the tree.
 *
 * @example
 * ```ts
 * import { ones, Tree } from 'cotangent'
 *
 * const count = Tree.reduce(0, (total: number, { shape }) => total + shape.reduce((size, length) => size * length, 1))
 * count({ weight: ones([2, 3]), bias: ones([2]) }) // => 8
 * ```
 */
export const reduce =
  <A>(initial: A, f: (accumulated: A, t: Tensor, path: string) => A) =>
  <T>(tree: T & Tree<T>): A =>
    paths(tree).reduce((accumulated, [path, t]) => f(accumulated, t, path), initial)

/**
 * All tensors, the words of keys among them, in the order of the tree.
 *
 * @example
 * ```ts
 * import { key, ones, Tree } from 'cotangent'
 *
 * Tree.leaves([ones([2]), { seed: key(1) }]).length // => 2
 * ```
 */
export const leaves = (tree: unknown): readonly Tensor[] => {
  const found: Tensor[] = []
  walk(
    tree,
    '',
    (t) => {
      found.push(t)
      return t
    },
    true,
  )
  return found
}

/**
 * A tree of the form of `tree` with other leaves, in the order of {@link leaves}.
 *
 * @example
 * ```ts
 * import { ones, toNested, Tree, zeros } from 'cotangent'
 *
 * const tree = { a: ones([2]), b: [ones([1])] } as const
 * toNested(Tree.rebuild(tree, [zeros([2]), zeros([1])]).a) // => [0, 0]
 * ```
 */
export const rebuild = <T>(tree: T, replaced: readonly Tensor[]): T => {
  const next = replaced[Symbol.iterator]()
  return walk(
    tree,
    '',
    (_, path) => {
      const { value, done } = next.next()
      return done ? refuse('rebuild', [], `no leaf is left for ${at(path)}`, 'rebuild a tree') : value
    },
    true,
  ) as T
}
