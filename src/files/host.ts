/**
 * @file What files need of Node, asked for when a task runs: browsers can bundle whoever imports this.
 */
import type * as crypto from 'node:crypto'
import type * as fs from 'node:fs'
import type * as files from 'node:fs/promises'
import type * as os from 'node:os'
import type * as paths from 'node:path'
import type { NodeModuleName, NodeModules } from '../core/nodeModule.ts'
import { nodeModule } from '../core/nodeModule.ts'
import { FileError } from './FileError.ts'

/** The modules of Node that files are read and written with. */
interface Host {
  readonly crypto: typeof crypto
  readonly files: typeof files
  readonly constants: typeof fs.constants
  readonly os: typeof os
  readonly paths: typeof paths
}

/** The modules; throws a {@link FileError} where there is no Node. */
export const host = (): Host => {
  const load = <N extends NodeModuleName>(name: N): NodeModules[N] => {
    const found = nodeModule(name)
    if (found === undefined) throw new FileError('NO_FILES')
    return found
  }
  return {
    crypto: load('node:crypto'),
    files: load('node:fs/promises'),
    constants: load('node:fs').constants,
    os: load('node:os'),
    paths: load('node:path'),
  }
}
