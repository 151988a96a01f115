/**
 * @file Files under Node, read whole, and written whole or not at all. Node's modules are imported when a task runs, so
 * that browsers can bundle this entry point.
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Budget } from '../codecs/Budget.ts'
import { budgetNames, budgetWith } from '../codecs/Budget.ts'
import { checkOptions } from '../core/options.ts'
import { codeOf } from '../files/FileError.ts'
import { readWhole } from '../files/regularFile.ts'
import { replaceFile } from '../files/replaceFile.ts'
import type { CheckpointError } from './CheckpointError.ts'

/** An error of the operating system, as data. */
export const fileFault =
  (action: 'read' | 'write', path: string) =>
  (thrown: unknown): CheckpointError => ({ _tag: 'FileFault', action, path, code: codeOf(thrown) })

/**
 * Reads a whole file. It never blocks: anything that is not a regular file on a disk, such as a FIFO, a device or a
 * file under /proc, is refused. A file of more than `maxBytes` (4 GiB by default) is refused before it is read.
 *
 * @example
 * ```ts
 * import { readFile, showCheckpointError } from 'cotangent/checkpoint'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = await readFile('no/such/file')()
 * E.isLeft(read) && showCheckpointError(read.left) // => 'Cannot read no/such/file: no such file or folder'
 * ```
 */
export const readFile = (path: string, given: Partial<Budget> = {}): TE.TaskEither<CheckpointError, Uint8Array> => {
  const limits = checkOptions('readFile', given, budgetNames)
  return pipe(
    TE.tryCatch(() => readWhole(path, budgetWith(limits)), fileFault('read', path)),
    TE.chainW(TE.fromEither),
  )
}

/**
 * Writes a file atomically: a reader, a crash or a full disk leaves the old contents or the new, never a part. Creates
 * the folder. Nothing is written before the returned task is called, and an error is in its result: look at it.
 *
 * A symbolic link is kept, and the file that it leads to is replaced. The mode of the old file is kept; a new one gets that of
 * the process (umask). Refuses folders, FIFOs, devices, files under /proc and the like, and files without permission to
 * write. If a save was killed, the next save removes what it left beside the file. Hard links keep the old contents.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { loadTree, readFile, saveTree, showCheckpointError, writeFile } from 'cotangent/checkpoint'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const params = { weight: tensor([1, 2], [2]) }
 * const written = await writeFile('out/example/params.safetensors')(saveTree(params))()
 * if (E.isLeft(written)) throw new TypeError(showCheckpointError(written.left))
 *
 * const read = await readFile('out/example/params.safetensors')()
 * E.isRight(E.chain(loadTree(params))(read)) // => true
 * ```
 */
export const writeFile =
  (path: string) =>
  (contents: Uint8Array | string): TE.TaskEither<CheckpointError, void> =>
    TE.tryCatch(() => replaceFile(path, [contents]), fileFault('write', path))
