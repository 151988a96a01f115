/**
 * @file Trained weights in one byte each, as a safetensors file: a tensor of whole numbers from -127 to 127, and in the
 * metadata the number that they are multiples of.
 */
import { mul, toArray, Tree } from 'cotangent'
import { decodeSafetensors, encodeSafetensors, loadTree, showCheckpointError } from 'cotangent/checkpoint'
import type { LenetParams } from 'cotangent/models'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'

const largest = 127

/** Weights as bytes; each changes by at most half a step. */
export const encodeWeights = (params: LenetParams): Uint8Array => {
  const parts = Tree.paths(params).map(([path, t]) => {
    const values = Array.from(toArray(t))
    const step = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / largest
    return { path, step, shape: t.shape, data: Int8Array.from(values, (value) => Math.round(value / step)) }
  })
  return encodeSafetensors({
    tensors: new Map(parts.map(({ path, shape, data }) => [path, { dtype: 'I8', shape, data }])),
    metadata: new Map(parts.map(({ path, step }) => [path, String(step)])),
  })
}

/** Weights in the form of a template; on the left a line that says what is wrong with the bytes. */
export const decodeWeights =
  (template: LenetParams) =>
  (bytes: Uint8Array): E.Either<string, LenetParams> =>
    pipe(
      E.Do,
      E.apS('file', decodeSafetensors(bytes)),
      E.apS('whole', loadTree<LenetParams>(template)(bytes)),
      E.mapLeft(showCheckpointError),
      E.chain(({ file, whole }) => {
        const steps = Tree.paths(whole).map(([path]) => Number(file.metadata.get(path)))
        return steps.every(Number.isFinite)
          ? E.right(
              Tree.rebuild(
                whole,
                Tree.leaves(whole).map((t, k) => mul(t, steps[k] ?? Number.NaN)),
              ),
            )
          : E.left('The metadata lacks the step of a tensor')
      }),
    )
