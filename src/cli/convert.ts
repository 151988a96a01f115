/**
 * @file `cotangent convert`: weights from one file format to another, by the endings of the names.
 */
import { Command, Option } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import type { Task } from 'fp-ts/lib/Task.js'
import * as T from 'fp-ts/lib/Task.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { CheckpointError, NamedTensors } from '../checkpoint/index.ts'
import {
  decodeNpz,
  decodeSafetensors,
  decodeStateDict,
  encodeNpz,
  encodePth,
  encodeSafetensors,
  fromTorchNames,
  readFile,
  showCheckpointError,
  toTorchNames,
  writeFile,
} from '../checkpoint/index.ts'
import { messageOf, parseWords, printed } from './networkCommand.ts'
import type { Terminal } from './runLaws.ts'

/** How a format is read and written. */
interface Format {
  readonly decode: (bytes: Uint8Array) => E.Either<CheckpointError, NamedTensors>
  readonly encode: (tensors: NamedTensors) => Uint8Array
}

const pth: Format = { decode: decodeStateDict(), encode: encodePth }

/** Formats by the ending of a file's name. */
const formats: Readonly<Record<string, Format>> = {
  '.safetensors': {
    decode: flow(
      decodeSafetensors,
      E.map(({ tensors }) => tensors),
    ),
    encode: (tensors) => encodeSafetensors({ tensors, metadata: new Map() }),
  },
  '.npz': { decode: decodeNpz(), encode: encodeNpz },
  '.pth': pth,
  '.pt': pth,
}

const endings = Object.keys(formats).join(', ')

const formatOf = (path: string): E.Either<string, Format> => {
  const ending = Object.keys(formats).find((each) => path.endsWith(each))
  const format = ending === undefined ? undefined : formats[ending]
  return format === undefined
    ? E.left(`Cannot tell the format of ${path}: expected a name in ${endings}`)
    : E.right(format)
}

/** Whose names the tensors get: as they are, this library's, or PyTorch's. */
const namings: Readonly<Record<string, (tensors: NamedTensors) => NamedTensors>> = {
  kept: (tensors) => tensors,
  own: fromTorchNames,
  torch: toTorchNames,
}

const converted = (from: string, to: string, names: string): TE.TaskEither<string, string> =>
  pipe(
    TE.Do,
    TE.apS('source', TE.fromEither(formatOf(from))),
    TE.apS('target', TE.fromEither(formatOf(to))),
    TE.chain(({ source, target }) =>
      pipe(
        readFile(from),
        TE.chainEitherK(source.decode),
        TE.mapLeft(showCheckpointError),
        TE.map((tensors) => (namings[names] ?? fromTorchNames)(tensors)),
        TE.chainEitherK((tensors) =>
          E.tryCatch(() => ({ count: tensors.size, bytes: target.encode(tensors) }), messageOf),
        ),
        TE.chain(({ count, bytes }) =>
          pipe(
            writeFile(to)(bytes),
            TE.bimap(showCheckpointError, () => `${to}: ${String(count)} tensors, ${String(bytes.length)} bytes`),
          ),
        ),
      ),
    ),
  )

const command = (): Command =>
  new Command('cotangent convert')
    .description(`Converts weights between file formats, by the endings of the names: ${endings}.`)
    .argument('<in>', 'the file to read')
    .argument('<out>', 'the file to write')
    .addOption(
      new Option('--names <whose>', 'as they are, as in this library, or as in PyTorch')
        .choices(Object.keys(namings))
        .default('kept'),
    )
    .helpOption('--help', 'this text')
    .showSuggestionAfterError(false)
    .allowExcessArguments(false)
    .exitOverride()

/** Runs `convert` on the words after its name, and returns the exit code: 0, or 2 if no file was written. */
export const convert = (words: readonly string[], terminal: Terminal): Task<number> =>
  pipe(
    parseWords(command(), words, terminal),
    E.fold(T.of, ({ args: [from = '', to = ''], options }) =>
      pipe(
        converted(from, to, String(options['names'])),
        T.map((outcome) => printed(outcome, terminal)),
      ),
    ),
  )
