/**
 * @file safetensors: named tensors to bytes and back.
 *
 *     header length, 8 bytes, little-endian | header, JSON, padded with spaces | the tensors' bytes
 *     header = { "__metadata__": { text: text }, name: { dtype, shape, data_offsets: [begin, end] }, ... }
 *
 * Everything is checked before a tensor is made: the length of the header, its form, that each tensor's offsets enclose
 * exactly the bytes its shape needs, and that the tensors cover the data without gap or overlap, as the format demands.
 *
 * Laws: "decodeSafetensors undoes encodeSafetensors", "every proper prefix is refused", "offsets partition the data".
 */
import { checkBytes } from '../core/checkBytes.ts'
import { checkOptions } from '../core/options.ts'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import type { Budget } from '../codecs/Budget.ts'
import { budgetNames, budgetWith, overBudget } from '../codecs/Budget.ts'
import { lookingLike } from '../codecs/FileFormat.ts'
import { parseJson, showFound } from '../codecs/json.ts'
import { codecOf, naturals, numberCodec } from '../codecs/numbers.ts'
import type { Shape } from '../core/Shape.ts'
import { sizeOf } from '../core/Shape.ts'
import { refuse } from '../core/TensorError.ts'
import type { CheckpointError } from './CheckpointError.ts'
import type { Dtype, StoredDtype } from './dtype.ts'
import { dtypeBytes, fromFileBytes, isStoredDtype, toFileBytes } from './dtype.ts'
import type { SafetensorsEntry } from './SafetensorsEntry.ts'
import { checkMetadata, checkNamed } from './SafetensorsEntry.ts'

/** The contents of a file: tensors by name, in the order of their bytes, and free text by name. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, SafetensorsEntry>
  readonly metadata: ReadonlyMap<string, string>
}

/** How much a file may come to; the defaults are those of `Budget`. */
export type SafetensorsOptions = Partial<Budget>

type Decoded<A> = E.Either<CheckpointError, A>

const lengthBytes = 8
const headerLimit = 100_000_000
const metadataName = '__metadata__'

const Natural = numberCodec(naturals)

// io-ts' own tuple would let a third number pass.
const Offsets = codecOf(
  'two whole numbers, 0 or more',
  (u): u is readonly [number, number] => Array.isArray(u) && u.length === 2 && u.every(Natural.is),
)

const HeaderEntry = t.readonly(
  t.type(
    { dtype: t.string, shape: t.readonlyArray(Natural), data_offsets: Offsets },
    'a record of dtype, shape and data_offsets',
  ),
)

type HeaderEntry = t.TypeOf<typeof HeaderEntry>

const Metadata = t.record(t.string, t.string, 'a record of texts')

const Header = t.record(t.string, t.unknown, 'a record')

/** Decodes by a codec; the first field at fault becomes the error, by its path from the top of the header. */
const decodeField =
  <A>(codec: t.Type<A, unknown>, path: readonly string[] = []) =>
  (value: unknown): Decoded<A> => {
    if (codec.is(value)) return E.right(value)
    return pipe(
      codec.decode(value),
      E.mapLeft((errors): CheckpointError => {
        const context = errors[0]?.context ?? []
        const field = [...path, ...context.slice(1).map(({ key }) => key)].join('.')
        const expected = context.at(-1)?.type.name ?? codec.name
        return {
          _tag: 'HeaderField',
          field: field === '' ? 'top' : field,
          expected,
          found: showFound(errors[0]?.value),
        }
      }),
    )
  }

const truncated = (part: 'length' | 'header' | 'data', expected: number, found: number): Decoded<never> =>
  E.left({ _tag: 'Truncated', part, expected, found })

const headerSize = (bytes: Uint8Array): Decoded<number> => {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, lengthBytes).getBigUint64(0, true))
  return length > headerLimit ? E.left({ _tag: 'HeaderTooLarge', limit: headerLimit, found: length }) : E.right(length)
}

/** The length of the header of a file, as long as the file has it whole. */
const headerLength = (bytes: Uint8Array): Decoded<number> =>
  bytes.length < lengthBytes
    ? truncated('length', lengthBytes, bytes.length)
    : pipe(
        headerSize(bytes),
        E.chain((length) =>
          bytes.length < lengthBytes + length
            ? truncated('header', lengthBytes + length, bytes.length)
            : E.right(length),
        ),
      )

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

