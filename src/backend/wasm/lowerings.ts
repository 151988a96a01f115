/**
 * @file The table of lowerings. It is total: an instruction without a lowering does not compile.
 */
import { conv } from './convolution/conv.ts'
import { convFilter } from './convolution/convFilter.ts'
import { convInput } from './convolution/convInput.ts'
import { arange, constant, elementwise, fused, identity } from './elementwise.ts'
import { gather, lastOccurrence, scatterAdd, scatterAddShallow } from './indexing.ts'
import type { Lowerings } from './Lowering.ts'
import { silent } from './Lowering.ts'
import { matmul, matmulByColumns, matmulByRows } from './matmul.ts'
import { indicesAndPool, maxPool, maxPoolIndices, poolAndIndices, sumPool, sumPoolInput } from './pooling.ts'
import { keyFoldIn, keySplit, permutation, uniform } from './random.ts'
import { argmax, argmin, cumsum, logsumexp, max, min, sum } from './reductions.ts'
import { argsort } from './sorting.ts'
import { broadcastTo, concat, flip, pad, slice, transpose } from './views.ts'

/**
 * How every instruction becomes commands. Repeated by each backend: the names stand for its own functions, and the
 * compiler reports a missing one.
 */
export const lowerings: Lowerings = {
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
  argmax,
  argmin,
  cumsum,
  argsort,
  reshape: identity,
  transpose,
  broadcastTo,
  slice,
  pad,
  concat,
  flip,
  matmul,
  matmulByRows,
  matmulByColumns,
  gather,
  scatterAdd,
  scatterAddShallow,
  lastOccurrence,
  keySplit,
  keyFoldIn,
  uniform,
  permutation,
  conv,
  convInput,
  convFilter,
  maxPool,
  maxPoolIndices,
  indicesAndPool,
  poolAndIndices,
  sumPool,
  sumPoolInput,
  placeOnly: () => silent,
}
