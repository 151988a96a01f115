/**
 * @file Where in the user's program tensors are made. It is recorded only while somebody debugs: a stack for each tensor
 * costs more than most tensors.
 */
/* eslint-disable functional/immutable-data, no-restricted-syntax -- a switch, and a stack that nobody throws */

/** Who wants to know, each until it says that it no longer does. */
const wanting = new Set<symbol>()

/** Records from now on where tensors are made, until the result is called: a stack for each is slow. */
export const recordOrigins = (): (() => void) => {
  const one = Symbol('cotangent.origins')
  wanting.add(one)
  return () => {
    wanting.delete(one)
  }
}

/** Where a frame of a stack is, as V8 writes it or as Firefox and Safari do. */
const placeIn = (frame: string): string =>
  frame
    .trim()
    .replace(/^at (?:.*? \()?/, '')
    .replace(/\)$/, '')
    .replace(/^[^@/]*@/, '')

/** The line of the user's program that is being run, as `file:line:column`; `null` where that is not recorded, or not known. */
export const originHere = (): string | null => {
  if (wanting.size === 0) return null
  const limit = Error.stackTraceLimit
  // Derivatives of deep networks are made far below the line that asks for them.
  Error.stackTraceLimit = 200
  const frames = (new Error().stack ?? '').split('\n').filter((line) => /:\d+:\d+\)?$/.test(line))
  Error.stackTraceLimit = limit
  const [own = '', ...callers] = frames.map(placeIn)
  // The folder of the library's own sources, whose frames say nothing to a user. A bundle has no folders to tell them by.
  const library = /^(.*[\\/])core[\\/][^\\/]*$/.exec(own)?.[1]
  if (library === undefined) return null
  return callers.find((place) => !place.startsWith(library) && !place.startsWith('node:')) ?? null
}
