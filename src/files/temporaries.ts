/**
 * @file Half-written files beside the ones that they are to replace: whose they are, and which were left behind.
 *
 * The name says for which file it is, on which machine it was made, and by which process:
 *
 *     <name>.<hash of the name>.<machine>-<process>-<when it was started>-<random>.tmp
 *
 * One is left behind when its process, on this machine, has ended. Where a process cannot be asked, since it ran on another
 * machine, in another container or before the machine was started anew, it is left behind when nothing was written to it for
 * a day. All others belong to somebody who is still writing.
 */
import { codeOf } from './FileError.ts'
import { host } from './host.ts'

const unasked = 24 * 60 * 60 * 1000

const hashOf = (text: string, digits: number): string =>
  host().crypto.createHash('sha256').update(text).digest('hex').slice(0, digits)

/** What is read of a file of the kernel; empty where there is none. */
const told = async (read: () => Promise<string>): Promise<string> => {
  try {
    return await read()
  } catch {
    return ''
  }
}

/** When a process was started, in ticks of its machine; 0 where that is not told. */
const startOf = async (pid: number): Promise<string> => {
  const { files } = host()
  const text = await told(() => files.readFile(`/proc/${String(pid)}/stat`, 'utf8'))
  // The name of the program, in brackets, may have blanks in it; behind it the start is the 20th word.
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '0'
}

/** The numbers of processes mean the same wherever this is the same: a start of a machine, and a container on it. */
const machine = async (): Promise<string> => {
  const { files, os } = host()
  const boot = await told(() => files.readFile('/proc/sys/kernel/random/boot_id', 'utf8'))
  const space = await told(() => files.readlink('/proc/self/ns/pid'))
  return hashOf([os.hostname(), boot, space].join('\n'), 8)
}

/** A name for the file that is to replace `name`, in the same folder; short, however long that one is. */
export const temporaryName = async (name: string): Promise<string> => {
  const owner = [
    await machine(),
    String(process.pid),
    await startOf(process.pid),
    host().crypto.randomUUID().slice(0, 8),
  ]
  return `${name.slice(0, 40)}.${hashOf(name, 16)}.${owner.join('-')}.tmp`
}

const pattern = /\.([0-9a-f]{16})\.([0-9a-f]{8})-(\d+)-(\d+)-[0-9a-f]{8}\.tmp$/

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return codeOf(thrown) !== 'ESRCH'
  }
}

/** Whether the process that made a temporary file on this machine has ended; its number may have a new owner. */
const hasEnded = async (pid: number, start: string): Promise<boolean> => {
  if (!isAlive(pid)) return true
  const now = await startOf(pid)
  return start !== '0' && now !== '0' && now !== start
}

const isLeftBehind = async (path: string, [, , where = '', pid = '', start = '']: RegExpExecArray): Promise<boolean> =>
  where === (await machine())
    ? hasEnded(Number(pid), start)
    : Date.now() - (await host().files.stat(path)).mtimeMs > unasked

/** Removes what earlier saves of `name` have left behind in a folder; what cannot be removed stays. */
export const removeLeftBehind = async (folder: string, name: string): Promise<void> => {
  const { files, paths } = host()
  const hash = hashOf(name, 16)
  for (const found of await files.readdir(folder)) {
    const parts = pattern.exec(found)
    if (parts?.[1] !== hash) continue
    const path = paths.join(folder, found)
    try {
      if (await isLeftBehind(path, parts)) await files.rm(path, { force: true })
    } catch {
      // It went away meanwhile, or is somebody else's.
    }
  }
}
