/**
 * @file A tree as a checkpoint: every tensor and key under its path, such as `conv1.weight`; and back into the form of
 * a template.
 *
 * The template says what is expected: loading matches names and shapes, and reports every difference at once.
 *
 * Laws: "loadTree undoes saveTree", "what loads has the template's form".
 */
import { budgetNames } from '../codecs/Budget.ts'
import { checkOptions } from '../core/options.ts'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isKey } from '../core/Key.ts'
import { ownNumbers } from '../core/own.ts'
import { sameShape } from '../core/Shape.ts'
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import { isTensor, leaf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import * as Tree from '../core/Tree.ts'
import { checkLevel, pathsOf } from '../core/treeWalk.ts'
import { defaultRuntime } from '../runtime/index.ts'
import type { CheckpointError, NamedShape } from './CheckpointError.ts'
import type { TypedData } from './dtype.ts'
import type { SafetensorsOptions } from './safetensors.ts'
import type { SafetensorsEntry } from './SafetensorsEntry.ts'
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts'
import { checkFilled, checkMetadata } from './SafetensorsEntry.ts'
import { numbersOf } from './tensorFromEntry.ts'

/** Tensors by name. */
export type NamedTensors = ReadonlyMap<string, SafetensorsEntry>

/** A tree of the same form with the words of each key in its place, so that keys have paths too. */
const withKeysAsWords = (tree: unknown, parents: readonly unknown[] = []): unknown => {
  if (isKey(tree)) return tree.words
  if (isTensor(tree) || typeof tree !== 'object' || tree === null) return tree
  checkLevel(parents.length)
  if (parents.includes(tree))
    return refuse('walk', [], { expected: 'a tree, which ends', found: 'a part that contains itself' }, 'walk a tree')
  const inside = [...parents, tree]
  return Array.isArray(tree)
    ? tree.map((child) => withKeysAsWords(child, inside))
    : Object.fromEntries(Object.entries(tree).map(([name, child]) => [name, withKeysAsWords(child, inside)]))
}

const namedLeaves = (tree: unknown): readonly (readonly [name: string, t: Tensor])[] => {
  const named = pathsOf(withKeysAsWords(tree))
  const names = new Set(named.map(([name]) => name))
  return names.size === named.length
    ? named
    : refuse(
        'name',
        [],
        { expected: 'leaves of different paths', found: 'two of the same path' },
        'name the leaves of a tree',
      )
}

const typedData = (data: NumberArray): TypedData => {
  if (data instanceof Float64Array) return { dtype: 'F64', data }
  if (data instanceof Float32Array) return { dtype: 'F32', data }
  if (data instanceof Int32Array) return { dtype: 'I32', data }
  if (data instanceof Uint32Array) return { dtype: 'U32', data }
  if (data instanceof Int16Array) return { dtype: 'I16', data }
  if (data instanceof Uint16Array) return { dtype: 'U16', data }
  if (data instanceof Int8Array) return { dtype: 'I8', data }
  return { dtype: 'U8', data: new Uint8Array(data) }
}

/** The entries of a tree, over the memory of its tensors. */
const entriesOf = (tree: unknown, options: SaveTreeOptions): NamedTensors => {
  const named = namedLeaves(tree)
  const values = (options.runtime ?? defaultRuntime).evaluate(named.map(([, t]) => t))
  return new Map(
    named.map(([name, { shape }], i) => {
      const data = inPrecision(values[i] ?? new Float64Array(0), options.precision)
      return [name, { ...typedData(data), shape }]
    }),
  )
}

const inPrecision = (data: NumberArray, precision: 'F32' | 'F64' | undefined): NumberArray =>
  precision === undefined || !(data instanceof Float64Array || data instanceof Float32Array)
    ? data
    : precision === 'F32'
      ? new Float32Array(data)
      : new Float64Array(data)

/** How a tree is saved. */
export interface SaveTreeOptions {
  /** The element type of fractional numbers; by default the backend's own, which loses nothing. */
  readonly precision?: 'F32' | 'F64'
  /** Free text to save with the tensors. */
  readonly metadata?: ReadonlyMap<string, string>
  readonly runtime?: typeof defaultRuntime
}

const optionNames = { precision: { F32: true, F64: true }, metadata: checkMetadata, runtime: true } as const

/**
 * The numbers of every tensor and key of a tree, by path.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { namedTensors } from 'cotangent/checkpoint'
 *
 * namedTensors({ fc: { weight: ones([2]) } }).get('fc.weight')?.shape // => [2]
 * ```
 */
export const namedTensors = (tree: unknown, options: SaveTreeOptions = {}): NamedTensors => {
  checkOptions('namedTensors', options, optionNames)
  return new Map(
    [...entriesOf(tree, options)].map(([name, entry]) => {
      const data = ownNumbers(entry.data)
      return [name, data === null ? entry : { ...typedData(data), shape: entry.shape }]
    }),
  )
}

/**
 * A tree as the bytes of a safetensors file that PyTorch, JAX and others read, each tensor under its path.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { loadTree, saveTree } from 'cotangent/checkpoint'
 * import { either as E } from 'fp-ts'
 *
 * const params = { fc: { weight: tensor([1, 2], [1, 2]), bias: tensor([3], [1]) } }
 * const loaded = loadTree(params)(saveTree(params))
 * E.isRight(loaded) && toNested(loaded.right.fc.weight) // => [[1, 2]]
 * ```
 */
export const saveTree = <T>(tree: T & Tree.Tree<T>, options: SaveTreeOptions = {}): Uint8Array => {
  checkOptions('saveTree', options, optionNames)
  return encodeSafetensors({ tensors: entriesOf(tree, options), metadata: options.metadata ?? new Map() })
}

const differences = (
  wanted: readonly (readonly [name: string, t: Tensor])[],
  tensors: NamedTensors,
): CheckpointError & { readonly _tag: 'TreeMismatch' } => {
  const names = new Set(wanted.map(([name]) => name))
  const shapes = wanted.map(([name, { shape }]): NamedShape => ({ name, shape }))
  return {
    _tag: 'TreeMismatch',
    missing: shapes.filter(({ name }) => !tensors.has(name)),
    unexpected: [...tensors].filter(([name]) => !names.has(name)).map(([name, { shape }]) => ({ name, shape })),
    misshapen: shapes.flatMap(({ name, shape }) => {
      const found = tensors.get(name)?.shape
      return found === undefined || sameShape(found, shape) ? [] : [{ name, expected: shape, found }]
    }),
  }
}

/**
 * A tree of the template's form with the tensors of the same names. Throws a `TensorError` where an entry
 * contradicts itself, its data not filling its shape, as no reader of this package gives it.
 *
 * @example
 * ```ts
 * import { tensor, toNested, zeros } from 'cotangent'
 * import { namedTensors, treeFromTensors } from 'cotangent/checkpoint'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = treeFromTensors({ weight: zeros([2]) })(namedTensors({ weight: tensor([1, 2], [2]) }))
 * E.isRight(read) && toNested(read.right.weight) // => [1, 2]
 * ```
 */
export const treeFromTensors =
  <T>(template: T & Tree.Tree<T>) =>
  (tensors: NamedTensors): E.Either<CheckpointError, T> => {
    tensors.forEach((entry, name) => checkFilled('treeFromTensors', `take ${name}`, entry))
    return filled<T>(template, tensors, (numbers) => ownNumbers(numbers) ?? numbers)
  }

/** A tree of the template's form over numbers of tensors, or over copies of them. */
const filled = <T>(
  template: T & Tree.Tree<T>,
  tensors: NamedTensors,
  own: (numbers: NumberArray) => NumberArray,
): E.Either<CheckpointError, T> => {
  const wanted = namedLeaves(template)
  const mismatch = differences(wanted, tensors)
  if (mismatch.missing.length + mismatch.unexpected.length + mismatch.misshapen.length > 0) return E.left(mismatch)
  return pipe(
    wanted.flatMap(([name, { shape }]) => {
      const entry = tensors.get(name)
      return entry === undefined ? [] : [{ name, shape, entry }]
    }),
    E.traverseArray(({ name, shape, entry }) =>
      pipe(
        numbersOf(name, entry),
        E.map((numbers) => leaf(own(numbers), shape)),
      ),
    ),
    E.map((loaded) => Tree.rebuild<T>(template, loaded)),
  )
}

/**
 * Reads a safetensors file into the form of a template, such as freshly initialized parameters; only the names and
 * shapes of the template matter. The left side is either a damaged file or a `TreeMismatch` that lists every missing,
 * unexpected and misshapen tensor.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { loadTree, saveTree, showCheckpointError } from 'cotangent/checkpoint'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = loadTree({ weight: ones([2, 3]) })(saveTree({ weight: ones([3, 2]) }))
 * E.isLeft(read) && showCheckpointError(read.left)
 * // => 'Cannot load the checkpoint into the tree: misshapen weight [3, 2] instead of [2, 3]'
 * ```
 */
export const loadTree = <T>(template: T & Tree.Tree<T>, given: SafetensorsOptions = {}) => {
  const options = checkOptions('loadTree', given, budgetNames)
  return (bytes: Uint8Array): E.Either<CheckpointError, T> =>
    pipe(
      decodeSafetensors(bytes, options),
      // No one else holds the numbers yet.
      E.chain(({ tensors }) => filled<T>(template, tensors, (numbers) => numbers)),
    )
}
