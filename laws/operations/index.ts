/**
 * @file Every primitive, with the inputs that it is tried on; and the operations that are made of primitives. The type
 * of the table names what is missing from it.
 */
import type { ComputingName } from '../../src/ops/primitives.ts'
import type { Operation } from '../framework/Operation.ts'
import { composed } from './composed.ts'
import { binary, elementwiseComposites, ternary, unary } from './elementwise.ts'
import { indexing, indexingComposites } from './indexing.ts'
import { random, randomComposites } from './random.ts'
import { reductionComposites, reductions } from './reductions.ts'
import { shaping, shapingComposites } from './shaping.ts'
import { transformed } from './transformed.ts'
import { convolution, pooling, windowComposites } from './windows.ts'

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
  ...shaping,
  ...indexing,
  ...random,
  ...convolution,
  ...pooling,
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
  ...reductionComposites,
  ...shapingComposites,
  ...indexingComposites,
  ...randomComposites,
  ...windowComposites,
  ...composed,
  ...transformed,
} as const satisfies Readonly<Record<string, Operation>>