const parseHeader = (bytes: Uint8Array, budget: Budget): Decoded<Readonly<Record<string, unknown>>> =>
  pipe(
    E.tryCatch(
      () => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      (thrown): CheckpointError => ({ _tag: 'HeaderUnreadable', reason: 'utf8', detail: messageOf(thrown) }),
    ),
    E.chain((text) =>
      pipe(
        text,
        parseJson(budget),
        E.mapLeft((fault): CheckpointError =>
          fault._tag === 'OverBudget' ? fault : { _tag: 'HeaderUnreadable', reason: 'json', detail: fault.detail },
        ),
      ),
    ),
    E.chain(decodeField(Header)),
  )

/** Where a tensor lies in the data. */
interface Placed {
  readonly name: string
  readonly dtype: StoredDtype
  readonly shape: Shape
  readonly begin: number
  readonly end: number
}

const place = (name: string, entry: HeaderEntry, budget: Budget): Decoded<Placed> => {
  const { dtype, shape } = entry
  const [begin, end] = entry.data_offsets
  if (!isStoredDtype(dtype)) return E.left({ _tag: 'UnknownDtype', name, dtype })
  if (begin > end) return E.left({ _tag: 'InvertedOffsets', name, begin, end })
  const elements = shape.includes(0) ? 0 : sizeOf(shape)
  const expected = elements * dtypeBytes[dtype]
  const over = overBudget(budget, 'maxElements', end - begin === expected ? elements : 0)
  if (over !== null) return E.left(over)
  return expected === end - begin
    ? E.right({ name, dtype, shape, begin, end })
    : E.left({ _tag: 'SizeMismatch', name, dtype, shape, expected, found: end - begin })
}

/** Sorts tensors by their place in the data, which is what follows `start`; refuses gaps, overlaps and missing bytes. */
const partition = (placed: readonly Placed[], start: number, dataBytes: number): Decoded<readonly Placed[]> => {
  const sorted = placed.toSorted((a, b) => a.begin - b.begin || a.end - b.end)
  let end = 0
  let previous = ''
  for (const { name, begin, end: next } of sorted) {
    if (begin < end) return E.left({ _tag: 'Overlap', first: previous, second: name, at: begin })
    if (begin > end) return E.left({ _tag: 'Unclaimed', begin: end, end: begin })
    end = next
    previous = name
  }
  if (end > dataBytes) return truncated('data', start + end, start + dataBytes)
  return end === dataBytes ? E.right(sorted) : E.left({ _tag: 'Unclaimed', begin: end, end: dataBytes })
}

const placeAll = (header: Readonly<Record<string, unknown>>, budget: Budget): Decoded<readonly Placed[]> =>
  pipe(
    Object.entries(header).filter(([name]) => name !== metadataName),
    E.traverseArray(([name, entry]) =>
      pipe(
        entry,
        decodeField<HeaderEntry>(HeaderEntry, [name]),
        E.chain((decoded) => place(name, decoded, budget)),
      ),
    ),
  )

const decodeMetadata = (header: Readonly<Record<string, unknown>>): Decoded<ReadonlyMap<string, string>> =>
  pipe(
    Object.hasOwn(header, metadataName) ? header[metadataName] : {},
    decodeField(Metadata, [metadataName]),
    E.map((metadata) => new Map(Object.entries(metadata))),
  )

/** What a file holds and where, in bytes after its head. */
interface Layout {
  readonly metadata: ReadonlyMap<string, string>
  readonly placed: readonly Placed[]
}

/** The length of a file's head, from its first bytes: the length itself and the header. */
export const headLength = (first: Uint8Array): Decoded<number> =>
  pipe(
    first.length < lengthBytes ? truncated('length', lengthBytes, first.length) : headerSize(first),
    E.map((length) => lengthBytes + length),
  )

const within = (over: CheckpointError | null): Decoded<{}> => (over === null ? E.right({}) : E.left(over))

/** What a head says of a file with so many bytes of data. */
export const decodeLayout = (head: Uint8Array, dataBytes: number, budget: Budget): Decoded<Layout> =>
  pipe(
    within(overBudget(budget, 'maxBytes', dataBytes)),
    E.bind('header', () => parseHeader(head.subarray(lengthBytes), budget)),
    E.bind('metadata', ({ header }) => decodeMetadata(header)),
    E.bind('placed', ({ header }) =>
      pipe(
        placeAll(header, budget),
        E.chain((placed) => partition(placed, head.length, dataBytes)),
      ),
    ),
    E.map(({ metadata, placed }) => ({ metadata, placed })),
  )

/** A tensor from its bytes, which are copied. */
export const entryFrom = ({ dtype, shape }: Placed, bytes: Uint8Array): SafetensorsEntry => ({
  ...fromFileBytes(dtype, bytes),
  shape,
})

