/**
 * @file `cotangent convert`: weights from one file format to another, by the endings of the names. Of an ONNX file, the tensors
 * of fractional numbers that it brings along are read; one is written where a network says what to compute with them.
 */
import { Command, Option } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import type { Task } from 'fp-ts/lib/Task.js'
import * as T from 'fp-ts/lib/Task.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { CheckpointError, NamedTensors, Safetensors } from '../checkpoint/index.ts'
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
import { networks } from '../models/index.ts'
import { messageOf, parseWords, printed } from './networkCommand.ts'
import { modelWith, weightsIn } from './onnxFiles.ts'
import type { Terminal } from './runLaws.ts'

/** How a format is read and written; either may fail with a sentence. */
interface Format {
  readonly decode: (bytes: Uint8Array) => E.Either<string, Safetensors>
  readonly encode: (file: Safetensors, network: string | undefined) => E.Either<string, Uint8Array>
  /** Whether it holds texts besides tensors. */
  readonly hasMetadata: boolean
}

const withoutMetadata = (tensors: NamedTensors): Safetensors => ({ tensors, metadata: new Map() })

const ofWeights = (
  decode: (bytes: Uint8Array) => E.Either<CheckpointError, NamedTensors>,
  encode: (tensors: NamedTensors) => Uint8Array,
): Format => ({
  decode: flow(decode, E.bimap(showCheckpointError, withoutMetadata)),
  encode: ({ tensors }) => E.tryCatch(() => encode(tensors), messageOf),
  hasMetadata: false,
})

const pth = ofWeights(decodeStateDict(), encodePth)

/** Formats by the ending of a file's name. */
const formats: Readonly<Record<string, Format>> = {
  '.safetensors': {
    decode: flow(decodeSafetensors, E.mapLeft(showCheckpointError)),
    encode: (file) => E.tryCatch(() => encodeSafetensors(file), messageOf),
    hasMetadata: true,
  },
  '.npz': ofWeights(decodeNpz(), encodeNpz),
  '.onnx': {
    decode: flow(weightsIn, E.map(withoutMetadata)),
    encode: ({ tensors }, network) => modelWith(tensors, network),
    hasMetadata: false,
  },
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

const converted = (
  from: string,
  to: string,
  names: string,
  network: string | undefined,
): TE.TaskEither<string, string> =>
  pipe(
    TE.Do,
    TE.apS('source', TE.fromEither(formatOf(from))),
    TE.apS('target', TE.fromEither(formatOf(to))),
    TE.chain(({ source, target }) =>
      pipe(
        readFile(from),
        TE.mapLeft(showCheckpointError),
        TE.chainEitherK(source.decode),
        TE.map(({ tensors, metadata }) => ({ tensors: (namings[names] ?? fromTorchNames)(tensors), metadata })),
        TE.chainEitherK((file) =>
          pipe(
            target.encode(file, network),
            E.map((bytes) => ({ ...file, bytes })),
          ),
        ),
        TE.chain(({ tensors, metadata, bytes }) => {
          const left = target.hasMetadata || metadata.size === 0 ? '' : `; without metadata, which ${to} cannot hold`
          const written = `${to}: ${String(tensors.size)} tensors, ${String(bytes.length)} bytes${left}`
          return pipe(
            writeFile(to)(bytes),
            TE.bimap(showCheckpointError, () => written),
          )
        }),
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
    .option('--network <name>', `what an .onnx file computes: ${Object.keys(networks).join(', ')}`)
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
        converted(
          from,
          to,
          String(options['names']),
          typeof options['network'] === 'string' ? options['network'] : undefined,
        ),
        T.map((outcome) => printed(outcome, terminal)),
      ),
    ),
  )
