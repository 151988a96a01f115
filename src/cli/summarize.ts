/**
 * @file `cotangent summary`: a table of the parameters and multiply-adds of a network, or of a model in an ONNX file.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { readFile, showCheckpointError } from '../checkpoint/index.ts'
import { showSummary, summary } from '../nn/index.ts'
import type { Outcome, Parsed } from './networkCommand.ts'
import { messageOf, networkCommand, networkOf, parseWords, printed } from './networkCommand.ts'
import { modelSummary } from './onnxFiles.ts'
import type { Terminal } from './runLaws.ts'

const summarized = (name: string, input: string | undefined): Outcome =>
  pipe(
    networkOf('summarize', name, input),
    E.chain(({ known, sides }) => E.tryCatch(() => showSummary(summary(known.network(), [1, ...sides])), messageOf)),
  )

const command = () =>
  networkCommand(
    'summary',
    'Summarizes a network, or the model of an .onnx file: its groups of parameters with output shapes, counts and multiply-adds.',
  )

/** The summary of the model in a file. */
const summarizedFile = (path: string, input: string | undefined): TE.TaskEither<string, string> =>
  pipe(
    readFile(path),
    TE.mapLeft(showCheckpointError),
    TE.chainEitherK((bytes) => modelSummary(path, bytes, input)),
  )

/** Runs `summary` on the words after its name, and returns the exit code: 0, or 2 if there is nothing to show. */
export const summarize = (words: readonly string[], terminal: Terminal): number | Promise<number> =>
  pipe(
    parseWords(command(), words, terminal),
    E.fold<number, Parsed, number | Promise<number>>(
      (code) => code,
      ({ args: [name = ''], options: { input } }) => {
        const sides = typeof input === 'string' ? input : undefined
        return name.endsWith('.onnx')
          ? summarizedFile(name, sides)().then((outcome) => printed(outcome, terminal))
          : printed(summarized(name, sides), terminal)
      },
    ),
  )
