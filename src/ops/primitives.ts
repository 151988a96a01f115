/**
 * @file Every primitive that operations are made of, by name; test suites and tables iterate over them. The three
 * identities of differentiation (`variable`, `stopGradient`, `custom`) are in `diff/`.
 */
import type { PrimitiveName } from '../core/InstructionSet.ts'
import { keyFoldInPrimitive, keySplitPrimitive } from '../core/Key.ts'
import type { Primitive } from '../core/Tensor.ts'
import { absPrimitive } from './abs.ts'
import { addPrimitive } from './add.ts'
import { argmaxPrimitive, argminPrimitive } from './argmax.ts'
import { sumPoolPrimitive, sumPoolInputPrimitive } from './avgPool.ts'
import { broadcastToPrimitive, sumPrimitive } from './broadcastTo.ts'
import { ceilPrimitive } from './ceil.ts'
import { concatPrimitive } from './concat.ts'
import { arangePrimitive, constantPrimitive } from './constant.ts'
import { convPrimitive, convFilterPrimitive, convInputPrimitive } from './conv.ts'
import { cumsumPrimitive } from './cumsum.ts'
import { divPrimitive } from './div.ts'
import { equalPrimitive } from './equal.ts'
import { erfPrimitive } from './erf.ts'
import { erfcPrimitive } from './erfc.ts'
import { expPrimitive } from './exp.ts'
import { expm1Primitive } from './expm1.ts'
import { flipPrimitive } from './flip.ts'
import { floorPrimitive } from './floor.ts'
import { fmodPrimitive } from './fmod.ts'
import { gatherPrimitive, scatterAddPrimitive } from './gather.ts'
import { lessPrimitive } from './less.ts'
import { lessEqualPrimitive } from './lessEqual.ts'
import { logPrimitive } from './log.ts'
import { log1pPrimitive } from './log1p.ts'
import { logsumexpPrimitive } from './logsumexp.ts'
import { matmulPrimitive } from './matmul.ts'
import { maxPrimitive, minPrimitive } from './max.ts'
import { maximumPrimitive } from './maximum.ts'
import { lastOccurrencePrimitive, maxPoolPrimitive, maxPoolIndicesPrimitive } from './maxPool.ts'
import { minimumPrimitive } from './minimum.ts'
import { mulPrimitive } from './mul.ts'
import { negPrimitive } from './neg.ts'
import { notEqualPrimitive } from './notEqual.ts'
import { powPrimitive } from './pow.ts'
import { permutationPrimitive, uniformPrimitive } from './random.ts'
import { reluPrimitive } from './relu.ts'
import { reshapePrimitive } from './reshape.ts'
import { roundPrimitive } from './round.ts'
import { rsqrtPrimitive } from './rsqrt.ts'
import { sigmoidPrimitive } from './sigmoid.ts'
import { signPrimitive } from './sign.ts'
import { cosPrimitive, sinPrimitive } from './sin.ts'
import { padPrimitive, slicePrimitive } from './slice.ts'
import { argsortPrimitive } from './sorting.ts'
import { sqrtPrimitive } from './sqrt.ts'
import { subPrimitive } from './sub.ts'
import { tanhPrimitive } from './tanh.ts'
import { transposePrimitive } from './transpose.ts'
import { wherePrimitive } from './where.ts'

/** Names of the primitives that compute. */
export type ComputingName = Exclude<PrimitiveName, 'variable' | 'stopGradient' | 'custom' | 'rankSum'>

/**
 * Every primitive that computes, by name.
 *
 * @example
 * ```ts
 * import { primitives } from 'cotangent'
 *
 * primitives.matmul.shape({}, [[2, 3], [3, 4]]) // => [2, 4]
 * ```
 */
export const primitives: { readonly [N in ComputingName]: Primitive<N> } = {
  abs: absPrimitive,
  add: addPrimitive,
  arange: arangePrimitive,
  argmax: argmaxPrimitive,
  argmin: argminPrimitive,
  argsort: argsortPrimitive,
  broadcastTo: broadcastToPrimitive,
  ceil: ceilPrimitive,
  concat: concatPrimitive,
  constant: constantPrimitive,
  conv: convPrimitive,
  convFilter: convFilterPrimitive,
  convInput: convInputPrimitive,
  cos: cosPrimitive,
  cumsum: cumsumPrimitive,
  div: divPrimitive,
  equal: equalPrimitive,
  erf: erfPrimitive,
  erfc: erfcPrimitive,
  exp: expPrimitive,
  expm1: expm1Primitive,
  flip: flipPrimitive,
  floor: floorPrimitive,
  fmod: fmodPrimitive,
  gather: gatherPrimitive,
  keyFoldIn: keyFoldInPrimitive,
  keySplit: keySplitPrimitive,
  lastOccurrence: lastOccurrencePrimitive,
  less: lessPrimitive,
  lessEqual: lessEqualPrimitive,
  log: logPrimitive,
  log1p: log1pPrimitive,
  logsumexp: logsumexpPrimitive,
  matmul: matmulPrimitive,
  max: maxPrimitive,
  maximum: maximumPrimitive,
  maxPool: maxPoolPrimitive,
  maxPoolIndices: maxPoolIndicesPrimitive,
  min: minPrimitive,
  minimum: minimumPrimitive,
  mul: mulPrimitive,
  neg: negPrimitive,
  notEqual: notEqualPrimitive,
  pad: padPrimitive,
  permutation: permutationPrimitive,
  pow: powPrimitive,
  relu: reluPrimitive,
  reshape: reshapePrimitive,
  round: roundPrimitive,
  rsqrt: rsqrtPrimitive,
  scatterAdd: scatterAddPrimitive,
  sigmoid: sigmoidPrimitive,
  sign: signPrimitive,
  sin: sinPrimitive,
  slice: slicePrimitive,
  sqrt: sqrtPrimitive,
  sub: subPrimitive,
  sum: sumPrimitive,
  sumPool: sumPoolPrimitive,
  sumPoolInput: sumPoolInputPrimitive,
  tanh: tanhPrimitive,
  transpose: transposePrimitive,
  uniform: uniformPrimitive,
  where: wherePrimitive,
}
