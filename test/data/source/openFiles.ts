/** @file Which files this process has open: Linux tells it under /proc. */
import { readdir, readlink } from 'node:fs/promises'

/** The open files of this process under a folder. */
export const openUnder = async (folder: string): Promise<readonly string[]> => {
  const links = (await readdir('/proc/self/fd')).map(async (fd) => {
    try {
      return await readlink(`/proc/self/fd/${fd}`)
    } catch {
      return ''
    }
  })
  return (await Promise.all(links)).filter((path) => path.startsWith(folder))
}
