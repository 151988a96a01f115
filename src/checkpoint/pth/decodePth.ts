/**
 * @file PyTorch's files (`torch.save`): the zip container of PyTorch 1.6 and later, and the legacy sequence of pickles.
 * Tensors and containers are read. For a few harmless extras only the names are kept; a file that holds or names
 * anything else is refused, and nothing in it is run.
 */
import { checkBytes } from '../../core/checkBytes.ts'
import { ownList } from '../../core/own.ts'
import { checkOptions } from '../../core/options.ts'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Budget } from '../../codecs/Budget.ts'
import { budgetNames, budgetWith, overBudget } from '../../codecs/Budget.ts'
import { lookingLike } from '../../codecs/FileFormat.ts'
import type { CheckpointError } from '../CheckpointError.ts'
import type { SafetensorsEntry } from '../SafetensorsEntry.ts'
import { errorFrom, refuseFile, refuseOver } from './PthError.ts'
import type { PthExtra, PthTensor, PthValue } from './PthValue.ts'
import { bytesOf, findName, tensorsOver } from './tensors.ts'
import type { Item } from './Item.ts'
import { unpickle } from './unpickle.ts'
import { archiveOf, contentOf } from './zip.ts'

/** Limits on a file; the defaults are those of `Budget`. */
export type DecodePthOptions = Partial<Budget>

/** The value, after checking that it holds nothing but data and is not nested too deeply. */
const checked = (value: Item, budget: Budget): PthValue => {
  const seen = new Set<Item>()
  const waiting: (readonly [item: Item, depth: number])[] = [[value, 0]]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [item, depth] = next
    if (typeof item !== 'object' || item === null || seen.has(item)) continue
    seen.add(item)
    if (item._tag === 'Name' || item._tag === 'Storage') refuseFile('it holds a name or a storage in place of a value')
    const isContainer = item._tag === 'Dict' || item._tag === 'List' || item._tag === 'Tuple'
    if (isContainer) refuseOver(overBudget(budget, 'maxDepth', depth + 1))
    if (item._tag === 'Dict') for (const [key, held] of item.entries) waiting.push([key, depth + 1], [held, depth + 1])
    if (item._tag === 'List' || item._tag === 'Tuple') for (const held of item.items) waiting.push([held, depth + 1])
  }
  // Every item of it was checked above.
  return value as PthValue
}

/** The maximum number of opcodes in one pickle: a value takes two or three. */
const stepsIn = ({ maxValues }: Budget): number => 4 * maxValues

const fromZip = (bytes: Uint8Array, budget: Budget): PthValue => {
  const { members, size } = archiveOf(bytes, budget)
  const content = (name: string): Uint8Array | null => {
    const member = members.get(name)
    return member === undefined ? null : contentOf(bytes, member)
  }
  const pickleName = [...members.keys()].find((name) => name === 'data.pkl' || name.endsWith('/data.pkl'))
  if (pickleName === undefined) return refuseFile('the archive holds no data.pkl')
  const folder = pickleName.slice(0, -'data.pkl'.length)
  const order = content(`${folder}byteorder`)
  if (order !== null && new TextDecoder().decode(order).trim() !== 'little') refuseFile('its numbers are big-endian')
  const { tensor, fill } = tensorsOver(budget)
  const pickle = content(pickleName) ?? new Uint8Array(0)
  const { value } = unpickle({ bytes: pickle, from: 0, mostSteps: stepsIn(budget), find: findName, tensor })
  fill((key) => content(`${folder}data/${key}`) ?? refuseFile(`storage ${key} is missing`), size)
  return checked(value, budget)
}

const magic = 0x1950a86a20f9469cfc6cn
const protocol = 1001

const isList = (item: Item): item is Extract<Item, { readonly _tag: 'List' }> =>
  typeof item === 'object' && item !== null && item._tag === 'List'

const entryOf = (dict: Item, name: string): Item | undefined =>
  typeof dict === 'object' && dict !== null && dict._tag === 'Dict'
    ? dict.entries.find(([key]) => key === name)?.[1]
    : undefined

