/**
 * @file Finds koffi, the optional peer that calls functions of system libraries. It is loaded by name at run time,
 * synchronously.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { NodeModules } from '../core/nodeModule.ts'
import { nodeModule } from '../core/nodeModule.ts'

/** A function of a library. */
type Foreign = (...args: readonly unknown[]) => unknown

/** A library that is loaded. */
export interface ForeignLibrary {
  readonly func: (name: string, result: string, parameters: readonly string[]) => Foreign
  /** A variable of the library. */
  readonly symbol: (name: string, type: string) => unknown
}

/** The part of koffi that we use. */
interface Koffi {
  readonly load: (path: string, options?: { readonly global?: boolean }) => ForeignLibrary
  readonly address: (of: unknown) => bigint
}

/** koffi, and the file that it was loaded from, so that worker threads load the same one. */
export interface FoundKoffi {
  readonly koffi: Koffi
  readonly file: string
}

/** The message of a thrown value, on one line. */
export const messageOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0] ?? ''

interface Surroundings {
  readonly process?: { readonly argv?: readonly string[]; readonly cwd?: () => string }
}

/** Files beside which koffi may be installed: the program, and any file in the working folder. */
const places = ({ process: host }: Surroundings): readonly string[] => [
  ...(host?.argv?.slice(1, 2) ?? []),
  ...(host?.cwd === undefined ? [] : [`${host.cwd()}/`]),
]

const notInstalled: E.Either<string, never> = E.left('it is not installed')

/** koffi as seen from a place. */
const findFrom = ({ createRequire }: NodeModules['node:module'], place: string, path: string) =>
  E.tryCatch((): FoundKoffi => {
    const require = createRequire(place)
    const file = require.resolve(path)
    // What koffi exports; the compiler has no types for it, since it may not be installed.
    return { koffi: require(file) as Koffi, file }
  }, messageOf)

/** koffi as installed beside the program or in the working folder, or at a given path; on the left why it is not found. */
export const findKoffi = (path = 'koffi'): E.Either<string, FoundKoffi> => {
  const modules = nodeModule('node:module')
  return modules === undefined
    ? E.left('there is no Node here')
    : places(globalThis).reduce<E.Either<string, FoundKoffi>>(
        (found, place) => (E.isRight(found) ? found : findFrom(modules, place, path)),
        notInstalled,
      )
}
