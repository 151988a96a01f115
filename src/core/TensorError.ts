/**
 * @file The one exception of the library: a mistake in the program that the types could not see.
 *
 * Thrown where an operation is called, before anything is computed. Faults of the outside world (files, bytes,
 * configuration) never throw; they come back as `Either` with error unions of their own.
 *
 * Message form: state and expectation, active voice, no full stop.
 */
import type { Shape } from './Shape.ts'
import { showShape } from './Shape.ts'

/** What a {@link TensorError} says, as data. */
export interface TensorErrorDetail {
  /** The operation that refused, by its public name. */
  readonly operation: string
  /** The shapes it was given. */
  readonly shapes: readonly Shape[]
  /** What it expected and what it found, as a clause. */
  readonly reason: string
}

/**
 * A program error: shapes that do not fit, an axis out of range, an empty window.
 *
 * @example
 * ```ts
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
 * refused() // => 'Cannot add [2, 3] and [4]: axis -1 has 3 entries in one and 4 in the other'
 *
 * import type { Tensor } from 'cotangent'
 * ```
 */
export class TensorError extends Error implements TensorErrorDetail {
  readonly operation: string
  readonly shapes: readonly Shape[]
  readonly reason: string

  constructor(phrase: string, detail: TensorErrorDetail) {
    super(`Cannot ${phrase}: ${detail.reason}`)
    this.name = 'TensorError'
    this.operation = detail.operation
    this.shapes = detail.shapes
    this.reason = detail.reason
  }
}

/** Joins shapes for a message: `[2, 3] and [4]`. */
export const showShapes = (shapes: readonly Shape[], conjunction = 'and'): string =>
  shapes.length < 2
    ? shapes.map(showShape).join('')
    : `${shapes.slice(0, -1).map(showShape).join(', ')} ${conjunction} ${showShape(shapes[shapes.length - 1] ?? [])}`

/**
 * Throws the {@link TensorError} of an operation; its return type lets it end an expression.
 * The message reads `Cannot <operation> <shapes>: <reason>`, or with `phrase` in place of operation and shapes.
 */
export const refuse = (
  operation: string,
  shapes: readonly Shape[],
  reason: string,
  phrase = `${operation} ${showShapes(shapes)}`.trim(),
): never => {
  throw new TensorError(phrase, { operation, shapes, reason })
}
