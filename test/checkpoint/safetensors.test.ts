import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { CheckpointError } from '../../src/checkpoint/CheckpointError.ts'
import type { Safetensors } from '../../src/checkpoint/safetensors.ts'
import type { SafetensorsEntry } from '../../src/checkpoint/SafetensorsEntry.ts'
import { encodeNpz } from '../../src/checkpoint/numpy/npz.ts'
import { encodePth } from '../../src/checkpoint/pth/encodePth.ts'
import { decodeSafetensors, encodeSafetensors } from '../../src/checkpoint/safetensors.ts'

const vectors = fileURLToPath(new URL('../vectors', import.meta.url))
const goldenFiles = readdirSync(vectors, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.safetensors'))
  .sort()

const golden = (name: string): Uint8Array => Uint8Array.from(readFileSync(join(vectors, name)))

const rightOf = <A>(decoded: E.Either<CheckpointError, A>): A => {
  if (E.isLeft(decoded)) throw new Error(`refused: ${decoded.left._tag}`)
  return decoded.right
}

/** A file of this header and as many data bytes as it asks for. */
const file = (header: unknown, dataBytes: number): Uint8Array => {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + json.length + dataBytes)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, 8)
  return bytes
}

const entry = (dtype: string, shape: readonly number[], begin: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
})

const makers = {
  F64: (buffer: ArrayBuffer) => new Float64Array(buffer),
  F32: (buffer: ArrayBuffer) => new Float32Array(buffer),
  I64: (buffer: ArrayBuffer) => new BigInt64Array(buffer),
  U64: (buffer: ArrayBuffer) => new BigUint64Array(buffer),
  I32: (buffer: ArrayBuffer) => new Int32Array(buffer),
  U32: (buffer: ArrayBuffer) => new Uint32Array(buffer),
  I16: (buffer: ArrayBuffer) => new Int16Array(buffer),
  U16: (buffer: ArrayBuffer) => new Uint16Array(buffer),
  I8: (buffer: ArrayBuffer) => new Int8Array(buffer),
  U8: (buffer: ArrayBuffer) => new Uint8Array(buffer),
  BOOL: (buffer: ArrayBuffer) => new Uint8Array(buffer),
} as const

const anyEntry: fc.Arbitrary<SafetensorsEntry> = fc
  .record({
    dtype: fc.constantFrom(...(Object.keys(makers) as (keyof typeof makers)[])),
    shape: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
    seed: fc.nat(),
  })
  .map(({ dtype, shape, seed }) => {
    const size = shape.reduce((product, d) => product * d, 1)
    const bytes = Uint8Array.from({ length: 8 * size }, (_, i) => (seed * (i + 3)) >>> (i % 11))
    return { dtype, shape, data: makers[dtype](bytes.buffer).slice(0, size) } as SafetensorsEntry
  })

const anyName = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'conv1.weight', '0', 'schlüssel'),
)

const anyFile: fc.Arbitrary<Safetensors> = fc
  .record({
    tensors: fc.array(fc.tuple(anyName, anyEntry), { maxLength: 6 }),
    metadata: fc.array(fc.tuple(anyName, fc.string()), { maxLength: 3 }),
  })
  .map(({ tensors, metadata }) => ({ tensors: new Map(tensors), metadata: new Map(metadata) }))

