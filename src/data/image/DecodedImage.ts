/**
 * @file An image in memory, in the order of data sets: channels, rows, columns.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Budget } from '../../codecs/Budget.ts'
import { overBudget } from '../../codecs/Budget.ts'
import type { DecodeError } from '../DecodeError.ts'

/** The red, green and blue planes of one image. */
export interface DecodedImage {
  readonly height: number
  readonly width: number
  /** [3, height, width], row-major. */
  readonly planes: Uint8Array
}

/** The image is damaged, or of an unsupported kind. */
export const noImage = (detail: string): E.Either<DecodeError, never> => E.left({ _tag: 'NoImage', detail })

/** Whether an image of this size may be decoded, given the bytes that decoding needs. */
export const checkSides = (
  budget: Budget,
  width: number,
  height: number,
  bytes: number,
): E.Either<DecodeError, void> => {
  if (width === 0 || height === 0) return noImage('it has no pixels')
  const over = overBudget(budget, 'maxPixels', width * height) ?? overBudget(budget, 'maxBytes', bytes)
  return over === null ? E.right(undefined) : E.left(over)
}
