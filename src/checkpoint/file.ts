/**
 * @file Files under Node, read whole and written whole or not at all. Modules of Node are asked for when a task runs, so
 * that browsers can bundle this door; there, the left side says that there are no files.
 */
import * as TE from 'fp-ts/lib/TaskEither.js'
import { fileModule } from '../core/nodeModule.ts'
import { type CheckpointError } from './CheckpointError.ts'

/** An error of the operating system, as data. */
export const fileFault =
  (action: 'read' | 'write', path: string) =>
  (thrown: unknown): CheckpointError => ({
    _tag: 'FileFault',
    action,
    path,
    code: thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown),
  })

/**
 * Reads a file whole.
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
export const readFile = (path: string): TE.TaskEither<CheckpointError, Uint8Array> =>
  TE.tryCatch(async () => fileModule('node:fs/promises').readFile(path), fileFault('read', path))

/** Writes beside the file, forces it to the disk and moves it in place; takes the half-written one away on failure. */
export const replaceFile = async (path: string, parts: Iterable<Uint8Array | string>): Promise<void> => {
  const { mkdir, open, rename, rm } = fileModule('node:fs/promises')
  const paths = fileModule('node:path')
  const { randomUUID } = fileModule('node:crypto')
  await mkdir(paths.dirname(path), { recursive: true })
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    const handle = await open(temporary, 'wx')
    try {
      for (const part of parts) await handle.writeFile(part)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
  } catch (thrown) {
    await rm(temporary, { force: true })
    throw thrown
  }
}

/**
 * Writes a file so that a reader, or a crash, meets the old contents or the new, never a part. Makes the folder.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { loadTree, readFile, saveTree, writeFile } from 'cotangent/checkpoint'
 * import { taskEither as TE } from 'fp-ts'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const params = { weight: tensor([1, 2], [2]) }
 * const save = writeFile('out/example/params.safetensors')(saveTree(params))
 * const load = pipe(readFile('out/example/params.safetensors'), TE.chainEitherK(loadTree(params)))
 * ```
 */
export const writeFile =
  (path: string) =>
  (contents: Uint8Array | string): TE.TaskEither<CheckpointError, void> =>
    TE.tryCatch(() => replaceFile(path, [contents]), fileFault('write', path))
