/**
 * @file Safetensors files read and written tensor by tensor: for weights that should not be in memory twice. Under
 * Node.
 */
import { checkOptions } from '../core/options.ts'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Budget } from '../codecs/Budget.ts'
import { budgetNames, budgetWith } from '../codecs/Budget.ts'
import { headBytes, lookingLike } from '../codecs/FileFormat.ts'
import { readInto, withRegularFile } from '../files/regularFile.ts'
import { replaceFile } from '../files/replaceFile.ts'
import type { CheckpointError } from './CheckpointError.ts'
import { toFileBytes } from './dtype.ts'
import { fileFault } from './file.ts'
import type { Safetensors, SafetensorsOptions } from './safetensors.ts'
import type { SafetensorsEntry } from './SafetensorsEntry.ts'
import { decodeLayout, entryFrom, headLength, layOut } from './safetensors.ts'

/** Bytes of a file from a place; as many as there are. */
type Read = (from: number, count: number) => Promise<Uint8Array>

const readAll = async (read: Read, size: number, budget: Budget): Promise<E.Either<CheckpointError, Safetensors>> => {
  const length = headLength(await read(0, 8))
  if (E.isLeft(length)) return length
  if (length.right > size) return E.left({ _tag: 'Truncated', part: 'header', expected: length.right, found: size })
  const layout = decodeLayout(await read(0, length.right), size - length.right, budget)
  if (E.isLeft(layout)) return layout
  const tensors = new Map<string, SafetensorsEntry>()
  for (const placed of layout.right.placed) {
    const bytes = await read(length.right + placed.begin, placed.end - placed.begin)
    tensors.set(placed.name, entryFrom(placed, bytes))
  }
  return E.right({ metadata: layout.right.metadata, tensors })
}

/**
 * Reads a safetensors file one tensor at a time. Refuses what `decodeSafetensors` refuses, and a file that cannot be
 * read.
 *
 * @example
 * ```ts
 * import { readSafetensors } from 'cotangent/checkpoint'
 *
 * const result = await readSafetensors('no such file')()
 * result // => { _tag: 'Left', left: { _tag: 'FileFault', action: 'read', path: 'no such file', code: 'ENOENT' } }
 * ```
 */
export const readSafetensors = (
  path: string,
  given: SafetensorsOptions = {},
): TE.TaskEither<CheckpointError, Safetensors> => {
  const options = checkOptions('readSafetensors', given, budgetNames)
  return pipe(
    TE.tryCatch(
      () =>
        withRegularFile(path, async (handle, size) => {
          const read: Read = async (from, count) => {
            const bytes = new Uint8Array(Math.max(0, Math.min(count, size - from)))
            return bytes.subarray(0, await readInto(handle, bytes, from))
          }
          const result = await readAll(read, size, budgetWith(options))
          return E.isLeft(result) ? E.left(lookingLike(await read(0, headBytes), 'safetensors')(result.left)) : result
        }),
      fileFault('read', path),
    ),
    TE.chain(TE.fromEither),
  )
}

/** The parts of a file, each made when it is written. */
function* partsOf(file: Safetensors): Generator<Uint8Array, void, void> {
  const { head, entries } = layOut(file)
  yield head
  for (const entry of entries) yield toFileBytes(entry)
}

/**
 * Writes a safetensors file one tensor at a time, beside the old file, which it replaces once it is complete, as
 * `writeFile` does.
 *
 * @example
 * ```ts
 * import { readSafetensors, writeSafetensors } from 'cotangent/checkpoint'
 * import { pipe } from 'fp-ts/lib/function.js'
 * import * as E from 'fp-ts/lib/Either.js'
 * import * as TE from 'fp-ts/lib/TaskEither.js'
 * import { mkdtemp, rm } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 *
 * const folder = await mkdtemp(join(tmpdir(), 'weights-'))
 * const path = join(folder, 'fc.safetensors')
 * const bias = { dtype: 'F32', shape: [2], data: Float32Array.of(1, 0.5) } as const
 * const copied = pipe(
 *   writeSafetensors(path)({ tensors: new Map([['bias', bias]]), metadata: new Map() }),
 *   TE.chain(() => readSafetensors(path)),
 * )
 * const read = await copied()
 * E.isRight(read) && read.right.tensors.get('bias')?.data // => Float32Array(2) [ 1, 0.5 ]
 * await rm(folder, { recursive: true })
 * ```
 */
export const writeSafetensors =
  (path: string) =>
  (file: Safetensors): TE.TaskEither<CheckpointError, void> =>
    TE.tryCatch(() => replaceFile(path, partsOf(file)), fileFault('write', path))
