/** @file How far a number may be from what is recorded of it. */

/** Value, gradient or Hessian. */
export type EdgeOrder = 0 | 1 | 2

/** How far from the record a number may be. */
export interface EdgeBound {
  /** Units in the last place. */
  readonly ulps: number
  /** A size that they may be those of, where the number itself is smaller; 0 by default. */
  readonly absolute?: number
  /** Whether they may be those of the largest entry of the gradient or Hessian, or of the order below over the input. */
  readonly together?: boolean
  /** Multiples of the least number that the error may be too. */
  readonly leasts?: number
  /** Whether nothing is said of the signs of zeros. */
  readonly unsigned?: boolean
}

/** The usual units in the last place: of a value, of a first and of a second derivative. */
export const usual = [8, 16, 32] as const
