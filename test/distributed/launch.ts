/** @file Starts groups of processes with the launchers that are installed. */
import { execFileSync, spawnSync } from 'node:child_process'
import { bundled } from '../bundled.ts'

const program = await bundled(new URL('rank.ts', import.meta.url))

/** A launcher, and the library of the same implementation. */
export interface Launcher {
  readonly name: string
  readonly command: string
  readonly options: readonly string[]
  readonly library: string
}

const known: readonly Launcher[] = [
  {
    name: 'Open MPI',
    command: 'mpirun.openmpi',
    options: ['--allow-run-as-root', '--oversubscribe'],
    library: 'libmpi.so.40',
  },
  { name: 'MPICH', command: 'mpiexec.mpich', options: [], library: 'libmpich.so.12' },
]

const isInstalled = ({ command }: Launcher): boolean => {
  try {
    execFileSync('which', [command], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** The launchers that are installed. */
export const installed: readonly Launcher[] = known.filter(isInstalled)

/**
 * Those that tests start: the first, or all if `COTANGENT_LAUNCHERS` is `all`, as in `.ci/run`. Processes of a second one
 * would take the gate a minute and a half.
 */
export const launchers = process.env['COTANGENT_LAUNCHERS'] === 'all' ? installed : installed.slice(0, 1)

/** Names of tests that are skipped for that reason. */
export const leftOut = installed
  .filter((launcher) => !launchers.includes(launcher))
  .map(({ name }) => `over ${name}: only with COTANGENT_LAUNCHERS=all, as in .ci/run`)

/** What a run printed, and how it ended. */
export interface Ended {
  readonly lines: readonly string[]
  readonly errors: string
  readonly code: number | null
}

/** Runs a command to its end, or for a minute. */
export const runWords = (command: string, args: readonly string[]): Ended => {
  const { stdout, stderr, status } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  })
  return { lines: stdout.split('\n').filter((line) => line !== ''), errors: stderr, code: status }
}

/** The words that start a program, by default `rank.ts`, in so many processes of a launcher. */
export const wordsFor = ({ options }: Launcher, ranks: number, path = program): readonly string[] => [
  ...options,
  '-n',
  String(ranks),
  process.execPath,
  path,
]

/** Runs `rank.ts` in so many processes of a launcher. */
export const launch = (launcher: Launcher, ranks: number, ...args: readonly string[]): Ended =>
  runWords(launcher.command, [...wordsFor(launcher, ranks), ...args])

/** Runs `rank.ts` without a launcher. */
export const runAlone = (...args: readonly string[]): Ended => runWords(process.execPath, [program, ...args])
