/**
 * @file The laws: equations, the properties that check them on random samples, and the arbitraries that draw the
 * samples. They serve the library's own operations and yours. `fast-check` has to be installed.
 *
 * @packageDocumentation
 */
import { backendLaws } from './runtimes/backendAgrees.ts'
import { codecLaws } from './kinds/codec.ts'
import { dataParallelLaws } from './groups/dataParallel.ts'
import { edgeLaws } from './runtimes/edges/edgeLaws.ts'
import { operationLaws, primitiveLaws } from './framework/gradient.ts'
import { eqLaws, monoidLaws, ringLaws } from './kinds/instances.ts'
import { exactIndicesLaws } from './runtimes/exactIndices.ts'
import { layerLaws } from './kinds/layer.ts'
import { localityLaws } from './runtimes/locality.ts'
import { longSumsLaws } from './runtimes/longSums.ts'
import { optimizerLaws } from './kinds/optimizer.ts'
import { ownWindowLaws } from './runtimes/ownWindow.ts'
import { programLaws } from './runtimes/programs.ts'
import { scheduleLaws } from './kinds/schedule.ts'
import { sourceLaws } from './kinds/source.ts'
import { vmapLaws } from './kinds/transforms.ts'
import { treeLaws } from './kinds/tree.ts'
import { treeOrderLaws } from './kinds/treeOrder.ts'

export * as equations from './equations.ts'
export * from './framework/arbitraries/index.ts'
export type { CheckGradientAt, CheckGradientIn, GradientResult, KinkAt, Slope } from './framework/checkGradient.ts'
export { checkGradient } from './framework/checkGradient.ts'
export type { Comparison, Difference, Equation, Kink, Side, Uncertainty } from './framework/Equation.ts'
export { compare } from './framework/Equation.ts'
export type { PrimitiveSpec } from './framework/gradient.ts'
export { elementwise } from './framework/gradient.ts'
export type {
  AsyncLaw,
  Law,
  LawFailed,
  LawIllConditioned,
  LawKink,
  LawNotPassed,
  LawOptions,
  LawPassed,
  LawResult,
} from './framework/Law.ts'
export { checkLaw, LawError, passed, showFailure } from './framework/Law.ts'
export type {
  FunctionOfTensors,
  GradientOptions,
  Input,
  Operation,
  OperationSpec,
  Sample,
} from './framework/Operation.ts'
export { direction, drawInputs, operation, seeds } from './framework/Operation.ts'
export { asyncLaw, law, lawOf } from './framework/property.ts'
export type { DataParallelSpec } from './groups/dataParallel.ts'
export type { CodecFunctions, CodecSpec } from './kinds/codec.ts'
export type { LayerSpec } from './kinds/layer.ts'
export type { Descent, OptimizerSpec } from './kinds/optimizer.ts'
export type { ScheduleSpec } from './kinds/schedule.ts'
export type { SourceSpec } from './kinds/source.ts'
export type { Through, TreeOrderOptions } from './kinds/treeOrder.ts'
export type { ConvChoice, ConvGeometry } from './operations/convolution.ts'
export { convGeometry } from './operations/convolution.ts'
export type { TransposedGeometry } from './operations/convTranspose.ts'
export { transposedGeometry } from './operations/convTranspose.ts'
export { composites, identities, operations } from './operations/index.ts'
export type { PoolChoice, PoolGeometry } from './operations/pooling.ts'
export { poolGeometry } from './operations/pooling.ts'
export type { EdgeBound, EdgeOrder } from './runtimes/edges/EdgeBound.ts'
export type { EdgeSpec } from './runtimes/edges/edgeLaws.ts'
export type { AxisGeometry } from './structures/windows.ts'
export { convAxis } from './structures/windows.ts'

/**
 * Laws by kind of subject. Each function returns a list of laws to run.
 *
 * @example
 * ```ts
 * import { mul } from 'cotangent'
 * import { laws } from 'cotangent/laws'
 *
 * const squares = laws.primitive('x^2', { f: (x) => mul(x, x), domains: ['real'] })
 * squares.every((law) => law.run({ runs: 5 })._tag === 'passed') // => true
 * ```
 */
export const laws = {
  /** The gradient laws of a function of tensors whose shapes broadcast against one another. */
  primitive: primitiveLaws,
  /** The gradient laws of an operation, on random geometry. */
  operation: operationLaws,
  /** The laws of a layer: a pure function with the output shape of its type and correct gradients. */
  layer: layerLaws,
  /** The laws of an optimizer: a pure function of trees that can be compiled and that descends. */
  optimizer: optimizerLaws,
  /** The laws of training on several ranks: on parts of a batch, they take the steps of one rank on the whole. */
  dataParallel: dataParallelLaws,
  /** The laws of a schedule: one finite rate per step, which follows the counter when compiled. */
  schedule: scheduleLaws,
  /** The laws of a source of examples: order, shards, and nothing that depends on threads or reading ahead. */
  source: sourceLaws,
  /** The laws that a runtime agrees with the reference on an operation, in value and derivatives. */
  backendAgrees: backendLaws,
  /** The laws that, on a runtime, an entry that is not finite affects only the entries that depend on it. */
  locality: localityLaws,
  /** The laws that indices beyond 2^24 are exact or refused on a runtime. */
  exactIndices: exactIndicesLaws,
  /** The laws that long sums on a runtime are as accurate as short ones. */
  longSums: longSumsLaws,
  /** The laws that the error of each entry of a convolution on a runtime is bounded by the cells in its own window. */
  ownWindow: ownWindowLaws,
  /** The laws that a function has the recorded values and derivatives at edge cases on a runtime. */
  edges: edgeLaws,
  /** The laws of random programs on a runtime. */
  programs: programLaws,
  /** The law that an operation and its pullback, mapped over examples, are the loop over them. */
  vmap: vmapLaws,
  /** The functor laws of your own trees. */
  tree: treeLaws,
  /** The laws that a function pairs trees by name, whatever their key order, and refuses trees of another structure. */
  treeOrder: treeOrderLaws,
  /** The laws of a codec: round trip, refusal, harmless damage. */
  codec: codecLaws,
  /** The laws of an fp-ts `Eq`. */
  eq: eqLaws,
  /** The laws of an fp-ts `Monoid`. */
  monoid: monoidLaws,
  /** The laws of an fp-ts `Ring`. */
  ring: ringLaws,
} as const
