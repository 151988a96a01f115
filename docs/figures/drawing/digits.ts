/** @file The digits that come with the repository, for figures. */
import type { Mnist } from 'cotangent/data'
import { readMnist, showDecodeError } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'

/** Digits to train on and to test with. */
export const digits = async (): Promise<Mnist> => {
  const read = await readMnist('data/mnist')()
  if (E.isLeft(read)) throw new TypeError(showDecodeError(read.left))
  return read.right
}
