/**
 * @file Modules of Node, asked for by name while the program runs. Nothing here is an import, so that every door can be
 * bundled for browsers; a page that calls a function that needs files is told so.
 */

import type * as crypto from 'node:crypto'
import type * as files from 'node:fs/promises'
import type * as os from 'node:os'
import type * as paths from 'node:path'
import type * as threads from 'node:worker_threads'

/** The modules of Node that the library uses, by name. */
interface NodeModules {
  readonly 'node:crypto': typeof crypto
  readonly 'node:fs/promises': typeof files
  readonly 'node:os': typeof os
  readonly 'node:path': typeof paths
  readonly 'node:worker_threads': typeof threads
}

interface Host {
  readonly process?: { readonly getBuiltinModule?: (name: string) => unknown }
}

/** A module of Node; `undefined` on a platform that has none, such as a browser. */
export const nodeModule = <N extends keyof NodeModules>(name: N): NodeModules[N] | undefined =>
  (globalThis as Host).process?.getBuiltinModule?.(name) as NodeModules[N] | undefined

/** The code of the error where a platform has no files. Node's own codes, such as `ENOENT`, stand beside it. */
export const noFiles = 'NO_FILES'

/** What tells a person about {@link noFiles}. */
export const noFilesReason = 'this platform has no files; fetch the bytes, and decode or keep those'

/** Thrown inside tasks, which turn it into a tagged error of their own. */
class NoFilesError extends Error {
  override readonly name = 'NoFilesError'
  readonly code = noFiles
}

/** A module of Node that files need. Throws an error of the code {@link noFiles} on a platform that has none. */
export const fileModule = <N extends keyof NodeModules>(name: N): NodeModules[N] => {
  const found = nodeModule(name)
  if (found === undefined) throw new NoFilesError(noFilesReason)
  return found
}
