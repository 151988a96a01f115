/** @file What an exported file computes once it is imported again. */
import { referenceRuntime } from 'cotangent'
import type { Tensor } from 'cotangent'
import { evalMode } from 'cotangent/nn'
import type { OnnxExportError, OnnxNetwork } from 'cotangent/onnx'
import { decodeOnnx, onnxNetwork, showOnnxError } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'

/** The bytes of a file as a network. Throws where they are none. */
export const networkIn = (bytes: Uint8Array): OnnxNetwork => {
  const network = E.chain(onnxNetwork())(decodeOnnx(bytes))
  if (E.isLeft(network)) throw new Error(showOnnxError(network.left))
  return network.right
}

/** The operators of a file, in the order in which they are computed. */
export const operatorsIn = (bytes: Uint8Array): readonly string[] => {
  const model = decodeOnnx(bytes)
  if (E.isLeft(model)) throw new Error(showOnnxError(model.left))
  return model.right.graph.nodes.map(({ operator }) => operator)
}

/** The bytes, or an error that names why there are none. */
export const exported = (bytes: E.Either<OnnxExportError, Uint8Array>): Uint8Array => {
  if (E.isLeft(bytes)) throw new Error(JSON.stringify(bytes.left))
  return bytes.right
}

/** The output of a file with one output, on inputs in its order. */
export const outputOf = (bytes: Uint8Array, given: readonly Tensor[]): Tensor => {
  const { inputs, params, state, apply } = networkIn(bytes)
  const named = Object.fromEntries(inputs.map(({ name }, k) => [name, given[k]!]))
  const [output] = Object.values(apply(evalMode)(params, state, named)[0])
  return referenceRuntime.run(output!)
}
