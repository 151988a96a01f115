/** @file The reasons why there is no group over MPI. */

/** A library that was tried, and why it is not used. */
interface Tried {
  readonly path: string
  readonly reason: string
}

/** The reason why there is no group over MPI. */
export type MpiError =
  | {
      /** koffi is missing, or not available for this platform. */
      readonly _tag: 'NotInstalled'
      readonly reason: string
    }
  | {
      /** No library was named, and none of those known by name can be loaded. */
      readonly _tag: 'NoLibrary'
      readonly tried: readonly Tried[]
    }
  | {
      /** The file is missing, is not a library, or is for another architecture. */
      readonly _tag: 'NotLoaded'
      readonly path: string
      readonly reason: string
    }
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
