/**
 * @file The table of kernels. It is total: an instruction without a kernel does not compile.
 */
import { argmax, argmin } from './argmax.ts'
import { argsort } from './argsort.ts'
import { conv, convFilter, convInput } from './conv.ts'
import { cumsum } from './cumsum.ts'
import { elementwise } from './elementwise.ts'
import { fused } from './fused.ts'
import { identity } from './identity.ts'
import { gather, lastOccurrence, scatterAdd } from './indexing.ts'
import type { Kernels } from './Kernel.ts'
import { arange, constant } from './leaves.ts'
import { matmul } from './matmul.ts'
import { concat, pad } from './placements.ts'
import { maxPool, maxPoolIndices, sumPool, sumPoolInput } from './pool.ts'
import { keyFoldIn, keySplit, permutation, uniform } from './random.ts'
import { logsumexp, max, min, sum } from './reductions.ts'
import { broadcastTo, flip, slice, transpose } from './views.ts'

/**
 * The meaning of every instruction. Repeated by each backend: the names stand for its own functions, and the compiler
 * reports a missing one.
 */
export const kernels: Kernels = {
  ...elementwise,
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
  gather,
  scatterAdd,
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
  sumPool,
  sumPoolInput,
  fused,
}
