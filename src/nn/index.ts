/**
 * @file The entry point `cotangent/nn`: layers and how to compose them, losses, initializers.
 *
 * @packageDocumentation
 */
export type { BatchNormOptions, BatchNormParams, BatchNormState } from './batchNorm.ts'
export { batchNorm } from './batchNorm.ts'
export type { ResidualRule } from './branches.ts'
export { branches, parallel, residual } from './branches.ts'
export { conv1d, conv2d } from './conv2d.ts'
export { convTranspose1d, convTranspose2d } from './convTranspose.ts'
export type {
  ConvTransposeLayerOptions,
  ConvTransposeLayerShape,
  ConvTransposeParams,
  ConvTransposeRule,
  ConvTransposeWeight,
} from './ConvTransposeTypes.ts'
export type { ConvLayerOptions, ConvLayerShape, ConvParams, ConvRule, ConvWeight } from './ConvTypes.ts'
export type { DenseOptions, DenseParams, DenseRule } from './dense.ts'
export { dense } from './dense.ts'
export { dropout, spatialDropout } from './dropout.ts'
export type { EmbeddingOptions, EmbeddingParams } from './embedding.ts'
export { embedding } from './embedding.ts'
export type { Fans, GainName, Initializer, TruncatedNormalOptions, VarianceScalingOptions } from './initializers.ts'
export {
  constantInitializer,
  fansOf,
  gainOf,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  torchUniform,
  truncatedNormal,
  uniformByFan,
  varianceScaling,
  xavierNormal,
  xavierUniform,
  zeroInitializer,
} from './initializers.ts'
export type {
  AnyShape,
  AsLayer,
  ChannelsRule,
  Compose,
  Composition,
  Layer,
  LayerObject,
  LayerParams,
  LayerShape,
  LayerState,
  Mode,
  None,
  OutputShape,
  SameShape,
  SomeLayer,
  TensorFunction,
} from './Layer.ts'
export { andThen, asLayer, evalMode, identity, parametric, stateful, stateless, trainMode } from './Layer.ts'
export { layers } from './layers.ts'
export type { LinearAttentionOptions } from './linearAttention.ts'
export { linearAttention } from './linearAttention.ts'
export * from './losses/index.ts'
export { inUse, layerPaths, mapLayers } from './mapLayers.ts'
export type { Fit, InputShape, Model, ModelParams, ModelState, OneShape } from './model.ts'
export { model } from './model.ts'
export type { AttendOptions, AttentionParams, MultiHeadAttentionOptions } from './multiHeadAttention.ts'
export { attend, multiHeadAttention } from './multiHeadAttention.ts'
export type { Named } from './named.ts'
export { named } from './named.ts'
export type { AffineParams } from './normalization.ts'
export { groupNorm, instanceNorm, layerNorm, rmsNorm } from './normalization.ts'
export type { PreluParams } from './prelu.ts'
export { prelu } from './prelu.ts'
export type {
  RecurOptions,
  Recurred,
  RecurrentKind,
  RecurrentLayer,
  RecurrentOptions,
  RecurrentParams,
  RecurrentWidth,
} from './recurrent.ts'
export { gru, lstm, recur, rnn } from './recurrent.ts'
export type { InOrder, Sequential, ShapeAfter } from './sequential.ts'
export { sequential } from './sequential.ts'
export { diracInitializer, orthogonal } from './shapedInitializers.ts'
export type { Summary, SummaryRow } from './summary.ts'
export { showSummary, summary } from './summary.ts'
