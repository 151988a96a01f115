/**
 * @file The orientation that a camera records in EXIF: how the stored rows and columns map to the picture.
 *
 *     1 as it is       2 mirrored        3 turned by 180 degrees    4 mirrored, turned by 180
 *     5 transposed     6 turned right    7 mirrored across          8 turned left
 *
 * EXIF is a TIFF file: a byte order, and a table of entries, in which tag 0x112 is the orientation. (CIPA DC-008, 4.6.)
 */
import type { DecodedImage } from './DecodedImage.ts'

const orientationTag = 0x112
const shortType = 3
const bytesOfEntry = 12

/** The orientation recorded in EXIF, 1 to 8; 1 if there is none. */
export const orientationOf = (exif: Uint8Array): number => {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength)
  const isLittle = exif[0] === 0x49
  if (exif.length < 8 || exif[1] !== exif[0] || (!isLittle && exif[0] !== 0x4d)) return 1
  const table = view.getUint32(4, isLittle)
  if (table + 2 > exif.length) return 1
  const count = view.getUint16(table, isLittle)
  for (let k = 0; k < count; k++) {
    const entry = table + 2 + k * bytesOfEntry
    if (entry + bytesOfEntry > exif.length) return 1
    if (view.getUint16(entry, isLittle) !== orientationTag) continue
    const value = view.getUint16(entry + 8, isLittle)
    return view.getUint16(entry + 2, isLittle) === shortType && value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** Whether rows and columns are exchanged, and which of the stored rows and columns are reversed. */
const turns: readonly (readonly [isTransposed: boolean, upsideDown: boolean, backwards: boolean])[] = [
  [false, false, false],
  [false, false, true],
  [false, true, true],
  [false, true, false],
  [true, false, false],
  [true, true, false],
  [true, true, true],
  [true, false, true],
]

/** The upright picture of an image that is stored in an orientation. */
export const oriented = (orientation: number, image: DecodedImage): DecodedImage => {
  const [isTransposed, upsideDown, backwards] = turns[orientation - 1] ?? [false, false, false]
  if (!isTransposed && !upsideDown && !backwards) return image
  const [height, width] = isTransposed ? [image.width, image.height] : [image.height, image.width]
  const planes = new Uint8Array(image.planes.length)
  const count = height * width
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [y, x] = isTransposed ? [column, row] : [row, column]
      const from = (upsideDown ? image.height - 1 - y : y) * image.width + (backwards ? image.width - 1 - x : x)
      for (let plane = 0; plane < 3; plane++)
        planes[plane * count + row * width + column] = image.planes[plane * count + from] ?? 0
    }
  }
  return { height, width, planes }
}
