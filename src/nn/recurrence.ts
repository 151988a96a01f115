/**
 * @file Recurrent cells, and their loop over the steps of sequences, on `scan`.
 *
 *     rnn:   h' = f(W x + b + U h + c)
 *     lstm:  i, f, g, o = W x + b + U h + c;   C' = s(f) C + s(i) tanh(g);   h' = s(o) tanh(C')
 *            with peepholes p:  s(i + p_i C), s(f + p_f C), s(o + p_o C')
 *     gru:   r, z, n = W x + b, U h + c;   n' = tanh(n + s(r) (U_n h + c_n));   h' = (1 - s(z)) n' + s(z) h
 *            with the reset before the product:  n' = tanh(n + U_n (s(r) h) + c_n)
 *
 * s is the sigmoid. Gates lie in this order, one below the other, as PyTorch stores them.
 * The products with inputs are computed for all steps at once. An example whose sequence has ended keeps its state, and its
 * outputs are 0; backwards, it begins at its own last step.
 */
import type { Tensor } from '../core/Tensor.ts'
import { scan } from '../diff/scan.ts'
import { add } from '../ops/add.ts'
import { arange, one, zero } from '../ops/constant.ts'
import { less } from '../ops/less.ts'
import { matmul } from '../ops/matmul.ts'
import { mul } from '../ops/mul.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { sigmoid } from '../ops/sigmoid.ts'
import { sliceAlong } from '../ops/slice.ts'
import { sub } from '../ops/sub.ts'
import { tanh } from '../ops/tanh.ts'
import { transposeMatrix } from '../ops/transpose.ts'
import { where } from '../ops/where.ts'

/** A function of every entry. */
export type Activation = (x: Tensor) => Tensor

/** What a cell hands on: the hidden state, and that of a cell with a memory; [N, H] each. */
export interface Carried {
  readonly hidden: Tensor
  readonly cell?: Tensor
}

/** The weights of one direction: [G H, D], [G H, H], [G H] and [G H] for G gates. */
export interface CellWeights {
  readonly input: Tensor
  readonly hidden: Tensor
  readonly inputBias?: Tensor
  readonly hiddenBias?: Tensor
}

/** A step: the product with the input, and the state before, to the state after. */
export type Cell = (own: Tensor, before: Carried, weights: CellWeights) => Carried

const gate = (x: Tensor, k: number, width: number): Tensor => sliceAlong(x, 1, k * width, (k + 1) * width)

const affine = (x: Tensor, weight: Tensor, bias: Tensor | undefined): Tensor => {
  const product = matmul(x, transposeMatrix(weight))
  return bias === undefined ? product : add(product, bias)
}

const widthOf = ({ hidden }: CellWeights): number => hidden.shape[1] ?? 0

/** A limit of gates before their activations, the identity by default. */
const unlimited: Activation = (x) => x

/** The plain cell. */
export const plainCell =
  (activation: Activation, limit = unlimited): Cell =>
  (own, { hidden }, weights) => ({
    hidden: activation(limit(add(own, affine(hidden, weights.hidden, weights.hiddenBias)))),
  })

/** The functions of a gated cell: of gates, of the candidate, and of the memory as it is shown. */
interface GateActivations {
  readonly gates: Activation
  readonly candidate: Activation
  readonly shown: Activation
}

/** The usual functions. */
const usual: GateActivations = { gates: sigmoid, candidate: tanh, shown: tanh }

/** How a cell with a memory differs from the usual one. */
interface MemoryOptions {
  /** The weights of the memory in the gates of input, forgetting and output, [H] each; none by default. */
  readonly peepholes?: readonly [input: Tensor, forget: Tensor, output: Tensor]
  readonly activations?: GateActivations
  readonly limit?: Activation
  /** Whether what is forgotten is what is taken in: the gate of forgetting is 1 minus that of the input. */
  readonly coupled?: boolean
}

