/** @file Each reader given the files of every format: what it does not read it refuses, and says what it looks like. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CheckpointError } from 'cotangent/checkpoint'
import {
  decodeNpy,
  decodeNpz,
  decodePth,
  decodeSafetensors,
  decodeStateDict,
  loadTree,
  readSafetensors,
  showCheckpointError,
} from 'cotangent/checkpoint'
import type { OnnxError } from 'cotangent/onnx'
import { decodeOnnx, showOnnxError } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FileFormat } from '../../src/codecs/FileFormat.ts'
import { showLooksLike } from '../../src/codecs/FileFormat.ts'
import { allSamples, tree } from '../codecs/fileSamples.ts'
import { goldenFile } from '../data/goldenFiles.ts'

/** What a reader makes of bytes: on the left the error and its sentence. */
type Reader = (bytes: Uint8Array) => E.Either<readonly [CheckpointError | OnnxError, string], unknown>

const ofCheckpoint =
  <A>(read: (bytes: Uint8Array) => E.Either<CheckpointError, A>): Reader =>
  (bytes) =>
    pipe(
      read(bytes),
      E.mapLeft((error) => [error, showCheckpointError(error)] as const),
    )

/** Readers, and the formats to which they are no strangers. */
const readers: readonly (readonly [name: string, own: readonly FileFormat[], read: Reader])[] = [
  ['decodeSafetensors', ['safetensors'], ofCheckpoint((bytes) => decodeSafetensors(bytes))],
  ['loadTree', ['safetensors'], ofCheckpoint(loadTree(tree))],
  ['decodePth', ['pth', 'zip'], ofCheckpoint(decodePth())],
  ['decodeStateDict', ['pth', 'zip'], ofCheckpoint(decodeStateDict())],
  ['decodeNpy', ['npy'], ofCheckpoint(decodeNpy())],
  ['decodeNpz', ['npz', 'zip'], ofCheckpoint(decodeNpz())],
  [
    'decodeOnnx',
    ['onnx'],
    (bytes) =>
      pipe(
        decodeOnnx(bytes),
        E.mapLeft((error) => [error, showOnnxError(error)] as const),
      ),
  ],
]

/** Each reader with each sample. */
const pairs = readers.flatMap(([name, own, read]) =>
  allSamples.map(([format, bytes]) => ({ name, format, isOwn: own.includes(format), read, bytes })),
)

describe('a reader of one format', () => {
  it.each(pairs.filter(({ isOwn }) => !isOwn))('$name says that it is given $format', ({ format, read, bytes }) => {
    const result = read(bytes)
    if (E.isRight(result)) return expect.fail('it reads the file')
    const [error, sentence] = result.left
    expect(error.looksLike).toBe(format)
    expect(sentence).toMatch(/^Cannot /)
    expect(sentence.endsWith(showLooksLike({ looksLike: format }))).toBe(true)
  })

  it.each(pairs.filter(({ isOwn }) => isOwn))('$name says nothing of the kind of $format', ({ read, bytes }) => {
    const damaged = bytes.subarray(0, bytes.length - 1)
    for (const result of [read(bytes), read(damaged)])
      if (E.isLeft(result)) expect(result.left[0].looksLike).toBeUndefined()
  })

  it.each(readers)('%s returns its own errors on beginnings of files of every format', (_, _own, read) => {
    for (const [, bytes] of allSamples)
      for (const length of [0, 1, 2, 3, 4, 7, 8, 9, 12, 16, 24, 31, 32, 48])
        pipe(
          read(bytes.subarray(0, length)),
          E.fold(
            ([, sentence]) => expect(sentence).toMatch(/^Cannot /),
            () => undefined,
          ),
        )
  })
})

describe('readSafetensors', () => {
  const state = { folder: '' }
  beforeAll(async () => {
    state.folder = await mkdtemp(join(tmpdir(), 'formats-'))
  })
  afterAll(() => rm(state.folder, { recursive: true }))

  it.each(allSamples.filter(([format]) => format !== 'safetensors'))(
    'says that a file is %s',
    async (format, bytes) => {
      const path = join(state.folder, 'weights.safetensors')
      await writeFile(path, bytes)
      expect(await readSafetensors(path)()).toMatchObject({ left: { looksLike: format } })
    },
  )
})

describe('a pickle that names what is no data', () => {
  const said = (name: string): string =>
    pipe(
      decodeStateDict()(goldenFile(`${name}.pth`)),
      E.match(showCheckpointError, () => 'read'),
    )

  it.each(['full_model_zip', 'full_model_legacy', 'full_model_in_dict', 'full_model_custom_class'])(
    'is told to be a state_dict if it may be a module: %s',
    (name) => {
      expect(said(name)).toMatch(
        /names (torch\.nn\.modules\.container\.Sequential|lenet_def\.TinyNet), .*, save model\.state_dict\(\) in its place$/,
      )
    },
  )

  it.each(['mal_os_system', 'mal_eval', 'numpy_array', 'quantized_tensor', 'complex_tensor'])(
    'is refused without advice if it is none: %s',
    (name) => {
      expect(said(name)).toMatch(/which is no part of a file of tensors, at byte \d+ of a pickle$/)
    },
  )

  it('has the name in its error', () => {
    expect(decodePth()(goldenFile('full_model_custom_class.pth'))).toEqual(
      E.left({ _tag: 'PthName', module: 'lenet_def', name: 'TinyNet', at: 2 }),
    )
  })
})
