/**
 * @file Why a PyTorch file was refused. The error is thrown inside the reader, and turned into an `Either` where the
 * reader returns: a reader of sixty opcodes is easier to trust when each of them can stop it.
 */

import type { CheckpointError } from '../CheckpointError.ts'

/** A {@link CheckpointError} while it is thrown. */
class PthError extends Error {
  readonly error: CheckpointError
  constructor(error: CheckpointError) {
    super(error._tag)
    this.name = 'PthError'
    this.error = error
  }
}

/** Refuses the file with this error. */
export const refuseWith = (error: CheckpointError): never => {
  throw new PthError(error)
}

/** Refuses the file; `at` is the byte offset in the pickle, if the fault is in a pickle. */
export const refuseFile = (reason: string, at: number | null = null): never =>
  refuseWith({ _tag: 'PthFault', reason, at })

/** Refuses the file because it claims more than it may. */
export const refuseOver = (over: CheckpointError | null): void => {
  if (over !== null) refuseWith(over)
}

/** Turns what was thrown into an error to return. */
export const errorFrom = (thrown: unknown): CheckpointError =>
  thrown instanceof PthError
    ? thrown.error
    : { _tag: 'PthFault', reason: thrown instanceof Error ? thrown.message : String(thrown), at: null }
