/**
 * @file Recurrent layers: functions of sequences that hand a state from step to step, in one direction or in both.
 *
 *     rnn    h' = tanh(W x + b + U h + c), or relu
 *     lstm   a memory, with gates of input, forgetting and output
 *     gru    a reset and an update gate
 *
 * The formulas of the cells are in `recurrence.ts`. Parameters have PyTorch's names and shapes, with gates in its order.
 * Shape rule: [N, L, D] to [N, L, H], or to [N, L, 2 H] in both directions, the states backwards behind the others.
 * Laws: those of a layer; "is the loop over the steps"; "what follows the end of a sequence does not matter".
 */
import type { Times } from '../core/DimensionTypes.ts'
import type { Key } from '../core/Key.ts'
import { split } from '../core/Key.ts'
import { checkOptions } from '../core/options.ts'
import { namesOf } from '../core/records.ts'
import { showShape } from '../core/Shape.ts'
import { checkRequiredSizes } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { concat } from '../ops/concat.ts'
import { zeros } from '../ops/constant.ts'
import { relu } from '../ops/relu.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { sliceAlong } from '../ops/slice.ts'
import { tanh } from '../ops/tanh.ts'
import { transposeTo } from '../ops/transpose.ts'
import { checkLengths, checkParameter } from './checkParameter.ts'
import type { DenseRule } from './dense.ts'
import { uniformByFan } from './initializers.ts'
import type { Layer, None } from './Layer.ts'
import { parametric, restore } from './Layer.ts'
import type { Carried, Cell, CellWeights } from './recurrence.ts'
import { memoryCell, overSteps, plainCell, resetCell } from './recurrence.ts'

/** The sizes and directions of a recurrent layer. */
export interface RecurrentOptions<
  In extends number = number,
  Out extends number = number,
  B extends boolean = boolean,
> {
  /** The width D of an entry of the sequence. */
  readonly in: In
  /** The width H of the state. */
  readonly out: Out
  /** Whether sequences are also read backwards; false by default. */
  readonly bidirectional?: B
}

/** The learned parameters, for G gates; those of the way back only in both directions. */
export interface RecurrentParams {
  /** [G H, D] */
  readonly weight_ih_l0: Tensor
  /** [G H, H] */
  readonly weight_hh_l0: Tensor
  /** [G H] */
  readonly bias_ih_l0: Tensor
  readonly bias_hh_l0: Tensor
  readonly weight_ih_l0_reverse?: Tensor
  readonly weight_hh_l0_reverse?: Tensor
  readonly bias_ih_l0_reverse?: Tensor
  readonly bias_hh_l0_reverse?: Tensor
}

/** Where the sequences begin and end. */
export interface RecurOptions {
  /** The states to begin with, [directions, N, H]; zeros by default. */
  readonly initial?: Carried
  /** The number of steps of each example, [N]; all by default. */
  readonly lengths?: Tensor
}

/** The hidden states of all steps, [N, L, H] or [N, L, 2 H], and the last states, [directions, N, H]. */
export interface Recurred {
  readonly outputs: Tensor
  readonly last: Carried
}

/** The kinds of recurrent layers. */
export type RecurrentKind = 'rnn' | 'rnnOfRelu' | 'lstm' | 'gru'

const cells: Readonly<Record<RecurrentKind, { readonly gates: number; readonly cell: Cell }>> = {
  rnn: { gates: 1, cell: plainCell(tanh) },
  rnnOfRelu: { gates: 1, cell: plainCell(relu) },
  lstm: { gates: 4, cell: memoryCell() },
  gru: { gates: 3, cell: resetCell() },
}

const directionsOf = (params: RecurrentParams): readonly CellWeights[] => {
  const { weight_ih_l0_reverse: input, weight_hh_l0_reverse: hidden } = params
  const forth = {
    input: params.weight_ih_l0,
    hidden: params.weight_hh_l0,
    inputBias: params.bias_ih_l0,
    hiddenBias: params.bias_hh_l0,
  }
  if (input === undefined || hidden === undefined) return [forth]
  const biases = {
    ...(params.bias_ih_l0_reverse === undefined ? {} : { inputBias: params.bias_ih_l0_reverse }),
    ...(params.bias_hh_l0_reverse === undefined ? {} : { hiddenBias: params.bias_hh_l0_reverse }),
  }
  return [forth, { input, hidden, ...biases }]
}

