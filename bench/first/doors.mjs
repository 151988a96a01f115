/** The doors of the package as it is built, as Node finds them for a user, and as single modules. */
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

/** Imports a module of the built package by its path in the sources, such as `compile/trace`. */
export const inside = (path) => import(new URL(`dist/src/${path}.js`, root))
