/**
 * @file The checkpoint of a training: its whole state, and the number of steps that led to it.
 */
import { tensor } from 'cotangent'
import type { Tensor, Tree } from 'cotangent'
import type { CheckpointError } from 'cotangent/checkpoint'
import { loadTree, readFile, saveTree, writeFile } from 'cotangent/checkpoint'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { join } from 'node:path'

/** A training after so many steps. */
export interface Checkpoint<T> {
  readonly training: T
  readonly steps: Tensor<readonly []>
}

/** A training after so many steps, as a tree. */
export const checkpointOf = <T>(training: T, steps: number): Checkpoint<T> => ({ training, steps: tensor(steps, []) })

const pathIn = (folder: string): string => join(folder, 'checkpoint.safetensors')

/** Saves a checkpoint in a folder; the one before is replaced when the new one is whole. */
export const saveCheckpoint =
  (folder: string) =>
  <T>(checkpoint: Checkpoint<T> & Tree.Tree<Checkpoint<T>>): TE.TaskEither<CheckpointError, void> =>
    writeFile(pathIn(folder))(saveTree<Checkpoint<T>>(checkpoint))

/** The checkpoint in a folder, of the form of another. */
export const readCheckpoint =
  (folder: string) =>
  <T>(form: Checkpoint<T> & Tree.Tree<Checkpoint<T>>): TE.TaskEither<CheckpointError, Checkpoint<T>> =>
    pipe(readFile(pathIn(folder)), TE.chainEitherK(loadTree<Checkpoint<T>>(form)))
