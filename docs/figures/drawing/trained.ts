/** @file LeNet with the weights of the explainer, for figures. */
import { key } from 'cotangent'
import { lenet } from 'cotangent/models'
import * as E from 'fp-ts/lib/Either.js'
import { readFileSync } from 'node:fs'
import { decodeWeights } from '../../../demo/inside/weights.ts'

/** The parameters and the state of LeNet, trained on digits. */
export const trainedLenet = (): ReturnType<typeof lenet.init> => {
  const [template, state] = lenet.init(key(0))
  const read = decodeWeights(template)(readFileSync('demo/inside/lenet.safetensors'))
  if (E.isLeft(read)) throw new TypeError(read.left)
  return [read.right, state]
}
