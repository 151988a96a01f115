import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import fc from 'fast-check'
import { AttributeProtoSchema, TensorProtoSchema } from 'onnx-buf'
import { describe, expect, it } from 'vitest'
import type { Message } from '../../src/codecs/protobuf.ts'
import { fromBytes, int64, many, message, nested, one, text, toBytes } from '../../src/codecs/protobuf.ts'
import type { AttributeProto, TensorProto } from '../../src/onnx/messages.ts'
import { attributeProto, tensorProto } from '../../src/onnx/messages.ts'
import { seed } from '../seed.ts'

interface Node {
  readonly name?: string
  readonly numbers?: readonly bigint[]
  readonly child?: Node
  readonly more?: readonly Node[]
}

const nodeMessage: Message<Node> = message({
  name: one(1, text),
  numbers: many(2, int64),
  child: one(
    3,
    nested(() => nodeMessage),
  ),
  more: many(
    4,
    nested(() => nodeMessage),
  ),
})

const written = (write: (writer: BinaryWriter) => void): Uint8Array => {
  const writer = new BinaryWriter()
  write(writer)
  return writer.finish()
}

const bytesIn = (depth: number): Uint8Array => {
  let inner: Uint8Array = new Uint8Array()
  for (let k = 0; k < depth; k++) {
    const held = inner
    inner = written((writer) => writer.tag(3, WireType.LengthDelimited).bytes(held))
  }
  return inner
}

const whole = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const words = fc.string({ unit: 'grapheme' })
const held = fc.uint8Array({ maxLength: 40 })

/** Properties that are there are never empty lists: a message does not tell these from lists that are not there. */
const list = <T>(entry: fc.Arbitrary<T>) => fc.array(entry, { minLength: 1, maxLength: 5 })

const tensors: fc.Arbitrary<TensorProto> = fc.record(
  {
    dims: list(whole),
    dataType: int,
    floatData: list(fc.float()),
    int32Data: list(int),
    int64Data: list(whole),
    name: words,
    rawData: held,
    doubleData: list(fc.double()),
    uint64Data: list(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
    externalData: list(fc.record({ key: words, value: words })),
    dataLocation: fc.constantFrom(0, 1),
  },
  { requiredKeys: [] },
)

const attributes: fc.Arbitrary<AttributeProto> = fc.record(
  {
    name: words,
    type: fc.integer({ min: 0, max: 14 }),
    f: fc.float(),
    i: whole,
    s: held,
    t: tensors,
    floats: list(fc.float()),
    ints: list(whole),
    strings: list(held),
  },
  { requiredKeys: [] },
)

/** A message of the other library as a plain record of what was set. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(plain)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  const entries = Object.entries(value).flatMap(([name, entry]) => {
    const given = plain(entry)
    return name.startsWith('$') || given === undefined ? [] : [[name, given] as const]
  })
  return Object.fromEntries(entries)
}

describe('messages of Protocol Buffers', () => {
  it('are read as @bufbuild/protobuf reads them, and what is written it reads', () => {
    fc.assert(
      fc.property(tensors, attributes, (tensor, attribute) => {
        // The messages of both libraries have the same names; theirs are mutable, and know more properties.
        const theirs = [
          create(TensorProtoSchema, tensor as never),
          create(AttributeProtoSchema, attribute as never),
        ] as const
        expect(fromBytes(tensorProto, toBinary(TensorProtoSchema, theirs[0]))).toEqual(tensor)
        expect(fromBytes(attributeProto, toBinary(AttributeProtoSchema, theirs[1]))).toEqual(attribute)
        expect(plain(fromBinary(TensorProtoSchema, toBytes(tensorProto, tensor)))).toEqual(tensor)
        expect(plain(fromBinary(AttributeProtoSchema, toBytes(attributeProto, attribute)))).toEqual(attribute)
      }),
      { seed: seed(), numRuns: 50 },
    )
  })

  it('are refused, and never read on, wherever they end too early', () => {
    fc.assert(
      fc.property(tensors, fc.nat(), (tensor, at) => {
        const bytes = toBytes(nodeMessage, { child: { name: 'a' }, more: [{ numbers: [1n, 2n ** 40n] }] })
        for (let end = 1; end < bytes.length; end++) {
          const isWhole = [0, 5].includes(end)
          const read = () => fromBytes(nodeMessage, bytes.subarray(0, end))
          if (isWhole) expect(read()).toEqual({ child: { name: 'a' } })
          else expect(read, String(end)).toThrow(/EOF|ends after/)
        }
        const given = toBytes(tensorProto, tensor)
        const cut = given.subarray(0, at % (given.length + 1))
        try {
          fromBytes(tensorProto, cut)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Error)
        }
      }),
      { seed: seed(), numRuns: 50 },
    )
  })

  it('hold nothing that ends after them', () => {
    const longer = written((writer) => {
      // The child has two bytes, and its name four.
      writer.tag(3, WireType.LengthDelimited).raw(Uint8Array.of(2)).tag(1, WireType.LengthDelimited).string('abc')
    })
    expect(() => fromBytes(nodeMessage, longer)).toThrow('a value ends after the message that holds it')
    const row = written((writer) => {
      writer.tag(3, WireType.LengthDelimited).raw(Uint8Array.of(3, 18, 2, 1, 24, 7))
    })
    expect(() => fromBytes(nodeMessage, row)).toThrow('a value ends after the message that holds it')
  })

  it('are read without what they do not know: other numbers, other wire types, groups', () => {
    const bytes = written((writer) => {
      writer.tag(9, WireType.Bit64).double(1).tag(1, WireType.Varint).int32(5)
      writer.tag(7, WireType.StartGroup).tag(1, WireType.Bit32).float(1).tag(7, WireType.EndGroup)
      writer.tag(2, WireType.Bit32).float(1).tag(1, WireType.LengthDelimited).string('a')
    })
    expect(fromBytes(nodeMessage, bytes)).toEqual({ name: 'a' })
  })

  it('keep the last value, join lists, and merge a message that comes twice', () => {
    const bytes = written((writer) => {
      for (const node of [
        { name: 'a', child: { name: 'b', numbers: [1n] } },
        { name: 'c', child: { numbers: [2n] } },
      ])
        writer.raw(toBytes(nodeMessage, node))
      // Numbers in a row.
      writer.tag(2, WireType.LengthDelimited).fork().int64(3).int64(-1).join()
    })
    expect(fromBytes(nodeMessage, bytes)).toEqual({
      name: 'c',
      child: { name: 'b', numbers: [1n, 2n] },
      numbers: [3n, -1n],
    })
  })

  it('may be 100 deep', () => {
    expect(toBytes(nodeMessage, fromBytes(nodeMessage, bytesIn(100)))).toEqual(bytesIn(100))
    expect(() => fromBytes(nodeMessage, bytesIn(101))).toThrow('more than 100 messages inside one another')
    expect(() => fromBytes(nodeMessage, bytesIn(1e4))).toThrow('more than 100 messages inside one another')
  })

  it('leave what they were merged into as it was', () => {
    const first = fromBytes(nodeMessage, toBytes(nodeMessage, { numbers: [1n] }))
    const again = fromBytes(nodeMessage, toBytes(nodeMessage, { numbers: [2n] }))
    expect([first, again]).toEqual([{ numbers: [1n] }, { numbers: [2n] }])
  })
})
