/**
 * @file Functions as ONNX files. A function is traced to its program, as `compile` does; the program is written with
 * operators of ONNX 17, as layers where it has them and primitive by primitive otherwise.
 *
 * Laws: "what is exported and imported again computes the same", for every operation and every layer of the catalog.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { PathedLeaf } from '../compile/arguments.ts'
import { pathedLeaves } from '../compile/arguments.ts'
import type { Compilable } from '../compile/call.ts'
import { callOn } from '../compile/call.ts'
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import { refuse } from '../core/TensorError.ts'
import { mapTensors, pathsOf } from '../core/treeWalk.ts'
import type { SomeLayer } from '../nn/Layer.ts'
import { erase, evalMode } from '../nn/Layer.ts'
import { constant } from '../ops/constant.ts'
import { defaultRuntime } from '../runtime/defaultRuntime.ts'
import { writtenNumbers } from './export/Emit.ts'
import type { WrittenGraph, WrittenTensor } from './export/encodeModel.ts'
import { encodeModel } from './export/encodeModel.ts'
import { graphOf } from './export/graphOf.ts'
import type { Length, Lengths } from './export/Length.ts'
import type { Traced } from './export/Traced.ts'
import { tracedOnce, tracedTwice } from './export/Traced.ts'
import type { OnnxExportError } from './OnnxExportError.ts'
import type { OnnxSlot } from './OnnxModel.ts'

/** How a function is exported. */
export interface ExportOnnxOptions {
  /** The names of the arguments; `input`, or `input0`, `input1` and so on, by default. Leaves of trees add their path. */
  readonly inputs?: readonly string[]
  /** The name of the result; `output` by default. Leaves of a tree add their path. */
  readonly output?: string
  /** The arguments, by position, whose numbers become part of the file, each tensor under its path; none by default. */
  readonly stored?: readonly number[]
  /** The arguments, by position, whose first axis is a batch of any size; none by default. */
  readonly batch?: readonly number[]
  /** The element type of the file: 32 or 64 bits; `float` by default. */
  readonly type?: 'float' | 'double'
}

const optionNames = {
  inputs: true,
  output: true,
  stored: true,
  batch: true,
  type: { float: true, double: true },
} as const

/** The name of the batch's size in a file. */
const batchName = 'batch'

/** The most bytes of a protocol buffer. */
const mostBytes = 2 ** 31 - 1

/** A leaf of the arguments: which argument it belongs to, and what it is called. */
interface Slot extends PathedLeaf {
  readonly argument: number
  readonly name: string
  readonly isStored: boolean
}

const joined = (name: string, path: string): string => (path === '' ? name : `${name}.${path}`)

/** The path of a leaf inside its argument or result. */
const inside = (path: string): string => path.slice(path.indexOf('.') < 0 ? path.length : path.indexOf('.') + 1)

const slotsOf = (args: readonly unknown[], { inputs, stored = [] }: ExportOnnxOptions): readonly Slot[] => {
  const given = args.flatMap((_, k) => (stored.includes(k) ? [] : [k]))
  const nameOf = (argument: number): string => {
    const place = given.indexOf(argument)
    return inputs?.[place] ?? (given.length === 1 ? 'input' : `input${String(place)}`)
  }
  const slots = pathedLeaves(args, true).map(({ path, tensor }): Slot => {
    const argument = Number(path.split('.', 1)[0])
    const isStored = stored.includes(argument)
    const own = inside(path)
    return { path, tensor, argument, isStored, name: isStored ? own || 'weight' : joined(nameOf(argument), own) }
  })
  const twice = slots.find(({ name }, k) => slots.findIndex((other) => other.name === name) !== k)
  return twice === undefined
    ? slots
    : refuse(
        'export',
        [],
        { expected: 'tensors of different names', found: `'${twice.name}' twice` },
        'export the function',
      )
}

/** The arguments with a batch of another size. */
const withBatch = (args: readonly unknown[], batch: readonly number[], size: number): readonly unknown[] =>
  args.map((argument, k) =>
    batch.includes(k)
      ? mapTensors(argument, ({ shape }, path) =>
          shape.length === 0
            ? refuse('export', [shape], {
                expected: `a first axis, the batch, at '${joined(String(k), path)}'`,
                found: 'a scalar',
              })
            : constant(0, [size, ...shape.slice(1)]),
        )
      : argument,
  )

const shown = (length: Length): number | string | null =>
  typeof length === 'number' ? length : length.batches === 1 ? batchName : null

const slotAs = (name: string, lengths: Lengths, type: 'float' | 'double'): OnnxSlot => ({
  name,
  type,
  shape: lengths.map(shown),
})

/** The stored leaves in the order in which their trees were written; arguments are numbered by name. */
const storedInOrder = (slots: readonly Slot[], args: readonly unknown[]): readonly Slot[] => {
  const stored = slots.filter(({ isStored }) => isStored)
  const kept = [...new Set(stored.map(({ argument }) => argument))]
  const paths = kept.flatMap((k) => pathsOf(args[k]).map(([path]) => joined(String(k), path)))
  const places = new Map(paths.map((path, place) => [path, place]))
  const placeOf = ({ path }: Slot): number => places.get(path) ?? paths.length
  return stored.toSorted((a, b) => placeOf(a) - placeOf(b))
}

