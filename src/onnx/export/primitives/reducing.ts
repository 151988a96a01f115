/** @file The reductions, sums along an axis, products of matrices and sorting as operators of ONNX. */
import type { ValueId } from '../../../compile/Program.ts'
import type { Emit } from '../Emit.ts'
import type { Lengths } from '../Length.ts'
import { broadcastLengths, sameLengths } from '../Length.ts'
import type { Rule } from '../Rule.ts'
import { numbers } from '../Rule.ts'
import type { Traced } from '../Traced.ts'

type Axes = 'max' | 'min'

/** Until version 18, the axes of most reductions are an attribute; without axes, ONNX would reduce all. */
export const reducingRule = (operator: string): Rule<Axes> => ({
  write: (emit, { reads: [x = -1], params: { axes } }) =>
    numbers(axes.length === 0 ? emit.value(x) : emit.node(operator, [emit.value(x)], { axes, keepdims: 0 })),
})

/** Of one number, the logarithm of its exponential: that of -0 is 0. */
export const logsumexpRule: Rule<'logsumexp'> = {
  write: (emit, { reads: [x = -1], params: { axes } }) =>
    numbers(
      axes.length === 0
        ? emit.node('Add', [emit.value(x), emit.number(0)])
        : emit.node('ReduceLogSumExp', [emit.value(x)], { axes, keepdims: 0 }),
    ),
}

export const sumRule: Rule<'sum'> = {
  write: (emit, { reads: [x = -1], params: { axes } }) =>
    numbers(
      axes.length === 0 ? emit.value(x) : emit.node('ReduceSum', [emit.value(x), emit.ints(axes)], { keepdims: 0 }),
    ),
}

/** The place of an extreme entry. */
export const placeRule = (operator: 'ArgMax' | 'ArgMin'): Rule<'argmax' | 'argmin'> => ({
  write: (emit, { reads: [x = -1], params: { axis } }) => ({
    name: emit.node(operator, [emit.value(x)], { axis, keepdims: 0 }),
    kind: 'int64',
  }),
})

export const cumsumRule: Rule<'cumsum'> = {
  write: (emit, { reads: [x = -1], params: { axis } }) =>
    numbers(emit.node('CumSum', [emit.value(x), emit.ints([axis])])),
}

export const argsortRule: Rule<'argsort'> = {
  write: (emit, { reads: [x = -1], params: { axis, descending }, lengths }) => ({
    name: emit.second('TopK', [emit.value(x), emit.dims([lengths[axis] ?? 0])], {
      axis,
      largest: descending ? 1 : 0,
      sorted: 1,
    }),
    kind: 'int64',
  }),
}

/** A stack of matrices in front of its broadcast, where ONNX broadcasts as well. */
const beforeBroadcast = (traced: Traced, id: ValueId): ValueId => {
  const made = traced.instructionOf(id)
  const before = made?.name === 'broadcastTo' ? made.inputs[0] : undefined
  const rank = before === undefined ? 0 : traced.lengthsOf(before).length
  return before !== undefined && rank >= 2 && sameLengths(lastTwo(traced, before), lastTwo(traced, id)) ? before : id
}

const lastTwo = (traced: Traced, id: ValueId): Lengths => traced.lengthsOf(id).slice(-2)

export const matmulRule: Rule<'matmul'> = {
  reads: ({ inputs }, id, traced) => {
    const bare = inputs.map((input) => beforeBroadcast(traced, input))
    const stack = broadcastLengths(bare.map((one) => traced.lengthsOf(one).slice(0, -2)))
    return stack !== null && sameLengths(stack, traced.lengthsOf(id).slice(0, -2)) ? bare : inputs
  },
  write: (emit: Emit, { reads }) =>
    numbers(
      emit.node(
        'MatMul',
        reads.map((id) => emit.value(id)),
      ),
    ),
}
