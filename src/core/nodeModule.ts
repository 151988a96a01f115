/**
 * @file Modules of Node, looked up by name at run time. None is imported, so that every entry point can be bundled for
 * browsers; a page that calls a function that needs files gets a message that says so.
 */

import type * as crypto from 'node:crypto'
import type * as fs from 'node:fs'
import type * as files from 'node:fs/promises'
import type * as modules from 'node:module'
import type * as os from 'node:os'
import type * as paths from 'node:path'
import type * as vm from 'node:vm'
import type * as threads from 'node:worker_threads'

/** The modules of Node that the library uses, by name. */
export interface NodeModules {
  readonly 'node:crypto': typeof crypto
  readonly 'node:fs': typeof fs
  readonly 'node:fs/promises': typeof files
  readonly 'node:module': typeof modules
  readonly 'node:os': typeof os
  readonly 'node:path': typeof paths
  readonly 'node:vm': typeof vm
  readonly 'node:worker_threads': typeof threads
}

/** The name of a module of Node. */
export type NodeModuleName = keyof NodeModules

interface Host {
  readonly process?: { readonly getBuiltinModule?: <N extends NodeModuleName>(name: N) => NodeModules[N] | undefined }
}

const host: Host = globalThis

/** A module of Node; `undefined` on a platform that has none, such as a browser. */
export const nodeModule = <N extends NodeModuleName>(name: N): NodeModules[N] | undefined =>
  host.process?.getBuiltinModule?.(name)
