/** @file Equations: named pure functions that return both sides of a law. */
export * from './algebra.ts'
export * from './convolution.ts'
export {
  adjointness,
  directionByDifferences,
  finiteDifferences,
  jacobianByDifferences,
  pullbackLinearity,
  secondSymmetry,
  zeroCotangent,
} from './gradient.ts'
export type { DifferenceOptions, MultiFunction } from './gradient.ts'
export * from './pooling.ts'
export * from './structure.ts'
