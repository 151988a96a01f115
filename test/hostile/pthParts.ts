/** @file Files of PyTorch that are built byte by byte: archives with claims of one's own, and pickles. */

/** Little-endian numbers, texts and bytes, one behind the other. */
export type Part = readonly [bytes: 1 | 2 | 4 | 8, value: number] | string | Uint8Array

/** The bytes of parts. */
export const bytesOf = (...parts: readonly Part[]): Uint8Array =>
  new Uint8Array(
    Buffer.concat(
      parts.map((part) => {
        if (typeof part === 'string') return Buffer.from(part)
        if (part instanceof Uint8Array) return part
        const number = Buffer.alloc(8)
        number.writeBigUInt64LE(BigInt.asUintN(64, BigInt(part[1])))
        return number.subarray(0, part[0])
      }),
    ),
  )

/** A member of an archive: what lies there, and what its entry in the directory claims. */
export interface Claimed {
  readonly name: string
  readonly method: 0 | 8
  readonly checksum: number
  readonly packed: number
  readonly size: number
  /** Where its header is. */
  readonly at: number
}

/** What the directory and the header of a member say alike: version, method, time, checksum, sizes, lengths of names. */
const described = ({ name, method, checksum, packed, size }: Omit<Claimed, 'at'>): readonly Part[] => [
  [2, 20],
  [2, 0],
  [2, method],
  [4, 0],
  [4, checksum],
  [4, packed],
  [4, size],
  [2, name.length],
  [2, 0],
]

const entry = (member: Claimed): Uint8Array =>
  bytesOf([4, 0x02014b50], [2, 20], ...described(member), [2, 0], [2, 0], [2, 0], [4, 0], [4, member.at], member.name)

/** The header of a member, which its bytes follow. */
export const memberHeader = (member: Omit<Claimed, 'at'>): Uint8Array =>
  bytesOf([4, 0x04034b50], ...described(member), member.name)

/** An archive of these bytes and this directory; `count` is what its end claims. */
export const archive = (body: Uint8Array, members: readonly Claimed[], count = members.length): Uint8Array => {
  const directory = bytesOf(...members.map(entry))
  return bytesOf(
    body,
    directory,
    [4, 0x06054b50],
    [4, 0],
    [2, count],
    [2, count],
    [4, directory.length],
    [4, body.length],
    [2, 0],
  )
}

/** An archive whose long end claims so many members, and that holds none. */
export const archiveThatClaims = (members: number): Uint8Array =>
  bytesOf(
    [4, 0x04034b50],
    new Uint8Array(42),
    ...([
      [4, 0x06064b50],
      [8, 44],
      [4, 0],
      [8, 0],
      [8, members],
      [8, members],
      [8, 0],
      [8, 0],
    ] as const),
    ...([
      [4, 0x07064b50],
      [4, 0],
      [8, 46],
      [4, 1],
    ] as const),
    ...([
      [4, 0x06054b50],
      [4, 0],
      [2, 0xffff],
      [2, 0xffff],
      [4, 0xffffffff],
      [4, 0xffffffff],
      [2, 0],
    ] as const),
  )

/** Opcodes of a pickle. */
export const pickle = {
  start: Uint8Array.of(0x80, 2),
  stop: Uint8Array.of(0x2e),
  int: (value: number): Uint8Array => bytesOf([1, 0x4a], [4, value]),
  text: (text: string): Uint8Array => bytesOf([1, 0x58], [4, text.length], text),
  global: (module: string, name: string): Uint8Array => bytesOf('c', module, '\n', name, '\n'),
  tuple: (...items: readonly Uint8Array[]): Uint8Array => bytesOf('(', ...items, 't'),
  /** A storage of float32. */
  storage: (key: string, count: number): Uint8Array =>
    bytesOf(
      pickle.tuple(
        pickle.text('storage'),
        pickle.global('torch', 'FloatStorage'),
        pickle.text(key),
        pickle.text('cpu'),
        pickle.int(count),
      ),
      'Q',
    ),
  /** A view of a storage. */
  tensor: (storage: Uint8Array, shape: readonly number[], strides: readonly number[]): Uint8Array =>
    bytesOf(
      pickle.global('torch._utils', '_rebuild_tensor_v2'),
      pickle.tuple(
        storage,
        pickle.int(0),
        pickle.tuple(...shape.map(pickle.int)),
        pickle.tuple(...strides.map(pickle.int)),
      ),
      'R',
    ),
}

/** What a legacy file begins with: magic, protocol, and that its numbers are little-endian. */
export const legacyStart = bytesOf(
  ...[pickle.start, Uint8Array.of(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19), pickle.stop],
  ...[pickle.start, pickle.int(1001), pickle.stop],
  ...[pickle.start, '}', pickle.text('little_endian'), Uint8Array.of(0x88), 's', pickle.stop],
)
