/**
 * @file PyTorch's files (`torch.save`): the zip container of PyTorch 1.6 and later, and the legacy row of pickles. What
 * is read are tensors and containers; a file that holds or names anything else is refused, and nothing of it is run.
 */
import { unzipSync } from 'fflate'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { CheckpointError } from '../CheckpointError.ts'
import type { SafetensorsEntry } from '../safetensors.ts'
import { PthError, refuseFile } from './PthError.ts'
import type { PthValue } from './PthValue.ts'
import { bytesOf, findName, tensorsOver } from './tensors.ts'
import type { Item } from './Item.ts'
import { unpickle } from './unpickle.ts'

/** How much a file may come to. */
export interface DecodePthOptions {
  /** The most bytes that it may unpack to; 4 GiB by default. */
  readonly maxBytes?: number
  /** The most elements that one tensor may have, which a view that repeats its storage could exceed; 2^30 by default. */
  readonly maxElements?: number
}

/** The value, once it is seen to hold nothing but data. */
const checked = (value: Item): PthValue => {
  const seen = new Set<Item>()
  const waiting: Item[] = [value]
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    if (typeof item !== 'object' || item === null || seen.has(item)) continue
    seen.add(item)
    if (item._tag === 'Name' || item._tag === 'Storage') refuseFile('it holds a name or a storage in place of a value')
    if (item._tag === 'Dict') for (const [key, held] of item.entries) waiting.push(key, held)
    if (item._tag === 'List' || item._tag === 'Tuple') for (const held of item.items) waiting.push(held)
  }
  return value as PthValue
}

/** Refuses an archive whose end does not point at its directory, which the unzipper would go looking for. */
const checkDirectory = (bytes: Uint8Array): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - 22
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1
  if (end < 0) refuseFile('the archive has no end')
  const directory = view.getUint32(end + 16, true)
  // An offset of all ones stands in a longer record, of archives above 4 GiB.
  const isLong = directory === 0xffffffff
  if (!isLong && (directory + 4 > end || view.getUint32(directory, true) !== 0x02014b50)) {
    refuseFile('the archive has no directory where its end says')
  }
}

const unzipped = (bytes: Uint8Array, maxBytes: number): ReadonlyMap<string, Uint8Array> => {
  checkDirectory(bytes)
  let total = 0
  const files = unzipSync(bytes, {
    filter: ({ originalSize }) => {
      total += originalSize
      return total <= maxBytes || refuseFile(`it unpacks to more than the ${maxBytes} bytes that are allowed`)
    },
  })
  return new Map(Object.entries(files))
}

const fromZip = (bytes: Uint8Array, maxBytes: number, maxElements: number): PthValue => {
  const files = unzipped(bytes, maxBytes)
  const pickleName = [...files.keys()].find((name) => name === 'data.pkl' || name.endsWith('/data.pkl'))
  if (pickleName === undefined) return refuseFile('the archive holds no data.pkl')
  const folder = pickleName.slice(0, -'data.pkl'.length)
  const order = files.get(`${folder}byteorder`)
  if (order !== undefined && new TextDecoder().decode(order).trim() !== 'little')
    refuseFile('its numbers are big-endian')
  const { tensor, fill } = tensorsOver(maxElements)
  const { value } = unpickle({ bytes: files.get(pickleName) ?? new Uint8Array(0), from: 0, find: findName, tensor })
  fill((storage) => {
    const found = files.get(`${folder}data/${storage.key}`) ?? refuseFile(`storage ${storage.key} is missing`)
    return found.length === bytesOf(storage)
      ? found
      : refuseFile(`storage ${storage.key} has ${found.length} bytes instead of ${bytesOf(storage)}`)
  })
  return checked(value)
}

const magic = 0x1950a86a20f9469cfc6cn
const protocol = 1001

const isList = (item: Item): item is Extract<Item, { readonly _tag: 'List' }> =>
  typeof item === 'object' && item !== null && item._tag === 'List'

const entryOf = (dict: Item, name: string): Item | undefined =>
  typeof dict === 'object' && dict !== null && dict._tag === 'Dict'
    ? dict.entries.find(([key]) => key === name)?.[1]
    : undefined

