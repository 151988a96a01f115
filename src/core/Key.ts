/**
 * @file Random keys: every random tensor is a pure function of a key, so a key is used once, and split when more are
 * needed.
 *
 * A key is an expression like any tensor (four 16-bit words, exact in every precision), so that inside a compiled
 * program it is an input. Laws: "the same key gives the same numbers", "the children of a key differ from each other
 * and from it", "foldIn separates integers".
 */
import { foundValue, kindOf } from './foundValue.ts'
import { mostIndexed } from './exactIndices.ts'
import { sameShape, showShape } from './Shape.ts'
import type { Operand, Primitive, Tensor } from './Tensor.ts'
import { applyPrimitive, asTensor, isTensor, leaf, valueOf } from './Tensor.ts'
import { refuse } from './TensorError.ts'
import { wordsOfKey } from './threefry.ts'

/**
 * The place of a process's examples in a batch that several processes share. Layers that treat the examples of a batch
 * together, or that draw for each of them, find it in the key of their mode.
 */
export interface BatchPlace {
  /** How many examples of the batch come before. */
  readonly from: number
  /** How many examples this process has. */
  readonly count: number
  /** How many examples the whole batch has. */
  readonly of: number
  /** The sum of a tensor over all processes. */
  readonly sum: (t: Tensor) => Tensor
}

/** A splittable random key. Opaque: made by {@link key}, {@link split} and {@link foldIn}. */
export interface Key {
  readonly _tag: 'Key'
  /** The key as four 16-bit words, high first. */
  readonly words: Tensor<readonly [4]>
  /** Where the examples are that it draws for; none if they are the whole batch. Keys derived from it have the same. */
  readonly place?: BatchPlace
}

/**
 * Whether a value is a key.
 *
 * @example
 * ```ts
 * import { isKey, key } from 'cotangent'
 *
 * isKey(key(1)) // => true
 * isKey(1) // => false
 * ```
 */
export const isKey = (value: unknown): value is Key =>
  typeof value === 'object' && value !== null && '_tag' in value && value._tag === 'Key' && 'words' in value

/** The words of a key. Refuses anything else: callers from JavaScript may leave the key out. */
export const keyWords = (given: Key): Tensor<readonly [4]> => {
  if (!isKey(given))
    return refuse('use a key', [], { expected: 'a key', found: kindOf(given), advice: 'make one with key(seed)' })
  const { shape }: Tensor = given.words
  if (shape.length === 0)
    return refuse('use a key', [], {
      expected: 'one key',
      found: 'a word of one',
      advice: 'give vmap a batch of keys, keyBatch(key, count)',
    })
  return sameShape(shape, [4])
    ? given.words
    : refuse('use a key', [], {
        expected: 'one key',
        found: `a batch of keys ${showShape(shape.slice(0, -1))}`,
        advice: 'vmap a function of one key over it',
      })
}

/** The key over an expression for its words. */
export const keyOf = (words: Tensor<readonly [4]>, { place }: Pick<Key, 'place'> = {}): Key =>
  place === undefined ? { _tag: 'Key', words } : { _tag: 'Key', words, place }

/**
 * The key of a seed: any whole number from 0 to 2^53 - 1.
 *
 * @example
 * ```ts
 * import { key, toArray, uniform } from 'cotangent'
 *
 * const draw = () => toArray(uniform([3])(key(42)))
 * String(draw()) === String(draw()) // => true
 * ```
 */
export const key = (seed: number): Key =>
  Number.isSafeInteger(seed) && seed >= 0
    ? keyOf(leaf(Uint16Array.from(wordsOfKey([Math.floor(seed / 2 ** 32), seed % 2 ** 32])), [4]))
    : refuse('make a key', [], {
        expected: 'a seed that is a whole number from 0 to 2^53 - 1',
        found: foundValue(seed),
      })

export const keySplitPrimitive: Primitive<'keySplit'> = {
  name: 'keySplit',
  shape: () => [4],
  pullback: () => [null],
}

