/**
 * @file Libraries of the system, loaded by path or by a name that the system's loader knows. Paths that would block the
 * loader, or that it misreads, are refused first.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { nodeModule } from '../core/nodeModule.ts'
import type { ForeignLibrary, FoundKoffi } from './koffi.ts'
import { messageOf } from './koffi.ts'

/** The file status of a path; `undefined` if nothing is there. */
const fileAt = (path: string) => nodeModule('node:fs')?.statSync(path, { throwIfNoEntry: false })

const elf = [0x7f, 0x45, 0x4c, 0x46]

/** The machine that an ELF file is for: class, byte order, and processor; `null` for other files. */
const machineOf = (path: string): string | null => {
  const fs = nodeModule('node:fs')
  if (fs === undefined) return null
  const start = new Uint8Array(20)
  const file = fs.openSync(path, 'r')
  try {
    fs.readSync(file, start, 0, start.length, 0)
  } finally {
    fs.closeSync(file)
  }
  return elf.every((byte, k) => start[k] === byte) ? [start[4], start[5], start[18], start[19]].join() : null
}

/** Whether a library is for another machine than this process runs on; a loader may report such a file as missing. */
const isForeign = (path: string): boolean => {
  const [ours, theirs] = [machineOf(process.execPath), machineOf(path)]
  return ours !== null && theirs !== null && ours !== theirs
}

/**
 * Why a path must not be passed to the system's loader, which would block on a pipe, or take an empty path for this
 * program.
 */
const whyNoLibrary = (path: string): string | null => {
  if (path === '') return 'the path is empty'
  if (path.includes('\0')) return 'a path has no NUL character'
  const file = /[\\/]/.test(path) ? fileAt(path) : undefined
  if (file === undefined) return null
  if (!file.isFile()) return 'it is no file'
  return isForeign(path) ? 'it is built for another architecture' : null
}

/** A library that was tried, and why it is not used. */
export interface Refused {
  readonly path: string
  readonly reason: string
}

/** The reason why a library of the system is not there. */
export type LibraryError =
  | {
      /** koffi is missing, or not available for this platform. */
      readonly _tag: 'NotInstalled'
      readonly reason: string
    }
  | {
      /** No library was named, and none of those known by name can be used. */
      readonly _tag: 'NoLibrary'
      readonly tried: readonly Refused[]
    }
  | {
      /** The file is missing, is not a library, or is for another architecture. */
      readonly _tag: 'NotLoaded'
      readonly path: string
      readonly reason: string
    }

/** The first of several libraries that opens; on the left each that does not, with the reason. */
export const firstThatOpens = <A, B extends { readonly reason: string }>(
  names: readonly string[],
  open: (name: string) => E.Either<B, A>,
): E.Either<readonly Refused[], A> =>
  names.reduce<E.Either<readonly Refused[], A>>(
    (before, path) =>
      pipe(
        before,
        E.orElse((tried) =>
          pipe(
            open(path),
            E.mapLeft(({ reason }) => [...tried, { path, reason }]),
          ),
        ),
      ),
    E.left([]),
  )

/** Settings of loading. */
interface LoadOptions {
  /** Whether libraries that are loaded later see its symbols. */
  readonly global?: boolean
}

/** Loads a library; on the left the reason why it cannot be loaded. */
export const loadLibrary = (
  { koffi }: FoundKoffi,
  path: string,
  options: LoadOptions = {},
): E.Either<string, ForeignLibrary> =>
  pipe(
    E.tryCatch(() => whyNoLibrary(path), messageOf),
    E.chain((reason) => (reason === null ? E.right(undefined) : E.left(reason))),
    E.chain(() => E.tryCatch(() => koffi.load(path, options), messageOf)),
  )
