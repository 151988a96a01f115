/**
 * @file Networks as ONNX files: a network in use is a function of its parameters, its state and an input, of which the first
 * two are stored.
 *
 * Laws: "exported for any batch, and imported again", for every layer of the catalog.
 */
import * as E from 'fp-ts/lib/Either.js'
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import { refuse } from '../core/TensorError.ts'
import type { SomeLayer } from '../nn/Layer.ts'
import { erase, evalMode } from '../nn/Layer.ts'
import { constant } from '../ops/constant.ts'
import type { WrittenGraph } from './export/encodeModel.ts'
import type { ExportOnnxOptions } from './exportOnnx.ts'
import { exportedGraph, inOneFile } from './exportOnnx.ts'
import type { ExternalFileOption, OnnxFiles } from './exportOnnxFiles.ts'
import { inTwoFiles } from './exportOnnxFiles.ts'
import type { OnnxExportError } from './OnnxExportError.ts'

/** How a network is exported. */
export interface ExportNetworkOptions extends Pick<ExportOnnxOptions, 'output' | 'type'> {
  /** The name of the input; `input` by default. */
  readonly input?: string
  /** Whether the input holds whole numbers, such as tokens, and is one of `int64`; false by default. */
  readonly integers?: boolean
  /** Whether the first axis of the input is a batch of any size; true by default. */
  readonly anyBatch?: boolean
}

const known = {
  input: true,
  output: true,
  integers: true,
  anyBatch: true,
  type: { float: true, double: true },
} as const

const networkGraph = (
  layer: SomeLayer,
  params: unknown,
  state: unknown,
  inputShape: Shape,
  options: ExportNetworkOptions,
): E.Either<OnnxExportError, WrittenGraph> => {
  const { input = 'input', anyBatch = true, integers = false, ...rest } = checkOptions('exportNetwork', options, known)
  const { apply } = erase(layer)
  if (anyBatch && inputShape.length === 0)
    return refuse('export', [inputShape], { expected: 'a shape with a batch axis', found: showShape(inputShape) })
  return exportedGraph(
    (own: unknown, before: unknown, x: ReturnType<typeof constant>) => apply(evalMode)(own, before, x)[0],
    [params, state, constant(0, inputShape)] as const,
    { ...rest, inputs: [input], stored: [0, 1], integers: integers ? [2] : [], ...(anyBatch ? { batch: [2] } : {}) },
  )
}

/**
 * A network in use as the bytes of an ONNX file: its parameters and running statistics by the paths of their trees, such as
 * `conv1.weight`, and a batch of any size. Throws the `TensorError` of a network that refuses an input of this shape.
 *
 * @example
 * ```ts
 * import { key, relu } from 'cotangent'
 * import { dense, layers } from 'cotangent/nn'
 * import { decodeOnnx, exportNetwork } from 'cotangent/onnx'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const network = layers({ hidden: dense(4, 8), relu, out: dense(8, 2) })
 * const [params, state] = network.init(key(0))
 * const model = E.chainW(decodeOnnx)(exportNetwork(network, params, state, [1, 4]))
 * E.isRight(model) && model.right.graph.nodes.map(({ operator }) => operator) // => ['Gemm', 'Relu', 'Gemm']
 * E.isRight(model) && model.right.graph.nodes[0]?.inputs // => ['input', 'hidden.weight', 'hidden.bias']
 * ```
 */
export const exportNetwork = (
  layer: SomeLayer,
  params: unknown,
  state: unknown,
  inputShape: Shape,
  options: ExportNetworkOptions = {},
): E.Either<OnnxExportError, Uint8Array> => E.chain(inOneFile)(networkGraph(layer, params, state, inputShape, options))

/**
 * A network in use as {@link exportNetwork} writes it, with the numbers of its weights in a file beside the model: for
 * networks of more than 2 GiB, which one file cannot hold.
 *
 * @example
 * ```ts
 * import { key } from 'cotangent'
 * import { dense } from 'cotangent/nn'
 * import { decodeOnnx, exportNetworkFiles } from 'cotangent/onnx'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const layer = dense(100, 100)
 * const [params, state] = layer.init(key(0))
 * const files = exportNetworkFiles(layer, params, state, [1, 100], { dataFile: 'weights.bin' })
 * const { model, data } = E.isRight(files) ? files.right : { model: new Uint8Array(), data: [] }
 * const weights = Uint8Array.from(data.flatMap((part) => Array.from(part)))
 * weights.length // => 40000
 * const decoded = decodeOnnx(model, { external: (name) => (name === 'weights.bin' ? weights : null) })
 * E.isRight(decoded) && [...decoded.right.graph.initializers.keys()] // => ['weight', 'bias']
 * ```
 */
export const exportNetworkFiles = (
  layer: SomeLayer,
  params: unknown,
  state: unknown,
  inputShape: Shape,
  options: ExportNetworkOptions & ExternalFileOption = {},
): E.Either<OnnxExportError, OnnxFiles> => {
  const { dataFile, ...rest } = options
  return E.chain(inTwoFiles(dataFile))(networkGraph(layer, params, state, inputShape, rest))
}
