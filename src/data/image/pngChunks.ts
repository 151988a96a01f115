/**
 * @file The chunks of a PNG file, each verified by its CRC: the claims of the header, the palette, and the compressed
 * pixels.
 *
 *     8 bytes that name the format | chunks: length, 4 bytes; name, 4; data; CRC-32 of name and data, 4     (big-endian)
 *
 * (W3C, "Portable Network Graphics", third edition, sections 5 and 11.)
 */
import * as E from 'fp-ts/lib/Either.js'
import { crc32 } from '../../codecs/checksums.ts'
import type { DecodeError } from '../DecodeError.ts'
import { noImage } from './DecodedImage.ts'

/** The claims of a PNG header. */
export interface PngHeader {
  readonly width: number
  readonly height: number
  /** Bits per sample. */
  readonly depth: number
  /** Samples per pixel. */
  readonly channels: number
  readonly isIndexed: boolean
  readonly isInterlaced: boolean
}

/** A PNG file, with its pixels still compressed. */
export interface PngChunks {
  readonly header: PngHeader
  /** Red, green and blue of each colour; empty if there is no palette. */
  readonly palette: Uint8Array
  /** The zlib stream of the pixels, in its stored parts. */
  readonly pixels: readonly Uint8Array[]
  /** EXIF data, if present. */
  readonly exif: Uint8Array | null
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** Whether the bytes begin like a PNG file. */
export const isPng = (bytes: Uint8Array): boolean => signature.every((byte, k) => bytes[k] === byte)

/** The number of samples per pixel and their allowed depths, by colour type. */
const colourTypes: ReadonlyMap<number, readonly [channels: number, depths: readonly number[]]> = new Map([
  [0, [1, [1, 2, 4, 8, 16]]],
  [2, [3, [8, 16]]],
  [3, [1, [1, 2, 4, 8]]],
  [4, [2, [8, 16]]],
  [6, [4, [8, 16]]],
] as const)

const headerFrom = (data: Uint8Array): E.Either<DecodeError, PngHeader> => {
  if (data.length !== 13) return noImage('its header has another length than 13 bytes')
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const [depth = 0, type = 0, compression = 0, filter = 0, interlace = 0] = data.subarray(8)
  const [channels, depths] = colourTypes.get(type) ?? [0, []]
  if (!depths.includes(depth)) return noImage(`it has ${depth} bits a sample with colour type ${type}`)
  if (compression !== 0 || filter !== 0 || interlace > 1) return noImage('it is packed in a way that PNG does not know')
  const [width, height] = [view.getUint32(0), view.getUint32(4)]
  return E.right({ width, height, depth, channels, isIndexed: type === 3, isInterlaced: interlace === 1 })
}

interface Chunk {
  readonly name: string
  readonly data: Uint8Array
}

/** All chunks up to the end, or what is wrong with one of them. */
const chunksOf = (bytes: Uint8Array): E.Either<DecodeError, readonly Chunk[]> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: Chunk[] = []
  let at = signature.length
  while (chunks.at(-1)?.name !== 'IEND') {
    const left = bytes.length - at - 12
    const length = left < 0 ? 0 : view.getUint32(at)
    if (length > left) return noImage('it ends in the middle of a chunk')
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    const [expected, found] = [view.getUint32(at + 8 + length), crc32(bytes.subarray(at + 4, at + 8 + length))]
    if (expected !== found) return E.left({ _tag: 'WrongChecksum', part: `chunk ${name}`, expected, found })
    chunks.push({ name, data: bytes.subarray(at + 8, at + 8 + length) })
    at += length + 12
  }
  return E.right(chunks)
}

/** Whether a chunk is critical: its name begins with a capital letter. */
const isCritical = (name: string): boolean => /^[A-Z]/.test(name)
const known: readonly string[] = ['IHDR', 'PLTE', 'IDAT', 'IEND']

/** Reads the chunks of a PNG file. */
export const readChunks = (bytes: Uint8Array): E.Either<DecodeError, PngChunks> => {
  const chunks = chunksOf(bytes)
  if (E.isLeft(chunks)) return chunks
  const [first, ...others] = chunks.right
  if (first?.name !== 'IHDR') return noImage('it does not begin with a header')
  const header = headerFrom(first.data)
  if (E.isLeft(header)) return header
  const foreign = others.find(({ name }) => isCritical(name) && (!known.includes(name) || name === 'IHDR'))
  if (foreign !== undefined) return noImage(`it has a chunk ${foreign.name} that it must not have`)
  const named = (wanted: string): readonly Uint8Array[] =>
    others.filter(({ name }) => name === wanted).map(({ data }) => data)
  const [palette = new Uint8Array(0)] = named('PLTE')
  if (palette.length % 3 !== 0 || palette.length > 768 || (header.right.isIndexed && palette.length === 0))
    return noImage('its palette does not hold 1 to 256 colours')
  return E.right({ header: header.right, palette, pixels: named('IDAT'), exif: named('eXIf')[0] ?? null })
}
