/**
 * @file The zip archives that PyTorch writes: the directory, checked as a whole before any member is read, and the
 * members, each verified by its checksum.
 *
 *     members, each behind a header of its own | directory, an entry a member | end, which says where the directory is
 *
 * Members must not overlap: if two shared bytes, a small file could unpack to any size. Zip64 records, and stored and
 * deflated members, are read; encryption, other methods and multi-disk archives are refused. (PKWARE, APPNOTE 6.3.10.)
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Budget } from '../../codecs/Budget.ts'
import { overBudget } from '../../codecs/Budget.ts'
import { crc32 } from '../../codecs/checksums.ts'
import { inflateTo, mostInflated } from '../../codecs/inflate.ts'
import { refuseFile, refuseOver, refuseWith } from './PthError.ts'

/** A member of an archive, as described in the directory. */
interface ZipMember {
  readonly name: string
  readonly isDeflated: boolean
  readonly checksum: number
  /** Size in bytes after unpacking. */
  readonly size: number
  /** The offsets of its header, and of the start and end of its bytes. */
  readonly header: number
  readonly begin: number
  readonly end: number
}

/** An archive: its members by name. */
interface ZipArchive {
  readonly members: ReadonlyMap<string, ZipMember>
  /** The total size of all unpacked members, in bytes. */
  readonly size: number
}

const endRecord = { signature: 0x06054b50, bytes: 22, longestComment: 0xffff }
const longLocator = { signature: 0x07064b50, bytes: 20 }
const longRecord = { signature: 0x06064b50, bytes: 56 }
const entryRecord = { signature: 0x02014b50, bytes: 46 }
const memberRecord = { signature: 0x04034b50, bytes: 30 }
const stored = 0
const deflated = 8
const encrypted = 1
const allOnes = 0xffffffff

const utf8 = new TextDecoder()

const uint64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true))

const isAt = (view: DataView, at: number, record: { readonly signature: number; readonly bytes: number }): boolean =>
  at >= 0 && at + record.bytes <= view.byteLength && view.getUint32(at, true) === record.signature

interface Directory {
  readonly count: number
  readonly begin: number
  /** The offset of what follows the directory. */
  readonly end: number
}

const directoryOf = (view: DataView): Directory => {
  let end = view.byteLength - endRecord.bytes
  const first = Math.max(0, end - endRecord.longestComment)
  while (end >= first && !isAt(view, end, endRecord)) end -= 1
  if (end < first) return refuseFile('the archive has no end')
  const [shortCount, shortBegin] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)]
  const locator = end - longLocator.bytes
  if (!isAt(view, locator, longLocator)) return { count: shortCount, begin: shortBegin, end }
  const long = uint64(view, locator + 8)
  if (!isAt(view, long, longRecord) || long + longRecord.bytes > locator)
    return refuseFile('the archive has no long record where its locator says')
  const [count, begin] = [uint64(view, long + 32), uint64(view, long + 48)]
  return (shortCount === 0xffff || shortCount === count) && (shortBegin === allOnes || shortBegin === begin)
    ? { count, begin, end: long }
    : refuseFile('the two ends of the archive contradict one another')
}

/** Sizes and offset of an entry; those with all bits set are in its extra field, in this order. */
const placesOf = (
  view: DataView,
  at: number,
  extra: number,
  extraEnd: number,
): readonly [size: number, packed: number, header: number] => {
  const short = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)] as const
  if (!short.includes(allOnes)) return short
  let field = extra
  while (field + 4 <= extraEnd && view.getUint16(field, true) !== 1) field += 4 + view.getUint16(field + 2, true)
  const fieldEnd = Math.min(extraEnd, field + 4 + (field + 4 <= extraEnd ? view.getUint16(field + 2, true) : 0))
  let next = field + 4
  const long = (value: number): number => {
    if (value !== allOnes) return value
    next += 8
    return next <= fieldEnd ? uint64(view, next - 8) : refuseFile('a member of the archive has no size')
  }
  return [long(short[0]), long(short[1]), long(short[2])]
}

const memberAt = (
  bytes: Uint8Array,
  view: DataView,
  at: number,
  directory: Directory,
): readonly [ZipMember, number] => {
  if (!isAt(view, at, entryRecord) || at + entryRecord.bytes > directory.end)
    return refuseFile('the directory of the archive ends early')
  const nameEnd = at + entryRecord.bytes + view.getUint16(at + 28, true)
  const extraEnd = nameEnd + view.getUint16(at + 30, true)
  const next = extraEnd + view.getUint16(at + 32, true)
  if (next > directory.end) return refuseFile('the directory of the archive ends early')
  const name = utf8.decode(bytes.subarray(at + entryRecord.bytes, nameEnd))
  const method = view.getUint16(at + 10, true)
  if ((view.getUint16(at + 8, true) & encrypted) !== 0) return refuseFile(`${name} is encrypted`)
  if (method !== stored && method !== deflated) return refuseFile(`${name} is packed in a way that is not read`)
  const [size, packed, header] = placesOf(view, at, nameEnd, extraEnd)
  if (!isAt(view, header, memberRecord)) return refuseFile(`${name} is not where the directory says`)
  const begin = header + memberRecord.bytes + view.getUint16(header + 26, true) + view.getUint16(header + 28, true)
  const end = begin + packed
  if (end > directory.begin) return refuseFile(`${name} reaches past the members of the archive`)
  if (method === stored ? size !== packed : size > mostInflated(packed))
    return refuseFile(`${name} cannot unpack to ${size} bytes`)
  const checksum = view.getUint32(at + 16, true)
  return [{ name, isDeflated: method === deflated, checksum, size, header, begin, end }, next]
}

const checkApart = (members: readonly ZipMember[]): void => {
  let end = 0
  for (const member of members.toSorted((a, b) => a.header - b.header)) {
    if (member.header < end) refuseFile(`${member.name} shares bytes with another member`)
    end = member.end
  }
}

/** Reads the directory of an archive, without unpacking anything. */
export const archiveOf = (bytes: Uint8Array, budget: Budget): ZipArchive => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const directory = directoryOf(view)
  refuseOver(overBudget(budget, 'maxMembers', directory.count))
  if (!(directory.begin + entryRecord.bytes * directory.count <= directory.end))
    refuseFile(`the directory of the archive has no room for ${directory.count} members`)
  const members = new Map<string, ZipMember>()
  let [at, size] = [directory.begin, 0]
  for (let k = 0; k < directory.count; k++) {
    const [member, next] = memberAt(bytes, view, at, directory)
    if (members.has(member.name)) refuseFile(`two members of the archive are called ${member.name}`)
    members.set(member.name, member)
    size += member.size
    at = next
  }
  refuseOver(overBudget(budget, 'maxBytes', size))
  checkApart([...members.values()])
  return { members, size }
}

/** The bytes of a member, unpacked and verified. */
export const contentOf = (bytes: Uint8Array, member: ZipMember): Uint8Array => {
  const packed = bytes.subarray(member.begin, member.end)
  const content = member.isDeflated ? inflateTo(member.size)(packed) : E.right(packed)
  if (E.isLeft(content)) {
    return refuseFile(
      content.left._tag === 'BadDeflate'
        ? `${member.name} is damaged (${content.left.detail})`
        : `${member.name} has ${content.left.found} bytes instead of ${content.left.expected}`,
    )
  }
  const found = crc32(content.right)
  return found === member.checksum
    ? content.right
    : refuseWith({ _tag: 'WrongChecksum', name: member.name, expected: member.checksum, found })
}
