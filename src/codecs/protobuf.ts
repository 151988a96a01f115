/**
 * @file Messages of Protocol Buffers as tables: each property has a number and a kind.
 *
 *     message = (tag, value)*        tag = 8 number + wire type
 *
 * The wire format is that of `@bufbuild/protobuf/wire`. A property that a message lacks is absent, not zero. What a table
 * does not name is skipped, and so is a value whose wire type is not that of its kind. The last value of a property holds;
 * a message that comes twice is merged. A message is refused if it ends inside a value or after what holds it.
 */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { namesOf } from '../core/records.ts'

/** How a value is read and written. `sofar` is what the property already has, and `depth` how many messages hold it. */
interface Kind<V> {
  readonly wire: WireType
  readonly read: (reader: BinaryReader, depth: number, sofar?: V) => V
  readonly write: (writer: BinaryWriter, value: V) => void
}

/** How a property is read and written. */
interface Field<V> {
  readonly number: number
  readonly accepts: (wire: WireType) => boolean
  readonly read: (reader: BinaryReader, wire: WireType, depth: number, sofar?: V) => V
  readonly write: (writer: BinaryWriter, value: V) => void
}

/** A kind of message. All properties are optional. */
export interface Message<T> {
  readonly read: (reader: BinaryReader, length: number, depth: number, sofar?: Partial<T>) => Partial<T>
  readonly write: (writer: BinaryWriter, value: Partial<T>) => void
}

const kind = <V>(
  wire: WireType,
  read: (reader: BinaryReader) => V,
  write: (writer: BinaryWriter, value: V) => void,
): Kind<V> => ({ wire, read, write })

export const int32 = kind(
  WireType.Varint,
  (reader) => reader.int32(),
  (writer, value) => writer.int32(value),
)

export const int64 = kind(
  WireType.Varint,
  (reader) => BigInt(reader.int64()),
  (writer, value) => writer.int64(value),
)

export const uint64 = kind(
  WireType.Varint,
  (reader) => BigInt(reader.uint64()),
  (writer, value) => writer.uint64(value),
)

export const float = kind(
  WireType.Bit32,
  (reader) => reader.float(),
  (writer, value) => writer.float(value),
)

export const double = kind(
  WireType.Bit64,
  (reader) => reader.double(),
  (writer, value) => writer.double(value),
)

export const text = kind(
  WireType.LengthDelimited,
  (reader) => reader.string(),
  (writer, value) => writer.string(value),
)

/** Bytes; those that are read are a view of the file's. */
export const bytes = kind<Uint8Array>(
  WireType.LengthDelimited,
  (reader) => reader.bytes(),
  (writer, value) => writer.bytes(value),
)

/** A message inside another; a function, since messages may hold their own kind. */
export const nested = <T>(message: () => Message<T>): Kind<Partial<T>> => ({
  wire: WireType.LengthDelimited,
  read: (reader, depth, sofar) => message().read(reader, reader.uint32(), depth + 1, sofar),
  write: (writer, value) => {
    writer.fork()
    message().write(writer, value)
    writer.join()
  },
})

/** A property with one value. */
export const one = <V>(number: number, { wire, read, write }: Kind<V>): Field<V> => ({
  number,
  accepts: (given) => given === wire,
  read: (reader, _, depth, sofar) => read(reader, depth, sofar),
  write: (writer, value) => {
    write(writer.tag(number, wire), value)
  },
})

/** A property with a list of values, each with its tag; numbers are also read in a row. */
export const many = <V>(number: number, { wire, read, write }: Kind<V>): Field<readonly V[]> => ({
  number,
  accepts: (given) => given === wire || given === WireType.LengthDelimited,
  read: (reader, given, depth, sofar) => {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- the list is this reader's own, of its own values
    const list: V[] = Array.isArray(sofar) ? sofar : []
    if (given === wire) list.push(read(reader, depth))
    else for (const end = reader.uint32() + reader.pos; reader.pos < end;) list.push(read(reader, depth))
    return list
  },
  write: (writer, values) => {
    for (const value of values) write(writer.tag(number, wire), value)
  },
})

/** As {@link many}, and written in a row under one tag. */
export const packed = <V>(number: number, kindOf: Kind<V>): Field<readonly V[]> => ({
  ...many(number, kindOf),
  write: (writer, values) => {
    writer.tag(number, WireType.LengthDelimited).fork()
    for (const value of values) kindOf.write(writer, value)
    writer.join()
  },
})

/** More messages inside one another than any file has, and fewer than a stack can hold. */
const mostDepth = 100

/** A kind of message from its table, which has a field for each property. */
export const message = <T>(fields: { readonly [K in keyof T]-?: Field<NonNullable<T[K]>> }): Message<T> => {
  type Name = keyof T & string
  const names: readonly Name[] = namesOf(fields)
  const byNumber = new Map(names.map((name) => [fields[name].number, name]))
  return {
    read: (reader, length, depth, sofar) => {
      if (depth > mostDepth) throw new RangeError(`more than ${String(mostDepth)} messages inside one another`)
      const end = reader.pos + length
      const found: { -readonly [K in keyof T]?: T[K] } = { ...sofar }
      while (reader.pos < end) {
        const [number, wire] = reader.tag()
        const name = byNumber.get(number)
        if (name !== undefined && fields[name].accepts(wire))
          found[name] = fields[name].read(reader, wire, depth, found[name] ?? undefined)
        else reader.skip(wire, number, mostDepth - depth)
      }
      if (reader.pos !== end) throw new RangeError('a value ends after the message that holds it')
      return found
    },
    write: (writer, value) => {
      for (const name of names) {
        const given = value[name]
        if (given !== undefined && given !== null) fields[name].write(writer, given)
      }
    },
  }
}

/** Reads the bytes of a message; throws if they are none. */
export const fromBytes = <T>(kindOf: Message<T>, from: Uint8Array): Partial<T> =>
  kindOf.read(new BinaryReader(from), from.length, 0)

/** The bytes of a message. */
export const toBytes = <T>(kindOf: Message<T>, value: Partial<T>): Uint8Array<ArrayBuffer> => {
  const writer = new BinaryWriter()
  kindOf.write(writer, value)
  return writer.finish()
}
