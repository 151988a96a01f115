/**
 * @file The command line of `cotangent laws` and `cotangent programs`, and what it decodes to.
 *
 * Commander parses the words and io-ts codecs decode them. Any error is returned as one line.
 */
import { Command, CommanderError } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { codecOf, counts, numberFromText } from '../codecs/numbers.ts'

/** The backends that laws are run on, by name. */
export type BackendName = 'reference' | 'wasm' | 'native' | 'gpu'

/** What to run, and how. */
export interface Flags {
  readonly command: 'laws' | 'programs'
  readonly backends: readonly BackendName[]
  /** Text in the names of the laws to run; all of them by default. */
  readonly only: string
  readonly runs: number
  /** `undefined` for a seed taken from the clock. */
  readonly seed: number | undefined
  /** A single sample to try again. */
  readonly path: string | undefined
  /** Time limit per law, in seconds. */
  readonly timeLimit: number
  readonly json: boolean
}

/** Why there are no flags: help was requested, or a line that says what is wrong. */
export type NoFlags =
  { readonly _tag: 'Help'; readonly text: string } | { readonly _tag: 'Misused'; readonly line: string }

const misused = (line: string): NoFlags => ({ _tag: 'Misused', line })

const Count = numberFromText(counts)
const Seed = numberFromText({
  name: 'a whole number from 0 to 2147483647',
  accepts: (n) => Number.isSafeInteger(n) && n >= 0 && n < 2 ** 31,
})
const Seconds = numberFromText({
  name: 'a number of seconds greater than 0',
  accepts: (n) => Number.isFinite(n) && n > 0,
})
const Backend = t.keyof({ reference: null, wasm: null, native: null, gpu: null }, 'reference, wasm, native or gpu')
const Path = codecOf(
  'a path as a failure prints it, such as 12:0:3',
  (u): u is string => typeof u === 'string' && /^\d+(:\d+)*$/.test(u),
)

const Options = t.intersection([
  t.type({ runs: Count, timeLimit: Seconds }),
  t.partial({ seed: Seed, path: Path, backend: Backend, only: t.string, json: t.boolean }),
])

const optionNames: Readonly<Record<string, string>> = { timeLimit: 'time-limit' }

const withOptions = (command: Command, runs: string, timeLimit: string): Command =>
  command
    .option('--runs <count>', 'samples per law', runs)
    .option('--seed <number>', 'determines all samples (default: taken from the clock)')
    .option('--path <path>', 'run only the sample that a failure names')
    .option('--time-limit <seconds>', 'time limit per law', timeLimit)
    .option('--json', 'print one JSON object per law, one per line')
    .helpOption('--help', 'this text')
    .showSuggestionAfterError(false)
    .allowExcessArguments(false)

/** The command, which reports what it has read through `read`. */
const program = (
  read: (command: Flags['command'], options: unknown) => void,
  show: (text: string) => void,
): Command => {
  const quiet = { writeErr: () => undefined, writeOut: show }
  const root = new Command('cotangent')
    .description('Runs the laws of cotangent on your machine, and works with files of networks.')
    .addHelpText(
      'after',
      [
        '',
        'Commands for networks, each with its own --help:',
        '  summary  the layers of a network or the parameters of a file',
        '  convert  weights and models from one format to another',
        '  profile  the time and the memory of each layer',
      ].join('\n'),
    )
    .helpOption('--help', 'this text')
    .helpCommand(false)
    .showSuggestionAfterError(false)
    .configureOutput(quiet)
    .exitOverride()
  const laws = root.command('laws').description('Runs every law of the library, or those whose names contain a text.')
  const programs = root.command('programs').description('Compares backends with the reference on random programs.')
  withOptions(
    laws
      .option('--backend <name>', 'reference, or a backend to compare with it: wasm, native, gpu', 'reference')
      .option('--only <text>', 'laws whose names contain this text; an exact match selects only that law'),
    '100',
    '60',
  ).action((options: unknown) => read('laws', options))
  withOptions(
    programs.option('--backend <name>', 'reference, wasm, native or gpu (default: reference and wasm)'),
    '10000',
    '3600',
  ).action((options: unknown) => read('programs', options))
  for (const each of [laws, programs]) each.configureOutput(quiet).exitOverride()
  return root
}

const fromCommander = (thrown: unknown, help: string): NoFlags =>
  thrown instanceof CommanderError && thrown.exitCode === 0
    ? { _tag: 'Help', text: help.trimEnd() }
    : misused(thrown instanceof Error ? thrown.message.replace(/^error: /, '') : String(thrown))

const fromCodec = (errors: t.Errors): NoFlags => {
  const context = errors[0]?.context ?? []
  const key = context.findLast((entry) => entry.key !== '' && !/^\d+$/.test(entry.key))?.key ?? ''
  const value = errors[0]?.value
  const expected = context.at(-1)?.type.name ?? ''
  return misused(`Cannot use --${optionNames[key] ?? key} ${String(value) || "''"}: expected ${expected}`)
}

interface Words {
  readonly command: Flags['command']
  readonly options: unknown
}

const wordsOf = (words: readonly string[]): E.Either<NoFlags, Words> => {
  // Commander calls back; the results are collected here.
  const said: { help: string; words: Words | null } = { help: '', words: null }
  const command = program(
    (name, options) => Object.assign(said, { words: { command: name, options } }),
    (text) => Object.assign(said, { help: said.help + text }),
  )
  return pipe(
    E.tryCatch(
      () => command.parse(words, { from: 'user' }),
      (thrown) => fromCommander(thrown, said.help),
    ),
    E.chain(() =>
      said.words === null
        ? E.left<NoFlags, Words>({ _tag: 'Help', text: command.helpInformation().trimEnd() })
        : E.right(said.words),
    ),
  )
}

/** Decodes the words after `cotangent`. */
export const parseFlags = (words: readonly string[]): E.Either<NoFlags, Flags> =>
  pipe(
    words.length === 0 ? wordsOf(['--help']) : wordsOf(words),
    E.chain(({ command, options }) =>
      pipe(
        Options.decode(options),
        E.bimap(fromCodec, ({ backend, only = '', seed, path, json = false, runs, timeLimit }): Flags => {
          const backends = backend === undefined ? (['reference', 'wasm'] as const) : [backend]
          return { command, backends, only, runs, seed, path, timeLimit, json }
        }),
      ),
    ),
  )
