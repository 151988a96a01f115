/**
 * @file Why a PyTorch file was refused. Inside the reader it is thrown, and turned into an `Either` at its door: a reader
 * of sixty opcodes is easier to trust when each can stop it.
 */

import type { CheckpointError } from '../CheckpointError.ts'

/** A {@link CheckpointError} on its way out. */
class PthError extends Error {
  readonly error: CheckpointError
  constructor(error: CheckpointError) {
    super(error._tag)
    this.name = 'PthError'
    this.error = error
  }
}

/** Refuses the file with an error of its own. */
export const refuseWith = (error: CheckpointError): never => {
  throw new PthError(error)
}

/** Refuses the file; `at` is the byte of the pickle, where it was one. */
export const refuseFile = (reason: string, at: number | null = null): never =>
  refuseWith({ _tag: 'PthFault', reason, at })

/** Refuses the file where it claims more than it may. */
export const refuseOver = (over: CheckpointError | null): void => {
  if (over !== null) refuseWith(over)
}

/** What was thrown, as an error to return. */
export const errorFrom = (thrown: unknown): CheckpointError =>
  thrown instanceof PthError
    ? thrown.error
    : { _tag: 'PthFault', reason: thrown instanceof Error ? thrown.message : String(thrown), at: null }
