/** @file The functions whose values and derivatives `records.ts` holds, by the names that they have there. */
import { binaryNames, unaryNames } from '../../../src/core/elementwise.ts'
import { sizeOf } from '../../../src/core/Shape.ts'
import type { Tensor } from '../../../src/core/Tensor.ts'
import { leaf } from '../../../src/core/Tensor.ts'
import * as nn from '../../../src/nn/index.ts'
import { broadcastTo } from '../../../src/ops/broadcastTo.ts'
import { concatAlong } from '../../../src/ops/concat.ts'
import { ones, zeros } from '../../../src/ops/constant.ts'
import * as ops from '../../../src/ops/index.ts'
import { reshapeTo } from '../../../src/ops/reshape.ts'
import { sliceAlong } from '../../../src/ops/slice.ts'

/** A function of one number, entry by entry. */
export type UnaryFunction = (x: Tensor) => Tensor

/** A function of two numbers, entry by entry. */
export type BinaryFunction = (a: Tensor, b: Tensor) => Tensor

/** Functions of one number. */
export const unaryFunctions: Readonly<Record<string, UnaryFunction>> = {
  ...Object.fromEntries(unaryNames.map((name) => [name, ops[name]])),
  trunc: ops.trunc,
  frac: ops.frac,
  acos: ops.acos,
  acosh: ops.acosh,
  asin: ops.asin,
  asinh: ops.asinh,
  atan: ops.atan,
  atanh: ops.atanh,
  cosh: ops.cosh,
  sinh: ops.sinh,
  tan: ops.tan,
  sinc: ops.sinc,
  erfinv: ops.erfinv,
  exp2: ops.exp2,
  log2: ops.log2,
  log10: ops.log10,
  lgamma: ops.lgamma,
  digamma: ops.digamma,
  logit: ops.logit(),
  clamp: ops.clamp({ low: -1, high: 2 }),
  nanToNum: ops.nanToNum(),
  threshold: ops.threshold({ above: 1, value: -1 }),
  relu6: ops.relu6,
  leakyRelu: ops.leakyRelu(),
  elu: ops.elu(),
  'elu, alpha': ops.elu({ alpha: 0.5 }),
  celu: ops.celu(),
  'celu, alpha': ops.celu({ alpha: 2 }),
  selu: ops.selu,
  softplus: ops.softplus,
  logSigmoid: ops.logSigmoid,
  silu: ops.silu,
  mish: ops.mish,
  gelu: ops.gelu(),
  'gelu, tanh': ops.gelu({ approximate: true }),
  softsign: ops.softsign,
  hardtanh: ops.hardtanh(),
  hardsigmoid: ops.hardsigmoid,
  hardswish: ops.hardswish,
  tanhshrink: ops.tanhshrink,
  softshrink: ops.softshrink(),
  hardshrink: ops.hardshrink(),
  'pow, 2': (x) => ops.pow(x, 2),
  'pow, 3': (x) => ops.pow(x, 3),
  'pow, -1': (x) => ops.pow(x, -1),
  'pow, 0.5': (x) => ops.pow(x, 0.5),
  'pow, 1.5': (x) => ops.pow(x, 1.5),
}

const column = (x: Tensor): Tensor => reshapeTo(x, [sizeOf(x.shape), 1])

/** Two vectors as the columns of a matrix. */
const columns = (a: Tensor, b: Tensor): Tensor => concatAlong([column(a), column(b)], 1)

/** A function of rows of two numbers that returns one number per row. */
const ofRows =
  (f: (x: Tensor) => unknown): BinaryFunction =>
  (a, b) =>
    f(columns(a, b)) as Tensor

/** One entry of each row of a function of rows. */
const entryOf =
  (at: 0 | 1) =>
  (f: (x: Tensor) => unknown): BinaryFunction =>
  (a, b) =>
    reshapeTo(sliceAlong(f(columns(a, b)) as Tensor, 1, at, at + 1), a.shape)

const firstOf = entryOf(0)
const lastOf = entryOf(1)

/** A function that pools each pair of cells into one. */
const ofPairs =
  (pool: (x: Tensor) => Tensor): BinaryFunction =>
  (a, b) =>
    reshapeTo(pool(reshapeTo(columns(a, b), [sizeOf(a.shape), 1, 2])), a.shape)

/** A scalar function of vectors, applied to every pair of numbers separately. */
const eachAlone =
  (f: (a: Tensor, b: Tensor) => Tensor): BinaryFunction =>
  (a, b) => {
    const entry = (x: Tensor, k: number): Tensor => sliceAlong(x, 0, k, k + 1)
    const at = (k: number): Tensor => reshapeTo(f(entry(a, k), entry(b, k)), [1])
    const others = Array.from({ length: sizeOf(a.shape) - 1 }, (_, k) => at(k + 1))
    return concatAlong([at(0), ...others], 0)
  }

const each = { reduction: 'none' } as const
const zerosLike = (x: Tensor): Tensor => zeros([sizeOf(x.shape)])
const onesLike = (x: Tensor): Tensor => ones([sizeOf(x.shape)])

/** The row repeated for every entry of a vector. */
const rows = (row: readonly number[], like: Tensor): Tensor =>
  broadcastTo([sizeOf(like.shape), row.length])(leaf(Float64Array.from(row), [1, row.length]))

