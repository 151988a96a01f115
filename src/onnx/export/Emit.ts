/**
 * @file The graph while it is written: nodes, initializers and names, each name once.
 *
 * All tensors of this library hold numbers. Operators of ONNX give conditions and whole numbers too, and read them, so each
 * value is kept in the kind in which it was made, and cast where a node wants another.
 */
import type { NumberArray } from '../../core/TensorNumbers.ts'
import type { Shape } from '../../core/Shape.ts'
import type { ValueId } from '../../compile/Program.ts'
import { elementNumberOf } from '../elementTypes.ts'
import type { WrittenAttribute, WrittenNode, WrittenTensor } from './encodeModel.ts'
import type { Length, Lengths } from './Length.ts'
import { fixedShape } from './Length.ts'

/** Numbers, conditions, whole numbers. */
export type EmittedKind = 'number' | 'bool' | 'int64'

/** A value of the graph. */
export interface Emitted {
  readonly name: string
  readonly kind: EmittedKind
}

/** Attributes by name: a number of an attribute is whole unless it is given as `{ float }`. */
export type Settings = Readonly<
  Record<string, number | string | readonly number[] | { readonly float: number } | { readonly tensor: WrittenTensor }>
>

/** What writes a graph. */
export interface Emit {
  /** The name of a value of the program, as numbers or as another kind. */
  readonly value: (id: ValueId, kind?: EmittedKind) => string
  readonly lengths: (id: ValueId) => Lengths
  /** The number that fills a value, if it is a constant. */
  readonly constant: (id: ValueId) => number | null
  /** A node; the name of its output. */
  readonly node: (operator: string, inputs: readonly string[], settings?: Settings) => string
  /** A node of two outputs, of which the second alone is read; its name. */
  readonly second: (operator: string, inputs: readonly string[], settings?: Settings) => string
  /** A number, as a scalar. */
  readonly number: (value: number) => string
  /** Whole numbers, as a list. */
  readonly ints: (values: readonly number[]) => string
  /** A tensor of numbers that is no parameter. */
  readonly tensor: (values: NumberArray, shape: Shape) => string
  /** Lengths as a list, computed from the input of the batch where they depend on it. */
  readonly dims: (lengths: Lengths) => string
  /** A value in another kind. */
  readonly cast: (name: string, kind: EmittedKind) => string
}

/** The graph that was written. */
interface EmittedParts {
  readonly nodes: readonly WrittenNode[]
  readonly initializers: ReadonlyMap<string, WrittenTensor>
}

const attributeOf = (value: Settings[string]): WrittenAttribute =>
  typeof value === 'number'
    ? { _tag: 'Int', value }
    : typeof value === 'string'
      ? { _tag: 'Text', value }
      : 'float' in value
        ? { _tag: 'Float', value: value.float }
        : 'tensor' in value
          ? { _tag: 'Tensor', value: value.tensor }
          : { _tag: 'Ints', value }

/** How a graph begins: the names that are taken, and where the batch's size is found. */
export interface EmitStart {
  readonly type: 'float' | 'double'
  readonly taken: ReadonlySet<string>
  /** Initializers that the graph brings along. */
  readonly stored: ReadonlyMap<string, WrittenTensor>
  /** An input whose first axis is the batch; `null` if there is none. */
  readonly batch: string | null
  readonly lengths: (id: ValueId) => Lengths
  readonly constant: (id: ValueId) => number | null
}

/** A writer, and what it has written. */
interface Emitter {
  readonly emit: Emit
  /** Notes what a value of the program is in the graph. */
  readonly define: (id: ValueId, value: Emitted) => void
  /** How many nodes there are. */
  readonly written: () => number
  /** Gives the output of the last node another name; `null` if that node does not make this value. */
  readonly rename: (value: Emitted, name: string) => Emitted | null
  readonly parts: () => EmittedParts
}

/** Numbers as the entries of a tensor of a file. */
export const writtenNumbers = (type: 'float' | 'double', values: NumberArray, shape: Shape): WrittenTensor => ({
  type,
  shape,
  data:
    type === 'float'
      ? { dtype: 'F32', data: values instanceof Float32Array ? values : new Float32Array(values) }
      : { dtype: 'F64', data: values instanceof Float64Array ? values : new Float64Array(values) },
})

/** Nodes and initializers as they are added, under names of their own. */
interface Sheet extends Pick<Emit, 'node' | 'second' | 'number' | 'ints' | 'tensor' | 'cast'> {
  readonly nodes: readonly WrittenNode[]
  readonly initializers: ReadonlyMap<string, WrittenTensor>
  /** Names the output of the last node, if it is this one. */
  readonly renameLast: (from: string, to: string) => boolean
  /** What is made at most once, by a key. */
  readonly once: (key: string, make: () => string) => string
}