/** Refuses weights of another number of gates or of another width. */
const checkWeights = (kind: RecurrentKind, params: RecurrentParams, width: number, out: number): void => {
  const rows = cells[kind].gates * out
  const shapes = new Map([
    ['weight_ih', [rows, width]],
    ['weight_hh', [rows, out]],
    ['bias_ih', [rows]],
    ['bias_hh', [rows]],
  ])
  namesOf(params).forEach((name) => {
    const [given, shape] = [params[name], shapes.get(name.replace(/_l0(_reverse)?$/, ''))]
    if (given !== undefined && shape !== undefined) checkParameter(kind, name, given, shape)
  })
}

const stateOf = (all: Tensor | undefined, direction: number, examples: number, width: number): Tensor =>
  all === undefined
    ? zeros([examples, width])
    : reshapeTo(sliceAlong(all, 0, direction, direction + 1), [examples, width])

/**
 * Runs a recurrent layer over sequences [N, L, D] with states to begin with, or with a length of its own for each example:
 * its outputs are 0 after its end, and its last states are those at its end. Refuses sequences of another width, and lengths
 * that are not whole numbers of steps, where their numbers are known.
 *
 * @example
 * ```ts
 * import { key, ones, tensor } from 'cotangent'
 * import { lstm, recur } from 'cotangent/nn'
 *
 * const [params] = lstm({ in: 3, out: 4 }).init(key(1))
 * const { outputs, last } = recur('lstm')(params, ones([2, 5, 3]), { lengths: tensor([5, 2], [2]) })
 * outputs.shape // => [2, 5, 4]
 * last.hidden.shape // => [1, 2, 4]
 * ```
 */
export const recur =
  (kind: RecurrentKind) =>
  (params: RecurrentParams, x: Tensor, options: RecurOptions = {}): Recurred => {
    const { initial, lengths } = checkOptions('recur', options, { initial: true, lengths: true })
    const { cell } = cells[kind]
    const [examples = 0, , width = 0] = x.shape
    const [expected, out = 0] = [params.weight_ih_l0.shape[1], params.weight_hh_l0.shape[1]]
    if (x.shape.length !== 3 || width !== expected)
      return refuse(kind, [x.shape], { expected: `[N, L, ${String(expected)}]`, found: showShape(x.shape) })
    checkWeights(kind, params, width, out)
    const directions = directionsOf(params)
    const ofStates = [directions.length, examples, out]
    if (lengths !== undefined) checkLengths('recur', lengths, examples, x.shape[1] ?? 0)
    if (initial !== undefined) checkParameter('recur', 'initial.hidden', initial.hidden, ofStates)
    if (initial?.cell !== undefined) checkParameter('recur', 'initial.cell', initial.cell, ofStates)
    const steps = transposeTo(x, [1, 0, 2])
    const results = directions.map((weights, direction) => {
      const hidden = stateOf(initial?.hidden, direction, examples, out)
      const before = kind === 'lstm' ? { hidden, cell: stateOf(initial?.cell, direction, examples, out) } : { hidden }
      const ends = lengths === undefined ? {} : { lengths }
      return overSteps(cell, weights, { x: steps, initial: before, reverse: direction === 1, ...ends })
    })
    const stacked = (states: readonly Tensor[]): Tensor =>
      concat({ axis: 0 })(states.map((state) => reshapeTo(state, [1, examples, out])))
    const memories = results.flatMap(([, last]) => (last.cell === undefined ? [] : [last.cell]))
    return {
      outputs: transposeTo(concat({ axis: 2 })(results.map(([outputs]) => outputs)), [1, 0, 2]),
      last: {
        hidden: stacked(results.map(([, last]) => last.hidden)),
        ...(memories.length === 0 ? {} : { cell: stacked(memories) }),
      },
    }
  }

