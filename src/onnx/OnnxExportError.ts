/** @file Why a function cannot be exported, as data; `showOnnxExportError` is the only place where it becomes text. */
import { countOf } from '../core/Shape.ts'

/** An instruction of the function that ONNX cannot say. */
export interface NotExportedPart {
  /** The instruction, by its name in `explain`. */
  readonly instruction: string
  /** Where the program built it, if that is recorded: `file:line:column`. */
  readonly origin: string | null
  readonly reason: string
}

/** Everything that exporting a function can refuse, one record per reason. */
export type OnnxExportError =
  /** Instructions that ONNX cannot say: all of them at once. */
  | { readonly _tag: 'NotExportable'; readonly parts: readonly NotExportedPart[] }
  /** The function does something else for another batch. */
  | { readonly _tag: 'BatchDependent'; readonly reason: string }
  /** The file would be larger than the format allows. */
  | { readonly _tag: 'TooLarge'; readonly bytes: number }

const showPart = ({ instruction, origin, reason }: NotExportedPart): string =>
  `${instruction}${origin === null ? '' : ` at ${origin}`} (${reason})`

/**
 * The one sentence, without a full stop, that tells a person why a function was not exported.
 *
 * @example
 * ```ts
 * import { showOnnxExportError } from 'cotangent/onnx'
 *
 * showOnnxExportError({ _tag: 'BatchDependent', reason: 'a number depends on its size' })
 * // => 'Cannot export the function for any batch: a number depends on its size'
 * ```
 */
export const showOnnxExportError = (error: OnnxExportError): string => {
  switch (error._tag) {
    case 'NotExportable':
      return `Cannot export the function: ${error.parts.map(showPart).join('; ')}`
    case 'BatchDependent':
      return `Cannot export the function for any batch: ${error.reason}`
    case 'TooLarge':
      return `Cannot export the function: the file would have ${countOf(error.bytes, 'byte')}, more than 2 GiB`
  }
}
