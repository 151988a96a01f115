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
import { foundValue } from '../core/foundValue.ts'
import { checkOptions } from '../core/options.ts'
import { countOf } from '../core/Shape.ts'
import { refuse } from '../core/TensorError.ts'
import { mapTensors, pathsOf } from '../core/treeWalk.ts'
import { constant } from '../ops/constant.ts'
import { defaultRuntime } from '../runtime/defaultRuntime.ts'
import type { Emitted } from './export/Emit.ts'
import { writtenNumbers } from './export/Emit.ts'
import type { WrittenGraph, WrittenTensor } from './export/encodeModel.ts'
import { bytesOf, encodeModel } from './export/encodeModel.ts'
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
  /**
   * The arguments, by position, that hold whole numbers, such as classes or tokens, and are inputs of `int64`; none by
   * default.
   */
  readonly integers?: readonly number[]
  /** The element type of the other numbers: 32 or 64 bits; `float` by default. */
  readonly type?: 'float' | 'double'
}

/** Refuses anything but a list. */
const checkList = (operation: string, name: string, list: unknown): void => {
  if (!Array.isArray(list)) refuse(operation, [], { expected: `'${name}' to be a list`, found: foundValue(list) })
}

/** Refuses anything but a name that a value of a graph, and an entry of a record, can have. */
const checkName = (operation: string, option: string, name: string): void => {
  if (typeof name !== 'string' || name === '' || name === '__proto__')
    refuse(operation, [], { expected: `names of values in '${option}'`, found: foundValue(name) })
}

const checkNames = (operation: string, option: string, names: readonly string[]): void => {
  checkList(operation, option, names)
  names.forEach((name) => checkName(operation, option, name))
}

const optionNames = {
  inputs: checkNames,
  output: checkName,
  stored: checkList,
  batch: checkList,
  integers: checkList,
  type: { float: true, double: true },
} as const

/** The name of the batch's size in a file. */
const batchName = 'batch'

/** The most bytes of a protocol buffer. */
export const mostBytes = 2 ** 31 - 1

/** A leaf of the arguments: which argument it belongs to, and what it is called. */
interface Slot extends PathedLeaf {
  readonly argument: number
  readonly name: string
  readonly isStored: boolean
  readonly isWhole: boolean
}

const joined = (name: string, path: string): string => (path === '' ? name : `${name}.${path}`)

/** The path of a leaf inside its argument or result. */
const inside = (path: string): string => path.slice(path.indexOf('.') < 0 ? path.length : path.indexOf('.') + 1)

/** Refuses positions that no argument has, and those of stored arguments where inputs are meant. */
const checkPositions = (
  args: readonly unknown[],
  { stored = [], batch = [], integers = [] }: ExportOnnxOptions,
): void => {
  const outside = Object.entries({ stored, batch, integers }).flatMap(([option, positions]) =>
    positions.filter((k) => !args.some((_, position) => position === k)).map((k) => ({ option, k })),
  )[0]
  if (outside !== undefined)
    refuse('export', [], {
      expected: `positions of the ${countOf(args.length, 'argument')} in '${outside.option}'`,
      found: foundValue(outside.k),
    })
  Object.entries({ batch, integers }).forEach(([option, positions]) => {
    const both = positions.find((k) => stored.includes(k))
    if (both !== undefined)
      refuse('export', [], {
        expected: `inputs in '${option}'`,
        found: `argument ${String(both)}, which is stored`,
      })
  })
}

/** Refuses tensors of one name. */
const checkDifferent = (names: readonly string[]): void => {
  const twice = names.find((name, k) => names.indexOf(name) !== k)
  if (twice !== undefined)
    refuse('export', [], { expected: 'tensors of different names', found: `'${twice}' twice` }, 'export the function')
}

