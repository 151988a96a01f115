/**
 * @file The one exception of the library: a mistake in the program that the types could not see.
 *
 * Thrown where an operation is called, before anything is computed. Faults of the outside world (files, bytes,
 * configuration) never throw; they come back as `Either` with error unions of their own.
 *
 * Every message has one form: "Cannot convolve [1, 1, 4, 4] with [1, 1, 2, 2]: expected an input of rank 3, [N, C, ...S],
 * found rank 4".
 */
import type { Shape } from './Shape.ts'
import { showShape } from './Shape.ts'

/** What was expected and what was found: noun phrases, without a full stop. */
export interface Mismatch {
  readonly expected: string
  readonly found: string
  /** What to do instead, if that is not clear from the rest. */
  readonly advice?: string
}

/** What a {@link TensorError} says, as data. */
export interface TensorErrorDetail extends Mismatch {
  /** The operation that refused, by its public name. */
  readonly operation: string
  /** The shapes it was given. */
  readonly shapes: readonly Shape[]
}

const showMismatch = ({ expected, found, advice }: Mismatch): string =>
  `expected ${expected}, found ${found}${advice === undefined ? '' : `; ${advice}`}`

/**
 * A program error: shapes that do not fit, an axis out of range, an empty window.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { TensorError, add, zeros } from 'cotangent'
 *
 * const refused = (): string => {
 *   try {
 *     add(zeros([2, 3]) as Tensor, zeros([4]) as Tensor)
 *     return 'accepted'
 *   } catch (error) {
 *     return error instanceof TensorError ? error.message : 'another error'
 *   }
 * }
 * refused() // => 'Cannot add [2, 3] and [4]: expected as many entries along axis -1, or 1, found 3 and 4'
 * ```
 */
export class TensorError extends Error implements TensorErrorDetail {
  readonly operation: string
  readonly shapes: readonly Shape[]
  readonly expected: string
  readonly found: string
  readonly advice?: string

  constructor(phrase: string, detail: TensorErrorDetail) {
    super(`Cannot ${phrase}: ${showMismatch(detail)}`)
    this.name = 'TensorError'
    this.operation = detail.operation
    this.shapes = detail.shapes
    this.expected = detail.expected
    this.found = detail.found
    if (detail.advice !== undefined) this.advice = detail.advice
  }
}

/** Joins shapes for a message: `[2, 3] and [4]`. */
export const showShapes = (shapes: readonly Shape[], conjunction = 'and'): string =>
  shapes.length < 2
    ? shapes.map(showShape).join('')
    : `${shapes.slice(0, -1).map(showShape).join(', ')} ${conjunction} ${showShape(shapes[shapes.length - 1] ?? [])}`

/**
 * Throws the {@link TensorError} of an operation; its return type lets it end an expression.
 * The message reads `Cannot <operation> <shapes>: expected <expected>, found <found>`, or with `phrase` in place of operation
 * and shapes.
 */
export const refuse = (
  operation: string,
  shapes: readonly Shape[],
  { expected, found, advice }: Mismatch,
  phrase = `${operation} ${showShapes(shapes)}`.trim(),
): never => {
  throw new TensorError(phrase, { operation, shapes, expected, found, ...(advice === undefined ? {} : { advice }) })
}
