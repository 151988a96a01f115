/**
 * @file The reasons why there is no native runtime.
 */
import type { LibraryError } from '../foreign/library.ts'

/** The reason why there is no native runtime. */
export type NativeError =
  | LibraryError
  | {
      /** The library has no `cblas_sgemm`. */
      readonly _tag: 'NoProduct'
      readonly path: string
      readonly reason: string
    }
  | {
      /** The library's `cblas_sgemm` gives wrong results. */
      readonly _tag: 'ComputesWrongly'
      readonly path: string
      readonly reason: string
    }

const cannot = 'Cannot compute with a native library'

/**
 * Formats the error in one line.
 *
 * @example
 * ```ts
 * import { showNativeError } from 'cotangent/native'
 *
 * showNativeError({ _tag: 'NoProduct', path: 'libm.so.6', reason: 'it has no cblas_sgemm' })
 * // => 'Cannot compute with a native library: libm.so.6: it has no cblas_sgemm'
 * ```
 */
export const showNativeError = (error: NativeError): string => {
  switch (error._tag) {
    case 'NotInstalled':
      return `${cannot}: koffi is not found (${error.reason}); run npm install koffi`
    case 'NoLibrary': {
      const tried = error.tried.map(({ path, reason }) => `${path}: ${reason}`).join('; ')
      return `${cannot}: none of those known by name is there; install OpenBLAS or name a library (${tried})`
    }
    case 'NotLoaded':
    case 'NoProduct':
    case 'ComputesWrongly':
      return `${cannot}: ${error.path}: ${error.reason}`
  }
}
