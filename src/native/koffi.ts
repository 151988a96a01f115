/**
 * @file Finds koffi, the optional peer that calls functions of system libraries. It is loaded by name at run time,
 * synchronously: `nativeRuntime` answers without a promise.
 */
import * as E from 'fp-ts/lib/Either.js'
import { nodeModule } from '../core/nodeModule.ts'
import type { NativeError } from './NativeError.ts'

/** A function of a library. */
type Foreign = (...args: readonly unknown[]) => unknown

/** A library that is loaded. */
export interface ForeignLibrary {
  readonly func: (name: string, result: string, parameters: readonly string[]) => Foreign
}

/** The part of koffi that we use. */
interface Koffi {
  readonly load: (path: string) => ForeignLibrary
  readonly address: (view: Uint8Array) => bigint
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

const notInstalled = (reason: string): E.Either<NativeError, never> => E.left({ _tag: 'NotInstalled', reason })

/** koffi as installed beside the program or in the working folder, or at a given path. */
export const findKoffi = (path?: string): E.Either<NativeError, FoundKoffi> => {
  const modules = nodeModule('node:module')
  if (modules === undefined) return notInstalled('there is no Node here')
  let why = 'it is not installed'
  for (const place of places(globalThis)) {
    try {
      const require = modules.createRequire(place)
      const file = require.resolve(path ?? 'koffi')
      // What koffi exports; the compiler has no types for it, since it may not be installed.
      return E.right({ koffi: require(file) as Koffi, file })
    } catch (thrown) {
      why = messageOf(thrown)
    }
  }
  return notInstalled(why)
}