describe('decodeSafetensors', () => {
  it.each(goldenFiles)('reads the reference file %s and writes it back the same', (name) => {
    const decoded = rightOf(decodeSafetensors(golden(name)))
    expect(decoded.tensors.size).toBeGreaterThan(0)
    expect(rightOf(decodeSafetensors(encodeSafetensors(decoded)))).toEqual(decoded)
  })

  it('reads every element type of the reference file', () => {
    const { tensors, metadata } = rightOf(decodeSafetensors(golden('files/dtypes.expected.safetensors')))
    expect(metadata).toEqual(new Map([['source', 'dtypes']]))
    expect(new Set([...tensors.values()].map(({ dtype }) => dtype))).toEqual(
      new Set(['I64', 'BOOL', 'U8', 'I32', 'F32', 'I8', 'I16']),
    )
    expect(tensors.get('scalar_i64')?.shape).toEqual([])
    expect(tensors.get('empty_2d')?.shape).toEqual([0, 4])
  })

  it('keeps names that JavaScript objects treat specially', () => {
    const { tensors } = rightOf(decodeSafetensors(golden('files/proto_keys.expected.safetensors')))
    expect([...tensors.keys()]).toEqual(['__proto__', 'a.__proto__.b', 'constructor', 'hasOwnProperty', 'toString'])
  })

  it('widens half precision exactly', () => {
    const bytes = file({ half: entry('F16', [8], 0, 16), brain: entry('BF16', [4], 16, 24) }, 24)
    const halves = [0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000, 0x7c00, 0xfc00, 0x7e00]
    const brains = [0x3f80, 0xc000, 0x0001, 0x7f80]
    const view = new DataView(bytes.buffer, bytes.length - 24)
    ;[...halves, ...brains].forEach((bits, i) => {
      view.setUint16(2 * i, bits, true)
    })
    const { tensors } = rightOf(decodeSafetensors(bytes))
    expect(tensors.get('half')?.data).toEqual(
      Float32Array.of(1, -2, 65504, 2 ** -24, -0, Infinity, -Infinity, Number.NaN),
    )
    expect(tensors.get('brain')?.data).toEqual(Float32Array.of(1, -2, 2 ** -133, Infinity))
  })

  it('reads a file without tensors', () => {
    expect(rightOf(decodeSafetensors(file({}, 0))).tensors.size).toBe(0)
  })

  it.each<[reason: string, bytes: Uint8Array, error: CheckpointError]>([
    ['an empty file', new Uint8Array(0), { _tag: 'Truncated', part: 'length', expected: 8, found: 0 }],
    [
      'a header cut short',
      file({ w: entry('F32', [1], 0, 4) }, 0).subarray(0, 20),
      { _tag: 'Truncated', part: 'header', expected: 62, found: 20 },
    ],
    [
      'a header length beyond the limit',
      Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0),
      { _tag: 'HeaderTooLarge', limit: 100_000_000, found: 2 ** 32 - 1 },
    ],
    [
      'data cut short',
      file({ w: entry('F32', [2], 0, 8) }, 7),
      { _tag: 'Truncated', part: 'data', expected: 70, found: 69 },
    ],
    ['data that no tensor claims', file({ w: entry('U8', [2], 0, 2) }, 5), { _tag: 'Unclaimed', begin: 2, end: 5 }],
    [
      'a gap between tensors',
      file({ a: entry('U8', [2], 0, 2), b: entry('U8', [1], 3, 4) }, 4),
      { _tag: 'Unclaimed', begin: 2, end: 3 },
    ],
    [
      'tensors that overlap',
      file({ a: entry('U8', [2], 0, 2), b: entry('U8', [2], 1, 3) }, 3),
      { _tag: 'Overlap', first: 'a', second: 'b', at: 1 },
    ],
    [
      'offsets that run backwards',
      file({ a: entry('U8', [2], 2, 0) }, 2),
      { _tag: 'InvertedOffsets', name: 'a', begin: 2, end: 0 },
    ],
    [
      'offsets that do not fit the shape',
      file({ a: entry('F32', [3], 0, 8) }, 8),
      { _tag: 'SizeMismatch', name: 'a', dtype: 'F32', shape: [3], expected: 12, found: 8 },
    ],
    [
      'a shape whose size overflows',
      file({ a: entry('U8', [2 ** 52, 2 ** 52], 0, 2) }, 2),
      { _tag: 'SizeMismatch', name: 'a', dtype: 'U8', shape: [2 ** 52, 2 ** 52], expected: 2 ** 104, found: 2 },
    ],
    [
      'an unknown element type',
      file({ a: entry('F8_E5M2', [1], 0, 1) }, 1),
      { _tag: 'UnknownDtype', name: 'a', dtype: 'F8_E5M2' },
    ],
    [
      'a negative dimension',
      file({ a: entry('U8', [-1], 0, 1) }, 1),
      { _tag: 'HeaderField', field: 'a.shape.0', expected: 'a whole number, 0 or more', found: '-1' },
    ],
    [
      'three offsets',
      file({ a: { dtype: 'U8', shape: [1], data_offsets: [0, 1, 2] } }, 1),
      { _tag: 'HeaderField', field: 'a.data_offsets', expected: 'two whole numbers, 0 or more', found: '[0,1,2]' },
    ],
    ['a header that is a list', file([], 0), { _tag: 'HeaderField', field: 'top', expected: 'a record', found: '[]' }],
    [
      'metadata that is no text',
      file({ __metadata__: { epoch: 3 } }, 0),
      { _tag: 'HeaderField', field: '__metadata__.epoch', expected: 'string', found: '3' },
    ],
  ])('rejects %s', (_, bytes, error) => {
    expect(decodeSafetensors(bytes)).toEqual(E.left(error))
  })

  it('rejects a header that is no JSON, and one that is no UTF-8', () => {
    expect(decodeSafetensors(file('{"a":', 0))).toMatchObject({ left: { _tag: 'HeaderUnreadable', reason: 'json' } })
    const bytes = file('{}', 0).fill(0xff, 8)
    expect(decodeSafetensors(bytes)).toMatchObject({ left: { _tag: 'HeaderUnreadable', reason: 'utf8' } })
  })

  it('undoes encodeSafetensors', () => {
    fc.assert(
      fc.property(anyFile, (contents) => {
        fc.pre(!contents.tensors.has('__metadata__'))
        expect(rightOf(decodeSafetensors(encodeSafetensors(contents)))).toEqual(contents)
      }),
    )
  })

  it('refuses every proper prefix of a file', () => {
    fc.assert(
      fc.property(anyFile, fc.nat(), (contents, cut) => {
        const bytes = encodeSafetensors(contents)
        expect(decodeSafetensors(bytes.subarray(0, cut % bytes.length))).toMatchObject({ left: { _tag: 'Truncated' } })
      }),
    )
  })

  it('never throws, whatever byte of a file is changed', () => {
    const bytes = encodeSafetensors({
      tensors: new Map([['w', { dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) }]]),
      metadata: new Map([['a', 'b']]),
    })
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
        const changed = bytes.slice()
        changed[at] = value
        expect(['Left', 'Right']).toContain(decodeSafetensors(changed)._tag)
      }),
      { numRuns: 500 },
    )
  })
})