const fromLegacy = (bytes: Uint8Array, budget: Budget): PthValue => {
  const { tensor, fill, storageOf } = tensorsOver(budget)
  let at = 0
  const next = (): Item => {
    const { value, end } = unpickle({ bytes, from: at, mostSteps: stepsIn(budget), find: findName, tensor })
    at = end
    return value
  }
  if (next() !== magic) return refuseFile('it does not begin as a file of PyTorch')
  if (next() !== protocol) return refuseFile('its version is not 1001')
  if (entryOf(next(), 'little_endian') !== true) return refuseFile('its numbers are not little-endian')
  const value = next()
  const keys = next()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const storages = new Map<string, Uint8Array>()
  for (const key of isList(keys) ? keys.items : refuseFile('it lists no storages')) {
    const storage = typeof key === 'string' ? storageOf(key) : null
    if (storage === null) return refuseFile('it lists a storage that no tensor views')
    const end = at + 8 + bytesOf(storage)
    if (end > bytes.length) return refuseFile(`storage ${storage.key} is cut short`)
    if (view.getBigInt64(at, true) !== BigInt(storage.count))
      refuseFile(`storage ${storage.key} has another size than was said`)
    storages.set(storage.key, bytes.subarray(at + 8, end))
    at = end
  }
  fill((key) => storages.get(key) ?? refuseFile(`storage ${key} is missing`), bytes.length)
  return checked(value, budget)
}

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b

/**
 * Reads a file that `torch.save` wrote: its tensors (float64 to bfloat16, integers, booleans; views are copied) in
 * dictionaries, lists and tuples. Harmless extras, such as options of a command, devices, sets or bytes, become a
 * `PthExtra`, which holds only their name; `pthExtras` lists them. Files that hold anything else, such as whole
 * modules, are refused; nothing in a file is ever run.
 *
 * @example
 * ```ts
 * import { decodePth, showCheckpointError } from 'cotangent/checkpoint'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = decodePth()(new TextEncoder().encode('<html>'))
 * E.isLeft(read) ? showCheckpointError(read.left) : '' // => 'Cannot read the file of PyTorch: opcode 0x3c is …'
 * ```
 */
export const decodePth = (given: DecodePthOptions = {}) => {
  const options = checkOptions('decodePth', given, budgetNames)
  return (bytes: Uint8Array): E.Either<CheckpointError, PthValue> => {
    checkBytes('decodePth', bytes)
    return pipe(
      E.tryCatch(() => {
        const budget = budgetWith(options)
        return isZip(bytes) ? fromZip(bytes, budget) : fromLegacy(bytes, budget)
      }, errorFrom),
      E.mapLeft(lookingLike(bytes, 'pth', 'zip')),
    )
  }
}

/**
 * The maximum number of characters in all tensor names: containers may share a long key, so a small file could name
 * gigabytes.
 */
const mostLetters = 2 ** 24

/** The path of a part; `null` if a key on the way is not text. */
const pathOf = (path: string | null, key: PthValue): string | null => {
  if (path === null || (typeof key === 'object' && key !== null)) return null
  return path === '' ? String(key) : `${path}.${String(key)}`
}

/** The parts of a container, by name. */
const partsOf = (value: PthValue): readonly (readonly [key: PthValue, part: PthValue])[] => {
  if (typeof value !== 'object' || value === null) return []
  if (value._tag === 'Dict') return value.entries
  return value._tag === 'List' || value._tag === 'Tuple' ? value.items.map((part, k) => [k, part] as const) : []
}

/** A value that a walk over a file searches for, and the names that lead to it, joined by dots. */
interface Found<A extends PthValue> {
  readonly path: string
  readonly value: A
}

/** All values of a kind, in the order of the file, each as often as it is referenced. */
const findAll = <A extends PthValue>(
  root: PthValue,
  budget: Budget,
  isWanted: (value: PthValue) => value is A,
): readonly Found<A>[] => {
  const found: Found<A>[] = []
  const waiting: (readonly [path: string | null, value: PthValue, depth: number])[] = [['', root, 0]]
  let values = 1
  let letters = 0
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const [path, value, depth] = place
    if (isWanted(value)) {
      if (path === null) return refuseFile('a value that is asked for lies under a key that is no text')
      letters += path.length
      if (letters > mostLetters) refuseFile(`the names of its values have more than ${mostLetters} letters`)
      found.push({ path, value })
      refuseOver(overBudget(budget, 'maxMembers', found.length))
    }
    const parts = partsOf(value)
    values += parts.length
    refuseOver(overBudget(budget, 'maxValues', values))
    if (parts.length > 0) refuseOver(overBudget(budget, 'maxDepth', depth + 1))
    for (const [key, part] of parts.toReversed())
      if (typeof part === 'object' && part !== null) waiting.push([pathOf(path, key), part, depth + 1])
  }
  return found
}

