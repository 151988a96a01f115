/** @file Tests of ONNX that are known not to pass, each with its reason. */

/** Why a test does not pass: what we compute otherwise on purpose, or what the library does not have. */
export interface OnnxReason {
  readonly tag: 'deviates' | 'unsupported'
  readonly reason: string
}

const reasons: readonly (readonly [pattern: RegExp, reason: OnnxReason])[] = []

/** The reason for a test by its name; `null` if it is to pass. */
export const reasonFor = (name: string): OnnxReason | null =>
  reasons.find(([pattern]) => pattern.test(name))?.[1] ?? null
