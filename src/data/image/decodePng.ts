/**
 * @file PNG of every colour type, depth and interlacing to planes. Claims are checked against the budget before the
 * pixels are unpacked; the checksums of every chunk and of the pixels are verified. Transparency and colour profiles
 * are ignored.
 *
 * Samples of fewer than 8 bits are scaled to 0 to 255, and those of 16 bits rounded to 8: v becomes 255 v / (2^depth -
 * 1).
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Budget } from '../../codecs/Budget.ts'
import { adler32 } from '../../codecs/checksums.ts'
import { inflateTo } from '../../codecs/inflate.ts'
import { countOf } from '../../core/Shape.ts'
import type { DecodeError } from '../DecodeError.ts'
import type { DecodedImage } from './DecodedImage.ts'
import { checkSides, noImage } from './DecodedImage.ts'
import type { PngChunks } from './pngChunks.ts'
import { readChunks } from './pngChunks.ts'
import { bytesOfRows, eachRow } from './pngRows.ts'

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Unpacks a zlib stream (RFC 1950) of this many bytes, and verifies its Adler-32. */
const unpacked = (stream: Uint8Array, size: number): E.Either<DecodeError, Uint8Array> => {
  const [first = 0, second = 0] = stream
  const isZlib =
    stream.length >= 6 && (first & 0x0f) === 8 && (256 * first + second) % 31 === 0 && (second & 0x20) === 0
  if (!isZlib) return noImage('its pixels are not a zlib stream')
  const end = stream.length - 4
  const inflated = inflateTo(size)(stream.subarray(2, end))
  if (E.isLeft(inflated)) {
    const fault = inflated.left
    if (fault._tag === 'BadDeflate') return noImage(`its pixels are damaged (${fault.detail})`)
    // What goes on after its end is not unpacked, so nobody knows how many bytes there are.
    return fault.found > size
      ? noImage(`its pixels come to more than the ${countOf(size, 'byte')} that are claimed`)
      : noImage(`its pixels come to ${countOf(fault.found, 'byte')} or less, where ${size} are claimed`)
  }
  const expected = new DataView(stream.buffer, stream.byteOffset, stream.byteLength).getUint32(end)
  const found = adler32(inflated.right)
  return found === expected ? inflated : E.left({ _tag: 'WrongChecksum', part: 'pixels', expected, found })
}

/** The value of each sample in a plane: its colour in the palette, or its fraction of 255. */
const levelsOf = ({ header: { depth, isIndexed }, palette }: PngChunks, plane: number): Uint8Array => {
  const most = 2 ** depth - 1
  return Uint8Array.from({ length: most + 1 }, (_, sample) =>
    isIndexed ? (palette[3 * sample + plane] ?? 0) : Math.round((255 * sample) / most),
  )
}

const planesOf = (chunks: PngChunks, bytes: Uint8Array): E.Either<DecodeError, DecodedImage> => {
  const { width, height, channels, isIndexed } = chunks.header
  const count = width * height
  const planes = new Uint8Array(3 * count)
  const [reds, greens, blues] = [levelsOf(chunks, 0), levelsOf(chunks, 1), levelsOf(chunks, 2)]
  const colours = isIndexed ? chunks.palette.length / 3 : Infinity
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2]
  let unknown = -1
  const filter = eachRow(chunks.header, bytes, (sample, columns, from, across) => {
    for (let k = 0; k < columns; k++) {
      const [at, first] = [from + k * across, sample(k * channels)]
      if (first >= colours) unknown = first
      planes[at] = reds[first] ?? 0
      planes[count + at] = greens[green === 0 ? first : sample(k * channels + green)] ?? 0
      planes[2 * count + at] = blues[blue === 0 ? first : sample(k * channels + blue)] ?? 0
    }
  })
  if (filter !== null) return noImage(`a row has filter ${filter}, which PNG does not know`)
  return unknown < 0 ? E.right({ height, width, planes }) : noImage(`its palette has no colour ${unknown}`)
}

/** A decoded image, and its EXIF data if it has any. */
export interface WithExif {
  readonly image: DecodedImage
  readonly exif: Uint8Array | null
}

/** Decodes a PNG image. */
export const decodePng =
  (budget: Budget) =>
  (bytes: Uint8Array): E.Either<DecodeError, WithExif> => {
    const chunks = readChunks(bytes)
    if (E.isLeft(chunks)) return chunks
    const { header, pixels, exif } = chunks.right
    const size = bytesOfRows(header)
    const fits = checkSides(budget, header.width, header.height, size + 3 * header.width * header.height)
    if (E.isLeft(fits)) return fits
    const rows = unpacked(joined(pixels), size)
    if (E.isLeft(rows)) return rows
    const image = planesOf(chunks.right, rows.right)
    return E.isLeft(image) ? image : E.right({ image: image.right, exif })
  }