/**
 * Reads a safetensors file of any of its plain element types. The tensors are copies; the bytes may be reused.
 *
 * Refuses a header above 100 MB, a header that is not JSON or has another form, unknown element types, sizes that
 * do not fit the offsets, offsets beyond the data, gaps and overlaps, and more than the options allow. Where a name occurs twice, JSON's rule holds: the last one counts.
 *
 * @example
 * ```ts
 * import { decodeSafetensors, encodeSafetensors } from 'cotangent/checkpoint'
 * import { either as E } from 'fp-ts'
 *
 * const weight = { dtype: 'F32', shape: [2], data: Float32Array.of(1, 0.5) } as const
 * const file = { tensors: new Map([['weight', weight]]), metadata: new Map([['epoch', '3']]) }
 * const read = decodeSafetensors(encodeSafetensors(file))
 * E.isRight(read) && read.right.tensors.get('weight')?.data // => Float32Array(2) [ 1, 0.5 ]
 * ```
 */
export const decodeSafetensors = (bytes: Uint8Array, options: SafetensorsOptions = {}): Decoded<Safetensors> => {
  checkOptions('decodeSafetensors', options, budgetNames)
  return pipe(
    E.Do,
    E.bind('length', () => headerLength(checkBytes('decodeSafetensors', bytes))),
    E.let('data', ({ length }) => bytes.subarray(lengthBytes + length)),
    E.bind('layout', ({ length, data }) =>
      decodeLayout(bytes.subarray(0, lengthBytes + length), data.length, budgetWith(options)),
    ),
    E.bimap(lookingLike(bytes, 'safetensors'), ({ layout: { metadata, placed }, data }) => ({
      metadata,
      tensors: new Map(placed.map((one) => [one.name, entryFrom(one, data.subarray(one.begin, one.end))])),
    })),
  )
}

const descending = (a: Dtype, b: Dtype): number => dtypeBytes[b] - dtypeBytes[a]

const paddedTo8 = (length: number): number => 8 * Math.ceil(length / 8)

const checkReserved = (name: string): void => {
  if (name === metadataName)
    refuse(
      'encodeSafetensors',
      [],
      { expected: 'a name that the format does not reserve', found: `'${metadataName}'` },
      `encode a tensor named ${name}`,
    )
}

/** The head of a file, and its tensors in their order. */
export const layOut = ({
  tensors,
  metadata,
}: Safetensors): {
  readonly head: Uint8Array
  readonly entries: readonly SafetensorsEntry[]
  readonly dataBytes: number
} => {
  checkMetadata('encodeSafetensors', 'metadata', metadata)
  checkNamed('encodeSafetensors', tensors)
  const entries = [...tensors].toSorted(([, a], [, b]) => descending(a.dtype, b.dtype))
  const header: [string, unknown][] = metadata.size === 0 ? [] : [[metadataName, Object.fromEntries(metadata)]]
  let end = 0
  for (const [name, entry] of entries) {
    checkReserved(name)
    const begin = end
    end += entry.data.byteLength
    header.push([name, { dtype: entry.dtype, shape: entry.shape, data_offsets: [begin, end] }])
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)))
  const start = lengthBytes + paddedTo8(json.length)
  const head = new Uint8Array(start).fill(0x20)
  new DataView(head.buffer).setBigUint64(0, BigInt(start - lengthBytes), true)
  head.set(json, lengthBytes)
  return { head, entries: entries.map(([, entry]) => entry), dataBytes: end }
}

/**
 * The bytes of a safetensors file. Tensors are laid out by the size of their elements, largest first, so that each is
 * aligned; among equals in the order of the map. Throws a `TensorError` when a tensor's data do not fill its shape, or are not
 * in the array of its element type.
 *
 * @example
 * ```ts
 * import { encodeSafetensors } from 'cotangent/checkpoint'
 *
 * const weight = { dtype: 'F32', shape: [2], data: Float32Array.of(1, 0.5) } as const
 * encodeSafetensors({ tensors: new Map([['weight', weight]]), metadata: new Map() }).length // => 80
 * ```
 */
export const encodeSafetensors = (file: Safetensors): Uint8Array => {
  const { head, entries, dataBytes } = layOut(file)
  const bytes = new Uint8Array(head.length + dataBytes)
  bytes.set(head)
  let at = head.length
  for (const entry of entries) {
    bytes.set(toFileBytes(entry), at)
    at += entry.data.byteLength
  }
  return bytes
}
