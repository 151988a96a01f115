import * as fc from 'fast-check'
import { gzipSync } from 'fflate'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { decodeSafetensors } from '../../src/checkpoint/safetensors.ts'
import type { DecodeError } from '../../src/data/DecodeError.ts'
import type { IdxArray, IdxData } from '../../src/data/idx.ts'
import { decodeIdx, encodeIdx } from '../../src/data/idx.ts'
import { goldenFile } from './goldenFiles.ts'

const expectedTensors = decodeSafetensors(goldenFile('data.expected.safetensors'))
const expectedTensor = (name: string) => {
  if (E.isLeft(expectedTensors)) throw new Error(expectedTensors.left._tag)
  const entry = expectedTensors.right.tensors.get(name)
  if (entry === undefined) throw new Error(`no reference tensor ${name}`)
  return entry
}

const decode = (bytes: Uint8Array) => decodeIdx()(bytes)
const refusal = (file: string): DecodeError | null =>
  E.match(
    (error: DecodeError) => error,
    () => null,
  )(decode(goldenFile(file)))

const makers: { readonly [T in keyof IdxData]: (bytes: Uint8Array) => IdxArray } = {
  u8: (bytes) => ({ elementType: 'u8', shape: [bytes.length], data: bytes }),
  i8: (bytes) => ({ elementType: 'i8', shape: [bytes.length], data: new Int8Array(bytes.buffer) }),
  i16: (bytes) => ({ elementType: 'i16', shape: [bytes.length / 2], data: new Int16Array(bytes.buffer) }),
  i32: (bytes) => ({ elementType: 'i32', shape: [bytes.length / 4], data: new Int32Array(bytes.buffer) }),
  f32: (bytes) => ({ elementType: 'f32', shape: [bytes.length / 4], data: new Float32Array(bytes.buffer) }),
  f64: (bytes) => ({ elementType: 'f64', shape: [bytes.length / 8], data: new Float64Array(bytes.buffer) }),
}

/** Arrays of any element type; the shape is 0 to 4 dimensions whose product is the number of elements. */
const anyIdxArray: fc.Arbitrary<IdxArray> = fc
  .record({
    elementType: fc.constantFrom(...(Object.keys(makers) as (keyof IdxData)[])),
    shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  })
  .map(({ elementType, shape, seed }) => {
    const size = shape.reduce((product, d) => product * d, 1)
    const bytes = Uint8Array.from({ length: 8 * size }, (_, i) => (seed * (i + 1)) >>> (i % 13))
    const { data } = makers[elementType](bytes)
    return { elementType, shape, data: data.slice(0, size) } as IdxArray
  })

