/**
 * @file The arguments and results of a compiled function: nestings of tensors, keys, numbers and plain data.
 *
 * A tensor, a key or a number is a leaf, whose numbers are an input. Strings, booleans, `null` and `undefined` are
 * compiled in. Anything else is refused.
 */
import { copiedTensor, isLikeTensor } from '../core/foundValue.ts'
import type { Key } from '../core/Key.ts'
import { isKey, keyOf } from '../core/Key.ts'
import type { Shape } from '../core/Shape.ts'
import type { TensorNumbers } from '../core/TensorNumbers.ts'
import { arrayOf } from '../core/TensorNumbers.ts'
import type { Tensor } from '../core/Tensor.ts'
import { isTensor, leaf, scalar } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { isPlainRecord } from '../core/isRecord.ts'
import { checkLevel } from '../core/treeWalk.ts'

/** What a walk does at each node. */
interface Visitor<T> {
  readonly tensor: (t: Tensor, path: string) => T
  readonly key: (key: Key, path: string) => T
  readonly number: (value: number, path: string) => T
  readonly plain: (value: unknown) => T
  readonly list: (entries: readonly T[]) => T
  readonly record: (entries: readonly (readonly [name: string, entry: T])[]) => T
}

const isPlain = (value: unknown): boolean =>
  value === null || ['string', 'boolean', 'undefined', 'bigint'].includes(typeof value)

const place = (path: string): string => (path === '' ? '' : ` at '${path}'`)

const refusePlace = (value: unknown, path: string): never =>
  refuse(
    'compile',
    [],
    {
      expected: 'tensors, keys, numbers and plain data',
      ...(isLikeTensor(value)
        ? { found: `${copiedTensor.found}${place(path)}`, advice: copiedTensor.advice }
        : {
            found: `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}${place(path)}`,
            advice: 'close over it instead',
          }),
    },
    'compile the function',
  )

const join = (path: string, name: string | number): string => (path === '' ? String(name) : `${path}.${String(name)}`)

/**
 * Visits a value and its entries. The entries of a record are visited in the order of their names, so that the
 * numbering of leaves does not depend on how the record was written; `record` receives them as written.
 */
const visit = <T>(value: unknown, visitor: Visitor<T>, path = '', level = 0): T => {
  checkLevel(level, 'compile', 'compile the function')
  if (isTensor(value)) return visitor.tensor(value, path)
  if (isKey(value)) return visitor.key(value, path)
  if (typeof value === 'number') return visitor.number(value, path)
  if (isPlain(value)) return visitor.plain(value)
  if (Array.isArray(value))
    return visitor.list(value.map((entry, k) => visit(entry, visitor, join(path, k), level + 1)))
  if (!isPlainRecord(value) || isLikeTensor(value)) return refusePlace(value, path)
  const entries = Object.entries(value).map(([name, entry], at) => ({ name, entry, at }))
  const visited = entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, entry, at }) => ({ name, at, made: visit(entry, visitor, join(path, name), level + 1) }))
  return visitor.record(visited.toSorted((a, b) => a.at - b.at).map(({ name, made }) => [name, made]))
}

/** Flattened arguments. */
interface Arguments {
  /** Equal for arguments that differ only in their numbers. */
  readonly signature: string
  /** Their leaves, numbers as scalars, in order. */
  readonly leaves: readonly Tensor[]
}

/** Flattens arguments. */
export const takeApart = (values: readonly unknown[]): Arguments => {
  const leaves: Tensor[] = []
  const note = (t: Tensor, signature: string): string => {
    leaves.push(t)
    return signature
  }
  const signature = visit<string>(values, {
    tensor: (t) => note(t, `t${t.shape.join()}`),
    key: (key) => note(key.words, 'k'),
    number: (value) => note(scalar(value), 'n'),
    plain: (value) => `${typeof value} ${JSON.stringify(String(value))}`,
    list: (entries) => `[${entries.join(';')}]`,
    record: (entries) => `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${entry}`).join(';')}}`,
  })
  return { signature, leaves }
}

/** Placeholders for the leaves of arguments. */
interface Placeholders {
  readonly tensor: <S extends Shape>(shape: S) => Tensor<S>
  readonly number: () => Tensor
}

/** Arguments with placeholders for leaves, and the placeholders in order. */
export const withPlaceholders = (
  values: readonly unknown[],
  make: Placeholders,
): readonly [values: readonly unknown[], placeholders: readonly Tensor[]] => {
  const placeholders: Tensor[] = []
  const note = <S extends Shape>(t: Tensor<S>): Tensor<S> => {
    placeholders.push(t)
    return t
  }
  const visitor: Visitor<unknown> = {
    tensor: (t) => note(make.tensor(t.shape)),
    key: (key) => keyOf(note(make.tensor(key.words.shape))),
    number: () => note(make.number()),
    plain: (value) => value,
    list: (entries) => entries,
    record: Object.fromEntries,
  }
  return [values.map((value, k) => visit(value, visitor, String(k))), placeholders]
}

/** A leaf of arguments or of a result, under its path. */
export interface PathedLeaf {
  readonly path: string
  readonly tensor: Tensor
}

/** The leaves of a value in the order of their placeholders, each under its path; numbers as scalars if asked for. */
export const pathedLeaves = (value: unknown, numbers: boolean): readonly PathedLeaf[] => {
  const found: PathedLeaf[] = []
  const note = (tensor: Tensor, path: string): number => found.push({ path, tensor })
  const nothing = (): number => found.length
  visit<number>(value, {
    tensor: note,
    key: ({ words }, path) => note(words, path),
    number: (one, path) => (numbers ? note(scalar(one), path) : nothing()),
    plain: nothing,
    list: nothing,
    record: nothing,
  })
  return found
}

type Values = readonly TensorNumbers[]

/** The tensors of a result, including the words of keys, in order. */
export const tensorsOf = (result: unknown): readonly Tensor[] => pathedLeaves(result, false).map(({ tensor }) => tensor)

/**
 * Rebuilds a result from other numbers for its tensors; `make` creates the tensor for the numbers at an index if they
 * are not available.
 */
export type Rebuild = (values: Values, make?: <S extends Shape>(index: number, shape: S) => Tensor<S>) => unknown

const none = new Float64Array(0)

/**
 * A recipe to rebuild a result, without references to its tensors. If a result is the placeholder of a number, it
 * becomes a number again.
 */
export const rebuildOf = (result: unknown, isNumber: (t: Tensor) => boolean): Rebuild => {
  let next = 0
  const leafOf = (shape: Shape): Rebuild => {
    const index = next++
    return (values, make) => make?.(index, shape) ?? leaf(values[index] ?? none, shape)
  }
  const numberOf = (): Rebuild => {
    const index = next++
    return (values) => arrayOf(values[index] ?? none)[0]
  }
  const wordsOf = (): Rebuild => {
    const index = next++
    return (values, make) => keyOf(make?.<readonly [4]>(index, [4]) ?? leaf(values[index] ?? none, [4]))
  }
  return visit<Rebuild>(result, {
    tensor: (t) => (isNumber(t) ? numberOf() : leafOf(t.shape)),
    key: wordsOf,
    number: (value) => () => value,
    plain: (value) => () => value,
    list: (entries) => (values, make) => entries.map((entry) => entry(values, make)),
    record: (entries) => (values, make) =>
      Object.fromEntries(entries.map(([name, entry]) => [name, entry(values, make)])),
  })
}