/** The cell of an LSTM (Hochreiter and Schmidhuber, 1997; Gers and others, 2000). */
export const memoryCell =
  ({ peepholes, activations = usual, limit = unlimited, coupled = false }: MemoryOptions = {}): Cell =>
  (own, { hidden, cell }, weights) => {
    const width = widthOf(weights)
    const memory = cell ?? mul(hidden, zero)
    const all = add(own, affine(hidden, weights.hidden, weights.hiddenBias))
    const open = (k: number, peephole: Tensor | undefined, seen: Tensor): Tensor => {
      const sum = gate(all, k, width)
      return activations.gates(limit(peephole === undefined ? sum : add(sum, mul(peephole, seen))))
    }
    const input = open(0, peepholes?.[0], memory)
    const forget = coupled ? sub(one, input) : open(1, peepholes?.[1], memory)
    const candidate = activations.candidate(limit(gate(all, 2, width)))
    const next = add(mul(forget, memory), mul(input, candidate))
    return { hidden: mul(open(3, peepholes?.[2], next), activations.shown(next)), cell: next }
  }

/** How a cell with a reset differs from the usual one. */
interface ResetOptions {
  /** Whether the reset is applied after the product with the state, which is the default, or before. */
  readonly resetAfter?: boolean
  readonly activations?: Omit<GateActivations, 'shown'>
  readonly limit?: Activation
}

/** The cell of a GRU (Cho and others, 2014). */
export const resetCell =
  ({ resetAfter = true, activations = usual, limit = unlimited }: ResetOptions = {}): Cell =>
  (own, { hidden }, weights) => {
    const width = widthOf(weights)
    const both = affine(hidden, weights.hidden, weights.hiddenBias)
    const open = (k: number): Tensor => activations.gates(limit(add(gate(own, k, width), gate(both, k, width))))
    const [reset, kept] = [open(0), open(1)]
    const { hiddenBias } = weights
    const product = (): Tensor =>
      affine(
        mul(reset, hidden),
        sliceAlong(weights.hidden, 0, 2 * width, 3 * width),
        hiddenBias === undefined ? undefined : sliceAlong(hiddenBias, 0, 2 * width, 3 * width),
      )
    const held = resetAfter ? mul(reset, gate(both, 2, width)) : product()
    const candidate = activations.candidate(limit(add(gate(own, 2, width), held)))
    return { hidden: add(mul(sub(one, kept), candidate), mul(kept, hidden)) }
  }

/** What a loop goes over. */
interface Sequences {
  /** [L, N, D] */
  readonly x: Tensor
  readonly initial: Carried
  /** The number of steps of each example, [N]; all by default. */
  readonly lengths?: Tensor
  readonly reverse?: boolean
}

/** All hidden states [L, N, H], and the last state of each example. */
export const overSteps = (
  cell: Cell,
  weights: CellWeights,
  { x, initial, lengths, reverse = false }: Sequences,
): readonly [outputs: Tensor, last: Carried] => {
  const [steps = 0, examples = 0] = x.shape
  const own = affine(x, weights.input, weights.inputBias)
  const live =
    lengths === undefined
      ? {}
      : {
          live: reshapeTo(less(reshapeTo(arange(steps), [steps, 1]), reshapeTo(lengths, [1, examples])), [
            steps,
            examples,
            1,
          ]),
        }
  const step = (before: Carried, entry: { readonly own: Tensor; readonly live?: Tensor }) => {
    const after = cell(entry.own, before, weights)
    const { live: isLive } = entry
    if (isLive === undefined) return [after, after.hidden] as const
    const kept: Carried = {
      hidden: where(isLive, after.hidden, before.hidden),
      ...(after.cell === undefined || before.cell === undefined
        ? {}
        : { cell: where(isLive, after.cell, before.cell) }),
    }
    return [kept, where(isLive, after.hidden, zero)] as const
  }
  const [last, outputs] = scan(step, { reverse })(initial, { own, ...live })
  return [outputs, last]
}