const slotsOf = (
  args: readonly unknown[],
  { inputs, stored = [], integers = [] }: ExportOnnxOptions,
): readonly Slot[] => {
  const given = args.flatMap((_, k) => (stored.includes(k) ? [] : [k]))
  if (inputs !== undefined && inputs.length !== given.length)
    refuse('export', [], {
      expected: `${countOf(given.length, 'name')} in 'inputs', one for each argument that is not stored`,
      found: String(inputs.length),
    })
  const nameOf = (argument: number): string => {
    const place = given.indexOf(argument)
    return inputs?.[place] ?? (given.length === 1 ? 'input' : `input${String(place)}`)
  }
  return pathedLeaves(args, true).map(({ path, tensor }): Slot => {
    const argument = Number(path.split('.', 1)[0])
    const isStored = stored.includes(argument)
    const own = inside(path)
    const name = isStored ? own || 'weight' : joined(nameOf(argument), own)
    return { path, tensor, argument, isStored, name, isWhole: integers.includes(argument) }
  })
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

const slotAs = (name: string, lengths: Lengths, type: 'float' | 'double' | 'int64'): OnnxSlot => ({
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

const written = (
  traced: Traced,
  slots: readonly Slot[],
  args: readonly unknown[],
  outputs: readonly string[],
  { batch = [], type = 'float' }: ExportOnnxOptions,
): E.Either<OnnxExportError, WrittenGraph> => {
  const start = {
    type,
    stored: storedNumbers(storedInOrder(slots, args), type),
    batch: slots.find(({ argument }) => batch.includes(argument))?.name ?? null,
  }
  const inputs = slots.map(({ name, isWhole }): Emitted => ({ name, kind: isWhole ? 'int64' : 'number' }))
  const parts = graphOf(traced, { inputs, outputs }, start)
  if (E.isLeft(parts)) return parts
  const graph: WrittenGraph = {
    ...parts.right,
    inputs: slots.flatMap(({ name, isStored, isWhole }, id) =>
      isStored ? [] : [slotAs(name, traced.lengthsOf(id), isWhole ? 'int64' : type)],
    ),
    outputs: outputs.map((name, k) => slotAs(name, traced.lengthsOf(traced.program.outputs[k] ?? 0), type)),
  }
  return E.right(inUse(graph))
}

/** The names of the tensors of a result. */
const outputNames = (result: unknown, name: string): readonly string[] =>
  pathedLeaves(result, false).map(({ path }) => joined(name, path))

/** A function of tensors as a graph. */
export const exportedGraph = <A extends readonly unknown[]>(
  f: (...args: A) => unknown,
  args: Readonly<A>,
  options: ExportOnnxOptions,
): E.Either<OnnxExportError, WrittenGraph> => {
  checkOptions('exportOnnx', options, optionNames)
  checkPositions(args, options)
  const slots = slotsOf(args, options)
  const slotNames = slots.map(({ name }) => name)
  checkDifferent(slotNames)
  const { batch = [], output = 'output' } = options
  const names: { current: readonly string[] } = { current: [] }
  const noted: Compilable = (...given: A) => {
    const result = callOn(f, given)
    names.current = outputNames(result, output)
    return result
  }
  const traced =
    batch.length === 0 ? E.right(tracedOnce(noted, args)) : tracedTwice(noted, (size) => withBatch(args, batch, size))
  // A function that refuses the arguments as they are is refused for that, not for other batches.
  if (E.isLeft(traced)) tracedOnce(noted, args)
  checkDifferent([...slotNames, ...names.current])
  return E.isLeft(traced) ? traced : written(traced.right, slots, args, names.current, options)
}

/** A graph as the bytes of one file. */
export const inOneFile = (graph: WrittenGraph): E.Either<OnnxExportError, Uint8Array> => {
  const { all } = bytesOf(graph)
  return all > mostBytes ? E.left({ _tag: 'TooLarge', bytes: all }) : E.right(encodeModel(graph))
}

/**
 * A function of tensors as the bytes of an ONNX file, for arguments of these shapes. Every argument that is not stored is an
 * input of the file. Random numbers, and sums over processes, cannot be exported; everything that cannot is reported at once.
 *
 * The file holds numbers of 32 bits: indices are inputs of that type too, exact up to 2^24, unless they are named in
 * `integers`. Throws a `TensorError` for options that fit no argument, for names that the file cannot have or has twice, and
 * what the function throws for these arguments.
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
): E.Either<OnnxExportError, Uint8Array> => E.chain(inOneFile)(exportedGraph(f, args, options))
