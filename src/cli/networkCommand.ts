/**
 * @file Commands about a network of `cotangent/models`: they take its name and the sides of an input, and print a table
 * or a one-line refusal.
 */
import { Command, CommanderError } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { counts, numberFromText } from '../codecs/numbers.ts'
import type { NamedNetwork } from '../models/index.ts'
import { networks } from '../models/index.ts'
import type { Terminal } from './runLaws.ts'

/** The names of all networks. */
const networkNames = Object.keys(networks).join(', ')

const Side = numberFromText(counts)

/** The sides of one input, separated by commas. */
const Sides = new t.Type<readonly number[], string, unknown>(
  'whole numbers with commas, such as 3,224,224',
  (u): u is readonly number[] => Array.isArray(u) && u.every((side) => Side.is(side)),
  (u, context) =>
    pipe(
      typeof u === 'string' && /^[\d,]+$/.test(u) ? u.split(',') : [''],
      E.traverseArray((side) => Side.decode(side)),
      E.orElse(() => t.failure<readonly number[]>(u, context)),
    ),
  (sides) => sides.join(','),
)

/** What a command prints, or why it cannot. */
export type Outcome = E.Either<string, string>

/** The text of an error that a network throws for an input that it does not fit. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

/** The sides of one input, as a word of the command says them. */
export const sidesOf = (input: string): E.Either<string, readonly number[]> =>
  pipe(
    Sides.decode(input),
    E.mapLeft(() => `Cannot use --input ${input}: expected ${Sides.name}`),
  )

/** A network by name and the sides of its input; `verb` names the action that fails if the network does not exist. */
export const networkOf = (
  verb: string,
  name: string,
  input: string | undefined,
): E.Either<string, { readonly known: NamedNetwork; readonly sides: readonly number[] }> => {
  const known = Object.hasOwn(networks, name) ? networks[name] : undefined
  if (known === undefined) return E.left(`Cannot ${verb} ${name}: expected one of ${networkNames}`)
  return pipe(
    sidesOf(input ?? known.input.join(',')),
    E.map((sides) => ({ known, sides })),
  )
}

/** A command that takes the name of a network. */
export const networkCommand = (name: string, description: string): Command =>
  new Command(`cotangent ${name}`)
    .description(description)
    .argument('<network>', networkNames)
    .option('--input <sides>', 'channels, height and width of an image', undefined)
    .helpOption('--help', 'this text')
    .showSuggestionAfterError(false)
    .allowExcessArguments(false)
    .exitOverride()

/** The arguments and options of a command. */
export interface Parsed {
  readonly args: readonly string[]
  readonly options: Readonly<Record<string, unknown>>
}

/** The words after a command's name, parsed; or, once the help or an error is printed, the exit code. */
export const parseWords = (
  command: Command,
  words: readonly string[],
  { out, err }: Terminal,
): E.Either<number, Parsed> => {
  const said: string[] = []
  command.configureOutput({ writeErr: () => undefined, writeOut: (text) => void said.push(text.trimEnd()) })
  try {
    command.parse(words, { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) {
      said.forEach(out)
      return E.left(0)
    }
    err(messageOf(thrown).replace(/^error: /, ''))
    return E.left(2)
  }
  return E.right({ args: command.args, options: command.opts() })
}

/** Prints what a command comes to, and returns the exit code: 0, or 2 if there is nothing to show. */
export const printed = (outcome: Outcome, { out, err }: Terminal): number => {
  if (E.isLeft(outcome)) {
    err(outcome.left)
    return 2
  }
  out(outcome.right)
  return 0
}

/**
 * Runs a command on the words after its name, and returns the exit code: 0, or 2 if there is nothing to show. `act`
 * receives the parsed words.
 */
export const answer = (
  command: Command,
  words: readonly string[],
  terminal: Terminal,
  act: (name: string, options: Readonly<Record<string, unknown>>) => Outcome,
): number =>
  pipe(
    parseWords(command, words, terminal),
    E.fold(
      (code) => code,
      ({ args: [name = ''], options }) => printed(act(name, options), terminal),
    ),
  )
