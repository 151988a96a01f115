/** @file A visitor's file of weights, by the library's decoders: its tensors, and what the page can do with it. It stays in the browser. */
import { key } from 'cotangent'
import {
  decodeSafetensors,
  decodeStateDict,
  fromTorchNames,
  saveTree,
  showCheckpointError,
  treeFromTensors,
} from 'cotangent/checkpoint'
import type { NamedTensors } from 'cotangent/checkpoint'
import type { LenetParams } from 'cotangent/models'
import { lenet } from 'cotangent/models'
import type { OnnxModel } from 'cotangent/onnx'
import { decodeOnnx, showOnnxError } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { decodeWeights } from '../inside/weights.ts'
import type { Contents, Kernels, Use } from './Contents.ts'
import type { Format } from './formatOf.ts'
import type { Graph } from './graph.ts'
import { graphOf } from './graph.ts'

/** What was read: what the page is told, and the graph, if the file has one that takes an image. */
interface Read {
  readonly contents: Contents
  readonly graph: Graph | null
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

const contentsOf = (stored: ReadonlyMap<string, Stored>, use: Use): Contents => {
  const tensors = [...stored].map(([name, { shape }]) => ({ name, shape, count: sizeOf(shape) }))
  const first = [...stored].find(([, { shape }]) => shape.length === 4 && (shape[2] ?? 0) > 1)
  return {
    tensors,
    parameters: tensors.reduce((total, { count }) => total + count, 0),
    kernels: first === undefined ? null : kernelsOf(...first),
    operators: [],
    use,
  }
}

const [template] = lenet.init(key(0))

/** The key that weights of LeNet lie under, such as `model` for `model.conv1.weight`; `null` if there is none. */
const keyOver = (names: Iterable<string>): string | null =>
  Array.from(names, (name) => /^(.+)\.conv1\.weight$/.exec(name)?.[1]).find((found) => found !== undefined) ?? null

/** Weights of LeNet in the form that the page hands on; on the left why they are none. */
const useOf = (params: E.Either<string, LenetParams>, names: Iterable<string> = []): Use =>
  E.isLeft(params)
    ? { _tag: 'none', why: params.left, under: keyOver(names) }
    : { _tag: 'lenet', bytes: saveTree<LenetParams>(params.right) }

const fromNamed = (tensors: NamedTensors): E.Either<string, LenetParams> =>
  pipe(treeFromTensors<LenetParams>(template)(fromTorchNames(tensors)), E.mapLeft(showCheckpointError))

const ofSafetensors = (bytes: Uint8Array): E.Either<string, Read> =>
  pipe(
    decodeSafetensors(bytes),
    E.bimap(showCheckpointError, ({ tensors, metadata }) => {
      // The weights of the page are whole numbers, and their steps are in the metadata.
      const params = metadata.has('conv1.weight') ? decodeWeights(template)(bytes) : fromNamed(tensors)
      return { contents: contentsOf(tensors, useOf(params, tensors.keys())), graph: null }
    }),
  )

const ofGraph = (model: OnnxModel): Read => {
  const counts = new Map<string, number>()
  model.graph.nodes.forEach(({ operator }) => counts.set(operator, (counts.get(operator) ?? 0) + 1))
  const graph = graphOf(model)
  const use: Use = E.isLeft(graph)
    ? { _tag: 'none', why: graph.left, under: null }
    : { _tag: 'graph', input: graph.right.input }
  return {
    contents: {
      ...contentsOf(model.graph.initializers, use),
      operators: [...counts].toSorted(([, a], [, b]) => b - a),
    },
    graph: E.isLeft(graph) ? null : graph.right,
  }
}

const ofStateDict = (bytes: Uint8Array): E.Either<string, Read> =>
  pipe(
    decodeStateDict()(bytes),
    E.bimap(showCheckpointError, (tensors) => ({
      contents: contentsOf(tensors, useOf(fromNamed(tensors), tensors.keys())),
      graph: null,
    })),
  )

const readers: Readonly<Record<Format, (bytes: Uint8Array) => E.Either<string, Read>>> = {
  safetensors: ofSafetensors,
  torch: ofStateDict,
  onnx: (bytes) => pipe(decodeOnnx(bytes), E.bimap(showOnnxError, ofGraph)),
}

/** Reads a file of a format; on the left a line that says why it cannot be read. */
export const readWeights = (format: Format, bytes: Uint8Array): E.Either<string, Read> => readers[format](bytes)
