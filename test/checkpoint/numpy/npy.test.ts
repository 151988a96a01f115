/** @file One array of NumPy: round trips, both orders, and what is refused. */
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { SafetensorsEntry } from 'cotangent/checkpoint'
import { decodeNpy, encodeNpy, showCheckpointError } from 'cotangent/checkpoint'
import { describe, expect, it } from 'vitest'

const entries: readonly SafetensorsEntry[] = [
  { dtype: 'F64', data: Float64Array.of(1.5, -0, Infinity, Number.NaN), shape: [2, 2] },
  { dtype: 'F32', data: Float32Array.of(1, 2, 3), shape: [3] },
  { dtype: 'I64', data: BigInt64Array.of(-(2n ** 63n)), shape: [] },
  { dtype: 'U64', data: BigUint64Array.of(2n ** 64n - 1n), shape: [1, 1] },
  { dtype: 'I32', data: Int32Array.of(-7, 7), shape: [2, 1] },
  { dtype: 'U32', data: Uint32Array.of(2 ** 32 - 1), shape: [1] },
  { dtype: 'I16', data: Int16Array.of(-3), shape: [1] },
  { dtype: 'U16', data: Uint16Array.of(65535), shape: [1] },
  { dtype: 'I8', data: Int8Array.of(-1), shape: [1] },
  { dtype: 'U8', data: new Uint8Array(0), shape: [0, 3] },
  { dtype: 'BOOL', data: Uint8Array.of(1, 0), shape: [2] },
]

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

/** A file with this header, padded or not, and so many bytes after it. */
const fileOf = (header: string, bytes: number, version = 1): Uint8Array => {
  const length =
    version === 1 ? [header.length & 255, header.length >> 8] : [header.length & 255, header.length >> 8, 0, 0]
  return Uint8Array.from([...ascii('\u0093NUMPY'), version, 0, ...length, ...ascii(header), ...new Uint8Array(bytes)])
}

const shown = (bytes: Uint8Array, options = {}): string => {
  const read = decodeNpy(options)(bytes)
  return E.isLeft(read) ? showCheckpointError(read.left) : 'read'
}

describe('encodeNpy', () => {
  it.each(entries)('$dtype $shape is what decodeNpy reads', (entry) => {
    expect(decodeNpy()(encodeNpy(entry))).toEqual(E.right(entry))
  })

  it('refuses shapes that are none', () => {
    for (const shape of [
      [-1, -2],
      [0.5, 4],
    ])
      // prettier-ignore
      expect(() => encodeNpy({ dtype: 'F32', data: new Float32Array(2), shape })).toThrow(
        'expected every dimension to be a whole number, 0 or more',
      )
  })

  it('refuses numbers in the array of another element type', () => {
    const entry = { dtype: 'F32', data: Float64Array.of(1.5), shape: [1] }
    expect(() => encodeNpy(entry as never)).toThrow('expected F32 in a Float32Array')
  })

  it('refuses numbers that do not fill the shape', () => {
    const entry: SafetensorsEntry = { dtype: 'F32', data: new Float32Array(3), shape: [2, 2] }
    expect(() => encodeNpy(entry)).toThrow('expected 4 numbers, found 3')
  })

  it('aligns the numbers to 64 bytes', () => {
    for (const entry of entries) expect((encodeNpy(entry).length - entry.data.byteLength) % 64).toBe(0)
  })
})

describe('decodeNpy', () => {
  it('refuses every proper prefix, and a byte too many', () => {
    for (const entry of entries.slice(0, 4)) {
      const whole = encodeNpy(entry)
      for (let k = 0; k < whole.length; k++) expect(E.isLeft(decodeNpy()(whole.subarray(0, k)))).toBe(true)
      expect(E.isLeft(decodeNpy()(Uint8Array.from([...whole, 0])))).toBe(true)
    }
  })

  it('reads versions 2 and 3, and columns first', () => {
    const header = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }\n"
    for (const version of [1, 2, 3]) {
      const bytes = fileOf(header, 6, version)
      bytes.set([1, 2, 3, 4, 5, 6], bytes.length - 6)
      const read = decodeNpy()(bytes)
      expect(E.isRight(read) && [...read.right.data]).toEqual([1, 3, 5, 2, 4, 6])
    }
  })

  it.each([
    ['it does not begin as one', ascii('PK and more bytes')],
    ['its version is 4', fileOf('{}', 0, 4)],
    [
      'its header is not that of one array of numbers',
      fileOf("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }\n", 4),
    ],
    [
      'its header is not that of one array of numbers',
      fileOf("{'descr': '|O8', 'fortran_order': False, 'shape': (1,), }\n", 8),
    ],
    ['its elements are <c8', fileOf("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }\n", 8)],
    ['its shape is (1)', fileOf("{'descr': '<f4', 'fortran_order': False, 'shape': (1), }\n", 4)],
    ['(2, 2) takes 16 bytes, it has 4', fileOf("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n", 4)],
  ])('refuses: %s', (reason, bytes) => {
    expect(shown(bytes)).toMatch(`Cannot read the file of NumPy: ${reason}`)
  })

  it('allocates nothing for a claim that is too large', () => {
    const huge = fileOf("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999), }\n", 4)
    expect(shown(huge)).toContain('Cannot accept a claim of')
    expect(shown(encodeNpy(entries[1]!), { maxElements: 2 })).toContain('the limit is 2 (maxElements)')
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...entries), fc.nat(), (noise, entry, at) => {
        const bytes = encodeNpy(entry)
        bytes.set(noise.subarray(0, Math.max(0, bytes.length - (at % bytes.length))), at % bytes.length)
        decodeNpy()(bytes)
        decodeNpy()(noise)
      }),
    )
  })
})
