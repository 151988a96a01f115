/**
 * @file How a law is run: its options with the environment's and the defaults filled in, checked, and the line that
 * replays a failing sample.
 */
import { environmentValue } from '../../src/core/environment.ts'
import { foundValue } from '../../src/core/foundValue.ts'
import { checkOptions } from '../../src/core/options.ts'
import { checkCount, checkInteger } from '../../src/core/shapeRules.ts'
import { refuse } from '../../src/core/TensorError.ts'
import type { LawOptions } from './Law.ts'
import { callOf } from './Law.ts'

const operation = 'run the law'

/** A number of the environment; the checks of the option that it stands for refuse it if it is none. */
const numberFrom = (name: string, otherwise: number): number => {
  const text = environmentValue(name)
  return text === '' ? otherwise : Number(text)
}

const checkPath = (path: string | undefined): string | undefined =>
  path === undefined || /^\d+(:\d+)*$/.test(path)
    ? path
    : refuse(operation, [], {
        expected: 'a path as a failure names it, whole numbers between colons',
        found: foundValue(path),
      })

/** The usual limit on the time of a law, in milliseconds. */
export const usualTimeLimit = 30_000

const checkTimeLimit = (timeLimit: number): number =>
  Number.isFinite(timeLimit) && timeLimit > 0
    ? timeLimit
    : refuse(operation, [], { expected: 'timeLimit to be a number above 0', found: foundValue(timeLimit) })

/** The options of a run, with the environment's and the defaults filled in. Refuses unknown ones and impossible values. */
export const settled = (options: LawOptions) => {
  checkOptions(operation, options, {
    runs: true,
    seed: true,
    path: true,
    timeLimit: true,
    file: true,
    command: true,
  })
  const { path = environmentValue('COTANGENT_PATH') } = options
  return {
    runs: checkCount(operation, 'runs', options.runs ?? numberFrom('COTANGENT_RUNS', 100)),
    seed: checkInteger(operation, 'seed', options.seed ?? numberFrom('COTANGENT_SEED', 0)),
    path: checkPath(path === '' ? undefined : path),
    timeLimit: checkTimeLimit(options.timeLimit ?? usualTimeLimit),
    file: options.file,
    command: options.command,
  }
}

type Settled = ReturnType<typeof settled>

/** Text that `vitest -t` takes literally, inside double quotes in a shell. */
const literally = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '.').replace(/["`!]/g, '.')

/** What replays a failing sample: what to pass to `run` or, where vitest runs, its command. */
export const replayOf = (law: string, path: string, { seed, file, command }: Settled): string =>
  command?.(law, seed, path) ??
  (environmentValue('VITEST') === ''
    ? callOf(seed, path)
    : [
        `COTANGENT_SEED=${String(seed)}`,
        ...(path === '' ? [] : [`COTANGENT_PATH="${path}"`]),
        'npx vitest run',
        ...(file === undefined ? [] : [file]),
        `-t "${literally(law)}"`,
      ].join(' '))
