import { describe, expect, it } from 'vitest'
import type { FileFormat } from '../../src/codecs/FileFormat.ts'
import { fileFormat, lookingLike, showLooksLike } from '../../src/codecs/FileFormat.ts'
import { allSamples } from './fileSamples.ts'

describe('fileFormat', () => {
  it.each(allSamples)('recognizes %s', (format, bytes) => {
    expect(fileFormat(bytes)).toBe(format)
    expect(fileFormat(bytes.subarray(0, 64))).toBe(format)
  })

  it.each<readonly [string, readonly number[]]>([
    ['nothing', []],
    ['one byte', [0x80]],
    ['a pickle that ends', [0x80, 2]],
    ['a header without a bracket', [8, 0, 0, 0, 0, 0, 0, 0, 0x20]],
    ['a header that is too long', [0, 0, 0, 6, 0, 0, 0, 0, 0x7b]],
    ['an ONNX version alone', [8, 1]],
    ['zeros', Array<number>(100).fill(0)],
    ['a few letters', [0x61, 0x62, 0x63]],
  ])('knows no format of %s', (_, bytes) => {
    expect(fileFormat(Uint8Array.from(bytes))).toBeNull()
  })

  it('takes any beginning of any file', () => {
    allSamples.forEach(([, bytes]) => {
      for (let length = 0; length < 64; length++)
        expect(() => fileFormat(bytes.subarray(0, length)), `${String(length)} bytes`).not.toThrow()
    })
  })
})

describe('lookingLike', () => {
  it('adds the format, unless the reader reads it or it is not known', () => {
    const error: { readonly _tag: string; readonly looksLike?: FileFormat } = { _tag: 'Refused' }
    const page = new TextEncoder().encode('<html>')
    expect(lookingLike(page, 'npy')(error)).toEqual({ _tag: 'Refused', looksLike: 'html' })
    expect(lookingLike(page, 'npy', 'html')(error)).toBe(error)
    expect(lookingLike(new Uint8Array(9), 'npy')(error)).toBe(error)
  })
})

describe('showLooksLike', () => {
  it('ends a sentence', () => {
    expect(showLooksLike({ looksLike: 'npy' })).toBe(
      '; the bytes look like a .npy file of NumPy, which decodeNpy reads',
    )
    expect(showLooksLike({})).toBe('')
  })
})
