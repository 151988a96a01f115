/**
 * @file What can be wrong with a checkpoint, as data.
 *
 * The numbers and names are in fields, so a program can act on them; `showCheckpointError` is the only place where
 * they become text.
 */
import type { OverBudget } from '../codecs/Budget.ts'
import { showOverBudget } from '../codecs/Budget.ts'
import type { LooksLike } from '../codecs/FileFormat.ts'
import { showLooksLike } from '../codecs/FileFormat.ts'
import type { Shape } from '../core/Shape.ts'
import { countOf, showShape } from '../core/Shape.ts'
import { showFileCode } from '../files/FileError.ts'

/** A tensor of a checkpoint or of a tree: where it is, and its shape. */
export interface NamedShape {
  readonly name: string
  readonly shape: Shape
}

/** A tensor that both sides have, in different shapes. */
export interface MisshapenEntry {
  readonly name: string
  readonly expected: Shape
  readonly found: Shape
}

/**
 * Everything that reading, writing or loading a checkpoint can refuse, one record a reason. `looksLike` is there where a reader
 * refuses bytes that are recognizably of another format.
 */
export type CheckpointError = LooksLike &
  (
    | OverBudget
    /** The bytes end before the part does; counts are of the whole file. */
    | {
        readonly _tag: 'Truncated'
        readonly part: 'length' | 'header' | 'data'
        readonly expected: number
        readonly found: number
      }
    | { readonly _tag: 'HeaderTooLarge'; readonly limit: number; readonly found: number }
    /** The header is no UTF-8, or no JSON. */
    | { readonly _tag: 'HeaderUnreadable'; readonly reason: 'utf8' | 'json'; readonly detail: string }
    /** The header is JSON, and this field of it is not what it should be. */
    | { readonly _tag: 'HeaderField'; readonly field: string; readonly expected: string; readonly found: string }
    | { readonly _tag: 'UnknownDtype'; readonly name: string; readonly dtype: string }
    /** The shape and the element type need more or fewer bytes than the offsets enclose. */
    | {
        readonly _tag: 'SizeMismatch'
        readonly name: string
        readonly dtype: string
        readonly shape: Shape
        readonly expected: number
        readonly found: number
      }
    /** The bytes of a tensor end before they begin. */
    | { readonly _tag: 'InvertedOffsets'; readonly name: string; readonly begin: number; readonly end: number }
    /** Two tensors claim the same bytes. */
    | { readonly _tag: 'Overlap'; readonly first: string; readonly second: string; readonly at: number }
    /** Bytes that belong to no tensor. */
    | { readonly _tag: 'Unclaimed'; readonly begin: number; readonly end: number }
    /** A 64-bit integer that no number holds exactly. */
    | { readonly _tag: 'InexactInteger'; readonly name: string; readonly index: number; readonly value: bigint }
    /** A file of PyTorch holds, names or claims what it must not; `at` is the byte of a pickle. */
    | { readonly _tag: 'PthFault'; readonly reason: string; readonly at: number | null }
    /** A pickle names something of Python that is neither data nor harmless, such as the class of a module; `at` is the byte. */
    | { readonly _tag: 'PthName'; readonly module: string; readonly name: string; readonly at: number }
    /** A file of NumPy holds, or claims, what it must not. */
    | { readonly _tag: 'NumpyFault'; readonly reason: string }
    /** The bytes of a member of an archive are not those that were written: their CRC-32 is another. */
    | { readonly _tag: 'WrongChecksum'; readonly name: string; readonly expected: number; readonly found: number }
    /** The checkpoint and the tree differ: all differences at once. */
    | {
        readonly _tag: 'TreeMismatch'
        readonly missing: readonly NamedShape[]
        readonly unexpected: readonly NamedShape[]
        readonly misshapen: readonly MisshapenEntry[]
      }
    /**
     * The operating system refused, and `code` is its word for the reason, such as `ENOENT`; or the file is none that can be
     * read to its end and replaced: `ENOTREGULAR` of a FIFO or a device, `EPSEUDO` of what the kernel makes up under /proc, `NO_FILES` on a
     * platform that has none, such as a browser.
     */
    | { readonly _tag: 'FileFault'; readonly action: 'read' | 'write'; readonly path: string; readonly code: string }
  )

