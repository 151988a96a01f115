/** @file How far a number may be from its record. */

/** Value, gradient or Hessian. */
export type EdgeOrder = 0 | 1 | 2

/** How far from the record a number may be. */
export interface EdgeBound {
  /** The bound in units in the last place. */
  readonly ulps: number
  /** A size whose units are used if the number itself is smaller; 0 by default. */
  readonly absolute?: number
  /** Whether they may be those of the largest entry of the gradient or Hessian, or of the order below over the input. */
  readonly together?: boolean
  /** An additional allowed error, in multiples of the smallest number. */
  readonly leasts?: number
  /** Whether the signs of zeros are unspecified. */
  readonly unsigned?: boolean
}

/** The usual units in the last place: of a value, of a first and of a second derivative. */
export const usual = [8, 16, 32] as const