/** The numbers of the stored leaves, by name. */
const storedNumbers = (stored: readonly Slot[], type: 'float' | 'double'): ReadonlyMap<string, WrittenTensor> => {
  const values = defaultRuntime.evaluate(stored.map(({ tensor }) => tensor))
  return new Map(
    stored.map(({ name, tensor }, k) => [name, writtenNumbers(type, values[k] ?? new Float64Array(0), tensor.shape)]),
  )
}

/** Only what a node reads, or what a result is, is kept of the stored tensors. */
const inUse = (graph: WrittenGraph): WrittenGraph => {
  const read = new Set([...graph.nodes.flatMap(({ inputs }) => inputs), ...graph.outputs.map(({ name }) => name)])
  return { ...graph, initializers: new Map([...graph.initializers].filter(([name]) => read.has(name))) }
}

const bytesIn = ({ initializers, nodes }: WrittenGraph): number => {
  const constants = nodes.flatMap(({ attributes }) =>
    Object.values(attributes).flatMap((one) => (one._tag === 'Tensor' ? [one.value] : [])),
  )
  return [...initializers.values(), ...constants].reduce((sum, { data }) => sum + data.data.byteLength, 0)
}

const written = (
  traced: Traced,
  slots: readonly Slot[],
  args: readonly unknown[],
  outputs: readonly string[],
  { batch = [], type = 'float' }: ExportOnnxOptions,
): E.Either<OnnxExportError, Uint8Array> => {
  const start = {
    type,
    stored: storedNumbers(storedInOrder(slots, args), type),
    batch: slots.find(({ argument }) => batch.includes(argument))?.name ?? null,
  }
  const parts = graphOf(traced, { inputs: slots.map(({ name }) => name), outputs }, start)
  if (E.isLeft(parts)) return parts
  const graph = inUse({
    ...parts.right,
    inputs: slots.flatMap(({ name, isStored }, id) => (isStored ? [] : [slotAs(name, traced.lengthsOf(id), type)])),
    outputs: outputs.map((name, k) => slotAs(name, traced.lengthsOf(traced.program.outputs[k] ?? 0), type)),
  })
  const bytes = bytesIn(graph)
  return bytes > mostBytes ? E.left({ _tag: 'TooLarge', bytes }) : E.right(encodeModel(graph))
}

/** The names of the tensors of a result. */
const outputNames = (result: unknown, name: string): readonly string[] =>
  pathedLeaves(result, false).map(({ path }) => joined(name, path))

/**
 * A function of tensors as the bytes of an ONNX file, for arguments of these shapes. Every argument that is not stored is an
 * input of the file. Random numbers, and sums over processes, cannot be exported; everything that cannot is reported at once.
 *
 * The file holds numbers of 32 bits: indices are inputs of that type too, exact up to 2^24.
 *
 * @example
 * ```ts
 * import { div, ones, softmax, zeros } from 'cotangent'
 * import { decodeOnnx, exportOnnx } from 'cotangent/onnx'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const bytes = exportOnnx((x) => softmax()(div(x, 2)), [zeros([1, 3])], { batch: [0] })
 * const model = E.chainW(decodeOnnx)(bytes)
 * E.isRight(model) && model.right.graph.nodes.map(({ operator }) => operator) // => ['Div', 'Softmax']
 * E.isRight(model) && model.right.graph.inputs[0]?.shape // => ['batch', 3]
 * ```
 */
export const exportOnnx = <A extends readonly unknown[]>(
  f: (...args: A) => unknown,
  args: Readonly<A>,
  options: ExportOnnxOptions = {},
): E.Either<OnnxExportError, Uint8Array> => {
  checkOptions('exportOnnx', options, optionNames)
  const slots = slotsOf(args, options)
  const { batch = [], output = 'output' } = options
  const names: { current: readonly string[] } = { current: [] }
  const noted: Compilable = (...given: A) => {
    const result = callOn(f, given)
    names.current = outputNames(result, output)
    return result
  }
  const traced =
    batch.length === 0 ? E.right(tracedOnce(noted, args)) : tracedTwice(noted, (size) => withBatch(args, batch, size))
  return E.isLeft(traced) ? traced : written(traced.right, slots, args, names.current, options)
}

/** How a network is exported. */
export interface ExportNetworkOptions extends Pick<ExportOnnxOptions, 'output' | 'type'> {
  /** The name of the input; `input` by default. */
  readonly input?: string
  /** Whether the first axis of the input is a batch of any size; true by default. */
  readonly anyBatch?: boolean
}

/**
 * A network in use as the bytes of an ONNX file: its parameters and running statistics by the paths of their trees, such as
 * `conv1.weight`, and a batch of any size.
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
): E.Either<OnnxExportError, Uint8Array> => {
  const known = { input: true, output: true, anyBatch: true, type: { float: true, double: true } } as const
  const { input = 'input', anyBatch = true, ...rest } = checkOptions('exportNetwork', options, known)
  const { apply } = erase(layer)
  if (anyBatch && inputShape.length === 0)
    return refuse('export', [inputShape], { expected: 'a shape with a batch axis', found: showShape(inputShape) })
  return exportOnnx(
    (own: unknown, before: unknown, x: ReturnType<typeof constant>) => apply(evalMode)(own, before, x)[0],
    [params, state, constant(0, inputShape)] as const,
    { ...rest, inputs: [input], stored: [0, 1], ...(anyBatch ? { batch: [2] } : {}) },
  )
}
