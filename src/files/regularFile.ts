/**
 * @file Regular files, opened and read without ever waiting for somebody to write.
 *
 * A FIFO, a device or a file of the kernel may have no end, or wait for one: it is refused before it is opened, and once
 * more after, since the name may have come to mean another file in between.
 */
import type { BigIntStats, Stats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import * as E from 'fp-ts/lib/Either.js'
import type { Budget, OverBudget } from '../codecs/Budget.ts'
import { overBudget } from '../codecs/Budget.ts'
import { FileError } from './FileError.ts'
import { host } from './host.ts'

/** Numbers by which Linux knows file systems that lie on no disk: proc, sysfs, debugfs, tracefs, securityfs, cgroups. */
const pseudo: ReadonlySet<number> = new Set([
  0x9fa0, 0x62656572, 0x64626720, 0x74726163, 0x73636673, 0x27e0eb, 0x63677270,
])

/** A path: bytes, where its name is no text. */
export type FilePath = string | Buffer

/** Refuses a path whose file system the kernel makes up. */
export const checkOnDisk = async (path: FilePath): Promise<void> => {
  if (process.platform !== 'linux') return
  const { type } = await host().files.statfs(path)
  if (pseudo.has(type)) throw new FileError('EPSEUDO')
}

/** Refuses folders, FIFOs, sockets and devices. */
export const checkRegular = (found: Stats | BigIntStats): void => {
  if (found.isDirectory()) throw new FileError('EISDIR')
  if (!found.isFile()) throw new FileError('ENOTREGULAR')
}

/** What one request to the operating system may ask for: some refuse 2 GiB. */
const mostAtOnce = 2 ** 30

/** Fills bytes from a place of a file; tells how many there were. */
export const readInto = async (handle: FileHandle, bytes: Uint8Array, from: number): Promise<number> => {
  let filled = 0
  while (filled < bytes.length) {
    const count = Math.min(mostAtOnce, bytes.length - filled)
    const { bytesRead } = await handle.read(bytes, filled, count, from + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled
}

/** A regular file that is open, and its size in bytes by then. */
interface OpenFile {
  readonly handle: FileHandle
  readonly size: number
}

/** Opens a regular file; whoever asks closes it. */
export const openRegularFile = async (path: FilePath): Promise<OpenFile> => {
  const { files, constants } = host()
  checkRegular(await files.stat(path))
  await checkOnDisk(path)
  // Windows has not all of these.
  const mayLack: Partial<typeof constants> = constants
  const { O_NONBLOCK: atOnce = 0, O_NOCTTY: foreign = 0 } = mayLack
  const handle = await files.open(path, constants.O_RDONLY | atOnce | foreign)
  try {
    const found = await handle.stat()
    checkRegular(found)
    return { handle, size: found.size }
  } catch (thrown) {
    await handle.close()
    throw thrown
  }
}

/** Hands an open regular file and its size in bytes to a function, and closes it. */
export const withRegularFile = async <A>(
  path: FilePath,
  use: (handle: FileHandle, size: number) => Promise<A>,
): Promise<A> => {
  const { handle, size } = await openRegularFile(path)
  try {
    return await use(handle, size)
  } finally {
    await handle.close()
  }
}

/** The bytes of a file up to its end, in memory of their own, as long as they are no more than the budget allows. */
export const readWhole = (path: FilePath, budget: Budget): Promise<E.Either<OverBudget, Uint8Array>> =>
  withRegularFile(path, async (handle, size) => {
    const over = overBudget(budget, 'maxBytes', size)
    if (over !== null) return E.left(over)
    // One byte more than there should be: the end is seen, not assumed.
    let bytes = new Uint8Array(size + 1)
    let filled = 0
    while (true) {
      filled += await readInto(handle, bytes.subarray(filled), filled)
      if (filled < bytes.length) return E.right(bytes.subarray(0, filled))
      const grown = overBudget(budget, 'maxBytes', filled)
      if (grown !== null) return E.left(grown)
      const larger = new Uint8Array(2 * bytes.length)
      larger.set(bytes)
      bytes = larger
    }
  })
