/**
 * @file Files written so that a reader, a crash, a kill or a full disk meets the old contents or the new, never a part.
 *
 * The new contents are written beside the old, forced to the disk, and moved in place. A symbolic link is kept, and what it
 * leads to is replaced; mode and, as far as allowed, owner are those of the old file. Other hard links keep the old contents.
 */
import type { Stats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { codeOf, FileError } from './FileError.ts'
import { host } from './host.ts'
import { checkOnDisk, checkRegular } from './regularFile.ts'
import { removeLeftBehind, temporaryName } from './temporaries.ts'

const ifThere = async <A>(look: () => Promise<A>): Promise<A | null> => {
  try {
    return await look()
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return null
    throw thrown
  }
}

const mostLinks = 40

/** Where a path leads through symbolic links, also where nothing is there yet. */
const targetOf = async (path: string): Promise<string> => {
  const { files, paths } = host()
  let at = path
  for (let links = 0; links < mostLinks; links++) {
    const found = await ifThere(() => files.lstat(at))
    if (found?.isSymbolicLink() !== true) return at
    at = paths.resolve(await files.realpath(paths.dirname(at)), await files.readlink(at))
  }
  throw new FileError('ELOOP')
}

/** Makes a folder and those around it. Not Node's own `recursive`, which does not return under /proc. */
const makeFolder = async (folder: string): Promise<void> => {
  const { files, paths } = host()
  const missing: string[] = []
  let at = folder
  while ((await ifThere(() => files.stat(at))) === null && paths.dirname(at) !== at) {
    missing.unshift(at)
    at = paths.dirname(at)
  }
  if (missing.length > 0) await checkOnDisk(at)
  for (const each of missing) {
    try {
      await files.mkdir(each)
    } catch (thrown) {
      if (codeOf(thrown) !== 'EEXIST') throw thrown
    }
  }
}

/** Gives a file the owner and the mode of the one that it replaces; of a foreign owner, not the right to act as them. */
const become = async (handle: FileHandle, old: Stats): Promise<void> => {
  const own = await handle.stat()
  let isOwner = own.uid === old.uid && own.gid === old.gid
  if (!isOwner) {
    try {
      await handle.chown(old.uid, old.gid)
      isOwner = true
    } catch {
      // Only some may give files away.
    }
  }
  await handle.chmod(old.mode & (isOwner ? 0o7777 : 0o777))
}

/** Forces the names in a folder to the disk, where the system can. */
const syncFolder = async (folder: string): Promise<void> => {
  try {
    const handle = await host().files.open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch {
    // Windows opens no folders.
  }
}

/** The file that is to be replaced, after all that would refuse it; `null` where there is none yet. */
const replaceable = async (target: string): Promise<Stats | null> => {
  const { files, constants } = host()
  const old = await ifThere(() => files.stat(target))
  if (old === null) return null
  checkRegular(old)
  await files.access(target, constants.W_OK)
  return old
}

/** Replaces a file by these parts, each made when it is written. Makes the folder. Throws codes as `codeOf` reads them. */
export const replaceFile = async (path: string, parts: Iterable<Uint8Array | string>): Promise<void> => {
  const { files, paths } = host()
  const target = await targetOf(path)
  const folder = paths.dirname(target)
  if (target === path) await makeFolder(folder)
  const old = await replaceable(target)
  await checkOnDisk(folder)
  const name = paths.basename(target)
  await removeLeftBehind(folder, name)
  const temporary = paths.join(folder, await temporaryName(name))
  try {
    const handle = await files.open(temporary, 'wx', old === null ? 0o666 : 0o600)
    try {
      for (const part of parts) await handle.writeFile(part)
      if (old !== null) await become(handle, old)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await files.rename(temporary, target)
  } catch (thrown) {
    await files.rm(temporary, { force: true })
    throw thrown
  }
  await syncFolder(folder)
}
