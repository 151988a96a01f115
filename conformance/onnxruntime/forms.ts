/** @file Exports of other forms, run by onnxruntime: tokens as inputs of whole numbers, and weights in a file of their own. */
import { tensor, toArray } from 'cotangent'
import type { Tensor } from 'cotangent'
import { asNetwork } from 'cotangent/models'
import type { Network } from 'cotangent/models'
import { dense, embedding, evalMode, layers } from 'cotangent/nn'
import { exportNetwork, exportNetworkFiles, showOnnxExportError } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'
import { difference, numbersIn } from './difference.ts'
import { drawnFor, exportedNetworks, noise } from './networks.ts'
import type { Onnxruntime, OrtSession, OrtTensor } from './session.ts'

/** The greatest difference, by name. */
type Found = readonly [name: string, worst: number]

const compared = async (session: OrtSession, x: OrtTensor, ours: Tensor): Promise<number> => {
  const { output } = await session.run({ input: x })
  await session.release()
  return output === undefined ? Infinity : difference(toArray(ours), numbersIn(output))
}

const applied = (network: Network, x: Tensor): Tensor => network.apply(evalMode)(...drawnFor(network), x)[0]

const words = async (ort: Onnxruntime): Promise<Found> => {
  const name = 'tokens as int64'
  const network = asNetwork(layers({ embed: embedding(50, 16), out: dense(16, 8) }))
  const bytes = exportNetwork(network, ...drawnFor(network), [1, 6], { integers: true })
  if (E.isLeft(bytes)) throw new Error(showOnnxExportError(bytes.left))
  const tokens = [3, 49, 0, 7, 7, 12, 1, 2, 3, 4, 5, 6]
  const session = await ort.load(bytes.right)
  return [name, await compared(session, ort.ints(tokens, [2, 6]), applied(network, tensor(tokens, [2, 6])))]
}

const apart = async (ort: Onnxruntime, name: string): Promise<Found> => {
  const form = `${name}, weights in a file`
  const own = exportedNetworks[name]
  if (own === undefined) return [form, Infinity]
  const [network, shape] = [own.network(), [2, ...own.input]]
  const files = exportNetworkFiles(network, ...drawnFor(network), [1, ...own.input], { dataFile: 'weights.bin' })
  if (E.isLeft(files)) throw new Error(showOnnxExportError(files.left))
  const { model, data } = files.right
  const x = noise(
    shape.reduce((a, b) => a * b, 1),
    5,
  )
  const session = await ort.load(model, [{ path: 'weights.bin', data: Buffer.concat(data) }])
  return [form, await compared(session, ort.floats(x, shape), applied(network, tensor(x, shape)))]
}

/** The greatest difference of each form. */
export const comparedForms = async (ort: Onnxruntime): Promise<readonly Found[]> => [
  await words(ort),
  await apart(ort, 'LeNet'),
  await apart(ort, 'transformer block'),
]