export const keyFoldInPrimitive: Primitive<'keyFoldIn'> = {
  name: 'keyFoldIn',
  shape: () => [4],
  pullback: () => [null, null],
}

/** A tuple of `N` keys; an array where `N` is not known, or more than 64. */
export type Keys<N extends number, Made extends readonly Key[] = readonly []> = number extends N
  ? readonly Key[]
  : Made['length'] extends N
    ? Made
    : Made['length'] extends 64
      ? readonly Key[]
      : Keys<N, readonly [...Made, Key]>

/**
 * Splits a key into independent keys. Do not use the parent afterwards.
 *
 * @example
 * ```ts
 * import { key, split } from 'cotangent'
 *
 * const [forWeights, forData] = split(key(0), 2)
 * ```
 */
export const split = <const N extends number = 2>(parent: Key, given?: N): Keys<N> => {
  const count: number = given === undefined ? 2 : given
  if (!(Number.isSafeInteger(count) && count >= 0 && count <= mostIndexed)) {
    refuse(
      'split',
      [],
      { expected: 'a count that is a whole number from 0 to 2^24', found: foundValue(count) },
      'split a key',
    )
  }
  // As many as `N` says, which is 2 where no count is given.
  return Array.from({ length: count }, (_, index) => childAt(parent, index)) as Keys<N>
}

/** The child of a key at an index of 32 bits. */
const childAt = (parent: Key, index: number): Key =>
  keyOf(applyPrimitive(keySplitPrimitive, { index }, [keyWords(parent)]), parent)

/** The child that large numbers are folded into: the last that there is. */
const childOfLarge = 2 ** 32 - 1

/**
 * Derives a key from a parent and a whole number, such as a step counter. A plain number may be up to 2^53 - 1, a
 * number in a tensor must be below 2^24, since float32 would round larger ones. Refuses all other numbers, such as -1,
 * 1.5 and NaN. A computed number is refused when it is computed, except on a GPU, which cannot refuse.
 *
 * @example
 * ```ts
 * import { foldIn, item, key, uniform } from 'cotangent'
 *
 * const start = key(1)
 * const first = item(uniform([])(foldIn(start, 0)))
 * const second = item(uniform([])(foldIn(start, 1)))
 * first === second // => false
 * ```
 */
export const foldIn = (parent: Key, data: Operand<readonly []>): Key => {
  if (typeof data !== 'number') {
    if (!isTensor(data)) return refuse('foldIn', [], { expected: 'a whole number', found: foundValue(data) })
    const { shape }: Tensor = data
    if (shape.length > 0) return refuse('foldIn', [shape], { expected: 'one number', found: showShape(shape) })
    // If the number is known already, as for every leaf.
    const known = valueOf(data)?.[0]
    if (known !== undefined) checkFolded(known, mostIndexed - 1, inTensor)
    return keyOf(applyPrimitive(keyFoldInPrimitive, {}, [keyWords(parent), data]), parent)
  }
  checkFolded(data, Number.MAX_SAFE_INTEGER, '2^53 - 1')
  return data >= mostIndexed
    ? // In two parts, since float32 would round it, under a child of its own, so that the parts folded in by hand differ.
      foldIn(foldIn(childAt(parent, childOfLarge), Math.floor(data / mostIndexed)), data % mostIndexed)
    : keyOf(applyPrimitive(keyFoldInPrimitive, {}, [keyWords(parent), asTensor(data)]), parent)
}

/** The largest number to fold in that a tensor may hold, in words. */
export const inTensor = '2^24 - 1 in a tensor'

/** Refuses a number to fold in. */
export const refuseFolded = (data: number, named: string): never =>
  refuse(
    'foldIn',
    [],
    { expected: `a whole number from 0 to ${named}`, found: foundValue(data) },
    'fold a number into a key',
  )

const checkFolded = (data: number, most: number, named: string): void => {
  if (Number.isSafeInteger(data) && data >= 0 && data <= most) return
  refuseFolded(data, named)
}