describe('encodeSafetensors', () => {
  it('aligns every tensor by its element size', () => {
    const bytes = encodeSafetensors({
      tensors: new Map<string, SafetensorsEntry>([
        ['byte', { dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 3) }],
        ['double', { dtype: 'F64', shape: [1], data: Float64Array.of(1) }],
      ]),
      metadata: new Map(),
    })
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
    expect(length % 8).toBe(0)
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      double: entry('F64', [1], 0, 8),
      byte: entry('U8', [3], 8, 11),
    })
  })

  it('refuses metadata that no reader of the format takes', () => {
    const found = [
      [new Map([['epoch', 3]]), "found 3 at 'epoch'"],
      [new Map([[1, 'a']]), 'found 1 as a name'],
      [{ epoch: '3' }, 'found an object'],
    ] as const
    for (const [metadata, message] of found) {
      const encode = (): Uint8Array => encodeSafetensors({ tensors: new Map(), metadata: metadata as never })
      expect(encode).toThrow(`expected 'metadata' to be a Map of texts, ${message}`)
    }
  })

  it('refuses data in the array of another element type, and element types that are not written', () => {
    const encoded = (entry: object) => () =>
      encodeSafetensors({ tensors: new Map([['w', entry as never]]), metadata: new Map() })
    expect(encoded({ dtype: 'F32', shape: [1], data: Float64Array.of(1) })).toThrow(
      'Cannot encode w: expected F32 in a Float32Array, found a Float64Array',
    )
    expect(encoded({ dtype: 'U8', shape: [1], data: Int8Array.of(1) })).toThrow('expected U8 in a Uint8Array')
    expect(encoded({ dtype: 'F32', shape: [1], data: [1] })).toThrow('expected F32 in a Float32Array')
    expect(encoded({ dtype: 'F16', shape: [1], data: Float32Array.of(1) })).toThrow(
      /expected a dtype among F64, .*'F16'/,
    )
    expect(encoded({ dtype: 'U8', shape: [1], data: Buffer.from([1]) })().length).toBeGreaterThan(8)
  })

  it('refuses data that do not fill their shape', () => {
    const tensors = new Map([['w', { dtype: 'F32', shape: [3], data: Float32Array.of(1) } as const]])
    expect(() => encodeSafetensors({ tensors, metadata: new Map() })).toThrow(
      'Cannot encode w: expected 3 numbers, found 1',
    )
  })
})

/** Every encoder of tensors by name. */
const encoders: Readonly<Record<string, (tensors: Safetensors['tensors']) => Uint8Array>> = {
  encodeSafetensors: (tensors) => encodeSafetensors({ tensors, metadata: new Map() }),
  encodePth,
  encodeNpz,
}

describe.each(Object.entries(encoders))('%s', (_, encode) => {
  it.each([
    ['a record in place of a map', { a: 1 }, 'expected a Map of tensors by name, found an object'],
    ['nothing', null, 'expected a Map of tensors by name, found null'],
    ['what is no tensor', new Map([['a', null]]), 'expected a record of dtype, shape and data, found null'],
    [
      'half of a character in a name',
      new Map([['a\ud800', { dtype: 'F32', data: Float32Array.of(1), shape: [1] }]]),
      String.raw`expected names of whole characters, found "a\ud800"`,
    ],
  ])('refuses %s', (_case, tensors, message) => {
    expect(() => encode(tensors as never)).toThrow(message)
  })
})
