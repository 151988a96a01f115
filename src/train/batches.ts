/**
 * @file What a step or an evaluation is fed: values, or values that may be missing, as a source gives them.
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { right } from 'fp-ts/lib/Either.js'
import type { DecodeError } from '../data/DecodeError.ts'

/** A value as it is, or an `Either`, whose left side says why there is none. */
export type Fed<A> = A | Either<DecodeError, A>

const isEither = <A>(fed: Fed<A>): fed is Either<DecodeError, A> => {
  const tag: unknown = typeof fed === 'object' && fed !== null && '_tag' in fed ? fed._tag : null
  return tag === 'Left' || tag === 'Right'
}

/** The value, or why there is none. */
export const fedBy = <A>(fed: Fed<A>): Either<DecodeError, A> => (isEither(fed) ? fed : right(fed))
