/** @file The rule of every instruction: the compiler names what is missing. */
import { forElementwise } from '../../../core/elementwise.ts'
import type { InstructionName } from '../../../compile/Program.ts'
import type { Rule } from '../Rule.ts'
import { impossible, numbers } from '../Rule.ts'
import { elementwiseRule } from './elementwise.ts'
import { argsortRule, cumsumRule, logsumexpRule, matmulRule, placeRule, reducingRule, sumRule } from './reducing.ts'
import {
  arangeRule,
  broadcastToRule,
  concatRule,
  flipRule,
  gatherRule,
  lastOccurrenceRule,
  padRule,
  reshapeRule,
  scatterAddRule,
  sliceRule,
  transposeRule,
} from './shaping.ts'
import {
  convFilterRule,
  convInputRule,
  convRule,
  maxPoolIndicesRule,
  maxPoolRule,
  sumPoolInputRule,
  sumPoolRule,
} from './windows.ts'

const identity: Rule<'variable' | 'stopGradient' | 'custom'> = {
  write: (emit, { reads: [x = -1] }) => numbers(emit.value(x)),
}

const drawn = impossible('random numbers are drawn from a key, which ONNX has no operator for')

/** The rules, by the instruction's name. */
export const rules: { readonly [N in InstructionName]: Rule<N> } = {
  ...forElementwise(elementwiseRule),
  constant: { write: (emit, { params: { value } }) => numbers(emit.number(value)) },
  arange: arangeRule,
  variable: identity,
  stopGradient: identity,
  custom: identity,
  rankSum: impossible('a sum over processes, of which ONNX knows one'),
  sum: sumRule,
  max: reducingRule('ReduceMax'),
  min: reducingRule('ReduceMin'),
  logsumexp: logsumexpRule,
  argmax: placeRule('ArgMax'),
  argmin: placeRule('ArgMin'),
  cumsum: cumsumRule,
  argsort: argsortRule,
  reshape: reshapeRule,
  transpose: transposeRule,
  broadcastTo: broadcastToRule,
  slice: sliceRule,
  pad: padRule,
  concat: concatRule,
  flip: flipRule,
  matmul: matmulRule,
  gather: gatherRule,
  scatterAdd: scatterAddRule,
  lastOccurrence: lastOccurrenceRule,
  keySplit: drawn,
  keyFoldIn: drawn,
  uniform: drawn,
  permutation: drawn,
  conv: convRule,
  convInput: convInputRule,
  convFilter: convFilterRule,
  maxPool: maxPoolRule,
  maxPoolIndices: maxPoolIndicesRule,
  sumPool: sumPoolRule,
  sumPoolInput: sumPoolInputRule,
  fused: impossible('a group of instructions that only a compiled program has'),
}
