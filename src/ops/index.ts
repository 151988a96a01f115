/** @file The operations: pure functions from tensors to tensors, one primitive or composite a file. */
export {
  celu,
  clamp,
  elu,
  gelu,
  hardshrink,
  hardsigmoid,
  hardswish,
  hardtanh,
  leakyRelu,
  logSigmoid,
  mish,
  relu6,
  selu,
  silu,
  softplus,
  softshrink,
  softsign,
  tanhshrink,
} from './activations.ts'
export { abs } from './abs.ts'
export { add } from './add.ts'
export type { ArgOptions } from './argmax.ts'
export { argmax, argmin } from './argmax.ts'
export type { AvgPoolOptions } from './avgPool.ts'
export { avgPool, sumPool } from './avgPool.ts'
export { broadcastTo } from './broadcastTo.ts'
export { ceil } from './ceil.ts'
export type { ShapesOf, Tensors } from './concat.ts'
export { concat, stack } from './concat.ts'
export { arange, ones, zeros } from './constant.ts'
export type { ConvOptions } from './conv.ts'
export { conv, convFilter, convInput } from './conv.ts'
export { conv1d, conv2d } from './conv2d.ts'
export { cumsum } from './cumsum.ts'
export { div } from './div.ts'
export type { BinaryOperation, UnaryOperation } from './elementwise.ts'
export { equal } from './equal.ts'
export { erf } from './erf.ts'
export { exp } from './exp.ts'
export { expm1 } from './expm1.ts'
export { flip } from './flip.ts'
export { floor } from './floor.ts'
export { full } from './full.ts'
export { gather, scatterAdd, take } from './gather.ts'
export { greater, greaterEqual } from './greater.ts'
export { less } from './less.ts'
export { lessEqual } from './lessEqual.ts'
export { log } from './log.ts'
export { log1p } from './log1p.ts'
export type { AxisOption } from './logsumexp.ts'
export { getRing, getSumMonoid } from './instances.ts'
export { logSoftmax, logsumexp, softmax } from './logsumexp.ts'
export { matmul } from './matmul.ts'
export { max, min } from './max.ts'
export { maximum } from './maximum.ts'
export { maxPool, maxPoolIndices, maxUnpool } from './maxPool.ts'
export { minimum } from './minimum.ts'
export { mul } from './mul.ts'
export { neg } from './neg.ts'
export { notEqual } from './notEqual.ts'
export { oneHot } from './oneHot.ts'
export type { PadMode, PadOptions } from './pad.ts'
export { pad } from './pad.ts'
export { avgPool1d, avgPool2d, maxPool1d, maxPool2d } from './pool2d.ts'
export type { PoolOptions } from './pooling.ts'
export { pow } from './pow.ts'
export { prod } from './prod.ts'
export type { NormalOptions, UniformOptions } from './random.ts'
export { bernoulli, normal, permutation, uniform } from './random.ts'
export type { ReduceOptions, Reduction } from './reductions.ts'
export { relu } from './relu.ts'
export { expandDims, reshape, squeeze } from './reshape.ts'
export { round } from './round.ts'
export { rsqrt } from './rsqrt.ts'
export { sigmoid } from './sigmoid.ts'
export { sign } from './sign.ts'
export { cos, sin } from './sin.ts'
export type { SliceRange } from './slice.ts'
export { at, slice } from './slice.ts'
export { sqrt } from './sqrt.ts'
export { sub } from './sub.ts'
export { mean, sum } from './sum.ts'
export { tanh } from './tanh.ts'
export type { Transpose } from './transpose.ts'
export { transpose } from './transpose.ts'
export type { VarianceOptions } from './variance.ts'
export { variance } from './variance.ts'
export { where } from './where.ts'
export { primitives } from './primitives.ts'
export type { LocalResponseNormOptions } from './normalization.ts'
export { localResponseNorm, localResponseNormOfPaper } from './normalization.ts'
