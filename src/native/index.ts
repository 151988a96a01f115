/**
 * @file The entry point `cotangent/native`: the wasm backend with matrix products computed by the system's BLAS.
 * Requires `koffi`, and a library that has `cblas_sgemm`.
 *
 * @packageDocumentation
 */
import { checkLimit } from '../core/numberRules.ts'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { WasmOptions } from '../backend/wasm/index.ts'
import { backendOf, wasmOptionNames } from '../backend/wasm/index.ts'
import { makeRuntime } from '../compile/Runtime.ts'
import type { Runtime } from '../compile/Runtime.ts'
import { checkOptions } from '../core/options.ts'
import { findKoffi } from '../foreign/koffi.ts'
import { nativeDialect } from './dialect.ts'
import type { Library } from './Library.ts'
import { findLibrary, openLibrary } from './Library.ts'
import type { NativeError } from './NativeError.ts'
import { fewestByDefault, worthFrom } from './worthCalling.ts'

export type { NativeError } from './NativeError.ts'
export { showNativeError } from './NativeError.ts'

/** Settings of the native runtime. */
export interface NativeOptions extends WasmOptions {
  /**
   * The library, by its path or a name that the system's loader knows. By default Accelerate on macOS, otherwise the
   * first available of OpenBLAS, MKL, BLIS and `libblas.so.3`.
   */
  readonly library?: string
  /**
   * The number of multiplications below which a product stays in WebAssembly, since a call would take longer; 2,048 by
   * default. With 0 the library computes all products.
   */
  readonly fewest?: number
  /** The path of koffi, if it is installed neither beside the program nor in the working folder. */
  readonly koffi?: string
}

/** A runtime, and the library that it uses. */
export interface NativeRuntime extends Runtime {
  /** The path or the name of the library. */
  readonly library: string
}

/**
 * Creates a runtime like the default one, except that matrix products, including those inside convolutions and
 * gradients, are computed by the system's BLAS in the same memory. The library is first checked on small matrices, and
 * set to use one thread: threads of the runtime share the products, and results do not depend on their number. Results
 * do depend on the library.
 *
 * If the runtime cannot be made, returns an error that names the path and the reason.
 *
 * @example
 * ```ts
 * import { nativeRuntime, showNativeError } from 'cotangent/native'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const runtime = nativeRuntime({ library: './no-library.so' })
 * E.isLeft(runtime) ? runtime.left._tag : 'Right' // => 'NotLoaded'
 * ```
 */
export const nativeRuntime = (options: NativeOptions = {}): E.Either<NativeError, NativeRuntime> => {
  const known = { library: true, fewest: checkLimit, koffi: true, ...wasmOptionNames } as const
  const { library, koffi, fewest = fewestByDefault, ...machine } = checkOptions('nativeRuntime', options, known)
  return pipe(
    findKoffi(koffi),
    E.mapLeft((reason): NativeError => ({ _tag: 'NotInstalled', reason })),
    E.chain((found): E.Either<NativeError, Library> =>
      library === undefined ? findLibrary(found) : openLibrary(found, library),
    ),
    E.map(({ path, products }) => {
      const backend = backendOf({ name: 'native', dialect: nativeDialect(worthFrom(fewest)), products }, machine)
      return { ...makeRuntime(backend), library: path }
    }),
  )
}
