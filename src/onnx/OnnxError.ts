/** @file What can be wrong with an ONNX file, as data; `showOnnxError` is the only place where it becomes text. */
import type { OverBudget } from '../codecs/Budget.ts'
import { showOverBudget } from '../codecs/Budget.ts'
import type { LooksLike } from '../codecs/FileFormat.ts'
import { showLooksLike } from '../codecs/FileFormat.ts'

/** A node of a graph: its operator, and its name, or that of its first output if it has none. */
export interface NodeName {
  readonly operator: string
  readonly name: string
}

/** Something that the library cannot express. */
export interface UnsupportedPart {
  readonly node: NodeName
  /** What about the node is not supported: `operator`, or an attribute by name. */
  readonly part: string
  readonly reason: string
}

/**
 * Everything that reading or importing an ONNX file can refuse, one record per reason. `looksLike` is there where bytes are
 * refused that are recognizably of another format.
 */
export type OnnxError = LooksLike &
  (
    | OverBudget
    /** The bytes are no protocol buffer of a model. */
    | { readonly _tag: 'Unreadable'; readonly detail: string }
    /** The model breaks a rule of the format. `at` names the node, tensor or value. */
    | { readonly _tag: 'InvalidModel'; readonly at: string; readonly expected: string; readonly found: string }
    /** The model is written in a version of the operators that is older or newer than those that are tested. */
    | { readonly _tag: 'UnsupportedOpset'; readonly found: number; readonly oldest: number; readonly latest: number }
    /** The data of a tensor are in another file that was not given, or is not to be read. */
    | { readonly _tag: 'ExternalData'; readonly tensor: string; readonly location: string; readonly reason: string }
    /** Operators, attributes and types that cannot be imported: all of them at once. */
    | { readonly _tag: 'Unsupported'; readonly parts: readonly UnsupportedPart[] }
    /**
     * A node does not fit the shapes that the model declares. `action` is what it was to do, such as `multiply [4, 5] and
     * [2, 3]`, and `reason` what was expected and found.
     */
    | { readonly _tag: 'NodeRefused'; readonly node: NodeName; readonly action: string; readonly reason: string }
  )

const showPart = ({ node, part, reason }: UnsupportedPart): string =>
  `${node.operator} '${node.name}' (${part}: ${reason})`

/**
 * The one sentence, without a full stop, that tells a person why an ONNX file was refused.
 *
 * @example
 * ```ts
 * import { showOnnxError } from 'cotangent/onnx'
 *
 * const node = { operator: 'NonMaxSuppression', name: 'boxes' }
 * showOnnxError({ _tag: 'Unsupported', parts: [{ node, part: 'operator', reason: 'not in the library' }] })
 * // => "Cannot import the model: NonMaxSuppression 'boxes' (operator: not in the library)"
 * ```
 */
export const showOnnxError = (error: OnnxError): string => `${showReason(error)}${showLooksLike(error)}`

const showReason = (error: OnnxError): string => {
  switch (error._tag) {
    case 'Unreadable':
      return `Cannot read the bytes as an ONNX model: ${error.detail}`
    case 'InvalidModel':
      return `Cannot accept the model: expected ${error.expected} at ${error.at}, found ${error.found}`
    case 'UnsupportedOpset':
      return `Cannot import the model: expected version ${String(error.oldest)} to ${String(error.latest)} of the operators, found ${String(error.found)}`
    case 'ExternalData':
      return `Cannot read the data of '${error.tensor}' from '${error.location}': ${error.reason}`
    case 'Unsupported':
      return `Cannot import the model: ${error.parts.map(showPart).join('; ')}`
    case 'NodeRefused':
      return `Cannot import the node ${error.node.operator} '${error.node.name}' (${error.action}): ${error.reason}`
    case 'OverBudget':
      return showOverBudget(error)
  }
}

/** An {@link OnnxError} while it is thrown, inside the reader. */
class ThrownOnnxError extends Error {
  readonly error: OnnxError
  constructor(error: OnnxError) {
    super(error._tag)
    this.name = 'ThrownOnnxError'
    this.error = error
  }
}

/** Refuses the file with this error. */
export const refuseModel = (error: OnnxError): never => {
  throw new ThrownOnnxError(error)
}

/** Refuses the file because a rule of the format is broken. */
export const refuseInvalid = (at: string, expected: string, found: string): never =>
  refuseModel({ _tag: 'InvalidModel', at, expected, found })

/** Refuses the file if it claims too much. */
export const refuseOver = (over: OverBudget | null): void => {
  if (over !== null) refuseModel(over)
}

/** The error that was thrown to refuse the file; `null` for anything else. */
export const thrownOnnxError = (thrown: unknown): OnnxError | null =>
  thrown instanceof ThrownOnnxError ? thrown.error : null
