/**
 * @file The tables of lowerings: one for instructions that almost every program has, and one for each family. Together
 * they are total: an instruction without a lowering does not compile.
 */
import { conv } from './convolution/conv.ts'
import { convFilter } from './convolution/convFilter.ts'
import { convInput } from './convolution/convInput.ts'
import { arange, constant, elementwise, fused, identity } from './elementwise.ts'
import type { WasmPart } from './Family.ts'
import { gather, lastOccurrence, scatterAdd, scatterAddShallow } from './indexing.ts'
import type { Lowerings } from './Lowering.ts'
import { silent } from './Lowering.ts'
import { matmul, matmulByColumns, matmulByRows } from './matmul.ts'
import { productModule, windowModule } from './modules.ts'
import { joinPools } from './passes/joinPools.ts'
import { joinTransposes } from './passes/joinTransposes.ts'
import { shallowScatters } from './passes/shallowScatters.ts'
import { indicesAndPool, maxPool, maxPoolIndices, poolAndIndices, sumPool, sumPoolInput } from './pooling.ts'
import { keyFoldIn, keySplit, permutation, uniform } from './random.ts'
import { argmax, argmin, cumsum, logsumexp, max, min, sum } from './reductions.ts'
import { argsort } from './sorting.ts'
import { broadcastTo, concat, flip, pad, slice, transpose } from './views.ts'

/**
 * How the instructions of almost every program become commands. Repeated by each backend: the names stand for its own
 * functions, and the compiler reports a missing one.
 */
export const lowerings = {
  ...elementwise,
  fused,
  constant,
  arange,
  variable: identity,
  stopGradient: identity,
  custom: identity,
  rankSum: identity,
  sum,
  max,
  min,
  logsumexp,
  cumsum,
  reshape: identity,
  transpose,
  broadcastTo,
  slice,
  pad,
  concat,
  flip,
  keySplit,
  keyFoldIn,
  placeOnly: () => silent,
} satisfies Partial<Lowerings>

/** Products of matrices. */
export const products = {
  passes: [joinTransposes],
  lowerings: { matmul, matmulByRows, matmulByColumns },
  modules: [productModule],
} satisfies WasmPart

/** Convolution and its two other readings. */
export const convolution = {
  passes: [],
  lowerings: { conv, convInput, convFilter },
  modules: [productModule, windowModule],
} satisfies WasmPart

/** Pooling and its adjoints. */
export const pooling = {
  passes: [joinPools],
  lowerings: { maxPool, maxPoolIndices, indicesAndPool, poolAndIndices, sumPool, sumPoolInput },
  modules: [windowModule],
} satisfies WasmPart

/** What takes indices, and what finds them. */
export const indexing = {
  passes: [shallowScatters],
  lowerings: { gather, scatterAdd, scatterAddShallow, lastOccurrence, argmax, argmin, argsort },
  modules: [],
} satisfies WasmPart

/** Random draws. */
export const drawing = {
  passes: [],
  lowerings: { uniform, permutation },
  modules: [],
} satisfies WasmPart

/** The lowering of every instruction. */
export const everyLowering: Lowerings = {
  ...lowerings,
  ...products.lowerings,
  ...convolution.lowerings,
  ...pooling.lowerings,
  ...indexing.lowerings,
  ...drawing.lowerings,
}
