/** @file The operations: pure functions from tensors to tensors, one primitive or composite per file. */
export { abs } from './abs.ts'
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
export type { AdaptiveSize } from './adaptivePool.ts'
export { adaptiveAvgPool2d, adaptiveMaxPool2d, adaptiveMaxPoolIndices2d } from './adaptivePool.ts'
export { add } from './add.ts'
export type { ArgOptions } from './argmax.ts'
export { argmax, argmin } from './argmax.ts'
export type { AttentionOptions, AttentionShape, RotaryOptions } from './attention.ts'
export { attention, rotaryEmbedding } from './attention.ts'
export type { AvgPoolOptions } from './avgPool.ts'
export { avgPool, sumPool } from './avgPool.ts'
export { broadcastTo } from './broadcastTo.ts'
export { ceil } from './ceil.ts'
export type { PartsOptions } from './chunk.ts'
export { chunk, splitSizes } from './chunk.ts'
export type { ShapesOf, Tensors } from './concat.ts'
export { concat, stack } from './concat.ts'
export { arange, ones, zeros } from './constant.ts'
export type { ConvOptions } from './conv.ts'
export { conv, convFilter, convInput } from './conv.ts'
export { conv1d, conv2d } from './conv2d.ts'
export type { ConvolveVolumes, TransposeVolumes, VolumeShape } from './conv3d.ts'
export { conv3d, convTranspose3d } from './conv3d.ts'
export type { ConvTransposeOptions } from './convTranspose.ts'
export { convTranspose } from './convTranspose.ts'
export { convTranspose1d, convTranspose2d } from './convTranspose2d.ts'
export { cumprod } from './cumprod.ts'
export type { CumsumOptions } from './cumsum.ts'
export { cumsum } from './cumsum.ts'
export type { Deformation, DeformConvOptions } from './deformConv2d.ts'
export { deformConv2d } from './deformConv2d.ts'
export { div } from './div.ts'
export { einsum } from './einsum.ts'
export type { BinaryOperation, UnaryOperation } from './elementwise.ts'
export { equal } from './equal.ts'
export { erf } from './erf.ts'
export { erfc } from './erfc.ts'
export { erfinv } from './erfinv.ts'
export { exp } from './exp.ts'
export { expm1 } from './expm1.ts'
export { exp2, log10, log2, logaddexp, logit, xlogy } from './exponentials.ts'
export type { EyeOptions } from './eye.ts'
export { eye } from './eye.ts'
export type { FlattenRule } from './flatten.ts'
export { flatten } from './flatten.ts'
export { flip } from './flip.ts'
export { floor } from './floor.ts'
export { fmod } from './fmod.ts'
export { full } from './full.ts'
export { digamma, lgamma } from './gamma.ts'
export { glu, prelu } from './gates.ts'
export { gather, scatterAdd, take } from './gather.ts'
export type { GlobalPoolRule } from './globalPool.ts'
export { globalAvgPool2d, globalMaxPool2d } from './globalPool.ts'
export { greater, greaterEqual } from './greater.ts'
export type { AffineGridOptions, GridSampleOptions } from './gridSample.ts'
export { affineGrid, gridSample } from './gridSample.ts'
export { acosh, asinh, atanh, cosh, sinh } from './hyperbolic.ts'
export { getRing, getSumMonoid } from './instances.ts'
export type { InterpolateOptions, InterpolationMode } from './interpolate.ts'
export { interpolate } from './interpolate.ts'
export { less } from './less.ts'
export { lessEqual } from './lessEqual.ts'
export { log } from './log.ts'
export { log1p } from './log1p.ts'
export type { AxisOption } from './logsumexp.ts'
export { logSoftmax, logsumexp, softmax } from './logsumexp.ts'
export type { LpPoolOptions } from './lpPool.ts'
export { lpPool } from './lpPool.ts'
export { matmul } from './matmul.ts'
export { max, min } from './max.ts'
export { maximum } from './maximum.ts'
export { maxPool, maxPoolIndices, maxUnpool } from './maxPool.ts'
export { minimum } from './minimum.ts'
export { mul } from './mul.ts'
export { neg } from './neg.ts'
export type { NormOptions } from './norm.ts'
export { norm } from './norm.ts'
export type {
  LayerNormOptions,
  LocalResponseNormOptions,
  NormalizationOptions,
  UnitNormOptions,
} from './normalization.ts'
export {
  groupNorm,
  layerNorm,
  localResponseNorm,
  localResponseNormOfPaper,
  rmsNorm,
  unitNorm,
} from './normalization.ts'
export { notEqual } from './notEqual.ts'
export { oneHot } from './oneHot.ts'
export type { PadMode, PadOptions } from './pad.ts'
export { pad } from './pad.ts'
export type { NamedPoolShape, PoolRule } from './pool2d.ts'
export { avgPool1d, avgPool2d, maxPool1d, maxPool2d } from './pool2d.ts'
export type { PoolVolumes } from './pool3d.ts'
export { avgPool3d, maxPool3d } from './pool3d.ts'
export type { PoolOptions } from './pooling.ts'
export { pow } from './pow.ts'
export { primitives } from './primitives.ts'
export { prod } from './prod.ts'
export type { NormalOptions, UniformOptions } from './random.ts'
export { bernoulli, categorical, normal, permutation, uniform } from './random.ts'
export type { ReduceOptions, ReduceRule, Reduction } from './reductions.ts'
export { relu } from './relu.ts'
export type { NanToNumOptions } from './remainders.ts'
export { fmax, fmin, frac, lerp, nanToNum, remainder, threshold, trunc } from './remainders.ts'
export { repeatInterleave, roll, tile } from './repeat.ts'
export type { ExpandDimsRule, ReshapeRule, SqueezeRule } from './reshape.ts'
export { expandDims, reshape, squeeze } from './reshape.ts'
export type { RoiAlignOptions } from './roiAlign.ts'
export { roiAlign } from './roiAlign.ts'
export { round } from './round.ts'
export { rsqrt } from './rsqrt.ts'
export type { ScatterMode, ScatterNdOptions, ScatterOptions } from './scatter.ts'
export { scatter, scatterNd } from './scatter.ts'
export { channelShuffle, pixelShuffle, pixelUnshuffle } from './shuffle.ts'
export { sigmoid } from './sigmoid.ts'
export { sign } from './sign.ts'
export { cos, sin } from './sin.ts'
export type { AtOptions, AtRule, SliceRange, SliceRule } from './slice.ts'
export { at, slice } from './slice.ts'
export type { Sorted, SortOptions } from './sorting.ts'
export { argsort, median, sort, topK } from './sorting.ts'
export { sqrt } from './sqrt.ts'
export { sub } from './sub.ts'
export { mean, sum } from './sum.ts'
export { sumTo } from './sumTo.ts'
export { tanh } from './tanh.ts'
export type { Coordinates, Rounding } from './taps.ts'
export type { Transpose, TransposeRule } from './transpose.ts'
export { transpose } from './transpose.ts'
export { diagonal, tril, triu } from './triangles.ts'
export { acos, asin, atan, atan2, hypot, sinc, tan } from './trigonometry.ts'
export type { UnfoldOptions } from './unfold.ts'
export { fold, unfold } from './unfold.ts'
export type { VarianceOptions } from './variance.ts'
export { variance } from './variance.ts'
export { where } from './where.ts'
