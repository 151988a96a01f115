/**
 * @file The claims of a JPEG file, read from its segments before anything is decoded: its size, its components, its
 * scans.
 *
 *     FF D8 | segments: FF, a marker, length, 2 bytes; data | behind the head of a scan its bits, up to a marker | FF D9
 *
 * Every 8 by 8 block of a component takes at least one bit, so a file of 1.5 kB cannot hold 9,000 by 9,000 pixels. A
 * scan visits all blocks of a component however short it is, so the scans are counted. Segments must have exactly the
 * length that their contents need, since the decoder reads the contents. (ITU-T T.81, annex B.)
 */
import * as E from 'fp-ts/lib/Either.js'
import type { DecodeError } from '../DecodeError.ts'
import { noImage } from './DecodedImage.ts'

/** The claims of a JPEG file. */
interface JpegClaims {
  readonly width: number
  readonly height: number
  /** Blocks of 8 by 8 samples, over all components. */
  readonly blocks: number
  /** Whether three components are red, green and blue, not one of brightness and two of color. */
  readonly isRgb: boolean
  /** EXIF data, if present. */
  readonly exif: Uint8Array | null
}

/** Whether the bytes begin like a JPEG file. */
export const isJpeg = (bytes: Uint8Array): boolean => [0xff, 0xd8, 0xff].every((byte, k) => bytes[k] === byte)

const endOfImage = 0xd9
const startOfScan = 0xda
const frames = [0xc0, 0xc1, 0xc2]
/** Frames with unsupported coding: lossless, hierarchical, arithmetic. */
const otherFrames = [0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]
/** Progressive files have about ten scans; every further scan visits the whole image again. */
const mostScans = 100
const lettersOf = (name: string): readonly number[] => Array.from(name, (letter) => letter.charCodeAt(0))
const exifName = lettersOf('Exif\0\0')
const jfifName = lettersOf('JFIF\0')
const adobeName = lettersOf('Adobe')
const rgbNames = lettersOf('RGB')

interface Frame {
  readonly width: number
  readonly height: number
  readonly blocks: number
  /** The names of the components. */
  readonly names: readonly number[]
}

const frameFrom = (data: Uint8Array): E.Either<DecodeError, Frame> => {
  const [, high = 0, low = 0, left = 0, right = 0, components = 0] = data
  if (data.length !== 6 + 3 * components || components < 1 || components > 4)
    return noImage('its frame does not have 1 to 4 components')
  const [height, width] = [256 * high + low, 256 * left + right]
  const factors = Array.from({ length: components }, (_, k) => data[6 + 3 * k + 1] ?? 0)
  const across = factors.map((factor) => factor >> 4)
  const down = factors.map((factor) => factor & 15)
  if ([...across, ...down].some((factor) => factor < 1 || factor > 4)) return noImage('its sampling is not 1 to 4')
  const units = Math.ceil(width / 8 / Math.max(...across)) * Math.ceil(height / 8 / Math.max(...down))
  const blocks = factors.reduce((sum, _, k) => sum + units * (across[k] ?? 0) * (down[k] ?? 0), 0)
  const names = factors.map((_, k) => data[6 + 3 * k] ?? 0)
  return E.right({ width, height, blocks, names })
}

/** The total length of consecutive tables, given the length of the one at an offset; -1 if they do not fit. */
const tablesEnd = (data: Uint8Array, lengthAt: (at: number) => number): number => {
  let at = 0
  while (at < data.length) at += lengthAt(at)
  return at === data.length ? at : -1
}

const begins = (data: Uint8Array, name: readonly number[]): boolean => name.every((letter, k) => data[k] === letter)

/** What a file says of its colors: segments of JFIF and of Adobe, which has a byte for it. */
interface Colors {
  readonly isJfif: boolean
  readonly adobe: number | null
}

const colorsIn = (before: Colors, marker: number, data: Uint8Array): Colors => ({
  isJfif: before.isJfif || (marker === 0xe0 && begins(data, jfifName)),
  adobe: marker === 0xee && begins(data, adobeName) ? (data[11] ?? null) : before.adobe,
})

/** As libjpeg decides it: by JFIF, then by Adobe, then by the names of the components. */
const isRgb = ({ isJfif, adobe }: Colors, names: readonly number[]): boolean =>
  !isJfif && (adobe === null ? rgbNames.every((letter, k) => names[k] === letter) : adobe === 0)

const sum = (bytes: Uint8Array): number => bytes.reduce((total, byte) => total + byte, 0)

/** Whether the contents of a segment fill its whole length. */
const isWhole = (marker: number, data: Uint8Array): boolean => {
  switch (marker) {
    case 0xdb:
      return tablesEnd(data, (at) => ((data[at] ?? 0) >> 4 === 0 ? 65 : 129)) >= 0
    case 0xc4:
      return tablesEnd(data, (at) => 17 + sum(data.subarray(at + 1, at + 17))) >= 0
    case 0xdd:
    case 0xdc:
      return data.length === 2
    case startOfScan:
      return data.length === 4 + 2 * (data[0] ?? 0)
    default:
      return true
  }
}

/** The offset of the next marker that ends a scan: neither a stuffed byte nor a restart. */
const afterScan = (bytes: Uint8Array, from: number): number => {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7) && next !== 0xff) return at
    at = bytes.indexOf(0xff, at + 1)
  }
  return bytes.length
}

/** Reads the claims of a JPEG file. */
export const jpegClaims = (bytes: Uint8Array): E.Either<DecodeError, JpegClaims> => {
  let frame: Frame | null = null
  let exif: Uint8Array | null = null
  let colors: Colors = { isJfif: false, adobe: null }
  let [at, scans, scanBytes] = [2, 0, 0]
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff || marker === 0)
      return noImage(at >= bytes.length ? 'it is cut short' : 'a marker is missing')
    if (marker === endOfImage) break
    const length = 256 * (bytes[at + 2] ?? 0) + (bytes[at + 3] ?? 0)
    const end = at + 2 + length
    if (length < 2 || end > bytes.length) return noImage('it ends in the middle of a segment')
    const data = bytes.subarray(at + 4, end)
    if (otherFrames.includes(marker)) return noImage('it is coded in a way that is not read')
    if (!isWhole(marker, data)) return noImage('a segment has another length than its contents')
    at = end
    colors = colorsIn(colors, marker, data)
    if (frames.includes(marker)) {
      if (frame !== null) return noImage('it has more than one frame')
      const read = frameFrom(data)
      if (E.isLeft(read)) return read
      frame = read.right
    } else if (marker === 0xe1 && begins(data, exifName)) {
      exif ??= data.subarray(exifName.length)
    } else if (marker === startOfScan) {
      scans += 1
      if (scans > mostScans) return noImage(`it has more than ${mostScans} scans`)
      at = afterScan(bytes, end)
      scanBytes += at - end
    }
  }
  if (frame === null || scans === 0) return noImage('it has no image')
  if (frame.blocks > 8 * scanBytes) return noImage(`its ${scanBytes} bytes cannot hold ${frame.blocks} blocks`)
  const { names, ...claims } = frame
  return E.right({ ...claims, isRgb: names.length === 3 && isRgb(colors, names), exif })
}