/** Functions of two numbers. */
export const binaryFunctions: Readonly<Record<string, BinaryFunction>> = {
  ...Object.fromEntries(binaryNames.map((name) => [name, ops[name]])),
  fmax: ops.fmax,
  fmin: ops.fmin,
  greater: ops.greater,
  greaterEqual: ops.greaterEqual,
  remainder: ops.remainder,
  lerp: ops.lerp(0.25),
  atan2: ops.atan2,
  hypot: ops.hypot,
  logaddexp: ops.logaddexp,
  xlogy: ops.xlogy,
  prelu: eachAlone((x, w) => ops.prelu(column(x), w)),
  where: (a, b) => ops.where(onesLike(a), a, b),
  glu: firstOf(ops.glu()),
  norm: ofRows(ops.norm({ axis: 1 })),
  'norm, p 1': ofRows(ops.norm({ axis: 1, p: 1 })),
  'norm, p 3': ofRows(ops.norm({ axis: 1, p: 3 })),
  'norm, p infinity': ofRows(ops.norm({ axis: 1, p: Infinity })),
  lpPool: ofPairs(ops.lpPool({ p: 2, kernel: 2 })),
  sum: ofRows(ops.sum({ axis: 1 })),
  mean: ofRows(ops.mean({ axis: 1 })),
  prod: ofRows(ops.prod({ axis: 1 })),
  max: ofRows(ops.max({ axis: 1 })),
  min: ofRows(ops.min({ axis: 1 })),
  cumsum: lastOf(ops.cumsum({ axis: 1 })),
  cumprod: lastOf(ops.cumprod({ axis: 1 })),
  avgPool: ofPairs(ops.avgPool({ kernel: 2 })),
  maxPool: ofPairs(ops.maxPool({ kernel: 2 })),
  layerNorm: firstOf(ops.layerNorm()),
  rmsNorm: firstOf(ops.rmsNorm()),
  unitNorm: firstOf(ops.unitNorm()),
  variance: ofRows(ops.variance({ axis: 1 })),
  logsumexp: ofRows(ops.logsumexp({ axis: 1 })),
  softmax: firstOf(ops.softmax()),
  logSoftmax: firstOf(ops.logSoftmax()),
  binaryCrossEntropy: (x, t) => nn.binaryCrossEntropy(x, t, each),
  binaryCrossEntropyWithLogits: (x, t) => nn.binaryCrossEntropyWithLogits(x, t, each),
  klDivergence: (x, t) => nn.klDivergence(x, t, each),
  'klDivergence, logarithms': (x, t) => nn.klDivergence(x, t, { ...each, logTargets: true }),
  poissonLoss: (x, t) => nn.poissonLoss(x, t, each),
  'poissonLoss, rates': (x, t) => nn.poissonLoss(x, t, { ...each, logRates: false }),
  gaussianLoss: (x, v) => nn.gaussianLoss(x, zerosLike(x), v, each),
  meanSquaredError: (x, t) => nn.meanSquaredError(x, t, each),
  meanAbsoluteError: (x, t) => nn.meanAbsoluteError(x, t, each),
  euclideanLoss: eachAlone((x, t) => nn.euclideanLoss(x, t)),
  smoothL1: (x, t) => nn.smoothL1(x, t, each),
  'smoothL1, beta': (x, t) => nn.smoothL1(x, t, { ...each, beta: 0.5 }),
  huber: (x, t) => nn.huber(x, t, each),
  'huber, delta': (x, t) => nn.huber(x, t, { ...each, delta: 2 }),
  hinge: (x, t) => nn.hinge(x, t, each),
  hingeEmbedding: (x, t) => nn.hingeEmbedding(x, t, each),
  softMargin: (x, t) => nn.softMargin(x, t, each),
  marginRanking: (a, b) => nn.marginRanking(a, b, onesLike(a), each),
  multiMargin: (a, b) => nn.multiMargin(columns(a, b), zerosLike(a), each),
  multilabelMargin: (a, b) => nn.multilabelMargin(columns(a, b), rows([0, -1], a), each),
  multilabelSoftMargin: (x, t) => nn.multilabelSoftMargin(column(x), column(t), each),
  crossEntropy: (a, b) => nn.crossEntropy(columns(a, b), zerosLike(a), each),
  softCrossEntropy: (a, b) => nn.softCrossEntropy(columns(a, b), rows([0.25, 0.75], a), each),
  negativeLogLikelihood: (a, b) => nn.negativeLogLikelihood(columns(a, b), zerosLike(a), each),
  cosineSimilarity: (a, b) => nn.cosineSimilarity(columns(a, b), rows([1, 2], a)),
  cosineEmbedding: (a, b) => nn.cosineEmbedding(columns(a, b), rows([1, 2], a), onesLike(a), each),
  pairwiseDistance: (a, b) => nn.pairwiseDistance(columns(a, b), zeros([sizeOf(a.shape), 2]), { epsilon: 0 }),
  tripletMargin: (a, b) => nn.tripletMargin(zeros([sizeOf(a.shape), 1]), column(a), column(b), { ...each, epsilon: 0 }),
}
