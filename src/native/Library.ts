/**
 * @file A library that has `cblas_sgemm`: loaded, set to leave threading to us, and checked on small matrices.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { HostProducts } from '../backend/wasm/HostProducts.ts'
import { nodeModule } from '../core/nodeModule.ts'
import type { ForeignLibrary, FoundKoffi } from './koffi.ts'
import { messageOf } from './koffi.ts'
import { librariesOn } from './libraries.ts'
import type { NativeError, Refused } from './NativeError.ts'
import { productsOf } from './productsOf.ts'
import { firstWrong } from './selfCheck.ts'

/** A library, and its products for the threads of a machine. */
export interface Library {
  readonly path: string
  readonly products: HostProducts
}

/** Why the library at a path cannot be used. */
type Unusable = Extract<NativeError, Refused>

/** The file status of a path; `undefined` if nothing is there. */
const fileAt = (path: string) => nodeModule('node:fs')?.statSync(path, { throwIfNoEntry: false })

const elf = [0x7f, 0x45, 0x4c, 0x46]

/** The machine that an ELF file is for: class, byte order, and processor; `null` for other files. */
const machineOf = (path: string): string | null => {
  const fs = nodeModule('node:fs')
  if (fs === undefined) return null
  const start = new Uint8Array(20)
  const file = fs.openSync(path, 'r')
  try {
    fs.readSync(file, start, 0, start.length, 0)
  } finally {
    fs.closeSync(file)
  }
  return elf.every((byte, k) => start[k] === byte) ? [start[4], start[5], start[18], start[19]].join() : null
}

/** Whether a library is for another machine than this process runs on; a loader may report such a file as missing. */
const isForeign = (path: string): boolean => {
  const [ours, theirs] = [machineOf(process.execPath), machineOf(path)]
  return ours !== null && theirs !== null && ours !== theirs
}

/**
 * Why a path must not be passed to the system's loader, which would block on a pipe, or take an empty path for this
 * program.
 */
const whyNoLibrary = (path: string): string | null => {
  if (path === '') return 'the path is empty'
  if (path.includes('\0')) return 'a path has no NUL character'
  const file = /[\\/]/.test(path) ? fileAt(path) : undefined
  if (file === undefined) return null
  if (!file.isFile()) return 'it is no file'
  return isForeign(path) ? 'it is built for another architecture' : null
}

const load = ({ koffi }: FoundKoffi, path: string): E.Either<Unusable, ForeignLibrary> => {
  const notLoaded = (reason: string): Unusable => ({ _tag: 'NotLoaded', path, reason })
  return pipe(
    E.tryCatch(
      () => whyNoLibrary(path),
      (thrown) => notLoaded(messageOf(thrown)),
    ),
    E.chain((reason) => (reason === null ? E.right(undefined) : E.left(notLoaded(reason)))),
    E.chain(() =>
      E.tryCatch(
        () => koffi.load(path),
        (thrown) => notLoaded(messageOf(thrown)),
      ),
    ),
  )
}

/** Opens the library at a path, or under a name that the system's loader can find. */
export const openLibrary = (found: FoundKoffi, path: string): E.Either<Unusable, Library> =>
  pipe(
    load(found, path),
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
export const findLibrary = (found: FoundKoffi, platform: string = process.platform): E.Either<NativeError, Library> => {
  const tried: Refused[] = []
  for (const name of librariesOn(platform)) {
    const opened = openLibrary(found, name)
    if (E.isRight(opened)) return opened
    tried.push({ path: name, reason: opened.left.reason })
  }
  return E.left({ _tag: 'NoLibrary', tried })
}
