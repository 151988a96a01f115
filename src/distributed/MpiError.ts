/** @file The reasons why there is no group over MPI. */
import type { LibraryError } from '../foreign/library.ts'

/** The reason why there is no group over MPI. */
export type MpiError =
  | LibraryError
  | {
      /** The library is neither Open MPI nor MPICH, nor compatible with one of them. */
      readonly _tag: 'NotMpi'
      readonly path: string
      readonly reason: string
    }
  | {
      /** The processes were started by the launcher of another library, which this one cannot see. */
      readonly _tag: 'OtherLauncher'
      readonly path: string
      readonly launcher: string
      readonly size: number
    }
  | {
      /** MPI was started before in this process, or could not start. */
      readonly _tag: 'NotStarted'
      readonly path: string
      readonly reason: string
    }

const cannot = 'Cannot form a group over MPI'

/**
 * Formats the error in one line.
 *
 * @example
 * ```ts
 * import { showMpiError } from 'cotangent/distributed'
 *
 * showMpiError({ _tag: 'NotMpi', path: 'libm.so.6', reason: 'it has no MPI_Init_thread' })
 * // => 'Cannot form a group over MPI: libm.so.6: it has no MPI_Init_thread'
 * ```
 */
export const showMpiError = (error: MpiError): string => {
  switch (error._tag) {
    case 'NotInstalled':
      return `${cannot}: koffi is not found (${error.reason}); run npm install koffi`
    case 'NoLibrary': {
      const tried = error.tried.map(({ path, reason }) => `${path}: ${reason}`).join('; ')
      return `${cannot}: no library is there; install openmpi-bin or mpich, or name a library (${tried})`
    }
    case 'OtherLauncher':
      return `${cannot}: ${String(error.size)} processes were started by ${error.launcher}, which ${error.path} does not see; start them with the launcher of the same library`
    case 'NotLoaded':
    case 'NotMpi':
    case 'NotStarted':
      return `${cannot}: ${error.path}: ${error.reason}`
  }
}