const fromLegacy = (bytes: Uint8Array, maxElements: number): PthValue => {
  const { tensor, fill, storageOf } = tensorsOver(maxElements)
  let at = 0
  const next = (): Item => {
    const { value, end } = unpickle({ bytes, from: at, find: findName, tensor })
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
  fill(({ key }) => storages.get(key) ?? refuseFile(`storage ${key} is missing`))
  return checked(value)
}

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b

/**
 * Reads a file that `torch.save` wrote: its tensors (float64 to bfloat16, integers, booleans; views are made whole) in
 * dictionaries, lists and tuples. Files that hold anything else, such as whole modules, are refused; nothing of a file is
 * ever run.
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
export const decodePth =
  ({ maxBytes = 2 ** 32, maxElements = 2 ** 30 }: DecodePthOptions = {}) =>
  (bytes: Uint8Array): E.Either<CheckpointError, PthValue> =>
    E.tryCatch(
      () => (isZip(bytes) ? fromZip(bytes, maxBytes, maxElements) : fromLegacy(bytes, maxElements)),
      (thrown): CheckpointError => {
        const fault = thrown instanceof PthError ? thrown.fault : { reason: String(thrown), at: null }
        return { _tag: 'PthFault', ...fault }
      },
    )

/** The most tensors that a file may name; references may be shared, so that a small file could name billions. */
const mostNames = 1_000_000

const textOf = (key: PthValue): string =>
  typeof key === 'object' && key !== null ? refuseFile('a tensor lies under a key that is no text') : String(key)

/** The parts of a container, by name. */
const partsOf = (value: PthValue): readonly (readonly [name: string, part: PthValue])[] => {
  if (typeof value !== 'object' || value === null) return []
  if (value._tag === 'Dict') return value.entries.map(([key, part]) => [textOf(key), part] as const)
  return value._tag === 'List' || value._tag === 'Tuple' ? value.items.map((part, k) => [String(k), part] as const) : []
}

const named = (root: PthValue): ReadonlyMap<string, SafetensorsEntry> => {
  const found = new Map<string, SafetensorsEntry>()
  const waiting: (readonly [path: string, value: PthValue])[] = [['', root]]
  let visited = 0
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const [path, value] = place
    visited += 1
    if (visited > mostNames) refuseFile(`it names more than ${mostNames} values`)
    if (typeof value === 'object' && value !== null && value._tag === 'Tensor') {
      if (found.has(path)) refuseFile(`two tensors are called ${path}`)
      found.set(path, { ...value.data, shape: value.shape })
    }
    const parts = partsOf(value).map(([name, part]) => [path === '' ? name : `${path}.${name}`, part] as const)
    waiting.push(...parts.reverse())
  }
  return found
}

/**
 * The tensors of a file by their paths, such as `conv1.weight`, ready for `treeFromTensors`; what is no tensor is left
 * out. `at` is where in the file they are, such as `['model']` in a training checkpoint.
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
export const pthTensors =
  (at: readonly string[] = []) =>
  (root: PthValue): E.Either<CheckpointError, ReadonlyMap<string, SafetensorsEntry>> =>
    E.tryCatch(
      () => {
        const start = at.reduce<PthValue>((value, name) => {
          const part = partsOf(value).find(([key]) => key === name)
          return part === undefined ? refuseFile(`there is no ${name}`) : part[1]
        }, root)
        return named(start)
      },
      (thrown): CheckpointError => ({
        _tag: 'PthFault',
        reason: thrown instanceof Error ? thrown.message : String(thrown),
        at: null,
      }),
    )

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
 * // => 'Cannot read the file of PyTorch: opcode 0x3c is not part of a file of tensors, at byte 0 of a pickle'
 * ```
 */
export const decodeStateDict =
  (options: DecodePthOptions = {}) =>
  (bytes: Uint8Array): E.Either<CheckpointError, ReadonlyMap<string, SafetensorsEntry>> =>
    pipe(bytes, decodePth(options), E.chain(pthTensors()))
