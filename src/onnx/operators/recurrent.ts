/**
 * @file ONNX's recurrent layers, on the cells of the library. Gates lie in another order there, the biases of both products
 * in one tensor, and directions along a first axis. Steps come first, or examples where `layout` is 1.
 */
import { dimension } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import type { Activation, Carried, Cell, CellWeights } from '../../nn/recurrence.ts'
import { memoryCell, overSteps, plainCell, resetCell } from '../../nn/recurrence.ts'
import { clamp, elu, hardsigmoid, leakyRelu, softplus, softsign } from '../../ops/activations.ts'
import { concat } from '../../ops/concat.ts'
import { zeros } from '../../ops/constant.ts'
import { relu } from '../../ops/relu.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { sigmoid } from '../../ops/sigmoid.ts'
import { sliceAlong } from '../../ops/slice.ts'
import { tanh } from '../../ops/tanh.ts'
import { transposeTo } from '../../ops/transpose.ts'
import type { Call, NodeOutcome, Operator } from '../Call.ts'
import {
  flagAttribute,
  floatAttribute,
  intAttribute,
  like,
  operator,
  optionalTensor,
  tensorAt,
  textAttribute,
  textsAttribute,
} from '../Call.ts'
import type { OnnxNode } from '../OnnxModel.ts'

const activations: Readonly<Record<string, Activation>> = {
  elu: (x) => elu()(x),
  hardsigmoid: (x) => hardsigmoid(x),
  leakyrelu: (x) => leakyRelu({ slope: 0.01 })(x),
  relu: (x) => relu(x),
  sigmoid: (x) => sigmoid(x),
  softplus: (x) => softplus(x),
  softsign: (x) => softsign(x),
  tanh: (x) => tanh(x),
}

const activation = (name: string): Activation | null =>
  Object.hasOwn(activations, name.toLowerCase()) ? (activations[name.toLowerCase()] ?? null) : null

/** The functions of one direction, by the words of the node. */
const functionsOf = (call: Call, direction: number, usual: readonly string[]): readonly Activation[] => {
  const words = textsAttribute(call, 'activations') ?? []
  return usual.map((word, k) => {
    const own = words[direction * usual.length + k] ?? word
    return activation(own) ?? refuse('recur', [], { expected: 'a known activation', found: own })
  })
}

const part = (x: Tensor, direction: number): Tensor =>
  reshapeTo(sliceAlong(x, 0, direction, direction + 1), x.shape.slice(1))

/** Blocks of a first axis in another order. */
const reordered = (x: Tensor, blocks: readonly number[], width: number): Tensor =>
  concat({ axis: 0 })(blocks.map((k) => sliceAlong(x, 0, k * width, (k + 1) * width)))

/** What differs between the kinds of layers. */
interface Kind {
  /** Where our gates are among ONNX's. */
  readonly order: readonly number[]
  /** The names of the functions. */
  readonly usual: readonly string[]
  readonly cell: (call: Call, direction: number, functions: readonly Activation[], width: number) => Cell
}

const limitOf = (call: Call): Activation => {
  const clip = floatAttribute(call, 'clip')
  return clip === null ? (x) => x : (x) => clamp({ low: -clip, high: clip })(x)
}

const identity: Activation = (x) => x

const rnnKind: Kind = {
  order: [0],
  usual: ['Tanh'],
  cell: (call, _, [f = identity]) => plainCell(f, limitOf(call)),
}

const gruKind: Kind = {
  order: [1, 0, 2],
  usual: ['Sigmoid', 'Tanh'],
  cell: (call, _, [gates = identity, candidate = identity]) =>
    resetCell({
      resetAfter: flagAttribute(call, 'linear_before_reset'),
      activations: { gates, candidate },
      limit: limitOf(call),
    }),
}

