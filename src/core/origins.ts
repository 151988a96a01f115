/**
 * @file Where in the user's program tensors are made. This is recorded only while debugging: a stack trace per tensor
 * costs more than most tensors.
 */
/* eslint-disable functional/immutable-data, no-restricted-syntax -- a switch, and a stack that nobody throws */

/** The active listeners, each until it unsubscribes. */
const wanting = new Set<symbol>()

/** Records where tensors are made, until the returned function is called. A stack trace per tensor is slow. */
export const recordOrigins = (): (() => void) => {
  const one = Symbol('cotangent.origins')
  wanting.add(one)
  return () => {
    wanting.delete(one)
  }
}

/** The location of a stack frame, in the notation of V8 or of Firefox and Safari. */
const placeIn = (frame: string): string =>
  frame
    .trim()
    .replace(/^at (?:.*? \()?/, '')
    .replace(/\)$/, '')
    .replace(/^[^@/]*@/, '')

/** The line of the user's program that is running, as `file:line:column`; `null` if it is not recorded or unknown. */
export const originHere = (): string | null => {
  if (wanting.size === 0) return null
  const limit = Error.stackTraceLimit
  // Derivatives of deep networks are made many frames below the line that asks for them.
  Error.stackTraceLimit = 200
  const frames = (new Error().stack ?? '').split('\n').filter((line) => /:\d+:\d+\)?$/.test(line))
  Error.stackTraceLimit = limit
  const [own = '', ...callers] = frames.map(placeIn)
  // The folder of the library's own sources, or of the built package, whose frames mean nothing to a user. In a bundle of
  // a user they cannot be told apart.
  const library = /^(.*[\\/])(?:core|shared)[\\/][^\\/]*$/.exec(own)?.[1]
  if (library === undefined) return null
  return callers.find((place) => !place.startsWith(library) && !place.startsWith('node:')) ?? null
}
