/**
 * @file Every primitive, with its test inputs; the operations that are made of primitives; and the equations that
 * single operations satisfy, their identities. The type of the table names what is missing from it. The laws of all
 * operations are in `framework/gradient.ts`.
 */
import type { ComputingName } from '../../src/ops/primitives.ts'
import type { Law } from '../framework/Law.ts'
import type { Operation } from '../framework/Operation.ts'
import { activations } from './activations.ts'
import { averagePooling, averagePoolingComposites, averagePoolingIdentities } from './avgPool.ts'
import { convGradientIdentities, convGradients } from './convGradients.ts'
import { convolution, convolutionComposites, convolutionIdentities } from './convolution.ts'
import { transposedConvolution, transposedConvolutionIdentities } from './convTranspose.ts'
import { binary, elementwiseComposites, elementwiseIdentities, ternary, unary } from './elementwise.ts'
import { gates } from './gates.ts'
import { indexing, indexingComposites, indexingIdentities } from './indexing.ts'
import { interpolation } from './interpolation.ts'
import { joining, joiningComposites, joiningIdentities } from './joining.ts'
import { leafComposites, leafIdentities, leaves } from './leaves.ts'
import { maxPooling, maxPoolingComposites, maxPoolingIdentities } from './maxPool.ts'
import { normalization } from './normalization.ts'
import { poolingComposites } from './pooling.ts'
import { productComposites, productIdentities, products } from './products.ts'
import { random, randomComposites } from './random.ts'
import { rearranging } from './rearranging.ts'
import { reductionComposites, reductionIdentities, reductions } from './reductions.ts'
import { sampling, samplingIdentities } from './sampling.ts'
import { scattering, scatteringIdentities } from './scattering.ts'
import { shaping, shapingComposites, shapingIdentities } from './shaping.ts'
import { slicing, slicingComposites, slicingIdentities } from './slicing.ts'
import { sorting, sortingComposites, sortingIdentities } from './sorting.ts'
import { transformed, transformedIdentities } from './transformed.ts'
import { unfoldings } from './unfolding.ts'
import { volumeIdentities, volumes } from './volumes.ts'

/**
 * Every primitive, by name.
 *
 * @example
 * ```ts
 * import { laws, operations } from 'cotangent/laws'
 *
 * laws.operation(operations.conv).every((law) => law.run({ runs: 2 })._tag === 'passed') // => true
 * ```
 */
export const operations = {
  ...unary,
  ...binary,
  ...ternary,
  ...reductions,
  ...sorting,
  ...shaping,
  ...slicing,
  ...joining,
  ...products,
  ...indexing,
  ...leaves,
  ...random,
  ...convolution,
  ...convGradients,
  ...maxPooling,
  ...averagePooling,
} as const satisfies { readonly [N in ComputingName]: Operation }

/**
 * Operations that are made of primitives, by name.
 *
 * @example
 * ```ts
 * import { composites, laws } from 'cotangent/laws'
 *
 * laws.operation(composites.conv2d).every((law) => law.run({ runs: 2 })._tag === 'passed') // => true
 * ```
 */
export const composites = {
  ...elementwiseComposites,
  ...activations,
  ...gates,
  ...reductionComposites,
  ...sortingComposites,
  ...normalization,
  ...shapingComposites,
  ...slicingComposites,
  ...joiningComposites,
  ...rearranging,
  ...productComposites,
  ...indexingComposites,
  ...scattering,
  ...leafComposites,
  ...randomComposites,
  ...convolutionComposites,
  ...transposedConvolution,
  ...unfoldings,
  ...maxPoolingComposites,
  ...averagePoolingComposites,
  ...poolingComposites,
  ...volumes,
  ...interpolation,
  ...sampling,
  ...transformed,
} as const satisfies Readonly<Record<string, Operation>>

/**
 * The laws of single operations beyond their gradients, by the operation's name.
 *
 * @example
 * ```ts
 * import { identities } from 'cotangent/laws'
 *
 * identities.relu.map((law) => law.run({ runs: 3 })._tag) // => ['passed']
 * ```
 */
export const identities = {
  ...elementwiseIdentities,
  ...reductionIdentities,
  ...sortingIdentities,
  ...shapingIdentities,
  ...slicingIdentities,
  ...joiningIdentities,
  ...productIdentities,
  ...indexingIdentities,
  ...scatteringIdentities,
  ...leafIdentities,
  ...convolutionIdentities,
  ...convGradientIdentities,
  ...transposedConvolutionIdentities,
  ...maxPoolingIdentities,
  ...averagePoolingIdentities,
  ...volumeIdentities,
  ...samplingIdentities,
  ...transformedIdentities,
} as const satisfies Readonly<Record<string, readonly Law[]>>