const lstmKind: Kind = {
  order: [0, 2, 3, 1],
  usual: ['Sigmoid', 'Tanh', 'Tanh'],
  cell: (call, direction, [gates = identity, candidate = identity, shown = identity], width) => {
    const given = optionalTensor(call, 7)
    const peephole = (k: number): Tensor =>
      sliceAlong(part(given ?? zeros([1, 0]), direction), 0, k * width, (k + 1) * width)
    return memoryCell({
      ...(given === null ? {} : { peepholes: [peephole(0), peephole(2), peephole(1)] as const }),
      activations: { gates, candidate, shown },
      limit: limitOf(call),
      coupled: flagAttribute(call, 'input_forget'),
    })
  },
}

const weightsOf = (call: Call, { order }: Kind, direction: number, width: number): CellWeights => {
  const bias = optionalTensor(call, 3)
  const gates = order.length * width
  const own = (x: Tensor): Tensor => reordered(x, order, width)
  const biases = bias === null ? null : part(bias, direction)
  return {
    input: own(part(tensorAt(call, 1), direction)),
    hidden: own(part(tensorAt(call, 2), direction)),
    ...(biases === null
      ? {}
      : { inputBias: own(sliceAlong(biases, 0, 0, gates)), hiddenBias: own(sliceAlong(biases, 0, gates, 2 * gates)) }),
  }
}

const recurrent =
  (kind: Kind) =>
  (call: Call): NodeOutcome => {
    const isBatchFirst = flagAttribute(call, 'layout')
    const given = tensorAt(call, 0)
    const x = isBatchFirst ? transposeTo(given, [1, 0, 2]) : given
    const width = intAttribute(call, 'hidden_size') ?? dimension(tensorAt(call, 2).shape, 2)
    const examples = dimension(x.shape, 1)
    const word = textAttribute(call, 'direction') ?? 'forward'
    const lengths = optionalTensor(call, 4)
    const hasMemory = kind === lstmKind
    const begin = (index: number, direction: number): Tensor => {
      const state = optionalTensor(call, index)
      if (state === null) return zeros([examples, width])
      return part(isBatchFirst ? transposeTo(state, [1, 0, 2]) : state, direction)
    }
    const run = (direction: number, reverse: boolean): readonly [Tensor, Carried] => {
      const initial = {
        hidden: begin(5, direction),
        ...(hasMemory ? { cell: begin(6, direction) } : {}),
      }
      const cell = kind.cell(call, direction, functionsOf(call, direction, kind.usual), width)
      const ends = lengths === null ? {} : { lengths }
      return overSteps(cell, weightsOf(call, kind, direction, width), { x, initial, reverse, ...ends })
    }
    const runs = word === 'bidirectional' ? [run(0, false), run(1, true)] : [run(0, word === 'reverse')]
    const outputs = concat({ axis: 1 })(runs.map(([y]) => reshapeTo(y, [dimension(y.shape, 0), 1, examples, width])))
    const lasts = (pick: (last: Carried) => Tensor | undefined): Tensor => {
      const all = concat({ axis: 0 })(
        runs.flatMap(([, last]) => pick(last) ?? []).map((state) => reshapeTo(state, [1, examples, width])),
      )
      return isBatchFirst ? transposeTo(all, [1, 0, 2]) : all
    }
    return [
      like(call, isBatchFirst ? transposeTo(outputs, [2, 0, 1, 3]) : outputs),
      like(
        call,
        lasts(({ hidden }) => hidden),
      ),
      ...(hasMemory
        ? [
            like(
              call,
              lasts(({ cell }) => cell),
            ),
          ]
        : []),
    ]
  }

const refusesActivations = ({ attributes }: OnnxNode): readonly [string, string] | null => {
  const words = attributes.get('activations')
  const unknown = words?._tag === 'Texts' ? words.value.find((word) => activation(word) === null) : undefined
  return unknown === undefined ? null : ['activations', `the function ${unknown} is not known`]
}

const shared = 'activations clip direction hidden_size layout'
const settings = { settingsFrom: 4, refuses: refusesActivations } as const

/** The recurrent layers, by name. */
export const recurrents: Readonly<Record<string, Operator>> = {
  GRU: operator(`${shared} linear_before_reset`, recurrent(gruKind), settings),
  LSTM: operator(`${shared} input_forget`, recurrent(lstmKind), settings),
  RNN: operator(shared, recurrent(rnnKind), settings),
}
