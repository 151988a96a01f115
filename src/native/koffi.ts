/**
 * @file Finding koffi, the optional peer that calls functions of system libraries. It is asked for by name while the program
 * runs, at once: `nativeRuntime` answers without a promise.
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

/** What we use of koffi. */
interface Koffi {
  readonly load: (path: string) => ForeignLibrary
  readonly address: (view: Uint8Array) => bigint
}

/** koffi, and the file that it was loaded from, so that worker threads find the same. */
export interface FoundKoffi {
  readonly koffi: Koffi
  readonly file: string
}

/** The message of what was thrown, on one line. */
export const messageOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0] ?? ''

interface Surroundings {
  readonly process?: { readonly argv?: readonly string[]; readonly cwd?: () => string }
}

/** Files beside which koffi may be installed: the program, and any in the working folder. */
const places = ({ process: host }: Surroundings): readonly string[] => [
  ...(host?.argv?.slice(1, 2) ?? []),
  ...(host?.cwd === undefined ? [] : [`${host.cwd()}/`]),
]

const notInstalled = (reason: string): E.Either<NativeError, never> => E.left({ _tag: 'NotInstalled', reason })

/** koffi as it is installed beside the program or in the working folder, or at a path of its own. */
export const findKoffi = (path?: string): E.Either<NativeError, FoundKoffi> => {
  const modules = nodeModule('node:module')
  if (modules === undefined) return notInstalled('there is no Node here')
  let why = 'it is not installed'
  for (const place of places(globalThis)) {
    try {
      const require = modules.createRequire(place)
      const file = require.resolve(path ?? 'koffi')
      // What koffi exports; nothing describes it to the compiler, since it may not be installed.
      return E.right({ koffi: require(file) as Koffi, file })
    } catch (thrown) {
      why = messageOf(thrown)
    }
  }
  return notInstalled(why)
}