const isTensor = (value: PthValue): value is PthTensor =>
  typeof value === 'object' && value !== null && value._tag === 'Tensor'

const isExtra = (value: PthValue): value is PthExtra =>
  typeof value === 'object' && value !== null && value._tag === 'Extra'

const named = (root: PthValue, budget: Budget): ReadonlyMap<string, SafetensorsEntry> => {
  const entries = new Map<string, SafetensorsEntry>()
  for (const { path, value } of findAll(root, budget, isTensor)) {
    if (entries.has(path)) refuseFile(`two tensors are called ${path}`)
    entries.set(path, { ...value.data, shape: value.shape })
  }
  return entries
}

/** The part of a file at a path. */
const partAt = (root: PthValue, at: readonly string[]): PthValue =>
  at.reduce<PthValue>((value, name) => {
    const part = partsOf(value).find(([key]) => (typeof key !== 'object' || key === null) && String(key) === name)
    return part === undefined ? refuseFile(`there is no ${name}`) : part[1]
  }, root)

/**
 * The tensors of a file by their paths, such as `conv1.weight`, ready for `treeFromTensors`; everything else is left
 * out. `at` is the path of the tensors in the file, such as `['model']` in a training checkpoint.
 *
 * @example
 * ```ts
 * import { pthTensors, showCheckpointError } from 'cotangent/checkpoint'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const checkpoint = { _tag: 'Dict', entries: [['epoch', 3]] } as const
 * const read = pthTensors(['model'])(checkpoint)
 * E.isLeft(read) && showCheckpointError(read.left) // => 'Cannot read the file of PyTorch: there is no model'
 * ```
 */
export const pthTensors = (at: readonly string[] = [], given: DecodePthOptions = {}) => {
  const [path, options] = [ownList(at), checkOptions('pthTensors', given, budgetNames)]
  return (root: PthValue): E.Either<CheckpointError, ReadonlyMap<string, SafetensorsEntry>> =>
    E.tryCatch(() => named(partAt(root, path), budgetWith(options)), errorFrom)
}

/** Something that was left out, and where in the file it was. */
export interface PthExtraAt {
  /** The names that lead to it, joined by dots. */
  readonly path: string
  /** The name of its type. */
  readonly of: string
}

/**
 * Lists everything in a file that was left out because it is not a tensor, in order: its path and its type.
 *
 * @example
 * ```ts
 * import { pthExtras } from 'cotangent/checkpoint'
 *
 * const checkpoint = { _tag: 'Dict', entries: [['args', { _tag: 'Extra', of: 'argparse.Namespace' }]] } as const
 * pthExtras()(checkpoint) // => { _tag: 'Right', right: [{ path: 'args', of: 'argparse.Namespace' }] }
 * ```
 */
export const pthExtras = (given: DecodePthOptions = {}) => {
  const options = checkOptions('pthExtras', given, budgetNames)
  return (root: PthValue): E.Either<CheckpointError, readonly PthExtraAt[]> =>
    E.tryCatch(
      () => findAll(root, budgetWith(options), isExtra).map(({ path, value }) => ({ path, of: value.of })),
      errorFrom,
    )
}

/**
 * Reads the tensors of a state_dict, by name.
 *
 * @example
 * ```ts
 * import { decodeStateDict, showCheckpointError } from 'cotangent/checkpoint'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = decodeStateDict()(new TextEncoder().encode('<html>'))
 * E.isLeft(read) && showCheckpointError(read.left)
 * // => '… at byte 0 of a pickle; the bytes look like a web page in place of the file; download the file itself'
 * ```
 */
export const decodeStateDict = (given: DecodePthOptions = {}) => {
  const options = checkOptions('decodeStateDict', given, budgetNames)
  return (bytes: Uint8Array): E.Either<CheckpointError, ReadonlyMap<string, SafetensorsEntry>> =>
    pipe(bytes, decodePth(options), E.chain(pthTensors([], options)))
}