const drawn = (key: Key, gates: number, width: number, out: number, bidirectional: boolean): RecurrentParams => {
  const within = uniformByFan(out)
  const [a, b, c, d, e, f, g, h] = split(key, 8)
  return {
    weight_ih_l0: within([gates * out, width])(a),
    weight_hh_l0: within([gates * out, out])(b),
    bias_ih_l0: within([gates * out])(c),
    bias_hh_l0: within([gates * out])(d),
    ...(bidirectional
      ? {
          weight_ih_l0_reverse: within([gates * out, width])(e),
          weight_hh_l0_reverse: within([gates * out, out])(f),
          bias_ih_l0_reverse: within([gates * out])(g),
          bias_hh_l0_reverse: within([gates * out])(h),
        }
      : {}),
  }
}

/** The width of what a layer gives, in one direction or in both. */
export type RecurrentWidth<Out extends number, B extends boolean> = B extends true ? Times<Out, 2> : Out

/** A recurrent layer from [N, L, In] to [N, L, Out], or to twice as many in both directions. */
export type RecurrentLayer<
  In extends number,
  Out extends number,
  B extends boolean,
  Name extends string = 'a recurrent layer',
> = Layer<DenseRule<In, RecurrentWidth<Out, B>, Name>, RecurrentParams, None>

const layerOf = <In extends number, Out extends number, B extends boolean, Name extends string>(
  name: Name,
  kind: RecurrentKind,
  { in: width, out, bidirectional }: RecurrentOptions<In, Out, B>,
): RecurrentLayer<In, Out, B, Name> => {
  checkRequiredSizes(name, { in: width, out })
  return restore(
    parametric(
      (key) => drawn(key, cells[kind].gates, width, out, bidirectional === true),
      (params: RecurrentParams, x) => recur(kind)(params, x).outputs,
    ),
  )
}

const names = { in: true, out: true, bidirectional: true } as const

/**
 * The plain recurrent layer (Elman, 1990), from [N, L, D] to [N, L, H], with tanh or relu. The states begin with zeros;
 * {@link recur} begins with others.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { evalMode, rnn } from 'cotangent/nn'
 *
 * const layer = rnn({ in: 3, out: 4, bidirectional: true })
 * const [params, state] = layer.init(key(1))
 * layer.apply(evalMode)(params, state, ones([2, 5, 3]))[0].shape // => [2, 5, 8]
 * ```
 */
export const rnn = <const In extends number, const Out extends number, const B extends boolean = false>(
  given: RecurrentOptions<In, Out, B> & { readonly activation?: 'tanh' | 'relu' },
): RecurrentLayer<In, Out, B, 'rnn'> => {
  const options = checkOptions('rnn', given, { ...names, activation: { tanh: true, relu: true } })
  return layerOf('rnn', options.activation === 'relu' ? 'rnnOfRelu' : 'rnn', options)
}

/**
 * A layer with long short-term memory (Hochreiter and Schmidhuber, 1997), from [N, L, D] to [N, L, H]. Hidden states and
 * memories begin with zeros; {@link recur} begins with others.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { evalMode, lstm } from 'cotangent/nn'
 *
 * const layer = lstm({ in: 3, out: 4 })
 * const [params, state] = layer.init(key(1))
 * params.weight_ih_l0.shape // => [16, 3]
 * layer.apply(evalMode)(params, state, ones([2, 5, 3]))[0].shape // => [2, 5, 4]
 * ```
 */
export const lstm = <const In extends number, const Out extends number, const B extends boolean = false>(
  options: RecurrentOptions<In, Out, B>,
): RecurrentLayer<In, Out, B, 'lstm'> => layerOf('lstm', 'lstm', checkOptions('lstm', options, names))

/**
 * A layer of gated recurrent units (Cho and others, 2014), from [N, L, D] to [N, L, H], with the reset after the product, as
 * in PyTorch. The states begin with zeros; {@link recur} begins with others.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { evalMode, gru } from 'cotangent/nn'
 *
 * const layer = gru({ in: 3, out: 4 })
 * const [params, state] = layer.init(key(1))
 * params.weight_hh_l0.shape // => [12, 4]
 * layer.apply(evalMode)(params, state, ones([2, 5, 3]))[0].shape // => [2, 5, 4]
 * ```
 */
export const gru = <const In extends number, const Out extends number, const B extends boolean = false>(
  options: RecurrentOptions<In, Out, B>,
): RecurrentLayer<In, Out, B, 'gru'> => layerOf('gru', 'gru', checkOptions('gru', options, names))
