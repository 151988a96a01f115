/**
 * @file The table of lowerings. It is total: a primitive without a kernel does not compile.
 */
import { conv, convFilter, convInput } from './convolution/conv.ts'
import { arange, constant, elementwise, fused, identity } from './elementwise.ts'
import { gather, lastOccurrence, scatterAdd } from './indexing.ts'
import { matmul } from './matmul.ts'
import { maxPool, maxPoolIndices, sumPool, sumPoolInput } from './pooling.ts'
import { keyFoldIn, keySplit, permutation, uniform } from './random.ts'
import { argmax, argmin, cumsum, logsumexp, max, min, sum } from './reductions.ts'
import { argsort } from './sorting.ts'
import type { KernelLowerings } from './Step.ts'
import { broadcastTo, concat, flip, pad, slice, transpose } from './views.ts'

/**
 * How every instruction becomes kernels. Repeated by each backend: the names stand for its own functions, and the
 * compiler reports a missing one.
 */
export const lowerings: KernelLowerings = {
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
}