const listed = (title: string, entries: readonly string[]): readonly string[] =>
  entries.length === 0 ? [] : [`${title} ${entries.join(', ')}`]

const showNamed = ({ name, shape }: NamedShape): string => `${name} ${showShape(shape)}`

const showMisshapen = ({ name, expected, found }: MisshapenEntry): string =>
  `${name} ${showShape(found)} instead of ${showShape(expected)}`

/** A class that is named is most often that of a module that was saved as a whole. */
const adviceOn = (module: string, name: string): string =>
  module !== 'torch' && /^[A-Z]/.test(name) ? '; if a whole module was saved, save model.state_dict() in its place' : ''

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`

/**
 * The one sentence, without a full stop, that tells a person what a checkpoint was refused for.
 *
 * @example
 * ```ts
 * import { showCheckpointError } from 'cotangent/checkpoint'
 *
 * const missing = [{ name: 'fc1.bias', shape: [120] }]
 * showCheckpointError({ _tag: 'TreeMismatch', missing, unexpected: [], misshapen: [] })
 * // => 'Cannot load the checkpoint into the tree: missing fc1.bias [120]'
 * ```
 */
export const showCheckpointError = (error: CheckpointError): string => `${showReason(error)}${showLooksLike(error)}`

const showReason = (error: CheckpointError): string => {
  switch (error._tag) {
    case 'Truncated':
      return `Cannot read the ${error.part}: expected ${countOf(error.expected, 'byte')}, found ${error.found}`
    case 'HeaderTooLarge':
      return `Cannot accept a header of ${countOf(error.found, 'byte')}: the limit is ${error.limit}`
    case 'HeaderUnreadable':
      return `Cannot read the header as ${error.reason === 'utf8' ? 'UTF-8' : 'JSON'}: ${error.detail}`
    case 'HeaderField':
      return `Cannot use the header's ${error.field}: expected ${error.expected}, found ${error.found}`
    case 'UnknownDtype':
      return `Cannot read ${error.name}: the element type ${error.dtype} is not known`
    case 'SizeMismatch':
      return `Cannot read ${error.name}: ${error.dtype} ${showShape(error.shape)} takes ${countOf(error.expected, 'byte')}, the header gives it ${error.found}`
    case 'InvertedOffsets':
      return `Cannot read ${error.name}: its bytes begin at ${error.begin} and end at ${error.end}`
    case 'Overlap':
      return `Cannot tell ${error.first} from ${error.second}: both claim byte ${error.at}`
    case 'Unclaimed':
      return `Cannot account for bytes ${error.begin} to ${error.end}: no tensor claims them`
    case 'InexactInteger':
      return `Cannot hold entry ${error.index} of ${error.name} exactly: ${error.value} exceeds 2^53`
    case 'PthFault':
      return `Cannot read the file of PyTorch: ${error.reason}${error.at === null ? '' : `, at byte ${error.at} of a pickle`}`
    case 'PthName':
      return `Cannot read the file of PyTorch: it names ${error.module}.${error.name}, which is no part of a file of tensors, at byte ${error.at} of a pickle${adviceOn(error.module, error.name)}`
    case 'NumpyFault':
      return `Cannot read the file of NumPy: ${error.reason}`
    case 'WrongChecksum':
      return `Cannot trust ${error.name}: its checksum should be ${hex(error.expected)}, it is ${hex(error.found)}`
    case 'OverBudget':
      return showOverBudget(error)
    case 'TreeMismatch':
      return `Cannot load the checkpoint into the tree: ${[
        ...listed('missing', error.missing.map(showNamed)),
        ...listed('unexpected', error.unexpected.map(showNamed)),
        ...listed('misshapen', error.misshapen.map(showMisshapen)),
      ].join('; ')}`
    case 'FileFault':
      return `Cannot ${error.action} ${error.path}: ${showFileCode(error.code)}`
  }
}