/** Gives each name once: `Relu`, `Relu_1`, `Relu_2`. */
const namer = (taken: ReadonlySet<string>): ((wanted: string) => string) => {
  const names = new Set(taken)
  return (wanted) => {
    let name = wanted
    for (let k = 1; names.has(name); k++) name = `${wanted}_${String(k)}`
    names.add(name)
    return name
  }
}

const sheetOf = ({ type, taken, stored }: Pick<EmitStart, 'type' | 'taken' | 'stored'>): Sheet => {
  const nodes: WrittenNode[] = []
  const initializers = new Map(stored)
  const fresh = namer(taken)
  const made = new Map<string, string>()
  const once: Sheet['once'] = (key, make) => {
    const name = made.get(key) ?? make()
    made.set(key, name)
    return name
  }
  /** Nodes are named after the weights that they read: `conv1/Conv` reads `conv1.weight`. */
  const named = (operator: string, inputs: readonly string[]): string => {
    const weight = inputs.find((one) => stored.has(one) && one.includes('.'))
    return fresh(weight === undefined ? operator : `${weight.slice(0, weight.lastIndexOf('.'))}/${operator}`)
  }
  const push = (operator: string, inputs: readonly string[], settings: Settings, count: number): readonly string[] => {
    const name = named(operator, inputs)
    const outputs = [name, ...Array.from({ length: count - 1 }, (_, k) => fresh(`${name}:${String(k + 1)}`))]
    const attributes = Object.fromEntries(Object.entries(settings).map(([own, value]) => [own, attributeOf(value)]))
    nodes.push({ name, operator, inputs, outputs, attributes })
    return outputs
  }
  const node: Emit['node'] = (operator, inputs, settings = {}) => push(operator, inputs, settings, 1)[0] ?? ''
  const initializer = (key: string, wanted: string, tensor: WrittenTensor): string =>
    once(key, () => {
      const name = fresh(wanted)
      initializers.set(name, tensor)
      return name
    })
  return {
    nodes,
    initializers,
    once,
    renameLast: (from, to) => {
      const last = nodes.at(-1)
      if (last?.outputs[0] !== from) return false
      nodes[nodes.length - 1] = { ...last, outputs: [to, ...last.outputs.slice(1)] }
      return true
    },
    node,
    second: (operator, inputs, settings = {}) => push(operator, inputs, settings, 2)[1] ?? '',
    number: (value) =>
      initializer(
        `number ${Object.is(value, -0) ? '-0' : String(value)}`,
        'number',
        writtenNumbers(type, Float64Array.of(value), []),
      ),
    ints: (list) =>
      initializer(`ints ${list.join()}`, 'ints', {
        type: 'int64',
        shape: [list.length],
        data: { dtype: 'I64', data: BigInt64Array.from(list.map(BigInt)) },
      }),
    tensor: (numbers, shape) => node('Constant', [], { value: { tensor: writtenNumbers(type, numbers, shape) } }),
    cast: (name, kind) =>
      kind === 'number' && initializers.has(name)
        ? name
        : once(`${kind} ${name}`, () => node('Cast', [name], { to: elementNumberOf(kind === 'number' ? type : kind) })),
  }
}

/** A writer of a graph. */
export const emitter = ({ batch, constant, lengths, ...start }: EmitStart): Emitter => {
  const { nodes, initializers, once, renameLast, ...sheet } = sheetOf(start)
  const { cast, ints, node, number } = sheet
  const values = new Map<ValueId, Emitted>()
  const size = (length: Length): string =>
    typeof length === 'number'
      ? ints([length])
      : once(`times ${String(length.batches)}`, () => {
          const one = once('batch', () => node('Shape', [batch ?? ''], { start: 0, end: 1 }))
          return length.batches === 1 ? one : node('Mul', [one, ints([length.batches])])
        })
  const dims: Emit['dims'] = (list) => {
    const shape = fixedShape(list)
    if (shape !== null) return ints(shape)
    return list.length === 1 ? size(list[0] ?? 1) : node('Concat', list.map(size), { axis: 0 })
  }
  const filled = (value: number, list: Lengths): string =>
    list.length === 0
      ? number(value)
      : node('ConstantOfShape', [dims(list)], {
          value: { tensor: writtenNumbers(start.type, Float64Array.of(value), [1]) },
        })
  const emit: Emit = {
    ...sheet,
    value: (id, kind = 'number') => {
      const filling = constant(id)
      if (filling !== null && !values.has(id)) values.set(id, { name: filled(filling, lengths(id)), kind: 'number' })
      const value = values.get(id) ?? { name: '', kind: 'number' }
      return value.kind === kind ? value.name : cast(value.name, kind)
    },
    lengths,
    constant,
    dims,
  }
  return {
    emit,
    define: (id, value) => void values.set(id, value),
    written: () => nodes.length,
    rename: (value, name) => (value.kind === 'number' && renameLast(value.name, name) ? { ...value, name } : null),
    parts: () => ({ nodes, initializers }),
  }
}
