/**
 * @file Trees: readonly records and tuples, nested, whose leaves are tensors and keys. Parameters, gradients,
 * optimizer states and batches are trees.
 *
 * Laws: "map identity is identity", "map of a composition is the composition of maps", "zipWith keeps the structure",
 * "rebuild of the leaves is the tree", "paths are distinct". Two trees are paired by name, never by the order of their keys:
 * `laws.treeOrder`.
 */
import type { Key } from './Key.ts'
import { isKey } from './Key.ts'
import { sameShape, showShape } from './Shape.ts'
import type { Tensor } from './Tensor.ts'
import { isTensor } from './Tensor.ts'
import { refuse } from './TensorError.ts'
import type { Branch } from './treeWalk.ts'
import { atPath, badLeaf, checkLevel, isNode, isTooDeep, joinPath, kindOf, mapTensors, pathsOf } from './treeWalk.ts'

/** Shown by the compiler in place of a leaf that is no tensor. */
export interface TreeError<Message extends string> {
  readonly treeError: Message
}

/** A tensor of any shape, also of one with type parameters, which the compiler does not know to be a `Shape`. */
type AnyTensor = Pick<Tensor, '_tag'> & { readonly shape: readonly unknown[] }

/**
 * The type of `T` as a tree: `T` where it is well formed, a {@link TreeError} in place of each wrong leaf.
 * Functions on trees take `T & Tree<T>`, which leaves `T` to inference.
 */
export type Tree<T> = T extends AnyTensor | Key
  ? T
  : T extends (...args: never) => unknown
    ? TreeError<'a tree leaf is a tensor or a key'>
    : T extends object
      ? { readonly [K in keyof T]: Tree<T[K]> }
      : TreeError<'a tree leaf is a tensor or a key'>

/** A record or a list of other trees. Leaves are excluded, though they are plain records too. */
const isBranch = (value: unknown): value is Branch => isNode(value) && !isTensor(value) && !isKey(value)

/**
 * Whether a value is a tree: tensors and keys, in records and lists of at most 1000 levels.
 *
 * @example
 * ```ts
 * import { tensor, Tree } from 'cotangent'
 *
 * Tree.isTree({ a: [tensor(1, [])] }) // => true
 * Tree.isTree({ a: 1 }) // => false
 * ```
 */
export const isTree = (value: unknown): boolean => isTreeAt(value, 0)

const isTreeAt = (value: unknown, level: number): boolean =>
  isTensor(value) ||
  isKey(value) ||
  (isNode(value) && !isTooDeep(level) && Object.values(value).every((entry) => isTreeAt(entry, level + 1)))

/**
 * Applies a function to every tensor; keys are kept. The result has the type of the tree: the function keeps shapes, or
 * the caller declares another type.
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
    mapTensors<T>(tree, f)

/** How a tree is compared with a form, and how a refusal names it. */
export interface LikeOptions {
  /** The operation that refuses, in the data of the error; `pair` by default. */
  readonly operation?: string
  /** The action that is refused; `pair two trees` by default. */
  readonly phrase?: string
  /** What the tree is called; `the second tree` by default. */
  readonly name?: string
  /** Whether each leaf must have the shape of the form's leaf; false by default. */
  readonly shaped?: boolean
}

type Pair = (own: Tensor, other: Tensor, path: string, isKeyLeaf: boolean) => void

