/**
 * @file One application of an operator, as its rule sees it: inputs, attributes, the version of ONNX and the mode.
 */
import type { Shape } from '../core/Shape.ts'
import { resolveAxis } from '../core/shapeRules.ts'
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { Mode } from '../nn/Layer.ts'
import type { OnnxGraph, OnnxNode, StoredTensor } from './OnnxModel.ts'
import type { ElementType } from './elementTypes.ts'
import type { OnnxValue } from './OnnxValue.ts'
import { computed, integersIn, numbersIn } from './OnnxValue.ts'

/** Runs a graph inside the one whose node this is, on values for its inputs. */
type RunGraph = (graph: OnnxGraph, inputs: readonly OnnxValue[]) => readonly OnnxValue[]

/** An operator at work. */
export interface Call {
  readonly node: OnnxNode
  readonly opset: number
  readonly mode: Mode
  readonly inputs: readonly (OnnxValue | null)[]
  readonly runGraph: RunGraph
  /** The most repetitions that a loop may have. */
  readonly maxRepeats: number
  /** The most entries that a tensor may have, and cells that a window may visit along an axis. */
  readonly maxElements: number
  readonly maxCells: number
}

/** What an operator gives: one value, or one per output. */
export type NodeOutcome = OnnxValue | readonly OnnxValue[]

/** An operator: the attributes that it knows, and what it computes. */
export interface Operator {
  readonly attributes: readonly string[]
  /** The first input that is a constant of the operator rather than a weight, and all after it; none by default. */
  readonly settingsFrom: number
  readonly run: (call: Call) => NodeOutcome
  /** Why a node cannot be imported although its operator can; `null` if it can. */
  readonly refuses: (node: OnnxNode, opset: number) => readonly [part: string, reason: string] | null
}

/** An operator with these attributes, separated by spaces. */
export const operator = (
  attributes: string,
  run: (call: Call) => NodeOutcome,
  more: Partial<Pick<Operator, 'settingsFrom' | 'refuses'>> = {},
): Operator => ({
  attributes: attributes === '' ? [] : attributes.split(' '),
  settingsFrom: more.settingsFrom ?? Infinity,
  run,
  refuses: more.refuses ?? (() => null),
})

/** An input, if it is given. */
export const optional = ({ inputs }: Call, index: number): OnnxValue | null => inputs[index] ?? null

/** An input that must be given. */
export const input = (call: Call, index: number): OnnxValue =>
  optional(call, index) ?? refuse('read the inputs', [], { expected: `an input ${String(index)}`, found: 'none' })

/** The tensor of an input that must be given. */
export const tensorAt = (call: Call, index: number): Tensor => input(call, index).tensor

/** The tensor of an input, if it is given. */
export const optionalTensor = (call: Call, index: number): Tensor | null => optional(call, index)?.tensor ?? null

const wrong = (name: string, expected: string, found: string): never =>
  refuse('read the attributes', [], { expected: `${expected} as '${name}'`, found })

const attributeOf = <R>(
  { node }: Pick<Call, 'node'>,
  name: string,
  tags: string,
  pick: (value: unknown) => R | null,
): R | null => {
  const found = node.attributes.get(name)
  if (found === undefined) return null
  return (tags === found._tag ? pick(found.value) : null) ?? wrong(name, `an attribute of kind ${tags}`, found._tag)
}

/** A whole number among the attributes. */
export const intAttribute = (call: Pick<Call, 'node'>, name: string): number | null =>
  attributeOf(call, name, 'Int', (value) => Number(value))

/** A number among the attributes. */
export const floatAttribute = (call: Pick<Call, 'node'>, name: string): number | null =>
  attributeOf(call, name, 'Float', (value) => Number(value))

/** A word among the attributes. */
export const textAttribute = (call: Pick<Call, 'node'>, name: string): string | null =>
  attributeOf(call, name, 'Text', (value) => String(value))

const numbersOf = (value: unknown): readonly number[] | null => (Array.isArray(value) ? value.map(Number) : null)

/** Whole numbers among the attributes. */
export const intsAttribute = (call: Pick<Call, 'node'>, name: string): readonly number[] | null =>
  attributeOf(call, name, 'Ints', numbersOf)

/** Numbers among the attributes. */
export const floatsAttribute = (call: Pick<Call, 'node'>, name: string): readonly number[] | null =>
  attributeOf(call, name, 'Floats', numbersOf)

/** Words among the attributes. */
export const textsAttribute = (call: Pick<Call, 'node'>, name: string): readonly string[] | null =>
  attributeOf(call, name, 'Texts', (value) => (Array.isArray(value) ? value.map(String) : null))

/** A tensor among the attributes. */
export const tensorAttribute = ({ node }: Pick<Call, 'node'>, name: string): StoredTensor | null => {
  const found = node.attributes.get(name)
  return found === undefined ? null : found._tag === 'Tensor' ? found.value : wrong(name, 'a tensor', found._tag)
}

/** A graph among the attributes. */
export const graphAttribute = ({ node }: Pick<Call, 'node'>, name: string): OnnxGraph => {
  const found = node.attributes.get(name)
  return found?._tag === 'Graph' ? found.value : wrong(name, 'a graph', found?._tag ?? 'nothing')
}

/** A setting that is a switch: 0 or 1. */
export const flagAttribute = (call: Pick<Call, 'node'>, name: string, otherwise = false): boolean =>
  (intAttribute(call, name) ?? Number(otherwise)) !== 0

const limit = 2 ** 53 - 1

/** A whole number of a file as a number; those beyond 2^53, which stand for an end, become the last exact one. */
const clamped = (value: bigint): number =>
  value > BigInt(limit) ? limit : value < BigInt(-limit) ? -limit : Number(value)

/** Whole numbers of an input. */
export const intsAt = (call: Call, index: number): readonly number[] | null => {
  const value = optional(call, index)
  return value === null ? null : integersIn(value).map(clamped)
}

/** Numbers of an input. */
export const numbersAt = (call: Call, index: number): NumberArray | null => {
  const value = optional(call, index)
  return value === null ? null : numbersIn(value)
}

/** The first number of an input. */
export const numberAt = (call: Call, index: number): number | null => numbersAt(call, index)?.[0] ?? null

/** Refuses a number that what follows would be allocated by. */
export const checkAmount = (found: number, most: number, noun: string): void => {
  if (!(found <= most))
    refuse('allocate a value', [], { expected: `at most ${String(most)} ${noun}`, found: String(found) })
}

/** Whole numbers that are an attribute in older versions and an input in newer ones. */
export const intsEither = (call: Call, name: string, index: number): readonly number[] | null =>
  intsAttribute(call, name) ?? intsAt(call, index)

/** A value of the type of the first input. */
export const like = (call: Call, tensor: Tensor): OnnxValue => computed(input(call, 0).type, tensor)

/** A value of a given type. */
export const typed = (type: ElementType, tensor: Tensor): OnnxValue => computed(type, tensor)

/** An axis among the attributes, resolved. */
export const axisAttribute = (call: Call, shape: Shape, otherwise: number, name = 'axis'): number =>
  resolveAxis('find the axis of', shape, intAttribute(call, name) ?? otherwise)
