/**
 * @file The command `cotangent`: words in, lines and an exit code out.
 *
 * Exit codes: 0 if every law holds, a network was shown or a file was written, 1 if a law does not hold, 2 if nothing could be run, for
 * example because of a wrong flag, a name that matches no law, or a missing backend.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Task } from 'fp-ts/lib/Task.js'
import type { NoFlags } from './Flags.ts'
import { convert } from './convert.ts'
import { parseFlags } from './Flags.ts'
import type { Terminal } from './runLaws.ts'
import { runLaws } from './runLaws.ts'
import { profileNetwork } from './profileNetwork.ts'
import { summarize } from './summarize.ts'

const withoutFlags =
  (why: NoFlags, { out, err }: Terminal): Task<number> =>
  () => {
    if (why._tag === 'Help') out(why.text)
    else err(why.line)
    return Promise.resolve(why._tag === 'Help' ? 0 : 2)
  }

type Command = (words: readonly string[], terminal: Terminal) => number | Promise<number>

const commands: Readonly<Record<string, Command>> = {
  convert: (words, terminal) => convert(words, terminal)(),
  profile: profileNetwork,
  summary: summarize,
}

/** Runs the command on the words after its name, and returns the exit code. */
export const cotangent = (words: readonly string[], terminal: Terminal): Task<number> => {
  const [name = '', ...rest] = words
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  return command === undefined ? lawsCommand(words, terminal) : () => Promise.resolve(command(rest, terminal))
}

const lawsCommand = (words: readonly string[], terminal: Terminal): Task<number> =>
  pipe(
    parseFlags(words),
    E.match(
      (why) => withoutFlags(why, terminal),
      (flags) => runLaws(flags, terminal),
    ),
  )
