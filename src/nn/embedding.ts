/**
 * @file embedding: one learned vector per item of a set, looked up by index.
 *
 *     y[.., :] = weight[index[..], :]
 *
 * Shape rule: [...] of indices to [..., width]. The weight has shape [count, width], as in PyTorch.
 * Laws: "rows are those of the weight"; the gradient adds up where an index is repeated; the row of padding has none.
 */
import { checkOptions } from '../core/options.ts'
import type { IndexNames } from '../core/indexNames.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { stopGradient } from '../diff/stopGradient.ts'
import { equal } from '../ops/equal.ts'
import { arange } from '../ops/constant.ts'
import { takeNamed } from '../ops/gather.ts'
import { normal } from '../ops/random.ts'
import { expandDims } from '../ops/reshape.ts'
import { where } from '../ops/where.ts'
import { zero } from '../ops/constant.ts'
import { checkRequiredSizes } from '../core/shapeRules.ts'
import type { Initializer } from './initializers.ts'
import type { AnyShape, Layer, None } from './Layer.ts'
import { parametric } from './Layer.ts'

/** The initial weights of an embedding. */
export interface EmbeddingOptions {
  /** An index for padding, whose row is zeros and is not learned; none by default. */
  readonly paddingIndex?: number
  /** `normal`, of mean 0 and variance 1, by default. */
  readonly initialWeight?: Initializer
}

/** The parameters of an embedding. */
export interface EmbeddingParams {
  readonly weight: Tensor
}

const rows: IndexNames = { operation: 'embedding', phrase: 'embed', index: 'index', among: ['row', 'rows'] }

/** The rows of an embedding at indices; the row of padding is held fixed by derivatives. */
const embed = (weight: Tensor, indices: Tensor, paddingIndex?: number): Tensor => {
  if (paddingIndex === undefined) return takeNamed(weight, indices, 0, rows)
  const isPadding = expandDims(1)(equal(arange(weight.shape[0] ?? 0), paddingIndex))
  return takeNamed(where(isPadding, stopGradient(weight), weight), indices, 0, rows)
}

/**
 * A layer from indices, from 0 to `count - 1`, to vectors of length `width`. An index out of range is refused when the
 * numbers are computed; a padding index out of range is refused at once.
 *
 * @example
 * ```ts
 * import { key, tensor } from 'cotangent'
 * import { embedding, evalMode } from 'cotangent/nn'
 *
 * const layer = embedding(100, 8)
 * const [params, state] = layer.init(key(1))
 * layer.apply(evalMode)(params, state, tensor([3, 1, 4, 1], [2, 2]))[0].shape // => [2, 2, 8]
 * ```
 */
export const embedding = (
  count: number,
  width: number,
  options: EmbeddingOptions = {},
): Layer<AnyShape, EmbeddingParams, None> => {
  const { paddingIndex, initialWeight = normal } = checkOptions('embedding', options, {
    paddingIndex: true,
    initialWeight: true,
  })
  checkRequiredSizes('embedding', { count, width })
  if (paddingIndex !== undefined && !(Number.isInteger(paddingIndex) && paddingIndex >= 0 && paddingIndex < count)) {
    return refuse('embedding', [], {
      expected: `a whole padding index below ${String(count)}`,
      found: String(paddingIndex),
    })
  }
  return parametric<AnyShape, EmbeddingParams>(
    (key) => {
      const weight = initialWeight([count, width])(key)
      if (paddingIndex === undefined) return { weight }
      const isPadding = expandDims(1)(equal(arange(count), paddingIndex))
      return { weight: where(isPadding, zero, weight) }
    },
    ({ weight }, indices) => embed(weight, indices, paddingIndex),
  )
}