describe('decodeIdx', () => {
  it.each([
    ['train-images-idx3-ubyte', 'mnist.images'],
    ['train-images-idx3-ubyte.gz', 'mnist.images'],
    ['train-labels-idx1-ubyte', 'mnist.labels'],
    ['train-labels-idx1-ubyte.gz', 'mnist.labels'],
    ['idx_i8', 'idx.i8'],
    ['idx_i16', 'idx.i16'],
    ['idx_i32', 'idx.i32'],
    ['idx_f32', 'idx.f32'],
    ['idx_f64', 'idx.f64'],
    ['idx_u8_4d', 'idx.u8_4d'],
    ['idx_u8_empty', 'idx.u8_empty'],
  ])('reads %s', (file, name) => {
    const { shape, data } = expectedTensor(name)
    const decoded = decode(goldenFile(file))
    expect(E.isRight(decoded) && decoded.right.shape).toEqual(shape)
    expect(E.isRight(decoded) && Array.from(decoded.right.data)).toEqual(Array.from(data as Uint8Array))
  })

  it('reads a scalar, which has no dimensions', () => {
    expect(decode(goldenFile('idx_zero_dims'))).toEqual(
      E.right({ elementType: 'u8', shape: [], data: Uint8Array.of(42) }),
    )
  })

  it('tells gzip by its content, not by a name', () => {
    expect(E.isRight(decode(goldenFile('idx_gz_not_gzip.gz')))).toBe(true)
  })

  it.each<[reason: string, file: string, error: DecodeError]>([
    ['an empty file', 'idx_empty', { _tag: 'Truncated', part: 'header', expected: 4, found: 0 }],
    ['a truncated header', 'idx_truncated_header', { _tag: 'Truncated', part: 'header', expected: 16, found: 9 }],
    ['truncated data', 'idx_truncated', { _tag: 'Truncated', part: 'data', expected: 3152, found: 3052 }],
    ['a count that is too big', 'idx_count_too_big', { _tag: 'Truncated', part: 'data', expected: 3936, found: 3152 }],
    ['a count that is too small', 'idx_count_too_small', { _tag: 'TrailingBytes', expected: 2368, found: 3152 }],
    ['bytes left over', 'idx_trailing', { _tag: 'TrailingBytes', expected: 3152, found: 3157 }],
    ['a magic number that does not begin with zeros', 'idx_bad_magic_zero', { _tag: 'WrongMagic', found: 16910339 }],
    ['a byte-swapped header', 'idx_little_endian', { _tag: 'WrongMagic', found: 0x03080000 }],
    ['a page of HTML', 'idx_html', { _tag: 'WrongMagic', found: 1013478509 }],
    ['an unknown element type', 'idx_bad_type', { _tag: 'UnknownElementType', code: 7 }],
    [
      'dimensions that overflow',
      'idx_huge_dims',
      { _tag: 'DimensionOverflow', shape: [2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1] },
    ],
  ])('rejects %s', (_, file, error) => {
    expect(refusal(file)).toEqual(error)
  })

  it('rejects nine dimensions that the bytes do not fill', () => {
    expect(E.isLeft(decode(goldenFile('idx_bad_magic')))).toBe(true)
  })

  it('rejects another magic number than the one asked for', () => {
    const error = { _tag: 'WrongMagic', expected: 0x803, found: 0x801 }
    expect(decodeIdx({ magic: 0x803 })(goldenFile('train-labels-idx1-ubyte'))).toEqual(E.left(error))
  })

  it.each([
    ['a cut gzip stream', 'idx_gz_truncated.gz', 'BadDeflate'],
    ['a wrong checksum', 'idx_gz_bad_crc.gz', 'WrongChecksum'],
    ['a wrong size in the trailer', 'idx_gz_bad_isize.gz', 'WrongSize'],
  ])('rejects %s', (_, file, fault) => {
    expect(refusal(file)).toMatchObject({ _tag: 'CorruptGzip', fault: { _tag: fault } })
  })

  it('rejects damaged compressed data', () => {
    expect(refusal('idx_gz_corrupt.gz')).toMatchObject({ _tag: 'CorruptGzip' })
  })

  it('rejects every gzip file that was cut short', () => {
    const whole = goldenFile('train-labels-idx1-ubyte.gz')
    for (let length = 2; length < whole.length; length++) {
      expect(decode(whole.subarray(0, length)), String(length)).toMatchObject({ _tag: 'Left' })
    }
  })

  it('refuses to inflate beyond the limit, without allocating', () => {
    const bomb = gzipSync(new Uint8Array(2 ** 20))
    expect(decodeIdx({ maxBytes: 1000 })(bomb)).toEqual(
      E.left({ _tag: 'OverBudget', option: 'maxBytes', limit: 1000, claimed: 2 ** 20 }),
    )
  })

  it('reads a gzip header with a name, a comment, extra fields and a checksum', () => {
    const plain = goldenFile('train-labels-idx1-ubyte.gz')
    const text = Uint8Array.of(97, 0)
    const extra = Uint8Array.of(3, 0, 1, 2, 3)
    const checksum = Uint8Array.of(0, 0)
    const start = Uint8Array.from(plain.subarray(0, 10), (byte, i) => (i === 3 ? 0b11110 : byte))
    const file = Uint8Array.from([...start, ...extra, ...text, ...text, ...checksum, ...plain.subarray(10)])
    expect(decode(file)).toEqual(decode(plain))
  })

  it('undoes encodeIdx, compressed or not', () => {
    fc.assert(
      fc.property(anyIdxArray, (array) => {
        expect(decode(encodeIdx(array))).toEqual(E.right(array))
        expect(decode(gzipSync(encodeIdx(array)))).toEqual(E.right(array))
      }),
    )
  })

  it('refuses every proper prefix and every extension of a file', () => {
    fc.assert(
      fc.property(anyIdxArray, fc.nat(), (array, cut) => {
        const bytes = encodeIdx(array)
        expect(decode(bytes.subarray(0, cut % bytes.length))).toMatchObject({ left: { _tag: 'Truncated' } })
        expect(decode(Uint8Array.from([...bytes, 0]))).toMatchObject({ left: { _tag: 'TrailingBytes' } })
      }),
    )
  })

  it('never throws, whatever the bytes', () => {
    const header = fc.constantFrom([], [0, 0, 8, 1], [0, 0, 8, 3], [0, 0, 13, 200], [0x1f, 0x8b, 8, 0])
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 64 }), (start, rest) => {
        expect(['Left', 'Right']).toContain(decode(Uint8Array.from([...start, ...rest]))._tag)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('encodeIdx', () => {
  it('refuses data that do not fill the shape', () => {
    expect(() => encodeIdx({ elementType: 'u8', shape: [3], data: Uint8Array.of(1, 2) })).toThrow(
      'Cannot encode as IDX: expected 3 elements, found 2',
    )
  })
})
