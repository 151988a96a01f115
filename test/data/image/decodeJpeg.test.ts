/** @file The colors of JPEG files, by what the files say of them. Values are those that Pillow, with libjpeg, gives. */
import * as E from 'fp-ts/lib/Either.js'
import jpeg from 'jpeg-js'
import { describe, expect, it } from 'vitest'
import { decodeImage, showDecodeError } from '../../../src/data/index.ts'

const red = Uint8Array.from({ length: 4 * 64 }, (_, k) => (k % 4 === 0 || k % 4 === 3 ? 255 : 0))
const file = Array.from(jpeg.encode({ width: 8, height: 8, data: red }, 95).data)
const jfif = file.slice(2, 4 + 256 * file[4]! + file[5]!)
const rest = file.slice(2 + jfif.length)

/** A segment of Adobe; 0 says that components are red, green and blue, 1 that they are brightness and colors. */
const adobe = (transform: number): readonly number[] => [
  ...[0xff, 0xee, 0, 14],
  ...Array.from('Adobe', (letter) => letter.charCodeAt(0)),
  ...[0, 100, 0, 0, 0, 0, transform],
]

/** Names the components R, G and B, in the frame and in the scan. */
const named = (bytes: readonly number[]): readonly number[] => {
  const at = (marker: number): number => bytes.findIndex((byte, k) => byte === 0xff && bytes[k + 1] === marker)
  const [frame, scan] = [at(0xc0), at(0xda)]
  const names = new Map([0, 1, 2].flatMap((k) => [[frame + 10 + 3 * k, k] as const, [scan + 5 + 2 * k, k] as const]))
  return bytes.map((byte, k) => (names.has(k) ? 'RGB'.charCodeAt(names.get(k)!) : byte))
}

const middleOf = (...parts: readonly (readonly number[])[]): readonly number[] => {
  const read = decodeImage(Uint8Array.from([0xff, 0xd8, ...parts.flat()]))
  if (E.isLeft(read)) throw new Error(showDecodeError(read.left))
  return [0, 1, 2].map((plane) => read.right.planes[64 * plane + 27]!)
}

const close = (found: readonly number[], expected: readonly number[]) =>
  found.forEach((value, k) => {
    expect(Math.abs(value - expected[k]!)).toBeLessThan(4)
  })

describe('the colors of a JPEG file', () => {
  it.each([
    ['JFIF', [jfif, rest]],
    ['nothing said', [rest]],
    ['Adobe with a transform', [adobe(1), rest]],
    ['JFIF, whatever Adobe says', [jfif, adobe(0), rest]],
    ['JFIF, whatever the components are called', [jfif, named(rest)]],
  ] as const)('are brightness and two of color: %s', (_, parts) => {
    close(middleOf(...parts), [254, 0, 0])
  })

  it.each([
    ['Adobe without a transform', [adobe(0), rest]],
    ['components called R, G and B', [named(rest)]],
  ] as const)('are red, green and blue: %s', (_, parts) => {
    close(middleOf(...parts), [76, 85, 255])
  })
})
