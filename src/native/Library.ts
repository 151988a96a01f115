/**
 * @file A library that has `cblas_sgemm`: loaded, set to leave threading to us, and checked on small matrices.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { HostProducts } from '../backend/wasm/HostProducts.ts'
import type { FoundKoffi } from '../foreign/koffi.ts'
import type { Refused } from '../foreign/library.ts'
import { firstThatOpens, loadLibrary } from '../foreign/library.ts'
import { librariesOn } from './libraries.ts'
import type { NativeError } from './NativeError.ts'
import { productsOf } from './productsOf.ts'
import { firstWrong } from './selfCheck.ts'

/** A library, and its products for the threads of a machine. */
export interface Library {
  readonly path: string
  readonly products: HostProducts
}

/** Why the library at a path cannot be used. */
type Unusable = Extract<NativeError, Refused>

/** Opens the library at a path, or under a name that the system's loader can find. */
export const openLibrary = (found: FoundKoffi, path: string): E.Either<Unusable, Library> =>
  pipe(
    loadLibrary(found, path),
    E.mapLeft((reason): Unusable => ({ _tag: 'NotLoaded', path, reason })),
    E.chainFirst((library) =>
      E.tryCatch(
        () => library.func('cblas_sgemm', 'void', []),
        (): Unusable => ({ _tag: 'NoProduct', path, reason: 'it has no cblas_sgemm' }),
      ),
    ),
    E.chain((): E.Either<Unusable, Library> => {
      const products = productsOf(found, path)
      const reason = firstWrong(products)
      return reason === null ? E.right({ path, products }) : E.left({ _tag: 'ComputesWrongly', path, reason })
    }),
  )

/** The first usable library among those that a platform may have. */
export const findLibrary = (found: FoundKoffi, platform: string = process.platform): E.Either<NativeError, Library> =>
  pipe(
    firstThatOpens(librariesOn(platform), (name) => openLibrary(found, name)),
    E.mapLeft((tried): NativeError => ({ _tag: 'NoLibrary', tried })),
  )
