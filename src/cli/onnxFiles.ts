/**
 * @file ONNX files as commands see them: the weights in one, a network of `cotangent/models` as one, and a summary of one.
 * Each gives a result or one sentence.
 */
import * as E from 'fp-ts/lib/Either.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import type { NamedTensors, TypedData } from '../checkpoint/index.ts'
import { loadNetwork, showCheckpointError } from '../checkpoint/index.ts'
import { key } from '../index.ts'
import { showSummary, summary } from '../nn/index.ts'
import type { OnnxGraph, OnnxSlot, StoredTensor } from '../onnx/index.ts'
import { decodeOnnx, exportNetwork, onnxNetwork, showOnnxError, showOnnxExportError } from '../onnx/index.ts'
import { messageOf, networkOf, sidesOf } from './networkCommand.ts'

const typed = ({ data }: StoredTensor): TypedData | null =>
  data instanceof Float32Array ? { dtype: 'F32', data } : data instanceof Float64Array ? { dtype: 'F64', data } : null

/** The tensors of a graph by name: those that it brings along, and those of its nodes that are constants. */
const tensorsIn = ({ initializers, nodes }: OnnxGraph): readonly (readonly [string, StoredTensor])[] => [
  ...initializers,
  ...nodes.flatMap(({ operator, outputs, attributes }) => {
    const [name, value] = [outputs[0], attributes.get('value')]
    return operator === 'Constant' && name !== undefined && value?._tag === 'Tensor'
      ? [[name, value.value] as const]
      : []
  }),
]

/** The tensors of fractional numbers, of an axis or more, in a model, by name. */
export const weightsIn: (bytes: Uint8Array) => E.Either<string, NamedTensors> = flow(
  (bytes: Uint8Array) => decodeOnnx(bytes),
  E.bimap(
    showOnnxError,
    ({ graph }) =>
      new Map(
        tensorsIn(graph).flatMap(([name, tensor]) => {
          const data = tensor.shape.length === 0 ? null : typed(tensor)
          return data === null ? [] : [[name, { ...data, shape: tensor.shape }] as const]
        }),
      ),
  ),
)

/** The bytes of a network of this name with these weights. */
export const modelWith = (tensors: NamedTensors, name: string | undefined): E.Either<string, Uint8Array> =>
  name === undefined
    ? E.left('Cannot write an .onnx file of weights alone: expected --network, which says what to compute with them')
    : pipe(
        networkOf('export', name, undefined),
        E.chain(({ known, sides }) => {
          const network = known.network()
          return pipe(
            E.tryCatch(() => loadNetwork(network.init(key(0)))(tensors), messageOf),
            E.chain(E.mapLeft(showCheckpointError)),
            E.chain(([params, state]) =>
              pipe(exportNetwork(network, params, state, [1, ...sides]), E.mapLeft(showOnnxExportError)),
            ),
          )
        }),
      )

/** The shape of one input: what the model says, or one example of the sides that are given. */
const shapeOf = (slot: OnnxSlot | undefined, sides: readonly number[] | null): readonly number[] | null => {
  if (sides !== null) return [1, ...sides]
  const shape = slot?.shape?.map((length, axis) => (typeof length === 'number' ? length : axis === 0 ? 1 : null))
  return shape === undefined || shape.includes(null) ? null : shape.map((length) => length ?? 1)
}

/** A table of the parameters of a model with one input and one output. */
export const modelSummary = (path: string, bytes: Uint8Array, input: string | undefined): E.Either<string, string> =>
  pipe(
    decodeOnnx(bytes),
    E.chain(onnxNetwork()),
    E.mapLeft(showOnnxError),
    E.bindTo('network'),
    E.bind('sides', () => (input === undefined ? E.right(null) : sidesOf(input))),
    E.chain(({ network: { layer, inputs, outputs }, sides }) => {
      if (layer === null)
        return E.left(
          `Cannot summarize ${path}: expected one input and one output, found ${String(inputs.length)} and ${String(outputs.length)}`,
        )
      const shape = shapeOf(inputs[0], sides)
      return shape === null
        ? E.left(`Cannot summarize ${path}: its input has open lengths, which --input must say`)
        : E.tryCatch(() => showSummary(summary(layer, shape)), messageOf)
    }),
  )
