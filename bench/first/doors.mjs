/** The doors of the package as it is built, as Node finds them for a user, and single modules of the sources. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const root = new URL('../../', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
const { resolve } = createRequire(new URL('package.json', root))

/** Every door, such as `cotangent/nn`. */
export const doors = Object.keys(manifest.exports).map((path) => manifest.name + path.slice(1))

/** Imports a door as a user does. */
export const open = (door) => import(pathToFileURL(resolve(door)))

/** Imports a module of the sources by its path, such as `compile/trace`; needs a loader of TypeScript. */
export const inside = (path) => import(new URL(`src/${path}.ts`, root))
