/**
 * @file `cotangent summary`: a table of a network's parameters and multiply-adds.
 */
import { Command, CommanderError } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { counts, numberFromText } from '../codecs/numbers.ts'
import { TensorError } from '../index.ts'
import { networks } from '../models/index.ts'
import { showSummary, summary } from '../nn/index.ts'
import type { Terminal } from './runLaws.ts'

const names = Object.keys(networks).join(', ')

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

type Outcome = E.Either<string, string>

const summarized = (name: string, input: unknown): Outcome => {
  const known = Object.hasOwn(networks, name) ? networks[name] : undefined
  if (known === undefined) return E.left(`Cannot summarize ${name}: expected one of ${names}`)
  return pipe(
    Sides.decode(input ?? known.input.join(',')),
    E.mapLeft(() => `Cannot use --input ${String(input)}: expected ${Sides.name}`),
    E.chain((sides) =>
      E.tryCatch(
        () => showSummary(summary(known.network(), [1, ...sides])),
        (thrown) => (thrown instanceof TensorError ? thrown.message : String(thrown)),
      ),
    ),
  )
}

/** Runs `summary` on the words after its name, and returns the exit code: 0, or 2 if there is nothing to show. */
export const summarize = (words: readonly string[], { out, err }: Terminal): number => {
  const said: string[] = []
  const outcomes: Outcome[] = []
  const command = new Command('cotangent summary')
    .description('Summarizes a network: its groups of parameters with output shapes, counts and multiply-adds.')
    .argument('<network>', names)
    .option('--input <sides>', 'channels, height and width of an image', undefined)
    .helpOption('--help', 'this text')
    .showSuggestionAfterError(false)
    .allowExcessArguments(false)
    .configureOutput({ writeErr: () => undefined, writeOut: (text) => void said.push(text.trimEnd()) })
    .exitOverride()
    .action((name: string, { input }: { readonly input?: string }) => void outcomes.push(summarized(name, input)))
  try {
    command.parse(words, { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) {
      said.forEach(out)
      return 0
    }
    err(thrown instanceof Error ? thrown.message.replace(/^error: /, '') : String(thrown))
    return 2
  }
  const [outcome] = outcomes
  if (outcome === undefined) return 2
  if (E.isLeft(outcome)) {
    err(outcome.left)
    return 2
  }
  out(outcome.right)
  return 0
}