/** Calls `pair` with each leaf of a form and the leaf of the same name in a tree; refuses a tree of another form. */
const lay = (
  form: unknown,
  tree: unknown,
  { operation = 'pair', phrase = 'pair two trees', name: title = 'the second tree', shaped = false }: LikeOptions,
  pair: Pair,
): void => {
  const unlike = (expected: unknown, found: unknown, path: string): never =>
    refuse(
      operation,
      [],
      { expected: `${kindOf(expected)} at ${atPath(path)} of ${title}`, found: kindOf(found) },
      phrase,
    )
  const leafPair = (own: Tensor, other: Tensor, path: string, isKeyLeaf: boolean): void => {
    if (!shaped || sameShape(own.shape, other.shape)) pair(own, other, path, isKeyLeaf)
    else {
      const [found, expected] = [showShape(other.shape), showShape(own.shape)]
      const place = path === '' ? '' : ` at '${path}'`
      refuse(operation, [other.shape, own.shape], { expected: `shape ${expected}${place} of ${title}`, found }, phrase)
    }
  }
  const nodePair = (own: Branch, other: Branch, path: string, level: number): void => {
    for (const name of Object.keys(own)) {
      go(own[name], Object.hasOwn(other, name) ? other[name] : undefined, joinPath(path, name), level + 1)
    }
    const surplus = Object.keys(other).find((name) => !Object.hasOwn(own, name))
    if (surplus !== undefined) unlike(undefined, other[surplus], joinPath(path, surplus))
  }
  const go = (own: unknown, other: unknown, path: string, level: number): void => {
    checkLevel(level, operation, phrase)
    if (isTensor(own) && isTensor(other)) leafPair(own, other, path, false)
    else if (isKey(own) && isKey(other)) leafPair(own.words, other.words, path, true)
    else if (!isNode(own)) badLeaf(own, path)
    else if (isBranch(own) && isBranch(other) && Array.isArray(own) === Array.isArray(other)) {
      nodePair(own, other, path, level)
    } else unlike(own, other, path)
  }
  go(form, tree, '', 0)
}

/**
 * The leaves of a tree in the order of the {@link leaves} of a form, found by name: the one way in which the library
 * pairs two trees. The order in which their keys were written does not matter. Refuses a tree of another form, and says
 * at which path they differ.
 *
 * @example
 * ```ts
 * import { tensor, toNested, Tree } from 'cotangent'
 *
 * const form = { a: tensor(1, []), b: tensor(2, []) }
 * const [a, b] = Tree.leavesLike(form, { b: tensor(20, []), a: tensor(10, []) })
 * a && toNested(a) // => 10
 * b && toNested(b) // => 20
 * ```
 */
export const leavesLike = (form: unknown, tree: unknown, options: LikeOptions = {}): readonly Tensor[] => {
  const found: Tensor[] = []
  lay(form, tree, options, (_, other) => found.push(other))
  return found
}

/**
 * Combines the tensors of two trees of one form, pair by pair; keys are taken from the first tree. Refuses different
 * forms.
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
  <T>(a: T & Tree<T>, b: NoInfer<T>): T => {
    const made: Tensor[] = []
    lay(a, b, { operation: 'zip', phrase: 'zip two trees' }, (own, other, path, isKeyLeaf) =>
      made.push(isKeyLeaf ? own : f(own, other, path)),
    )
    return rebuild<T>(a, made)
  }

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
export const paths = <T>(tree: T & Tree<T>): readonly (readonly [path: string, tensor: Tensor])[] => pathsOf(tree)

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
 * All tensors, including the words of keys, in the order of the tree.
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
  mapTensors(
    tree,
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
  return mapTensors(
    tree,
    (_, path) => {
      const { value, done } = next.next()
      return done
        ? refuse(
            'rebuild',
            [],
            { expected: `a leaf for ${atPath(path)}`, found: 'none that is left' },
            'rebuild a tree',
          )
        : value
    },
    true,
  )
}

const walkTree: <T>(value: T) => asserts value is T & Tree<T> = (value) => {
  // The walk refuses anything that is not a tree.
  leaves(value)
}

/**
 * Checks that a value is a tree, for functions that are generic in its form: they have a `T`, and call others that take
 * `T & Tree<T>`. Refuses anything else, and names the path.
 *
 * @example
 * ```ts
 * import { mul, tensor, toNested, Tree } from 'cotangent'
 *
 * const doubled = <T>(tree: T): T => Tree.map((t) => mul(t, 2))<T>(Tree.checkTree(tree))
 * toNested(doubled({ weight: tensor([1, 2], [2]) }).weight) // => [2, 4]
 * ```
 */
export const checkTree = <T>(value: T): T & Tree<T> => {
  walkTree(value)
  return value
}
