/** @file PNG files built chunk by chunk, with claims of one's own and right checksums. */
import { crc32, deflateSync } from 'node:zlib'

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

/** A chunk with its CRC. */
export const chunk = (name: string, data: Uint8Array): Buffer => {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  return Buffer.concat([uint32(data.length), named, uint32(crc32(named))])
}

/** What the header of a PNG claims. */
export interface PngClaims {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly type: number
  readonly interlace?: number
}

/** A PNG file of a header, chunks before the pixels, and the stream of the pixels. */
export const pngOf = (
  { width, height, depth, type, interlace = 0 }: PngClaims,
  stream: Uint8Array,
  ...chunks: readonly Uint8Array[]
): Uint8Array => {
  const header = Buffer.concat([uint32(width), uint32(height), Buffer.of(depth, type, 0, 0, interlace)])
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  const parts = [signature, chunk('IHDR', header), ...chunks, chunk('IDAT', stream), chunk('IEND', Buffer.alloc(0))]
  return new Uint8Array(Buffer.concat(parts))
}

/** Rows, filters included, as the stream of a PNG. */
export const packed = (rows: Uint8Array): Uint8Array => new Uint8Array(deflateSync(rows, { level: 9 }))

/** Writes the checksum of each chunk anew, so that what was altered in it is looked at. */
export const withChecksums = (png: Uint8Array): Uint8Array => {
  const bytes = Buffer.from(png)
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at)
    if (length > bytes.length - at - 12) break
    bytes.writeUInt32BE(crc32(bytes.subarray(at + 4, at + 8 + length)), at + 8 + length)
    at += length + 12
  }
  return new Uint8Array(bytes)
}
