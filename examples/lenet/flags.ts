/**
 * @file The command line of the LeNet example, and what it decodes to.
 *
 * Commander parses the words and io-ts codecs decode them. Any error is returned as one line.
 */
import { Command, CommanderError } from 'commander'
import { either as E } from 'fp-ts'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'

/** The backend that computes. */
export type BackendName = 'wasm' | 'native'

/** What the example was asked to do. */
export interface Flags {
  readonly epochs: number
  readonly batch: number
  readonly lr: number
  readonly seed: number
  readonly data: string
  readonly out: string
  /** Whether training digits are rotated, scaled and shifted slightly; the learning rate then decays along a cosine. */
  readonly augment: boolean
  /** The default runtime, or the one that uses the system's BLAS. */
  readonly backend: BackendName
  /** Whether this process is one of several that `mpirun` has started. */
  readonly distributed: boolean
  /** Threads of each process; 0 for its share of the cores. */
  readonly threads: number
  /** Steps between checkpoints; 0 for one per epoch. */
  readonly saveEvery: number
  /** Whether the training goes on from the checkpoint in the output folder. */
  readonly resume: boolean
}

/** Why there are no flags: help was requested, or a line for stderr. */
export type NoFlags = { readonly _tag: 'Help' } | { readonly _tag: 'Misused'; readonly line: string }

/** A codec of numbers written as text; its name says what it expects. */
const numberFromText = (name: string, accepts: (n: number) => boolean): t.Type<number, string, unknown> =>
  new t.Type(
    name,
    (u): u is number => typeof u === 'number' && accepts(u),
    (u, context) => {
      const n = typeof u === 'string' && u.trim() !== '' ? Number(u) : Number.NaN
      return accepts(n) ? t.success(n) : t.failure(u, context)
    },
    String,
  )

const Count = numberFromText('a whole number, 1 or more', (n) => Number.isSafeInteger(n) && n >= 1)
const Rate = numberFromText('a number greater than 0', (n) => Number.isFinite(n) && n > 0)
const Seed = numberFromText('a whole number, 0 or more', (n) => Number.isSafeInteger(n) && n >= 0)
const Folder = new t.Type<string, string, unknown>(
  'a folder',
  (u): u is string => typeof u === 'string' && u !== '',
  (u, context) => (typeof u === 'string' && u !== '' ? t.success(u) : t.failure(u, context)),
  t.identity,
)

const Backend = t.keyof({ wasm: null, native: null }, 'wasm or native')

const FlagsFromText = t.type({
  epochs: Count,
  batch: Count,
  lr: Rate,
  seed: Seed,
  data: Folder,
  out: Folder,
  augment: t.boolean,
  backend: Backend,
  distributed: t.boolean,
  threads: Seed,
  saveEvery: Seed,
  resume: t.boolean,
})

/** Defaults for flags that are not given. */
const defaults = {
  plain: { epochs: '3', lr: '0.02' },
  augmented: { epochs: '15', lr: '0.05' },
} as const

const command = (): Command =>
  new Command('npm start --')
    .description('Trains LeNet on handwritten digits and tests it on held-out digits.')
    .option('--epochs <count>', 'passes over the training digits (3, or 15 with --augment)')
    .option('--batch <count>', 'digits per step', '32')
    .option('--lr <rate>', 'learning rate of stochastic gradient descent (0.02, or 0.05 with --augment)')
    .option('--seed <number>', 'seed of all random numbers: initial weights and order of digits', '0')
    .option('--data <folder>', 'the four files of MNIST, gzipped or not', 'data/mnist')
    .option('--out <folder>', 'folder for weights and pictures', 'out')
    .option('--augment', 'rotate, scale and shift training digits; the learning rate decays along a cosine', false)
    .option('--backend <name>', "wasm, or native: the system's BLAS through koffi", 'wasm')
    .option(
      '--distributed',
      'one of several processes, started by mpirun: mpirun -n 2 npm start -- --distributed',
      false,
    )
    .option('--threads <number>', 'threads of each process; 0: its share of the cores', '0')
    .option('--save-every <steps>', 'steps between checkpoints; 0: one per epoch', '0')
    .option('--resume', 'go on from the checkpoint in the output folder', false)
    .helpOption('--help', 'this text')
    .showSuggestionAfterError(false)
    .allowExcessArguments(false)
    .configureOutput({ writeErr: () => undefined })
    .exitOverride()

const fromCommander = (thrown: unknown): NoFlags =>
  thrown instanceof CommanderError && thrown.exitCode === 0
    ? { _tag: 'Help' }
    : { _tag: 'Misused', line: thrown instanceof Error ? thrown.message.replace(/^error: /, '') : String(thrown) }

/** The name of a flag on the command line. */
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const fromCodec = (errors: t.Errors): NoFlags => {
  const [error] = errors
  const flag = error?.context[1]?.key ?? ''
  const expected = error?.context.at(-1)?.type.name ?? ''
  return { _tag: 'Misused', line: `Cannot use --${kebab(flag)} ${String(error?.value) || "''"}: expected ${expected}` }
}

/** Decodes the words after the program's name; prints the help to stdout if it is requested. */
export const parseFlags = (words: readonly string[]): E.Either<NoFlags, Flags> =>
  pipe(
    E.tryCatch(() => command().parse(words, { from: 'user' }).opts(), fromCommander),
    E.map((texts) => ({ ...(texts['augment'] === true ? defaults.augmented : defaults.plain), ...texts })),
    E.chain((texts) => pipe(FlagsFromText.decode(texts), E.mapLeft(fromCodec))),
  )
