/**
 * @file Why a file cannot be read or written, as a code: those of the operating system, such as `ENOENT`, and three of our own.
 *
 *     ENOTREGULAR   a FIFO, a socket or a device, which a read or a write could wait for
 *     NO_FILES      no files at all: the platform has none, such as a browser
 *     EPSEUDO       a file that the kernel makes up, such as those under /proc
 */

/** A refusal of our own, thrown among those of the operating system; caught where they become data. */
export class FileError extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.name = 'FileError'
    this.code = code
  }
}

/** The code of what was thrown by an operation on files. */
export const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)

const sentences: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission is denied'],
  ['EISDIR', 'it is a folder'],
  ['ELOOP', 'its links lead in a circle'],
  ['ENOENT', 'no such file or folder'],
  ['ENOSPC', 'the disk is full'],
  ['NO_FILES', 'this platform has no files; fetch the bytes, and decode or keep those'],
  ['ENOTREGULAR', 'it is no regular file'],
  ['EPSEUDO', 'it is not on a disk, the kernel makes it up'],
  ['EROFS', 'the disk is read-only'],
])

/** A code in words; one that is not known stays as it is. */
export const showFileCode = (code: string): string => sentences.get(code) ?? code
