/**
 * @file `cotangent summary`: a table of a network's parameters and multiply-adds.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { showSummary, summary } from '../nn/index.ts'
import type { Outcome } from './networkCommand.ts'
import { answer, messageOf, networkCommand, networkOf } from './networkCommand.ts'
import type { Terminal } from './runLaws.ts'

const summarized = (name: string, input: string | undefined): Outcome =>
  pipe(
    networkOf('summarize', name, input),
    E.chain(({ known, sides }) => E.tryCatch(() => showSummary(summary(known.network(), [1, ...sides])), messageOf)),
  )

/** Runs `summary` on the words after its name, and returns the exit code: 0, or 2 if there is nothing to show. */
export const summarize = (words: readonly string[], terminal: Terminal): number =>
  answer(
    networkCommand(
      'summary',
      'Summarizes a network: its groups of parameters with output shapes, counts and multiply-adds.',
    ),
    words,
    terminal,
    (name, { input }) => summarized(name, typeof input === 'string' ? input : undefined),
  )
