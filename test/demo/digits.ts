/** @file The digits of the page, as its tests read them. */
import { readFile } from 'node:fs/promises'
import { decodeMnist } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import type { Parts } from '../../demo/training/model.ts'
import { partsOf } from '../../demo/training/model.ts'

/** The digits that the page learns from and those that it tests on. */
export const readParts = async (): Promise<Parts> => {
  const fileOf = (kind: string) => readFile(`data/mnist/t10k-${kind}-ubyte.gz`)
  const read = decodeMnist()({ images: await fileOf('images-idx3'), labels: await fileOf('labels-idx1') })
  if (E.isLeft(read)) throw new RangeError(read.left._tag)
  return partsOf(read.right)
}
