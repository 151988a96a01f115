/** @file Equations: named pure functions that return both sides of a law. Each family has its own file; this one collects them all. */
export * from './framework/equations/algebra.ts'
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
} from './framework/equations/gradient.ts'
export type { DifferenceOptions, MultiFunction, Slopes } from './framework/equations/gradient.ts'
export { distinctPaths, mapComposition, mapIdentity, rebuildLeaves, zipWithProjections } from './kinds/tree.ts'
export { avgPoolMeaning, constantImage, evenSpreading, sumPoolMeaning } from './operations/avgPool.ts'
export { filterIsCorrelation, rotatedKernel, rotatedKernelRecursion } from './operations/convGradients.ts'
export {
  convBilinearity,
  convByDefinition,
  convGroups,
  convMeaning,
  convPadding,
  convTranslation,
  convTransposition,
} from './operations/convolution.ts'
export { adjointOfConv } from './operations/convTranspose.ts'
export {
  everyWindowTouchesData,
  indicesOfWinners,
  maxPoolMeaning,
  maxPoolRouting,
  negativeInput,
  overlapAdds,
  unpooling,
} from './operations/maxPool.ts'
export {
  childrenDiffer,
  childrenDrawApart,
  foldInSeparates,
  sameKeySameNumbers,
  splitIsStable,
} from './structures/keys.ts'
export {
  broadcastAssociativity,
  broadcastCommutativity,
  broadcastUnit,
  sizeIsMultiplicative,
} from './structures/shapes.ts'
export {
  ceilAddsAtMostOne,
  everyOutputIsAPosition,
  lastWindowStartsInside,
  samePaddingIsLeast,
} from './structures/windows.ts'
