/** @file The weights in a visitor's file: what tensors it has, by the library's decoders. The file stays in the browser. */
import { decodeSafetensors, decodeStateDict, showCheckpointError } from 'cotangent/checkpoint'
import { decodeOnnx, onnxNetwork, showOnnxError } from 'cotangent/onnx'
import type { OnnxModel } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'

/** A tensor of a file. */
interface Listed {
  readonly name: string
  readonly shape: readonly number[]
  readonly count: number
}

/** Kernels of the first convolution of a file, each of its first channel. */
interface Kernels {
  readonly name: string
  readonly size: readonly [rows: number, columns: number]
  readonly values: readonly number[]
}

/** What a file holds. */
export interface Contents {
  readonly tensors: readonly Listed[]
  readonly parameters: number
  readonly kernels: Kernels | null
  /** How often each operator stands in a graph; empty for files that have none. */
  readonly operators: readonly (readonly [name: string, count: number])[]
  /** Why the library cannot run the graph; `null` if it can, or if there is none. */
  readonly refusal: string | null
}

interface Stored {
  readonly shape: readonly number[]
  readonly data: ArrayLike<number | bigint>
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1)

/** How many kernels are shown. */
const most = 64

const kernelsOf = (name: string, { shape, data }: Stored): Kernels => {
  const [features = 0, channels = 0, rows = 0, columns = 0] = shape
  const taps = rows * columns
  const values = Array.from({ length: Math.min(features, most) * taps }, (_, k) =>
    Number(data[Math.floor(k / taps) * channels * taps + (k % taps)] ?? 0),
  )
  return { name, size: [rows, columns], values }
}

const contentsOf = (stored: ReadonlyMap<string, Stored>): Contents => {
  const tensors = [...stored].map(([name, { shape }]) => ({ name, shape, count: sizeOf(shape) }))
  const first = [...stored].find(([, { shape }]) => shape.length === 4 && (shape[2] ?? 0) > 1)
  return {
    tensors,
    parameters: tensors.reduce((total, { count }) => total + count, 0),
    kernels: first === undefined ? null : kernelsOf(...first),
    operators: [],
    refusal: null,
  }
}

const ofGraph = (model: OnnxModel): Contents => {
  const counts = new Map<string, number>()
  model.graph.nodes.forEach(({ operator }) => counts.set(operator, (counts.get(operator) ?? 0) + 1))
  const imported = onnxNetwork()(model)
  return {
    ...contentsOf(model.graph.initializers),
    operators: [...counts].toSorted(([, a], [, b]) => b - a),
    refusal: E.isLeft(imported) ? showOnnxError(imported.left) : null,
  }
}

/** Reads a file by what its name ends in; on the left a line that says why it cannot be read. */
export const readWeights = (name: string, bytes: Uint8Array): E.Either<string, Contents> => {
  if (name.endsWith('.safetensors')) {
    return pipe(
      decodeSafetensors(bytes),
      E.bimap(showCheckpointError, ({ tensors }) => contentsOf(tensors)),
    )
  }
  if (/\.(pth|pt|bin)$/.test(name)) {
    return pipe(decodeStateDict()(bytes), E.bimap(showCheckpointError, contentsOf))
  }
  if (name.endsWith('.onnx')) return pipe(decodeOnnx(bytes), E.bimap(showOnnxError, ofGraph))
  return E.left('.pth, .safetensors, .onnx?')
}
