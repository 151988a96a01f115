/**
 * @file The door `cotangent/nn`: layers and how to compose them, losses, initializers.
 *
 * @packageDocumentation
 */
export { relu, sigmoid, softmax, tanh } from './activations.ts'
export type { BatchNormOptions, BatchNormParams, BatchNormState } from './batchNorm.ts'
export { batchNorm } from './batchNorm.ts'
export { branches, parallel, residual } from './branches.ts'
export type { ConvLayerOptions, ConvLayerShape, ConvParams, ConvRule, ConvWeight } from './ConvTypes.ts'
export { conv1d, conv2d } from './conv2d.ts'
export type { DenseOptions, DenseParams, DenseRule } from './dense.ts'
export { dense } from './dense.ts'
export { dropout } from './dropout.ts'
export type { FlattenRule } from './flatten.ts'
export { flatten } from './flatten.ts'
export { adaptiveAvgPool2d, globalAvgPool2d } from './globalPool.ts'
export type { Fans, Initializer, VarianceScalingOptions } from './initializers.ts'
export {
  fansOf,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  torchUniform,
  uniformByFan,
  varianceScaling,
  xavierNormal,
  xavierUniform,
  zeroInitializer,
} from './initializers.ts'
export type {
  AnyShape,
  Compose,
  Layer,
  LayerParams,
  LayerShape,
  LayerState,
  Mode,
  None,
  OutputShape,
  SameShape,
  SomeLayer,
} from './Layer.ts'
export { andThen, evalMode, identity, parametric, stateless, trainMode } from './Layer.ts'
export { layers } from './layers.ts'
export { localResponseNorm, localResponseNormOfPaper } from './localResponseNorm.ts'
export * from './losses/index.ts'
export type { Fit, InputShape, Model, ModelParams, ModelState } from './model.ts'
export { model } from './model.ts'
export type { Named } from './named.ts'
export { named } from './named.ts'
export type { PoolLayerShape, PoolRule } from './pool2d.ts'
export { avgPool2d, maxPool2d } from './pool2d.ts'
export type { InOrder, Sequential, ShapeAfter } from './sequential.ts'
export { sequential } from './sequential.ts'
