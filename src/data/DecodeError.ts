/**
 * @file What can be wrong with bytes from outside, as data.
 *
 * Every decoder of `cotangent/data` answers with an `Either` whose left side is one of these records. The numbers are in
 * fields, so a program can act on them; `showDecodeError` is the only place where they become text.
 */
import type { OverBudget } from '../codecs/Budget.ts'
import { showOverBudget } from '../codecs/Budget.ts'
import { countOf, showShape } from '../core/Shape.ts'
import { showFileCode } from '../files/FileError.ts'

/** Why a gzip stream was refused; the numbers are those of its trailer beside the ones that were computed. */
export type GzipFault =
  | { readonly _tag: 'BadHeader' }
  | { readonly _tag: 'BadDeflate'; readonly detail: string }
  | { readonly _tag: 'WrongSize'; readonly expected: number; readonly found: number }
  | { readonly _tag: 'WrongChecksum'; readonly expected: number; readonly found: number }

/** Everything that a decoder of this entry point can refuse, one record per reason. */
export type DecodeError =
  /** The bytes end before the header or the data that the header announces does; counts are of the whole file. */
  | { readonly _tag: 'Truncated'; readonly part: 'header' | 'data'; readonly expected: number; readonly found: number }
  /** The bytes go on after the data that the header announces. */
  | { readonly _tag: 'TrailingBytes'; readonly expected: number; readonly found: number }
  /** The first four bytes are not the number that this kind of file starts with; no `expected`: not IDX at all. */
  | { readonly _tag: 'WrongMagic'; readonly expected?: number; readonly found: number }
  /** The third byte names no IDX element type. */
  | { readonly _tag: 'UnknownElementType'; readonly code: number }
  /** The dimensions multiply to more elements than a number can count. */
  | { readonly _tag: 'DimensionOverflow'; readonly shape: readonly number[] }
  /** The input claims more than it may come to; nothing was allocated for it. */
  | OverBudget
  | { readonly _tag: 'CorruptGzip'; readonly fault: GzipFault }
  /** Images of another size than the data set has. */
  | { readonly _tag: 'WrongImageShape'; readonly expected: readonly number[]; readonly found: readonly number[] }
  | { readonly _tag: 'CountMismatch'; readonly images: number; readonly labels: number }
  | {
      readonly _tag: 'LabelOutOfRange'
      readonly index: number
      readonly label: number
      readonly classes: number
    }
  /**
   * The operating system would not read the file, and `code` is its word for the reason, such as `ENOENT`; or it is no
   * regular file on a disk: `ENOTREGULAR` of a FIFO or a device, `EPSEUDO` of what the kernel makes up under /proc, `NO_FILES` on a
   * platform that has none, such as a browser.
   */
  | { readonly _tag: 'Unreadable'; readonly path: string; readonly code: string }
  /** A part of an image is not what was written: its checksum is another. */
  | { readonly _tag: 'WrongChecksum'; readonly part: string; readonly expected: number; readonly found: number }
  /** Bytes that are no image, or a damaged one. */
  | { readonly _tag: 'NoImage'; readonly detail: string }
  /** A folder of images without a folder in it. */
  | { readonly _tag: 'NoClasses'; readonly folder: string }
  /** A folder of images whose classes have none, or none that can be decoded. */
  | { readonly _tag: 'NoImages'; readonly folder: string }
  /** A file has another size than when its reading began: somebody writes to it. */
  | { readonly _tag: 'SizeChanged'; readonly path: string; readonly expected: number; readonly found: number }
  /** Bytes that are no tar archive, or a damaged one. */
  | { readonly _tag: 'NoTar'; readonly detail: string }
  /** An example without a label, or with one that is not a class. */
  | { readonly _tag: 'NoLabel'; readonly detail: string }
  /** Fewer examples than ranks, so that some rank would have none. */
  | { readonly _tag: 'TooFewExamples'; readonly examples: number; readonly ranks: number }
  /** A stream that a `Source` is made of threw an error. */
  | { readonly _tag: 'SourceFailed'; readonly detail: string }
  /** A worker thread that decodes images ended before it answered. */
  | { readonly _tag: 'WorkerFailed'; readonly detail: string }
  /** One of the above, and the file it is about. */
  | { readonly _tag: 'InFile'; readonly file: string; readonly error: DecodeError }

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`

const showGzipFault = (fault: GzipFault): string => {
  switch (fault._tag) {
    case 'BadHeader':
      return 'the gzip header is damaged or cut short'
    case 'BadDeflate':
      return `the compressed stream is damaged (${fault.detail})`
    case 'WrongSize':
      return `the trailer announces ${countOf(fault.expected, 'byte')}, the stream cannot hold them or gives ${fault.found}`
    case 'WrongChecksum':
      return `the checksum should be ${hex(fault.expected)}, it is ${hex(fault.found)}`
  }
}

/**
 * The one sentence, without a full stop, that tells a person what a decoder refused.
 *
 * @example
 * ```ts
 * import { showDecodeError } from 'cotangent/data'
 *
 * showDecodeError({ _tag: 'CountMismatch', images: 64, labels: 63 }) // => 'Cannot pair 64 images with 63 labels'
 * ```
 */
export const showDecodeError = (error: DecodeError): string => {
  switch (error._tag) {
    case 'Truncated':
      return `Cannot read the ${error.part}: expected ${countOf(error.expected, 'byte')}, found ${error.found}`
    case 'TrailingBytes':
      return `Cannot accept bytes after the data: expected ${countOf(error.expected, 'byte')}, found ${error.found}`
    case 'WrongMagic':
      return error.expected === undefined
        ? `Cannot read as IDX: the magic number ${hex(error.found)} does not start with two zero bytes`
        : `Cannot read this kind of file: expected the magic number ${hex(error.expected)}, found ${hex(error.found)}`
    case 'UnknownElementType':
      return `Cannot read the elements: no IDX element type has the code 0x${error.code.toString(16).padStart(2, '0')}`
    case 'DimensionOverflow':
      return `Cannot count the elements of ${showShape(error.shape)}: the product exceeds 2^53 - 1`
    case 'OverBudget':
      return showOverBudget(error)
    case 'WrongChecksum':
      return `Cannot trust the ${error.part} of the image: the checksum should be ${hex(error.expected)}, it is ${hex(error.found)}`
    case 'CorruptGzip':
      return `Cannot decompress: ${showGzipFault(error.fault)}`
    case 'WrongImageShape':
      return `Cannot use images of ${showShape(error.found)}: expected ${showShape(error.expected)}`
    case 'NoImage':
      return `Cannot decode an image: ${error.detail}`
    case 'CountMismatch':
      return `Cannot pair ${countOf(error.images, 'image')} with ${countOf(error.labels, 'label')}`
    case 'LabelOutOfRange':
      return `Cannot accept label ${error.label} at index ${error.index}: expected a whole number from 0 to ${error.classes - 1}`
    case 'Unreadable':
      return `Cannot read ${error.path}: ${showFileCode(error.code)}`
    case 'NoClasses':
      return `Cannot find classes in ${error.folder}: it has no folders`
    case 'NoImages':
      return `Cannot find images in ${error.folder}: its folders have no PNG or JPEG that can be decoded`
    case 'SizeChanged':
      return `Cannot go on reading ${error.path}: it had ${countOf(error.expected, 'byte')}, now it has ${error.found}`
    case 'NoTar':
      return `Cannot read the archive: ${error.detail}`
    case 'NoLabel':
      return `Cannot label an example: ${error.detail}`
    case 'TooFewExamples':
      return `Cannot share ${countOf(error.examples, 'example')} among ${countOf(error.ranks, 'rank')}`
    case 'SourceFailed':
      return `Cannot read the source: ${error.detail}`
    case 'WorkerFailed':
      return `Cannot decode in a worker thread: ${error.detail}`
    case 'InFile':
      return `${error.file}: ${showDecodeError(error.error)}`
  }
}
