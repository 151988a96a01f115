/**
 * @file Why a PyTorch file was refused. Inside the reader it is thrown, and turned into an `Either` at its door: a reader
 * of sixty opcodes is easier to trust when each can stop it.
 */

/** Why a PyTorch file was refused; `at` is the byte of the pickle, where it was one. */
export interface PthFault {
  readonly reason: string
  readonly at: number | null
}

/** A {@link PthFault} on its way out. */
export class PthError extends Error {
  readonly fault: PthFault
  constructor(fault: PthFault) {
    super(fault.reason)
    this.name = 'PthError'
    this.fault = fault
  }
}

/** Refuses the file. */
export const refuseFile = (reason: string, at: number | null = null): never => {
  throw new PthError({ reason, at })
}
