/** @file Equations: named pure functions that return both sides of a law. */
export * from '../framework/equations/algebra.ts'
export * from './convolution.ts'
export {
  adjointness,
  compilation,
  directionByDifferences,
  finiteDifferences,
  jacobianByDifferences,
  pullbackLinearity,
  secondSymmetry,
  slopesAgree,
  slopesOf,
  zeroCotangent,
} from '../framework/equations/gradient.ts'
export type { DifferenceOptions, MultiFunction, Slopes } from '../framework/equations/gradient.ts'
export * from './pooling.ts'
export * from './structure.ts'
