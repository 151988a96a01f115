/** @file Starts `filesProcess.ts`: to be spoken to, to be killed, or on a disk of its own. */
import type { ChildProcess } from 'node:child_process'
import { execFile, spawn, spawnSync } from 'node:child_process'
import { bundled, ownEnvironment } from '../bundled.ts'
import type { FileTask } from './filesProcess.ts'

const program = await bundled(new URL('filesProcess.ts', import.meta.url))

const wordsFor = (tasks: readonly FileTask[]): readonly string[] => [process.execPath, program, JSON.stringify(tasks)]

/** Starts tasks; `lines` come as they are printed. */
export const startFiles = (
  ...tasks: readonly FileTask[]
): { readonly child: ChildProcess; readonly line: () => Promise<string> } => {
  const [node = '', ...words] = wordsFor(tasks)
  const child = spawn(node, words, { env: ownEnvironment, stdio: ['pipe', 'pipe', 'inherit'] })
  const printed: string[] = []
  const waiting: ((line: string) => void)[] = []
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const next = waiting.shift()
      if (next === undefined) printed.push(line)
      else next(line)
    }
  })
  const line = async (): Promise<string> => printed.shift() ?? new Promise((resolve) => waiting.push(resolve))
  return { child, line }
}

/** Waits for a process to be gone. */
export const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })

/** What tasks came to, within so many seconds; they run behind words of a shell, such as those that mount a disk. */
export const outcomes = (
  tasks: readonly FileTask[],
  { seconds = 30, shell = '' }: { readonly seconds?: number; readonly shell?: string } = {},
): Promise<readonly string[]> => {
  const quoted = wordsFor(tasks).map((word) => `'${word.replaceAll("'", "'\\''")}'`)
  const command = `${shell}\nexec ${quoted.join(' ')}`
  const [program, words] = shell === '' ? ['sh', ['-c', command]] : ['unshare', ['-rm', 'sh', '-ec', command]]
  return new Promise((resolve, reject) => {
    const options = { env: ownEnvironment, timeout: 1000 * seconds, killSignal: 'SIGKILL' as const }
    execFile(program, words, options, (error, out, said) => {
      const lines = out.trimEnd().split('\n')
      if (error === null) resolve(lines)
      else reject(new Error(`ended with ${String(error.code ?? error.signal)} after ${lines.join(', ')}: ${said}`))
    })
  })
}

/** Whether this machine lets us mount a disk that only we see. */
export const canMount = (): boolean =>
  spawnSync('unshare', ['-rm', 'sh', '-ec', 'mount -t tmpfs tmpfs /mnt']).status === 0
