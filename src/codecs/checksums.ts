/**
 * @file The checksums of files: CRC-32 (gzip, zip, PNG), CRC-32C (records of TensorFlow) and Adler-32 (zlib).
 *
 * The CRC goes eight bytes at a time, by eight tables of which each carries a byte past one more zero byte than the last
 * (Kounavis and Berry, "A systematic approach to building high performance software-based CRC generators", 2005).
 */

const slices = 8

/** Table k at `256 k`: the remainder of a byte that k zero bytes follow. */
const tablesOf = (polynomial: number): Int32Array => {
  const made = new Int32Array(slices * 256)
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ polynomial : remainder >>> 1
    made[byte] = remainder
  }
  for (let k = 256; k < made.length; k++) {
    const before = made[k - 256] ?? 0
    made[k] = (made[before & 0xff] ?? 0) ^ (before >>> 8)
  }
  return made
}

const remainderBy = (tables: Int32Array, bytes: Uint8Array): number => {
  const at = (table: number, byte: number): number => tables[256 * table + (byte & 0xff)] ?? 0
  const byteAt = (k: number): number => bytes[k] ?? 0
  const whole = bytes.length - (bytes.length % slices)
  let crc = -1
  for (let k = 0; k < whole; k += slices) {
    const low = crc ^ (byteAt(k) | (byteAt(k + 1) << 8) | (byteAt(k + 2) << 16) | (byteAt(k + 3) << 24))
    crc =
      at(7, low) ^
      at(6, low >>> 8) ^
      at(5, low >>> 16) ^
      at(4, low >>> 24) ^
      at(3, byteAt(k + 4)) ^
      at(2, byteAt(k + 5)) ^
      at(1, byteAt(k + 6)) ^
      at(0, byteAt(k + 7))
  }
  for (let k = whole; k < bytes.length; k++) crc = at(0, crc ^ byteAt(k)) ^ (crc >>> 8)
  return (crc ^ -1) >>> 0
}

const ethernet = tablesOf(0xedb88320)

/** CRC-32 as gzip, zip and PNG use it. */
export const crc32 = (bytes: Uint8Array): number => remainderBy(ethernet, bytes)

/** Castagnoli's polynomial; its tables are made when they are needed. */
const castagnoli = 0x82f63b78
let castagnoliTables: Int32Array | null = null

/** CRC-32C, of Castagnoli's polynomial, as the records of TensorFlow use it. */
export const crc32c = (bytes: Uint8Array): number => remainderBy((castagnoliTables ??= tablesOf(castagnoli)), bytes)

const adlerModulus = 65521
/** So many bytes can be added before the larger sum would leave 32 bits. */
const adlerStretch = 5552

/** Adler-32 as zlib streams end with it. */
export const adler32 = (bytes: Uint8Array): number => {
  let [low, high] = [1, 0]
  for (let from = 0; from < bytes.length; from += adlerStretch) {
    const end = Math.min(from + adlerStretch, bytes.length)
    for (let k = from; k < end; k++) {
      low += bytes[k] ?? 0
      high += low
    }
    low %= adlerModulus
    high %= adlerModulus
  }
  return high * 65536 + low
}
