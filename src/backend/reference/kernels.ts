/**
 * @file The tables of kernels: one for instructions that almost every program has, and one for each family. Together they
 * are total: an instruction without a kernel does not compile.
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
 * The meaning of the instructions of almost every program. Repeated by each backend: the names stand for its own functions,
 * and the compiler reports a missing one.
 */
export const kernels = {
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
  fused,
} satisfies Partial<Kernels>

/** Products of matrices. */
export const products = { matmul } satisfies Partial<Kernels>

/** Convolution and its two other readings. The backend runs faster ones in their place (`fast/kernels.ts`). */
const convolution = { conv, convInput, convFilter } satisfies Partial<Kernels>

/** Pooling and its adjoints. */
export const pooling = { maxPool, maxPoolIndices, sumPool, sumPoolInput } satisfies Partial<Kernels>

/** What takes indices, and what finds them. */
export const indexing = {
  gather,
  scatterAdd,
  lastOccurrence,
  argmax,
  argmin,
  argsort,
} satisfies Partial<Kernels>

/** Random draws. */
export const drawing = { uniform, permutation } satisfies Partial<Kernels>

/** The meaning of every instruction. */
export const everyKernel: Kernels = { ...kernels, ...products, ...convolution, ...pooling, ...indexing, ...drawing }
